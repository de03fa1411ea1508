#pragma once
// final-accounts, for the public: the nine standard disclosure tables of a department's 决算 (domain.md §1.2), in 万元.
// Sums are made in fen and rounded once per figure. Names of tables, rows and measures are the published ones in
// whatever language is read, so that the long CSV can be compared with what a unit published.

#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/reports/selection.h"
#include "projections/views/accounts.h"

namespace sunledger {

// Of a closed year the sums as closed; corrections since are a remark. Income is what was received, by the function of
// the line that received it. `positions` may be nullptr. Errors: those of begin_document.
Result<Document> make_final_accounts(const AccountsView& view, const ReportRequest& request,
                                     const CellPositions* positions);

}  // namespace sunledger
