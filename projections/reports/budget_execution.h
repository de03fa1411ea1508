#pragma once
// budget-execution, for the presidium: what was budgeted, what is spent and what is left, by source, function, project
// and line, against the time elapsed (预算法; the reform plans' “预算执行情况向主席团报告”).

#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/reports/selection.h"
#include "projections/views/accounts.h"

namespace sunledger {

// `request.year` is set. `positions` may be nullptr. Errors: those of begin_document.
Result<Document> make_budget_execution(const AccountsView& view, const ReportRequest& request,
                                       const CellPositions* positions);

}  // namespace sunledger
