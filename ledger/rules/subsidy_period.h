#pragma once
// The months that a subsidy batch pays for, as an officer writes them: 2025-03, 2022Q3, 2024, or 2024-01/2024-03.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/day.h"

namespace sunledger {

// Both months included, counted from year 0: year × 12 + month − 1. At most 120 months.
struct MonthSpan {
  int first = 0, last = 0;
  bool operator==(const MonthSpan&) const = default;
};

inline constexpr int max_months_of_a_batch = 120;

std::optional<MonthSpan> parse_period(std::string_view text);
// The month's first day, and "2022-07".
Day first_day_of_month(int month);
std::string month_name(int month);

}  // namespace sunledger
