#pragma once
// A log's keys over time. A log key is followed by another at the position of an event; from then on only the new one
// signs, and what the old one signed before stays valid for ever:
//
//   a checkpoint over size entries is signed by the last key whose `since` is below size   (the first key: since 0)

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/proof/checkpoint.h"

namespace sunledger {

class LogKeys {
 public:
  struct Step {
    std::uint64_t since = 0;  // the position of the event that put the key into force
    PublicKey key;
  };

  LogKeys() = default;
  LogKeys(std::string origin, const PublicKey& first) : origin_(std::move(origin)), steps_{{0, first}} {}
  // Positions rise.
  void follow(std::uint64_t since, const PublicKey& key) { steps_.push_back({since, key}); }

  const std::string& origin() const { return origin_; }
  const std::vector<Step>& steps() const { return steps_; }  // never empty once the log is known
  VerifierKey first() const { return vkey(steps_.front()); }
  VerifierKey in_force() const { return vkey(steps_.back()); }
  VerifierKey key_for(std::uint64_t size) const;
  std::vector<VerifierKey> all() const;

  // As checkpoint.h, with the one key that may have signed a checkpoint over as many entries.
  Result<SignedCheckpoint> open(std::string_view note, const VerifySignature& verify) const;

 private:
  VerifierKey vkey(const Step& step) const { return {origin_, NoteKeyType::ed25519, step.key}; }

  std::string origin_;
  std::vector<Step> steps_;
};

}  // namespace sunledger
