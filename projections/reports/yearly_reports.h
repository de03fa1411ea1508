#pragma once
// The reports on a year, for every year at one position, from one pass over the entries: what a package holds. Each
// document is the one that draw_report gives for its name, its year and that position.

#include <array>
#include <functional>
#include <string_view>

#include "projections/reports/report.h"

namespace sunledger {

inline constexpr std::array<std::string_view, 3> yearly_report_names = {"budget-execution", "final-accounts",
                                                                        "transparency"};

// `visit` until it returns an error: by year, within a year in the order of these names. Years are those with budget
// lines; without any, the year of the last entry. Of `request` only the position (as_of), root_at and the offset from
// UTC count. Errors: those of draw_report and of `visit`.
Status draw_yearly_reports(
    const EntrySource& source, const ReportRequest& request,
    const std::function<Status(std::string_view name, int year, const Document& document)>& visit);

}  // namespace sunledger
