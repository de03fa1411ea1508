#pragma once
// What an author keeps of an event: a folder with, named by the hex SHA-256 of the signed bytes as in the outbox,
//
//   NAME.receipt       the log's signed promise, at once (proof/signed_receipt.h)
//   NAME.entry         the entry's bytes      ┐ as soon as a checkpoint covers it
//   NAME.tlog-proof    its proof              ┘

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/proof/note.h"

namespace sunledger {

struct ProvenPosition {
  std::uint64_t size = 0;  // of the checkpoint
  VerifierKey log_key;     // that signed it
  Bytes entry;
  std::string proof;  // the .tlog-proof file
};

// Under that checkpoint of the ledger, a signed note (nothing: none was signed yet); verified, for a proof that fails
// would accuse the ledger. Errors: not_found (no such position, or no checkpoint covers it yet), corrupt, io.
Result<ProvenPosition> prove_position(const Ledger& ledger, std::uint64_t position,
                                      const std::optional<std::string>& note);

// The log's promise for each event. Errors: permission (the log key is lost).
Result<std::vector<std::string>> sign_receipts(const Ledger& ledger, std::span<const SignedEvent> events,
                                               std::span<const Receipt> receipts);
// Durable when it returns. Errors: conflict (a ledger's folder), io, permission.
Status keep_receipts(std::span<const SignedEvent> events, std::span<const std::string> notes,
                     const std::string& folder);

struct FetchedProofs {
  std::uint64_t written = 0;
  std::uint64_t there_already = 0;
  std::uint64_t waiting = 0;  // no checkpoint covers them yet
};

// Proofs, under that checkpoint, for all receipts of a folder that have none. Errors: corrupt (the ledger does not hold
// what it promised: the receipt is evidence; or it is not signed by this log), invalid, io.
Result<FetchedProofs> fetch_proofs(const Ledger& ledger, const std::string& folder,
                                   const std::optional<std::string>& note);

}  // namespace sunledger
