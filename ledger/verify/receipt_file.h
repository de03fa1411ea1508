#pragma once
// A signed receipt as a file, verified without the log: what it promised, and whether an entry is the promised one.

#include <span>
#include <string>

#include "ledger/base/result.h"
#include "ledger/proof/signed_receipt.h"

namespace sunledger {

// `entry_path`: the entry's bytes as a proof carries them; empty: only the promise is read. Errors: not_found, io,
// invalid, corrupt (not signed by a known log; or the entry is another one).
Result<PromisedEntry> verify_receipt_file(const std::string& path, const std::string& entry_path,
                                          std::span<const VerifierKey> known);

std::string promise_text(const PromisedEntry& promised);
std::string promise_json(const PromisedEntry& promised);

}  // namespace sunledger
