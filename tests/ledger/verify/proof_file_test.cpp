#include "ledger/verify/proof_file.h"

#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

std::string proof_of(const TestLog& log, std::uint64_t position) {
  const auto hashes = inclusion_proof(position, log.size(), hash_reader_of_tiles(log.size(), log.input().hash_tile));
  return format_offline_proof({position, hashes.value(), log.checkpoints.at(log.size())});
}

struct Proven : TestLog {
  Proven() {
    for (int i = 0; i < 20; ++i) pay("L1", 7);
    checkpoint();
    store_tiles();
  }
};

}  // namespace

TEST_CASE("every entry is proven by its proof, and no other is") {
  const Proven log;
  const VerifierKey key = log.log_vkey();
  for (std::uint64_t position = 0; position < log.size(); ++position) {
    const std::string proof = proof_of(log, position);
    const auto proven = verify_proof(proof, log.entries[position], std::span(&key, 1));
    REQUIRE(proven.ok());
    CHECK(proven->proven.index == position);
    CHECK(proven->proven.signed_checkpoint.checkpoint.size == log.size());
    CHECK(verify_proof(proof, log.entries[(position + 1) % log.size()], std::span(&key, 1)).error().kind ==
          ErrorKind::corrupt);
  }
}

TEST_CASE("every flipped byte of the entry or its proof is refused") {
  const Proven log;
  const VerifierKey key = log.log_vkey();
  std::string proof = proof_of(log, 15);
  Bytes entry = log.entries[15];
  for (Byte& byte : entry) {
    byte ^= 1;
    CHECK_FALSE(verify_proof(proof, entry, std::span(&key, 1)).ok());
    byte ^= 1;
  }
  for (char& c : proof) {
    c = static_cast<char>(c ^ 1);
    CHECK_FALSE(verify_proof(proof, entry, std::span(&key, 1)).ok());
    c = static_cast<char>(c ^ 1);
  }
  CHECK(verify_proof(proof, entry, std::span(&key, 1)).ok());
}

TEST_CASE("a proof under another log's key is refused") {
  const Proven log;
  VerifierKey key = log.log_vkey();
  key.key = log.admin.public_key();
  CHECK(verify_proof(proof_of(log, 3), log.entries[3], std::span(&key, 1)).error().kind == ErrorKind::corrupt);
}

TEST_CASE("an entry in the tree whose author did not sign it is refused by name") {
  Proven log;
  log.entries[15][60] ^= 1;  // the signature
  log.checkpoint();
  log.store_tiles();
  const VerifierKey key = log.log_vkey();
  CHECK(verify_proof(proof_of(log, 15), log.entries[15], std::span(&key, 1)).error().name == "signatures.valid");
}
