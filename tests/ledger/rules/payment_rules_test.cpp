// Payments where years and sums meet their ends.
#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using namespace sunledger::support;

TEST_CASE("next year's payment under this year's contract frees no money on next year's line") {
  RuleDesk desk;
  desk.budget_line(2025, "甲", 1, "1000.00").budget_line(2026, "甲", 1, "500.00");
  const std::string contract = "'contract':'合'";
  REQUIRE(desk.record("recorder", "ContractSigned",
                      contract + ",'supplier':'某中心','year':2025,'parts':[{'line':'甲','amount':'600.00'}]") ==
          "found contract.award-first");
  REQUIRE(desk.record("adviser", "AcceptanceRecorded",
                      contract + ",'acceptance':'1','accepted':true,'acceptors':['第三方'],'amount':'600.00'") ==
          "accepted");
  desk.today("2026-03-01");
  const auto pay = [&](const std::string& voucher, const std::string& amount) {
    return desk.record("recorder", "PaymentRecorded",
                       "'voucher':'" + voucher + "','payee':'某中心','method':'treasury','parts':[{'line':'甲'," +
                           contract + ",'purpose':'care','amount':'" + amount + "'}]");
  };
  const std::uint64_t position = desk.size();
  CHECK(pay("1", "400.00") == "accepted");
  CHECK(desk.encumbered(2026, "甲") == "0.00");
  CHECK(desk.available(2026, "甲") == "100.00");
  CHECK(pay("2", "100.01") == "refused budget.available");
  REQUIRE(desk.record("reviewer", "PaymentsRejected", "'reason':'误','payments':[" + std::to_string(position) + "]") ==
          "accepted");
  CHECK(desk.encumbered(2026, "甲") == "0.00");
  CHECK(desk.available(2026, "甲") == "500.00");
  CHECK(desk.encumbered(2025, "甲") == "600.00");
  REQUIRE(desk.record("recorder", "ContractEnded", contract + ",'reason':'完'") == "accepted");
  CHECK(desk.available(2025, "甲") == "1000.00");
}

TEST_CASE("amounts within their bounds cannot add up to a sum that leaves its own") {
  RuleDesk desk;
  desk.budget_line(2025, "甲", 1, "1.00");
  const auto increase = [&](int number) {
    return desk.record(
        "recorder", "LineIncreased",
        "'number':'" + std::to_string(number) + "','document':'文','line':'甲','amount':'10000000000000.00'");
  };
  for (int i = 0; i < 1000; ++i) REQUIRE(increase(i) == "accepted");
  const std::string before = desk.available(2025, "甲");
  CHECK(increase(1000) == "refused amount.arithmetic");
  CHECK(desk.available(2025, "甲") == before);
  CHECK(desk.record("recorder", "LineReduced", "'number':'减','document':'文','line':'甲','amount':'1.00'") ==
        "accepted");
}
