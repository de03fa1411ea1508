#pragma once
// The readers of the single formats, behind read_reported.

#include <string_view>

#include "projections/redraw/reported.h"

namespace sunledger {

Result<ReportedDocument> read_reported_json(std::string_view json);
Result<ReportedDocument> read_reported_html(std::string_view html);
Result<ReportedDocument> read_reported_csv(std::string_view csv);

// The statement as HTML and CSV carry it.
Result<ReportStatement> read_statement(std::string_view json);

// The error of a part that is missing or in no form that a report has.
Error faulty_report(std::string_view part);

}  // namespace sunledger
