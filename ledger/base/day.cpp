#include "ledger/base/day.h"

#include <chrono>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day date_of(Day day) {
  return year_month_day(sys_days(days(day.since_1970)));
}

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4));
  const auto m = digits(text.substr(5, 2));
  const auto d = digits(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{std::chrono::year(static_cast<int>(*y)), std::chrono::month(*m), std::chrono::day(*d)};
  if (!date.ok()) return std::nullopt;
  const Day day(static_cast<std::int32_t>(sys_days(date).time_since_epoch().count()));
  if (day < Day(-7397)) return std::nullopt;  // 1949-10-01
  return day;
}

std::string to_text(Day day) {
  const year_month_day date = date_of(day);
  return format_text("{0:04}-{1:02}-{2:02}", {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                              static_cast<unsigned>(date.day())});
}

int year_of(Day day) {
  return static_cast<int>(date_of(day).year());
}

Day first_day_of(int year) {
  const sys_days first(std::chrono::year(year) / std::chrono::January / 1);
  return Day(static_cast<std::int32_t>(first.time_since_epoch().count()));
}

int weekday_of(Day day) {
  return static_cast<int>(std::chrono::weekday(sys_days(days(day.since_1970))).iso_encoding());
}

Day day_at(std::uint64_t milliseconds_since_1970, std::int32_t offset_minutes) {
  const auto shifted = std::chrono::sys_time<std::chrono::milliseconds>(
      std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds_since_1970)) +
      std::chrono::minutes(offset_minutes));
  return Day(static_cast<std::int32_t>(std::chrono::floor<days>(shifted).time_since_epoch().count()));
}

std::string to_text_utc(std::uint64_t milliseconds_since_1970) {
  const std::uint64_t in_day = milliseconds_since_1970 % 86'400'000;
  return format_text("{0}T{1:02}:{2:02}:{3:02}.{4:03}Z",
                     {to_text(day_at(milliseconds_since_1970, 0)), in_day / 3'600'000, in_day / 60'000 % 60,
                      in_day / 1000 % 60, in_day % 1000});
}

}  // namespace sunledger
