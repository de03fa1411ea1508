#pragma once
// The check reports.submitted (ledger/verify): events that submit or review a report cite the digest of its figures,
// and the entries below the cited position must give those figures. Verification may not know projections, so it is
// handed this.

#include "ledger/event/entry_source.h"
#include "ledger/verify/verify.h"

namespace sunledger {

// `entries` outlives the result. All reports together cost one pass over the entries, and one drawing each.
JudgeReports judge_reports_of(const EntrySource& entries);

}  // namespace sunledger
