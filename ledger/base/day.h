#pragma once
// The day something happened, typed by an author: a calendar date without time or zone (ISO 8601 YYYY-MM-DD).

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunledger {

struct Day {
  std::int32_t since_1970 = 0;

  constexpr Day() = default;
  constexpr explicit Day(std::int32_t days) : since_1970(days) {}
  constexpr auto operator<=>(const Day&) const = default;
  constexpr Day plus(std::int32_t days) const { return Day(since_1970 + days); }
};

// Strict YYYY-MM-DD of an existing day from 1949-10-01 to 9999-12-31.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);
int year_of(Day day);
Day first_day_of(int year);
// 1 = Monday … 7 = Sunday (ISO 8601).
int weekday_of(Day day);
// The calendar day at a moment, `offset_minutes` east of UTC. The offset is the charter's (China: 480, no summer time
// since 1992), so that a replay anywhere gives the same day.
Day day_at(std::uint64_t milliseconds_since_1970, std::int32_t offset_minutes);
// ISO 8601 with milliseconds in UTC: 2026-01-05T08:00:00.000Z, for recorded times.
std::string to_text_utc(std::uint64_t milliseconds_since_1970);

}  // namespace sunledger
