#include "ledger/rules/subsidy_period.h"

#include <algorithm>

#include "ledger/base/check.h"

namespace sunledger {
namespace {

std::optional<int> digits(std::string_view text, std::size_t count) {
  if (text.size() != count) return std::nullopt;
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<MonthSpan> parse_one(std::string_view text) {
  const auto year = digits(text.substr(0, std::min<std::size_t>(4, text.size())), 4);
  if (!year || *year < 1950 || *year > 2999) return std::nullopt;
  const int january = *year * 12;
  const std::string_view rest = text.substr(4);
  if (rest.empty()) return MonthSpan{january, january + 11};
  if (rest.front() == 'Q') {
    const auto quarter = digits(rest.substr(1), 1);
    if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    const int first = january + (*quarter - 1) * 3;
    return MonthSpan{first, first + 2};
  }
  const auto month = digits(rest.substr(1), 2);
  if (rest.front() != '-' || !month || *month < 1 || *month > 12) return std::nullopt;
  return MonthSpan{january + *month - 1, january + *month - 1};
}

}  // namespace

std::optional<MonthSpan> parse_period(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return parse_one(text);
  const auto first = parse_one(text.substr(0, slash));
  const auto last = parse_one(text.substr(slash + 1));
  if (!first || !last || last->last < first->first) return std::nullopt;
  const MonthSpan span{first->first, last->last};
  if (span.last - span.first >= max_months_of_a_batch) return std::nullopt;
  return span;
}

std::string month_name(int month) {
  const int number = month % 12 + 1;
  return std::to_string(month / 12) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

Day first_day_of_month(int month) {
  const auto day = parse_day(month_name(month) + "-01");
  INVARIANT(day.has_value());
  return *day;
}

}  // namespace sunledger
