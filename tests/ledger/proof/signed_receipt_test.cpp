#include "ledger/proof/signed_receipt.h"

#include <catch2/catch.hpp>

#include "ledger/proof/checkpoint.h"
#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;

namespace {

PromisedEntry sample() {
  PromisedEntry promised;
  promised.origin = "demo.example/county";
  promised.position = 41;
  promised.recorded_ms = 1'764'000'000'123;
  promised.leaf.bytes[0] = 1;
  promised.command.bytes[31] = 2;
  promised.event.bytes[5] = 0xab;
  return promised;
}

}  // namespace

TEST_CASE("a receipt is read as it was written, and every other spelling is refused") {
  const std::string text = format_receipt(sample());
  CHECK(*parse_receipt(text) == sample());
  for (std::size_t cut = 0; cut < text.size(); ++cut) CHECK_FALSE(parse_receipt(text.substr(0, cut)).ok());
  CHECK_FALSE(parse_receipt(text + "\n").ok());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == '0' ? 'A' : '0';  // neither in the head, nor another spelling of a number or of hex
    const auto read = parse_receipt(changed);
    if (read.ok()) CHECK(format_receipt(*read) == changed);
  }
}

TEST_CASE("a receipt never passes for a checkpoint, nor a checkpoint for a receipt") {
  CHECK_FALSE(parse_checkpoint(format_receipt(sample())).ok());
  CHECK_FALSE(parse_receipt(format_checkpoint({"demo.example/county", 42, {}})).ok());
}

TEST_CASE("a receipt counts when the log that it names signed it, and nobody else") {
  const testing::TestKey log("demo.example/county");
  const testing::TestKey other("demo.example/other");
  const std::string note = *sign_note(format_receipt(sample()), log.name(), log.public_key(), log.signer());
  const VerifierKey log_vkey = log.vkey();
  const VerifierKey other_vkey = other.vkey();
  const auto opened = open_receipt(note, std::span(&log_vkey, 1), testing::verify);
  REQUIRE(opened.ok());
  CHECK(*opened == sample());
  CHECK(open_receipt(note, std::span(&other_vkey, 1), testing::verify).error().kind == ErrorKind::corrupt);
  const std::string foreign = *sign_note(format_receipt(sample()), other.name(), other.public_key(), other.signer());
  CHECK(open_receipt(foreign, std::span(&other_vkey, 1), testing::verify).error().kind == ErrorKind::corrupt);
  std::string changed = note;
  changed[changed.find("\n41 ") + 1] = '5';
  CHECK(open_receipt(changed, std::span(&log_vkey, 1), testing::verify).error().kind == ErrorKind::corrupt);
}
