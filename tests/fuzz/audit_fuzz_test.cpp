// A fixed set of mutated states, evidence and progress files, the same in every run. What an entry point finds wrong
// stops the process, so that reaching the end is the assertion.

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "ledger/audit/auditor_state.h"
#include "ledger/audit/evidence.h"
#include "ledger/backup/manifest.h"
#include "ledger/people/signing.h"
#include "ledger/verify/progress_file.h"

namespace sunledger {
void fuzz_auditor_state(BytesView input);
void fuzz_evidence(BytesView input);
void fuzz_progress(BytesView input);
void fuzz_backup_manifest(BytesView input);
}  // namespace sunledger

using namespace sunledger;

namespace {

constexpr std::string_view symbols = "0123456789abcdefAZ+/=: -\n\r\x7f\x80\xc3\xff";

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
      text.insert(at, text.substr(below(text.size()), below(120)));
      break;
    default:
      text.resize(at);
  }
}

// The file, and its lines without the checksum.
void run(void (*target)(BytesView), const std::string& file, int rounds) {
  std::mt19937 random(20261124);
  for (const std::string& seed : {file, file.substr(0, file.rfind("checksum: "))}) {
    target(as_bytes(seed));
    for (int round = 0; round < rounds; ++round) {
      std::string text = seed;
      for (std::size_t i = 0, changes = 1 + random() % 3; i < changes; ++i) mutate(text, random);
      target(as_bytes(text));
    }
  }
  SUCCEED();
}

const SecretKey& log_key() {
  static const SecretKey key = SecretKey::generate();
  return key;
}

VerifierKey vkey() {
  return {"ledger.example/sixian", NoteKeyType::ed25519, log_key().public_key()};
}

std::string note(std::uint64_t size) {
  Hash root;
  root.bytes.fill(static_cast<Byte>(size));
  return sign_checkpoint({"ledger.example/sixian", size, root}, log_key().public_key(),
                         [](BytesView message) { return log_key().sign(message); })
      .value();
}

AuditorState state() {
  AuditorState state;
  state.log_keys = {vkey()};
  state.policy = "quorum none\n";
  state.known.size = 9;
  state.known.root.bytes.fill(9);
  state.known.recorded_ms = 1735693200000;
  for (Byte i = 1; i < 4; ++i) {
    PublicKey key;
    key.bytes.fill(i);
    state.known.authors[key] = {i, i};
  }
  state.seen = {note(3), note(9)};
  return state;
}

}  // namespace

TEST_CASE("mutated auditor's states are refused or written back as they were") {
  REQUIRE(parse_state(write_state(state())).ok());
  run(fuzz_auditor_state, write_state(state()), 10000);
}

TEST_CASE("mutated evidence is refused or written back as it was") {
  Evidence evidence{Evidence::Kind::split_view, {vkey()}, note(3), note(9), Hash{}, {Hash{}, Hash{}}};
  REQUIRE(parse_evidence(write_evidence(evidence)).ok());
  run(fuzz_evidence, write_evidence(evidence), 3000);
}

TEST_CASE("mutated progress is refused or written back as it was") {
  run(fuzz_progress, write_progress({"ledger.example/sixian", {512, Hash{}}}), 10000);
}

TEST_CASE("mutated manifests of backups are refused or written back as they were") {
  BackupManifest manifest;
  manifest.origin = "ledger.example/sixian";
  manifest.log_key = "/keys/log.key";
  manifest.entries = 9;
  manifest.root.bytes.fill(9);
  manifest.note = note(9);
  manifest.checkpoints = {2, 7, Hash{}};
  manifest.made_ms = 1735693200000;
  REQUIRE(parse_manifest(write_manifest(manifest)).ok());
  run(fuzz_backup_manifest, write_manifest(manifest), 10000);
}
