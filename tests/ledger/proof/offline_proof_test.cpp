#include "ledger/proof/offline_proof.h"

#include <catch2/catch.hpp>

#include "ledger/proof/tree.h"
#include "tests/ledger/proof/naive_tree.h"
#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using testing::TestKey;

namespace {

const TestKey log_key("ledger.example/sixian");
constexpr std::size_t size = 21;

std::string entry(std::size_t index) {
  return "leaf " + std::to_string(index);
}

OfflineProof proof_of(std::size_t index) {
  const auto leaves = naive::leaves(size);
  const Checkpoint checkpoint{log_key.name(), size, naive::root(leaves)};
  return {index, naive::path(index, leaves), *sign_checkpoint(checkpoint, log_key.public_key(), log_key.signer())};
}

Result<ProvenEntry> verify_text(std::string_view text, std::string_view bytes, const WitnessQuorum& quorum = nullptr) {
  TRY_ASSIGN(const OfflineProof proof, parse_offline_proof(text));
  const std::vector<VerifierKey> known = {log_key.vkey()};
  return verify_offline_proof(proof, as_bytes(bytes), known, testing::verify, quorum);
}

}  // namespace

TEST_CASE("every entry of a tree is proven offline, by a file that is read back as it was written") {
  for (std::size_t index = 0; index < size; ++index) {
    const OfflineProof proof = proof_of(index);
    const std::string text = format_offline_proof(proof);
    REQUIRE(*parse_offline_proof(text) == proof);
    const auto proven = verify_text(text, entry(index));
    REQUIRE(proven);
    CHECK(proven->index == index);
    CHECK(proven->signed_checkpoint.checkpoint.size == size);
    CHECK_FALSE(verify_text(text, entry(index + 1)));
  }
}

TEST_CASE("every flipped bit of an offline proof is refused") {
  const std::string text = format_offline_proof(proof_of(13));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      INFO("byte " << i << " bit " << bit);
      REQUIRE_FALSE(verify_text(flipped, entry(13)));
    }
  }
}

TEST_CASE("an offline proof that is cut off or goes on is refused") {
  const std::string text = format_offline_proof(proof_of(13));
  for (std::size_t length = 0; length < text.size(); ++length) {
    REQUIRE_FALSE(verify_text(std::string_view(text).substr(0, length), entry(13)));
  }
  CHECK_FALSE(verify_text(text + "\n", entry(13)));
  CHECK_FALSE(verify_text(text + "x", entry(13)));
}

TEST_CASE("an offline proof is bounded and has one spelling") {
  const std::string note = proof_of(0).checkpoint_note;
  const std::string hash = to_base64(empty_root().view()) + "\n";
  const std::string start = "c2sp.org/tlog-proof@v1\nindex 0\n";
  std::string hashes;
  for (int i = 0; i < 64; ++i) hashes += hash;
  CHECK(parse_offline_proof(start + hashes + "\n" + note));
  CHECK_FALSE(parse_offline_proof(start + hashes + hash + "\n" + note));
  CHECK(parse_offline_proof(start + "\n" + note));
  CHECK_FALSE(parse_offline_proof(start + note));
  CHECK_FALSE(parse_offline_proof("c2sp.org/tlog-proof@v1\nindex 00\n\n" + note));
  CHECK_FALSE(parse_offline_proof("c2sp.org/tlog-proof@v1\nindex -1\n\n" + note));
  CHECK_FALSE(parse_offline_proof("c2sp.org/tlog-proof@v1\nindex\n\n" + note));
  CHECK_FALSE(parse_offline_proof("c2sp.org/tlog-proof@v1\r\nindex 0\n\n" + note));
  CHECK_FALSE(parse_offline_proof("c2sp.org/tlog-proof@v2\nindex 0\n\n" + note));
  CHECK_FALSE(parse_offline_proof(start + to_base64(Bytes(31)) + "\n\n" + note));
  CHECK_FALSE(parse_offline_proof(start + std::string(1000, 'A') + "\n\n" + note));
}

TEST_CASE("the reader's witness quorum is asked after the log's signature, and can refuse") {
  const std::string text = format_offline_proof(proof_of(4));
  std::size_t asked = 0;
  const WitnessQuorum refuses = [&](const SignedCheckpoint& checkpoint) -> Status {
    ++asked;
    CHECK(checkpoint.checkpoint.origin == log_key.name());
    return make_error(ErrorKind::corrupt, "no witness");
  };
  CHECK(verify_text(text, entry(4), refuses).error().message == "no witness");
  CHECK(asked == 1);
}

TEST_CASE("a proof under a log that is not accepted is refused") {
  const TestKey other("ledger.example/other");
  const std::vector<VerifierKey> known = {other.vkey()};
  CHECK_FALSE(verify_offline_proof(proof_of(4), as_bytes(entry(4)), known, testing::verify));
}
