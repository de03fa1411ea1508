// The fuzz entry points over a fixed seed set: valid samples and ten thousand mutations of each, the same in every run.
// What an entry point finds wrong stops the process, so that reaching the end is the assertion.

#include "tests/fuzz/proof_fuzz.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "ledger/proof/hash.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/signed_receipt.h"
#include "ledger/proof/tiles.h"
#include "tests/ledger/proof/naive_tree.h"
#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using testing::TestKey;

namespace {

constexpr int mutations_per_sample = 10000;

// Fixed arithmetic on a fixed generator: std:: distributions differ between libraries.
class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  Bytes mutate(Bytes bytes) {
    for (std::uint32_t changes = 1 + below(3); changes > 0; --changes) change(bytes);
    return bytes;
  }

 private:
  std::uint32_t below(std::size_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  void change(Bytes& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t length = std::min<std::size_t>(below(16), bytes.size() - at);
    switch (below(7)) {
      case 0:  // flip a bit
        if (at < bytes.size()) bytes[at] ^= static_cast<Byte>(1U << below(8));
        break;
      case 1:  // another byte
        if (at < bytes.size()) bytes[at] = static_cast<Byte>(random_());
        break;
      case 2:  // cut
        bytes.resize(at);
        break;
      case 3:  // leave out
        bytes.erase(place, place + static_cast<std::ptrdiff_t>(length));
        break;
      case 4: {  // repeat
        const Bytes piece(place, place + static_cast<std::ptrdiff_t>(length));
        bytes.insert(place, piece.begin(), piece.end());
        break;
      }
      case 5: {  // what the formats are made of
        static constexpr std::string_view pieces[] = {"\n",
                                                      "\n\n",
                                                      "\xe2\x80\x94 ",
                                                      " ",
                                                      "+",
                                                      "0",
                                                      "=",
                                                      "x",
                                                      "/",
                                                      ".p/",
                                                      "18446744073709551616",
                                                      std::string_view("\0", 1),
                                                      "\xff\xff"};
        const BytesView piece = as_bytes(pieces[below(std::size(pieces))]);
        bytes.insert(place, piece.begin(), piece.end());
        break;
      }
      default:  // the start again
        bytes.insert(bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    }
  }

  std::mt19937 random_;
};

void run(void (*target)(BytesView), const std::vector<std::string>& samples) {
  Mutator mutator(20260101);
  target({});
  for (const std::string& sample : samples) {
    const Bytes bytes(sample.begin(), sample.end());
    target(bytes);
    for (int i = 0; i < mutations_per_sample; ++i) target(mutator.mutate(bytes));
  }
  SUCCEED();
}

const TestKey log_key("ledger.example/sixian");
const TestKey witness("witness.example/a");

std::string signed_checkpoint(std::size_t size) {
  const Checkpoint checkpoint{log_key.name(), size, naive::root(naive::leaves(size))};
  return *sign_checkpoint(checkpoint, log_key.public_key(), log_key.signer());
}

std::string cosigned_checkpoint(std::size_t size) {
  const std::string note = signed_checkpoint(size);
  const std::string text = parse_note(note)->text;
  return note + format_signature_line(*cosign(text, witness.name(), witness.public_key(), 7, witness.signer()));
}

std::string bundle(const std::vector<std::string>& entries) {
  std::vector<BytesView> views;
  for (const std::string& entry : entries) views.push_back(as_bytes(entry));
  return static_cast<char>(entries.size() - 1) + std::string(as_text(*encode_entry_bundle(views)));
}

}  // namespace

TEST_CASE("mutated notes are refused or written back as they were") {
  run(fuzz_note, {signed_checkpoint(5), cosigned_checkpoint(1000), "a\n\nb\n\n\xe2\x80\x94 name AAAAAAA=\n"});
}

TEST_CASE("mutated checkpoints are refused or written back as they were") {
  run(fuzz_checkpoint, {parse_note(signed_checkpoint(0))->text, parse_note(signed_checkpoint(300))->text,
                        format_checkpoint({"origin", UINT64_MAX, Hash{}})});
}

TEST_CASE("mutated receipts are refused or written back as they were") {
  run(fuzz_receipt, {format_receipt({"ledger.example/sixian", 0, 0, Hash{}, CommandId{}, Hash{}}),
                     format_receipt({"o", UINT64_MAX, 1735693200000, sha256({}), CommandId{}, sha256({})})});
}

TEST_CASE("mutated offline proofs are refused or written back as they were") {
  const auto leaves = naive::leaves(21);
  run(fuzz_offline_proof, {format_offline_proof({13, naive::path(13, leaves), cosigned_checkpoint(21)}),
                           format_offline_proof({20, naive::path(20, leaves), signed_checkpoint(21)}),
                           format_offline_proof({0, {}, signed_checkpoint(1)})});
}

TEST_CASE("mutated policies are refused or mean the same when written again") {
  const std::string log_line = "log " + format_vkey(log_key.vkey()) + " https://ledger.example/sixian\n";
  const std::string witness_vkey = format_vkey(witness.vkey(NoteKeyType::cosignature_v1));
  const std::string other_vkey = format_vkey(TestKey("witness.example/w2").vkey(NoteKeyType::cosignature_v1));
  run(fuzz_policy, {log_line + "quorum none\n", "# whom we trust\n" + log_line + "\twitness one " + witness_vkey +
                                                    " https://w.example\nwitness two " + other_vkey +
                                                    "\ngroup both all one two\ngroup again any both\nquorum again\n"});
}

TEST_CASE("mutated tile paths are refused or written back as they were") {
  run(fuzz_tile_path, {"tile/0/000", "tile/1/x001/x234/067.p/17", "tile/entries/x001/x234/067.p/255",
                       "tile/63/x018/x446/x744/x073/x709/x551/615.p/1"});
}

TEST_CASE("mutated entry bundles are refused or written back as they were") {
  run(fuzz_entry_bundle,
      {bundle({"one"}), bundle({"", "two", "three"}), bundle(std::vector<std::string>(256, "entry"))});
}

TEST_CASE("mutated verifier keys are refused or written back as they were") {
  run(fuzz_vkey, {format_vkey(log_key.vkey()), format_vkey(witness.vkey(NoteKeyType::cosignature_v1)),
                  format_vkey(TestKey("阳光账本").vkey())});
}
