#include "ledger/base/day.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("a day is written and read as YYYY-MM-DD") {
  REQUIRE(rc::check([] {
    const Day day(*rc::gen::inRange(-7397, 2'932'896));
    RC_ASSERT(parse_day(to_text(day)) == day);
  }));
  CHECK(to_text(Day(0)) == "1970-01-01");
}

TEST_CASE("days that do not exist are refused") {
  for (const char* text : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "20250101", "2025-01-01 ", "",
                           "1949-09-30", "2025/01/01", "-025-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}

TEST_CASE("the day at a moment depends on the charter's offset") {
  const std::uint64_t new_year_in_china = 1735660800000;  // 2024-12-31T16:00:00Z
  CHECK(to_text(day_at(new_year_in_china, 480)) == "2025-01-01");
  CHECK(to_text(day_at(new_year_in_china - 1, 480)) == "2024-12-31");
  CHECK(to_text(day_at(new_year_in_china, 0)) == "2024-12-31");
  CHECK(to_text_utc(new_year_in_china) == "2024-12-31T16:00:00.000Z");
  CHECK(weekday_of(*parse_day("2026-11-22")) == 7);
}
