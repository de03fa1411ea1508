#pragma once
// A .tlog-proof file and the entry's bytes, verified without the log: the entry is under a checkpoint of an accepted
// log, stands at the position it says, and carries its author's signature.

#include <string>
#include <string_view>

#include "ledger/event/entry.h"
#include "ledger/proof/note.h"
#include "ledger/proof/offline_proof.h"

namespace sunledger {

inline constexpr std::size_t longest_proof_file_bytes = (1 << 20) + (1 << 14);

struct ProvenEvent {
  ProvenEntry proven;
  std::uint64_t recorded_ms = 0;
  PublicKey author;
};

// Errors: invalid (a malformed proof), corrupt (it does not verify; `name` is the check).
Result<ProvenEvent> verify_proof(std::string_view proof, BytesView entry, std::span<const VerifierKey> known,
                                 const WitnessQuorum& quorum = nullptr);
// The same from two files. Errors: not_found, io besides.
Result<ProvenEvent> verify_proof_file(const std::string& proof_path, const std::string& entry_path,
                                      std::span<const VerifierKey> known, const WitnessQuorum& quorum = nullptr);

}  // namespace sunledger
