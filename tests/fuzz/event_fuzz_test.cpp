// The fuzz entry points over a fixed seed set: every sample and mutations of it, the same in every run. What an entry
// point finds wrong stops the process, so that reaching the end is the assertion.

#include "tests/fuzz/event_fuzz.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

// Fixed arithmetic on a fixed generator: std:: distributions differ between libraries.
class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }

  // Anywhere in the text, with what JSON is made of.
  std::string mutate_text(std::string text) {
    static constexpr std::string_view pieces[] = {
        "{",  "}",   "[",     "]",       "\"",          ",",    ":",    "null",    "true",     "\"\"",
        "-1", "1e9", "0.005", "\\u0000", "\\ud8",       "\xC0", "\xE6", "[[[[[[[", "\"kind\"", "99999999999999999999",
        "{}", "[]",  "\\n",   "\x1b",    "\xEF\xBB\xBF"};
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, pieces[below(std::size(pieces))]);
        break;
      case 1:
        text.erase(at, 1 + below(12));
        break;
      case 2:
        text.replace(at, below(12), pieces[below(std::size(pieces))]);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(200)));
        break;
      default:
        text.resize(at);
    }
    return text;
  }

  // Mostly where the structure is: whole words, and the parts of pointers.
  Bytes mutate_words(Bytes bytes) {
    const std::size_t words = bytes.size() / 8;
    const std::size_t at = 8 * below(words);
    Byte* word = bytes.data() + at;
    switch (below(8)) {
      case 0:
        bytes[below(bytes.size())] ^= static_cast<Byte>(1U << below(8));
        break;
      case 1:
        std::memset(word, 0, 8);
        break;
      case 2:
        std::memcpy(word, bytes.data() + 8 * below(words), 8);
        break;
      case 3:
        word[below(2)] = static_cast<Byte>(word[0] + 4);
        break;  // the offset
      case 4:
        word[4 + below(4)] ^= static_cast<Byte>(1U << below(4));
        break;  // sizes
      case 5:
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), 8, static_cast<Byte>(below(2)));
        break;
      case 6:
        bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    bytes.begin() + static_cast<std::ptrdiff_t>(at) + 8);
        break;
      default:
        bytes.resize(at);
    }
    return bytes;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("no bytes make the gate wrong") {
  Mutator mutator(20260105);
  for (const KindShape& kind : kind_shapes()) {
    const Bytes seed = signed_bytes_of(sample_draft(kind.name));
    fuzz_event_bytes(seed);
    for (int i = 0; i < 1000; ++i) {
      Bytes bytes = seed;
      for (std::size_t changes = 1 + mutator.below(3); changes > 0 && !bytes.empty(); --changes) {
        bytes = mutator.mutate_words(std::move(bytes));
      }
      fuzz_event_bytes(bytes);
    }
  }
  SUCCEED("the invariants held");
}

TEST_CASE("no text makes the reading of a draft wrong") {
  Mutator mutator(20260106);
  for (const KindShape& kind : kind_shapes()) {
    const std::string seed = sample_json(kind.name);
    fuzz_event_json(as_bytes(seed));
    for (int i = 0; i < 500; ++i) {
      std::string text = seed;
      for (std::size_t changes = 1 + mutator.below(3); changes > 0; --changes)
        text = mutator.mutate_text(std::move(text));
      fuzz_event_json(as_bytes(text));
    }
  }
  SUCCEED("the invariants held");
}
