// A fixed set of mutated files of a package, the same in every run. What an entry point finds wrong stops the process,
// so that reaching the end is the assertion.

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "projections/package/file_list.h"
#include "projections/package/trailer.h"

namespace sunledger {
void fuzz_trailer(BytesView input);
void fuzz_file_list(BytesView input);
void fuzz_checkpoints(BytesView input);
}  // namespace sunledger

using namespace sunledger;

namespace {

constexpr std::string_view symbols = "0123456789abcdefAZ+/=: -.\n\r\x7f\x80\xc3\xff";

void mutate(std::string& text, std::mt19937& random) {
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  if (text.empty()) text = "x";
  const std::size_t at = below(text.size());
  switch (below(6)) {
    case 0:
      text[at] = symbols[below(symbols.size())];
      break;
    case 1:
      text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      text.insert(at, 1, symbols[below(symbols.size())]);
      break;
    case 3:
      text.erase(at, 1 + below(40));
      break;
    case 4:
      text.insert(at, text.substr(below(text.size()), below(200)));
      break;
    default:
      text.resize(at);
  }
}

void run(void (*target)(BytesView), const std::string& seed, int rounds) {
  std::mt19937 random(20261127);
  target(as_bytes(seed));
  for (int round = 0; round < rounds; ++round) {
    std::string text = seed;
    for (std::size_t i = 0, changes = 1 + random() % 3; i < changes; ++i) mutate(text, random);
    target(as_bytes(text));
  }
  SUCCEED();
}

Trailer trailer() {
  Trailer trailer;
  trailer.origin = "ledger.example/sixian";
  trailer.language = "zh-CN";
  trailer.checkpoints = 3;
  trailer.totals.entries = 12;
  trailer.totals.kinds = {{"LedgerOpened", 1, Fen(0)}, {"LineReduced", 11, Fen(-120'000)}};
  trailer.totals.families = {{"budget", 11, Fen(-120'000)}, {"people", 1, Fen(0)}};
  return trailer;
}

}  // namespace

TEST_CASE("mutated trailers are refused or written back as they were") {
  const std::string text = write_trailer(trailer());
  REQUIRE(parse_trailer(text).ok());
  CHECK(*parse_trailer(text) == trailer());
  run(fuzz_trailer, text, 10000);
  run(fuzz_trailer, text.substr(0, text.rfind("checksum: ")), 10000);
}

TEST_CASE("mutated lists of files are refused or read as they stand") {
  std::string list;
  for (const char* path : {"READ-ME-FIRST.en.txt", "documents/ab/cdef", "tiles/tile/0/x001/234.p/17"}) {
    list += list_line({sha256(as_bytes(path)), path});
  }
  run(fuzz_file_list, list, 10000);
}

TEST_CASE("mutated files of checkpoints are refused or read as they stand") {
  const SecretKey key = SecretKey::generate();
  std::string notes;
  for (const std::uint64_t size : {3, 9, 12}) {
    notes += sign_checkpoint({"ledger.example/sixian", size, Hash{}}, key.public_key(), [&](BytesView message) {
               return key.sign(message);
             }).value();
  }
  run(fuzz_checkpoints, notes, 5000);
}

TEST_CASE("no listed path leads out of its package") {
  for (const char* path :
       {"", "/etc/passwd", "../key", "a/../../key", "a//b", "a/", "./a", "a/.hidden", "a b", "a\\b", "a\nb", "文件"}) {
    CAPTURE(path);
    CHECK_FALSE(is_listed_path(path));
  }
  CHECK_FALSE(is_listed_path(std::string(256, 'a')));
  CHECK(is_listed_path(std::string(255, 'a')));
  CHECK(is_listed_path("tiles/tile/entries/x001/234.p/17"));
}
