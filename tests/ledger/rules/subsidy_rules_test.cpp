// Subsidy programmes and batches, with the figures that Changle and Luquan published.

#include <catch2/catch.hpp>

#include "ledger/rules/subsidy_period.h"
#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

constexpr const char* living =
    "'programme':'living','name':'困难残疾人生活补贴','payer':'civil-affairs','first_day':'2022-01-01',"
    "'rates':[{'tier':'all','rate':'285.00'}]";
constexpr const char* care =
    "'programme':'care','name':'重度残疾人护理补贴','payer':'civil-affairs','first_day':'2022-01-01',"
    "'rates':[{'tier':'poor-1','rate':'119.00'},{'tier':'other-1','rate':'115.00'},"
    "{'tier':'poor-2','rate':'99.00'},{'tier':'other-2','rate':'85.00'}]";

std::string living_batch(std::string_view batch, std::string_view period = "2022Q3", std::string_view more = "") {
  return "'batch':'" + std::string(batch) + "','programme':'living','period':'" + std::string(period) +
         "','tiers':[{'tier':'all','persons':3824,'months':3,'rate':'285.00','amount':'3269520.00'}],"
         "'total':'3269520.00'" +
         std::string(more);
}

// One tier of 10 people over one month.
std::string small_batch(std::string_view batch, std::string_view period, std::string_view rate,
                        std::string_view amount) {
  return "'batch':'" + std::string(batch) + "','programme':'living','period':'" + std::string(period) +
         "','tiers':[{'tier':'all','persons':10,'months':1,'rate':'" + std::string(rate) + "','amount':'" +
         std::string(amount) + "'}],'total':'" + std::string(amount) + "'";
}

}  // namespace

TEST_CASE("Changle's third quarter of 2022 reconciles to the yuan") {
  RuleDesk desk;
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  REQUIRE(desk.record("recorder", "ProgrammeDefined", care) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1")) == "accepted");
  const std::string care_batch =
      "'batch':'B2','programme':'care','period':'2022Q3','tiers':["
      "{'tier':'poor-1','persons':936,'months':3,'rate':'119.00','amount':'334152.00'},"
      "{'tier':'other-1','persons':647,'months':3,'rate':'115.00','amount':'223215.00'},"
      "{'tier':'poor-2','persons':1772,'months':3,'rate':'99.00','amount':'526284.00'},"
      "{'tier':'other-2','persons':957,'months':3,'rate':'85.00','amount':'244035.00'}],'total':";
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", care_batch + "'1327686.01'") == "refused amount.arithmetic");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", care_batch + "'1327686.00'") == "accepted");
}

TEST_CASE("Persons times rate times months that do not give the amount are refused whatever the charter says") {
  RuleDesk desk;
  desk.set_charter("rules.subsidy.arithmetic", "find");
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("B", "2022-07", "285.00", "2850.01")) ==
        "refused amount.arithmetic");
  CHECK(desk.said().find("10 persons × 1 months × 285.00 yuan") != std::string::npos);
}

TEST_CASE("A product beyond any amount is refused and does not wrap") {
  RuleDesk desk;
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded",
                    "'batch':'B','programme':'living','period':'2022-07','tiers':[{'tier':'all','persons':4294967295,"
                    "'months':65535,'rate':'9999999999999.00','amount':'1.00'}],'total':'1.00'") ==
        "refused amount.arithmetic");
}

TEST_CASE("The rate must be one in force in the months paid for") {
  RuleDesk desk;
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  const auto next = [](std::string_view first_day, std::string_view payer = "civil-affairs") {
    return "'programme':'living','name':'困难残疾人生活补贴','payer':'" + std::string(payer) + "','first_day':'" +
           std::string(first_day) + "','rates':[{'tier':'all','rate':'300.00'}]";
  };
  REQUIRE(desk.record("recorder", "ProgrammeDefined", next("2023-01-01")) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("a", "2022-12", "285.00", "2850.00")) ==
        "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("b", "2023-01", "285.00", "2850.00")) ==
        "refused subsidy.arithmetic");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("b", "2023-01", "300.00", "3000.00")) ==
        "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("c", "2021-12", "285.00", "2850.00")) ==
        "refused subsidy.arithmetic");
  SECTION("a charter that finds records it") {
    desk.set_charter("rules.subsidy.arithmetic", "find");
    CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("d", "2023-02", "285.00", "2850.00")) ==
          "found subsidy.arithmetic");
  }
  SECTION("a version never reaches back behind the last one, and the payer stays") {
    CHECK(desk.record("recorder", "ProgrammeDefined", next("2023-01-01")) == "refused identity.unique");
    CHECK(desk.record("recorder", "ProgrammeDefined", next("2022-06-01")) == "refused identity.unique");
    CHECK(desk.record("recorder", "ProgrammeDefined", next("2024-01-01", "federation")) == "refused identity.unique");
  }
}

TEST_CASE("A programme that ended has no rate in force") {
  RuleDesk desk;
  REQUIRE(desk.record("recorder", "ProgrammeDefined", std::string(living) + ",'last_day':'2022-08-31'") == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("a", "2022-08", "285.00", "2850.00")) ==
        "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("b", "2022-09", "285.00", "2850.00")) ==
        "refused subsidy.arithmetic");
}

TEST_CASE("A month is paid once for a programme and a body, whether as a month or in its quarter") {
  RuleDesk desk;
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  REQUIRE(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1")) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1", "2022Q4")) == "refused identity.unique");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B2")) == "refused identity.unique");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("B3", "2022-08", "285.00", "2850.00")) ==
        "refused identity.unique");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", small_batch("B3", "2022-10", "285.00", "2850.00")) ==
        "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B4", "2022Q3", ",'body':'township'")) ==
        "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B5", "2022Q3", ",'body':'nobody'")) ==
        "refused event.reference");
}

TEST_CASE("A batch needs its programme and a period, a programme one rate a tier") {
  RuleDesk desk;
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1")) == "refused event.reference");
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  CHECK(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1", "third quarter")) == "refused event.fields");
  CHECK(desk.record("recorder", "ProgrammeDefined",
                    "'programme':'p','name':'n','payer':'federation','first_day':'2022-01-01','rates':["
                    "{'tier':'a','rate':'1.00'},{'tier':'a','rate':'2.00'}]") == "refused identity.unique");
}

TEST_CASE("A subsidy batch touches no budget line") {
  RuleDesk desk;
  desk.budget_line(2022, "L", 2, "100.00");
  REQUIRE(desk.record("recorder", "ProgrammeDefined", living) == "accepted");
  REQUIRE(desk.record("recorder", "SubsidyBatchRecorded", living_batch("B1")) == "accepted");
  CHECK(desk.available(2022, "L") == "100.00");
}

TEST_CASE("Periods are months, quarters, years and spans; nothing else") {
  CHECK(parse_period("2022Q3") == MonthSpan{2022 * 12 + 6, 2022 * 12 + 8});
  CHECK(parse_period("2025-03") == MonthSpan{2025 * 12 + 2, 2025 * 12 + 2});
  CHECK(parse_period("2024") == MonthSpan{2024 * 12, 2024 * 12 + 11});
  CHECK(parse_period("2024-11/2025-02") == MonthSpan{2024 * 12 + 10, 2025 * 12 + 1});
  for (const char* text : {"", "2", "2022Q", "2022Q0", "2022Q5", "2022Q33", "2025-13", "2025-00", "2025-3", "2025/",
                           "/2025", "2025-03/2025-02", "2010/2025", "20a5", "2025-03-01", "0001"}) {
    CAPTURE(text);
    CHECK(!parse_period(text).has_value());
  }
  CHECK(month_name(2022 * 12 + 6) == "2022-07");
  CHECK(to_text(first_day_of_month(2022 * 12 + 11)) == "2022-12-01");
}
