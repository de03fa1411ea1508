#pragma once
// From drafts to signed events: each takes the next number of its author's own sequence. Used by the ledger itself and
// by an officer who signs on a machine of their own.

#include <functional>
#include <span>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/ledger.h"
#include "ledger/people/signing.h"

namespace sunledger {

// `is_recorded` tells drafts whose command is recorded already: they take no number, for the door answers them with the
// earlier receipt. Empty: none is. Two threads sign when there are many. Errors: invalid for an event that is too
// large; `failed_index` then tells which.
Result<std::vector<SignedEvent>> sign_drafts(const SigningHead& head, const SecretKey& author,
                                             std::span<const Ledger::Draft> drafts,
                                             const std::function<bool(const Ledger::Draft&)>& is_recorded,
                                             std::size_t* failed_index = nullptr);

}  // namespace sunledger
