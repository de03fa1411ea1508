// Amendments: each judged on top of those planned before it, none lost.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

// Each rests on a decision of its own: amendment 1 on D1.
std::string amendment(std::string_view number, std::string_view effective, std::string_view name,
                      std::string_view value) {
  return "'number':'" + std::string(number) + "','decision':'D" + std::string(number) + "','effective':'" +
         std::string(effective) + "','changes':[{'name':'" + std::string(name) + "','value':'" + std::string(value) +
         "'}]";
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
  for (const char* decision : {"D1", "D2", "D3"}) desk.set_decision(decision, "0.00");
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
  for (const char* decision : {"D1", "D2", "D3"}) desk.set_decision(decision, "0.00");
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

TEST_CASE("The charter is amended on a decision about a major matter, by the body that decides on those, once") {
  RuleDesk desk;
  desk.set_decision("D1", "0.00").set_decision("D2", "0.00").set_decision("D3", "0.00");
  const auto change = [&](const char* id, auto&& how) {
    DecisionFact fact = *desk.facts().decision(id);
    how(fact);
    desk.facts().set_decision(id, fact);
    desk.keep_facts();
  };
  change("D1", [](DecisionFact& fact) { fact.kind = static_cast<std::uint8_t>(DecisionClass::fund); });
  change("D2", [](DecisionFact& fact) { fact.decided_by = "township"; });
  const auto amend = [&](std::string_view number, std::string_view decision) {
    return desk.record("administrator", "CharterAmended",
                       "'number':'" + std::string(number) + "','decision':'" + std::string(decision) +
                           "','effective':'2025-07-20','changes':[{'name':'opinion.reply_days','value':'30'}]");
  };
  CHECK(amend("1", "D1") == "refused charter.amendment");
  CHECK(desk.said().find("major matter") != std::string::npos);
  CHECK(amend("1", "D2") == "refused charter.amendment");
  CHECK(desk.said().find("township") != std::string::npos);
  CHECK(amend("1", "D4") == "refused charter.amendment");
  REQUIRE(amend("1", "D3") == "accepted");
  CHECK(amend("2", "D3") == "refused charter.amendment");
  CHECK(desk.said().find("already") != std::string::npos);
}
