#pragma once
// Ed25519 keys for tests, by OpenSSL: this room itself signs nothing, and another implementation than the product's
// (libsodium) has to agree with it.

#include <memory>
#include <string>

#include "ledger/proof/note.h"

namespace sunledger::testing {

bool verify(const PublicKey& key, BytesView message, const Signature& signature);

// Always the same key for the same name.
class TestKey {
 public:
  explicit TestKey(std::string name);
  explicit TestKey(std::string name, const Hash& seed);

  const std::string& name() const { return name_; }
  const PublicKey& public_key() const { return public_key_; }
  SignMessage signer() const;
  VerifierKey vkey(NoteKeyType type = NoteKeyType::ed25519) const { return {name_, type, public_key_}; }

 private:
  std::string name_;
  Hash seed_;
  PublicKey public_key_;
};

}  // namespace sunledger::testing
