// Working days and code tables.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

TEST_CASE("A calendar names days of its year, each once, and make-up days on weekends") {
  RuleDesk desk;
  const auto publish = [&](std::string_view holidays, std::string_view make_up_days) {
    return desk.record(
        "recorder", "CalendarPublished",
        "'year':2025,'holidays':" + std::string(holidays) + ",'make_up_days':" + std::string(make_up_days));
  };
  CHECK(publish("['2025-01-01','2025-01-28']", "['2025-01-26']") == "accepted");
  CHECK(publish("['2025-01-01','2025-10-01']", "['2025-09-28']") == "accepted");  // the later one replaces it
  CHECK(publish("['2025-01-01','2024-12-31']", "['2025-01-26']") == "refused event.fields");
  CHECK(publish("['2025-01-26']", "['2025-01-26']") == "refused event.fields");
  CHECK(publish("['2025-01-01']", "['2025-01-27']") == "refused event.fields");
  CHECK(publish("['2025-02-30']", "['2025-01-26']") == "refused event.fields");
}

TEST_CASE("A code has the digits of its table and one name a year") {
  RuleDesk desk;
  const auto define = [&](unsigned year, std::string_view table, std::string_view code, std::string_view name) {
    return desk.record("recorder", "CodeDefined",
                       "'year':" + std::to_string(year) + ",'table':'" + std::string(table) + "','code':'" +
                           std::string(code) + "','name':'" + std::string(name) + "'");
  };
  for (const char* code : {"208", "20811", "2081107"}) CHECK(define(2025, "function", code, "残疾人") == "accepted");
  for (const char* code : {"302", "30299"}) CHECK(define(2025, "economic", code, "其他") == "accepted");
  for (const char* code : {"20", "2081", "208110", "20811070", "20811a7"}) {
    CAPTURE(code);
    CHECK(define(2025, "function", code, "x") == "refused event.fields");
  }
  CHECK(define(2025, "economic", "3029901", "x") == "refused event.fields");
  CHECK(define(2025, "function", "2081107", "another") == "refused identity.unique");
  CHECK(define(2024, "function", "2081107", "an older name") == "accepted");
  CHECK(desk.facts().code(2025, 0, "2081107") == "残疾人");
  CHECK(desk.facts().code(2024, 0, "2081107") == "an older name");
}

TEST_CASE("The same code by the same command is a repetition, not a second one") {
  RuleDesk desk;
  const std::string code =
      "'year':2025,'table':'function','code':'208','name':'社会保障','command':'2025/function/208'";
  REQUIRE(desk.record("recorder", "CodeDefined", code) == "accepted");
  CHECK(desk.record("second_recorder", "CodeDefined", code) == "repeated 2");
  CHECK(desk.record("recorder", "CodeDefined",
                    "'year':2025,'table':'function','code':'208','name':'other','command':'2025/function/208'") ==
        "refused event.command");
}
