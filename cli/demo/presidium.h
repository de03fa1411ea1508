#pragma once
// The parts of the story that go through imports and reports.

#include <initializer_list>

#include "cli/demo/checks.h"
#include "cli/demo/stage.h"
#include "projections/reports/report.h"

namespace sunledger::demo {

// samples/demo/2024/<kind>.csv, each through the import that officers use, by recorder-1, on that day.
Status import_accounts(Stage& stage, std::initializer_list<const char*> kinds, Day day);

// The budget-execution report of 2024 is submitted with its figures digest; the presidium meets, a member raises an
// opinion, the review is recorded.
Status review_by_presidium(Stage& stage, const Print& print, Checks& checks);

// A year's report from this ledger, which outlives the request.
ReportRequest report_request(const Ledger& ledger, int year);

}  // namespace sunledger::demo
