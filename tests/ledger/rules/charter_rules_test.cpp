// Amendments: each judged on top of those planned before it, none lost.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

std::string amendment(std::string_view number, std::string_view effective, std::string_view name,
                      std::string_view value) {
  return "'number':'" + std::string(number) + "','decision':'D1','effective':'" + std::string(effective) +
         "','changes':[{'name':'" + std::string(name) + "','value':'" + std::string(value) + "'}]";
}

std::string value_of(RuleDesk& desk, std::string_view name) {
  for (const Parameter& parameter : desk.facts().charter_parameters()) {
    if (parameter.name == name) return parameter.value;
  }
  return {};
}

// Any event lets what is due take force.
void some_event(RuleDesk& desk) {
  REQUIRE(desk.record("administrator", "BodyRegistered",
                      "'body':'b" + std::to_string(desk.size()) + "','name':'b','type':'township'") == "accepted");
}

}  // namespace

TEST_CASE("Two amendments of one parameter for one day: the later one holds, and neither is lost") {
  RuleDesk desk;
  desk.set_decision("D1", "0.00");
  REQUIRE(desk.record("administrator", "CharterAmended",
                      amendment("1", "2025-07-20", "payment.cash_limit", "500.00")) == "accepted");
  REQUIRE(desk.record("administrator", "CharterAmended",
                      amendment("2", "2025-07-20", "payment.cash_limit", "400.00")) == "accepted");
  REQUIRE(desk.record("administrator", "CharterAmended", amendment("3", "2025-07-20", "opinion.reply_days", "30")) ==
          "accepted");
  some_event(desk);
  CHECK(value_of(desk, "payment.cash_limit") == "1000.00");
  desk.today("2025-07-20");
  some_event(desk);
  CHECK(value_of(desk, "payment.cash_limit") == "400.00");
  CHECK(value_of(desk, "opinion.reply_days") == "30");
}

TEST_CASE("An amendment is judged with those that take force before it") {
  RuleDesk desk;
  desk.set_decision("D1", "0.00");
  REQUIRE(desk.record("administrator", "CharterAmended", amendment("1", "2025-07-20", "decision.quorum", "51/100")) ==
          "accepted");
  // Alone it would fit; with that quorum a meeting could never resolve.
  CHECK(desk.record("administrator", "CharterAmended", amendment("2", "2025-07-21", "decision.pass", "3/5")) ==
        "refused charter.parameters");
  CHECK(desk.record("administrator", "CharterAmended", amendment("3", "2025-07-19", "decision.pass", "3/5")) ==
        "refused charter.parameters");
  desk.today("2025-07-20");
  some_event(desk);
  CHECK(value_of(desk, "decision.quorum") == "51/100");
  CHECK(value_of(desk, "decision.pass") == "1/2");
}
