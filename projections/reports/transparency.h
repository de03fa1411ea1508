#pragma once
// transparency, for everyone: quota notices, subsidies by tier, procurements and contracts, collective decisions,
// reports with the presidium's opinions and the replies. No personal data: figures about fewer than three persons are
// hidden, matters of appointment have no title, and no officer is named.

#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/views/openness.h"

namespace sunledger {

// Errors: those of begin_document.
Result<Document> make_transparency(const OpennessView& view, const ReportRequest& request);

}  // namespace sunledger
