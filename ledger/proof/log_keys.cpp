#include "ledger/proof/log_keys.h"

namespace sunledger {

VerifierKey LogKeys::key_for(std::uint64_t size) const {
  std::size_t last = steps_.size() - 1;
  while (last > 0 && steps_[last].since >= size) --last;
  return vkey(steps_[last]);
}

std::vector<VerifierKey> LogKeys::all() const {
  std::vector<VerifierKey> keys;
  for (const Step& step : steps_) keys.push_back(vkey(step));
  return keys;
}

Result<SignedCheckpoint> LogKeys::open(std::string_view note, const VerifySignature& verify) const {
  // The size is read first and only chooses the key: nothing is believed before the signature holds.
  TRY_ASSIGN(const Note read, parse_note(note));
  TRY_ASSIGN(const Checkpoint claimed, parse_checkpoint(read.text));
  const VerifierKey key = key_for(claimed.size);
  return open_checkpoint(note, std::span(&key, 1), verify);
}

}  // namespace sunledger
