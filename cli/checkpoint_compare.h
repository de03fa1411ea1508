#pragma once
// A checkpoint from outside – a witness's, an auditor's, a member's – held against the ledger as it is here.

#include <string>

#include "cli/context.h"

namespace sunledger {

// Says whether it is the same, an earlier state, a later one than is here, or another history. Where an alarm stands
// and the checkpoint shows that what the witness knew is here (again), the alarm is settled. Errors: corrupt for a
// later state and another history, permission for a checkpoint that the log did not sign, conflict while the alarm
// stands.
Result<ExitCode> compare_checkpoint(Context& context, const std::string& file);
// Settles an alarm by a person's word, where the witness showed nothing that our log signed. Errors: refused (it did),
// usage (nobody agreed), not_found (no alarm).
Result<ExitCode> dismiss_alarm(Context& context, const std::string& reason);

}  // namespace sunledger
