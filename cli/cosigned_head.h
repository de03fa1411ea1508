#pragma once
// Two heads: the latest checkpoint that the log signed, and the latest one that enough witnesses cosigned.

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "cli/context.h"
#include "ledger/proof/policy.h"

namespace sunledger {

struct CosignedHead {
  SignedCheckpoint opened;
  std::string note;
  std::set<std::string> witnesses;        // by their names in the policy
  std::uint64_t cosigned_at_seconds = 0;  // by the last of them
};

// --policy, SUNLEDGER_POLICY or the configuration's; nothing where none is named. Errors: those of read_policy;
// invalid for a policy of other logs.
Result<std::optional<Policy>> named_policy(const Context& context, const std::string& flag, const Ledger& ledger);

// The checkpoint kept with cosignatures, verified by the ledger's and the policy's keys.
Result<CosignedHead> open_cosigned(const Ledger& ledger, const Policy& policy, const std::string& note);
// The newest that the policy's quorum cosigned. Errors: corrupt, io.
Result<std::optional<CosignedHead>> latest_cosigned(const Ledger& ledger, const Policy& policy);

// The checkpoint to hand out, as a note: the newest that the quorum cosigned, where a policy is named; else the newest
// that the log signed, with whatever cosignatures it has. Errors: not_found (none yet), and those above.
Result<std::string> checkpoint_to_show(const Context& context, const Ledger& ledger, const std::string& policy_flag);

}  // namespace sunledger
