#include "tests/ledger/witness/witness_fixture.h"

#include <stdlib.h>

#include <filesystem>

#include "ledger/base/check.h"

namespace sunledger::testing {

const TestKey& log_key() {
  static const TestKey key("ledger.example/sixian");
  return key;
}

const TestKey& witness_key() {
  static const TestKey key("witness.example/city");
  return key;
}

VerifierKey witness_vkey() {
  return witness_key().vkey(NoteKeyType::cosignature_v1);
}

Folder::Folder() : path_((std::filesystem::temp_directory_path() / "witness-XXXXXX").string()) {
  INVARIANT(::mkdtemp(path_.data()) != nullptr);
}

Folder::~Folder() {
  std::filesystem::remove_all(path_);
}

std::unique_ptr<Witness> opened(const std::string& dir) {
  auto witness =
      Witness::open(dir, {witness_vkey(), witness_key().signer(), verify, [] { return now_seconds * 1000; }});
  INVARIANT(witness.ok());
  return std::move(*witness);
}

std::unique_ptr<Witness> new_witness(const std::string& dir) {
  INVARIANT(Witness::prepare(dir, witness_vkey()).ok());
  INVARIANT(add_witnessed_log(dir, log_key().vkey()).ok());
  return opened(dir);
}

Checkpoint History::at(std::size_t size, const std::string& origin) const {
  return {origin, size, naive::root(naive::Leaves(leaves).first(size))};
}

std::string History::note(std::size_t size) const {
  return *sign_checkpoint(at(size), log_key().public_key(), log_key().signer());
}

std::vector<Hash> History::proof(std::size_t old_size, std::size_t size) const {
  if (old_size == 0 || old_size >= size) return {};
  return naive::consistency(old_size, naive::Leaves(leaves).first(size));
}

std::string History::submission(std::size_t old_size, std::size_t size) const {
  return format_submission({old_size, proof(old_size, size), note(size)});
}

const History& history() {
  static const History one{naive::leaves(40)};
  return one;
}

History forked(std::size_t common) {
  History other = history();
  for (std::size_t i = common; i < other.leaves.size(); ++i) {
    other.leaves[i] = leaf_hash(as_bytes("other " + std::to_string(i)));
  }
  return other;
}

}  // namespace sunledger::testing
