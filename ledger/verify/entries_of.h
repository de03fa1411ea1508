#pragma once
// What is to be verified, read as a source of entries: for those who say what entries mean (projections) wherever the
// bytes come from. What they say counts only where verification found the entries sound.

#include <memory>

#include "ledger/event/entry_source.h"
#include "ledger/verify/verify.h"

namespace sunledger {

// Looks at `input` for as long as it lives. Keeps the last few tiles' entries at hand, since events name entries near
// them. Not for several threads. Errors of reads: corrupt, with the position.
std::unique_ptr<EntrySource> entries_of(const VerifyInput& input);

}  // namespace sunledger
