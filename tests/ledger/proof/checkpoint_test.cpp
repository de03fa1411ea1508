#include "ledger/proof/checkpoint.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using testing::TestKey;

namespace {

const TestKey log_key("ledger.example/sixian");
const TestKey other_log("ledger.example/other");
const TestKey witness("witness.example/a");

const Checkpoint checkpoint{"ledger.example/sixian", 20852163, sha256(as_bytes("root"))};

std::string signed_checkpoint() {
  return *sign_checkpoint(checkpoint, log_key.public_key(), log_key.signer());
}

Result<SignedCheckpoint> open_with(std::string_view note, const std::vector<VerifierKey>& known) {
  return open_checkpoint(note, known, testing::verify);
}

}  // namespace

TEST_CASE("a checkpoint is three lines: origin, size, root") {
  CHECK(format_checkpoint({"ledger.example/sixian", 0, empty_root()}) ==
        "ledger.example/sixian\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
}

TEST_CASE("any checkpoint is read back as it was written") {
  REQUIRE(rc::check([](std::uint64_t size, const Bytes& seed) {
    const Checkpoint any{"a/b", size, sha256(seed)};
    const auto parsed = parse_checkpoint(format_checkpoint(any));
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == any);
  }));
}

TEST_CASE("only one spelling of a checkpoint is accepted") {
  const std::string root = to_base64(empty_root().view());
  const auto parses = [&](std::string_view origin, std::string_view size, std::string_view rest) {
    std::string text(origin);
    text += "\n";
    text += size;
    text += "\n";
    text += rest;
    return parse_checkpoint(text).ok();
  };
  REQUIRE(parses("log", "1", root + "\n"));
  CHECK(parses("log", "18446744073709551615", root + "\n"));
  CHECK(parses(std::string(255, 'a'), "1", root + "\n"));
  CHECK_FALSE(parses(std::string(256, 'a'), "1", root + "\n"));
  CHECK_FALSE(parses("", "1", root + "\n"));
  CHECK_FALSE(parses("two words", "1", root + "\n"));
  for (const char* size : {"", "01", "+1", "-1", " 1", "1 ", "0x1", "1.0", "18446744073709551616", "１"}) {
    CHECK_FALSE(parses("log", size, root + "\n"));
  }
  CHECK_FALSE(parses("log", "1", root));  // no last newline
  CHECK_FALSE(parses("log", "1", root + "\nextension\n"));
  CHECK_FALSE(parses("log", "1", root + "\n\n"));
  CHECK_FALSE(parses("log", "1", root + " \n"));
  CHECK_FALSE(parses("log", "1", root + "\r\n"));
  CHECK_FALSE(parses("log", "1", to_base64(Bytes(31)) + "\n"));
  CHECK_FALSE(parses("log", "1", to_base64(Bytes(33)) + "\n"));
  CHECK_FALSE(parses("log", "1", "\n"));
  CHECK_FALSE(parse_checkpoint(""));
  CHECK_FALSE(parse_checkpoint("\n\n\n"));
}

TEST_CASE("a signed checkpoint opens with its log's key") {
  const auto opened = open_with(signed_checkpoint(), {log_key.vkey()});
  REQUIRE(opened);
  CHECK(opened->checkpoint == checkpoint);
  CHECK(opened->signatures.size() == 1);
}

TEST_CASE("witnesses' cosignatures come with the checkpoint, but do not stand in for its log") {
  const auto cosignature =
      *cosign(format_checkpoint(checkpoint), witness.name(), witness.public_key(), 1700000000, witness.signer());
  const VerifierKey witness_key = witness.vkey(NoteKeyType::cosignature_v1);
  const std::string note = signed_checkpoint() + format_signature_line(cosignature);
  const auto opened = open_with(note, {log_key.vkey(), witness_key});
  REQUIRE(opened);
  REQUIRE(opened->signatures.size() == 2);
  CHECK(opened->signatures[1].cosigned_at_seconds == 1700000000);

  const auto only_witness = open_with(note, {witness_key});
  REQUIRE_FALSE(only_witness);
  CHECK(only_witness.error().kind == ErrorKind::corrupt);
}

TEST_CASE("a checkpoint of one log signed by another accepted log is refused") {
  const std::string note =
      *sign_note(format_checkpoint(checkpoint), other_log.name(), other_log.public_key(), other_log.signer());
  CHECK_FALSE(open_with(note, {log_key.vkey(), other_log.vkey()}));
  // The right name under another key is another key.
  const TestKey impostor(log_key.name(), sha256(as_bytes("impostor")));
  CHECK_FALSE(open_with(*sign_checkpoint(checkpoint, impostor.public_key(), impostor.signer()), {log_key.vkey()}));
  // A cosignature by a witness named like the log is not the log's signature.
  const auto cosignature =
      *cosign(format_checkpoint(checkpoint), log_key.name(), log_key.public_key(), 1, log_key.signer());
  CHECK_FALSE(open_with(format_checkpoint(checkpoint) + "\n" + format_signature_line(cosignature),
                        {log_key.vkey(NoteKeyType::cosignature_v1)}));
}

TEST_CASE("a signed note that is no checkpoint does not open, and a bad origin is not signed") {
  const std::string note = *sign_note("hello\n", log_key.name(), log_key.public_key(), log_key.signer());
  CHECK(open_with(note, {log_key.vkey()}).error().kind == ErrorKind::invalid);
  CHECK_FALSE(sign_checkpoint({"two words", 1, Hash{}}, log_key.public_key(), log_key.signer()));
}
