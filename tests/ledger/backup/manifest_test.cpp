#include "ledger/backup/manifest.h"

#include <catch2/catch.hpp>

#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"

using namespace sunledger;

namespace {

BackupManifest sample() {
  const SecretKey key = SecretKey::generate();
  BackupManifest manifest;
  manifest.origin = "demo.example/county";
  manifest.ledger.bytes[0] = 7;
  manifest.log_key = "/safe place/log.key";
  manifest.entries = 1234;
  manifest.root.bytes[31] = 9;
  manifest.note = *sign_checkpoint({manifest.origin, manifest.entries, manifest.root}, key.public_key(),
                                   [&](BytesView message) { return key.sign(message); });
  manifest.checkpoints = {3, 40, manifest.root};
  manifest.documents = {0, 0, {}};
  manifest.made_ms = 1'764'000'000'000;
  return manifest;
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
  const BackupManifest manifest = sample();
  const auto read = parse_manifest(write_manifest(manifest));
  REQUIRE(read.ok());
  CHECK(*read == manifest);
}

TEST_CASE("a manifest with a changed, missing or further byte is refused") {
  const std::string text = write_manifest(sample());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CAPTURE(i);
    CHECK(parse_manifest(changed).error().kind == ErrorKind::invalid);
  }
  for (std::size_t cut = 0; cut < text.size(); ++cut) CHECK_FALSE(parse_manifest(text.substr(0, cut)).ok());
  CHECK_FALSE(parse_manifest(text + "\n").ok());
}

TEST_CASE("a manifest's checkpoint is over the very entries that it names") {
  BackupManifest manifest = sample();
  manifest.entries = 1235;
  CHECK_FALSE(parse_manifest(write_manifest(manifest)).ok());
  manifest = sample();
  manifest.origin = "demo.example/other";
  CHECK_FALSE(parse_manifest(write_manifest(manifest)).ok());
  manifest = sample();
  manifest.log_key = "two\nlines";
  CHECK_FALSE(parse_manifest(write_manifest(manifest)).ok());
}
