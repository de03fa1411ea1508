#pragma once
// anchors, for the presidium of the tier above: each followed ledger with its size, how old what was seen is, whether
// its witnesses cosigned it, and any break of its one history (requirements S26).

#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/views/anchors.h"

namespace sunledger {

// `request.year` is set. Errors: those of begin_document.
Result<Document> make_anchors(const AnchorsView& view, const ReportRequest& request);

// In the reader's language: whether the ledger keeps one history, as far as was recorded.
std::string words_for_history(const FollowedLedger& ledger);

}  // namespace sunledger
