// Procurement from plan to end, on Jinping's care purchase: 80 people × 1,500 yuan by comparison of three offers.

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

std::string plan(std::string_view method = "comparison", std::string_view yuan = "40000.00",
                 std::string_view more = "") {
  return "'procurement':'P1','name':'残疾人居家托养','year':2025,'line':'care','category':'services','method':'" +
         std::string(method) + "','amount':'" + std::string(yuan) + "'" + std::string(more);
}

std::string offer(std::string_view supplier, std::string_view yuan) {
  return "'procurement':'P1','supplier':'" + std::string(supplier) + "','amount':'" + std::string(yuan) + "'";
}

std::string contract(std::string_view yuan, std::string_view more = ",'procurement':'P1'",
                     std::string_view supplier = "Care A", std::string_view id = "C1") {
  return "'contract':'" + std::string(id) + "','supplier':'" + std::string(supplier) +
         "','year':2025,'parts':[{'line':'care','amount':'" + std::string(yuan) + "'}]" + std::string(more);
}

std::string change(std::string_view yuan) {
  return "'contract':'C1','line':'care','increase':'" + std::string(yuan) + "','reason':'fewer people'";
}

std::string acceptance(std::string_view number, std::string_view yuan, std::string_view acceptors = "['adviser']") {
  return "'contract':'C1','acceptance':'" + std::string(number) + "','accepted':true,'amount':'" + std::string(yuan) +
         "','acceptors':" + std::string(acceptors);
}

// A line with 200,000 yuan, planned, three offers, awarded to Care A for 36,000 – all strict.
void award(RuleDesk& desk) {
  for (const char* rule : {"rules.procurement.quotes", "rules.contract.award-first"}) desk.set_charter(rule, "refuse");
  desk.budget_line(2025, "care", 2, "200000.00");
  REQUIRE(desk.record("recorder", "ProcurementPlanned", plan()) == "accepted");
  REQUIRE(desk.record("recorder", "ProcurementNoticed", "'procurement':'P1','address':'https://example.org/1'") ==
          "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care A", "36000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care B", "38000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care C", "41000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "accepted");
}

void sign(RuleDesk& desk) {
  award(desk);
  REQUIRE(desk.record("recorder", "ContractSigned", contract("36000.00")) == "accepted");
}

}  // namespace

TEST_CASE("A comparison is awarded on three offers, not on two") {
  RuleDesk desk;
  desk.set_charter("rules.procurement.quotes", "refuse").budget_line(2025, "care", 2, "200000.00");
  REQUIRE(desk.record("recorder", "ProcurementPlanned", plan()) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care A", "36000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care B", "38000.00")) == "accepted");
  CHECK(desk.record("recorder", "OfferReceived", offer("Care B", "35000.00")) == "refused identity.unique");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "refused procurement.quotes");
  CHECK(desk.said().find("2 offers; its method needs 3") != std::string::npos);
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care C", "41000.00")) == "accepted");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "35999.99")) == "refused procurement.quotes");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care D", "36000.00")) == "refused procurement.quotes");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care C", "41000.00")) == "refused procurement.quotes");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "accepted");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care B", "38000.00")) == "refused identity.unique");
  CHECK(desk.record("recorder", "OfferReceived", offer("Care E", "1.00")) == "refused identity.unique");
}

TEST_CASE("By default too few offers are found, not refused") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "200000.00");
  REQUIRE(desk.record("recorder", "ProcurementPlanned", plan()) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care A", "36000.00")) == "accepted");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "found procurement.quotes");
}

TEST_CASE("A single source needs a reason and then one offer") {
  RuleDesk desk;
  desk.set_charter("rules.procurement.quotes", "refuse").budget_line(2025, "care", 2, "200000.00");
  CHECK(desk.record("recorder", "ProcurementPlanned", plan("single-source")) == "refused procurement.quotes");
  REQUIRE(desk.record("recorder", "ProcurementPlanned", plan("single-source", "40000.00", ",'reason':'only one'")) ==
          "accepted");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "refused procurement.quotes");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care A", "36000.00")) == "accepted");
  CHECK(desk.record("recorder", "ContractAwarded", offer("Care A", "36000.00")) == "accepted");
}

TEST_CASE("A plan stands on a line of its year, once; a large one on a decision") {
  RuleDesk desk;
  CHECK(desk.record("recorder", "ProcurementPlanned", plan()) == "refused budget.line-exists");
  desk.budget_line(2025, "care", 2, "200000.00");
  CHECK(desk.record("recorder", "ProcurementPlanned", plan("comparison", "120000.00")) == "refused payment.large-fund");
  desk.set_decision("D0", "120000.00", DecisionState::proposed).set_decision("D1", "120000.00");
  CHECK(desk.record("recorder", "ProcurementPlanned", plan("comparison", "120000.00", ",'decision':'D0'")) ==
        "refused payment.large-fund");
  CHECK(desk.record("recorder", "ProcurementPlanned", plan("comparison", "120000.00", ",'decision':'D1'")) ==
        "accepted");
  CHECK(desk.used_of_decision("D1") == "0.00");  // a plan binds nothing yet
  CHECK(desk.record("recorder", "ProcurementPlanned", plan()) == "refused identity.unique");
}

TEST_CASE("Nothing happens in a procurement that was never planned") {
  RuleDesk desk;
  CHECK(desk.record("recorder", "ProcurementNoticed", "'procurement':'P1','address':'a'") == "refused event.reference");
  CHECK(desk.record("recorder", "OfferReceived", offer("A", "1.00")) == "refused event.reference");
  CHECK(desk.record("recorder", "ContractAwarded", offer("A", "1.00")) == "refused event.reference");
  CHECK(desk.record("recorder", "ContractSigned", contract("1.00")) == "refused event.reference");
  CHECK(desk.record("recorder", "ContractPublished", "'contract':'C1','address':'a'") == "refused event.reference");
  CHECK(desk.record("recorder", "ContractEnded", "'contract':'C1'") == "refused event.reference");
}

TEST_CASE("A notice does not end before it begins") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "200000.00");
  REQUIRE(desk.record("recorder", "ProcurementPlanned", plan()) == "accepted");
  CHECK(desk.record("recorder", "ProcurementNoticed", "'procurement':'P1','address':'a','last_day':'2025-06-29'") ==
        "refused event.fields");
  CHECK(desk.record("recorder", "ProcurementNoticed", "'procurement':'P1','address':'a','last_day':'2025-07-09'") ==
        "accepted");
}

TEST_CASE("A contract is signed with the winner, within the award, and binds its line") {
  RuleDesk desk;
  award(desk);
  CHECK(desk.record("recorder", "ContractSigned", contract("36000.00", ",'procurement':'P1'", "Care B")) ==
        "refused contract.award-first");
  CHECK(desk.record("recorder", "ContractSigned", contract("36000.01")) == "refused contract.award-first");
  CHECK(desk.record("recorder", "ContractSigned", contract("36000.00", "")) == "refused contract.award-first");
  REQUIRE(desk.record("recorder", "ContractSigned", contract("30000.00")) == "accepted");
  CHECK(desk.encumbered(2025, "care") == "30000.00");
  CHECK(desk.available(2025, "care") == "170000.00");
  // Both contracts together are more than was awarded.
  CHECK(desk.record("recorder", "ContractSigned", contract("6000.01", ",'procurement':'P1'", "Care A", "C2")) ==
        "refused contract.award-first");
  CHECK(desk.record("recorder", "ContractSigned", contract("6000.00", ",'procurement':'P1'", "Care A", "C1")) ==
        "refused identity.unique");
  CHECK(desk.record("recorder", "ContractSigned", contract("6000.00", ",'procurement':'P1'", "Care A", "C2")) ==
        "accepted");
  CHECK(desk.record("recorder", "ContractPublished", "'contract':'C1','address':'a'") == "accepted");
}

TEST_CASE("By default a contract without an award is recorded and found") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "200000.00");
  CHECK(desk.record("recorder", "ContractSigned", contract("36000.00", "")) == "found contract.award-first");
  CHECK(desk.encumbered(2025, "care") == "36000.00");
}

TEST_CASE("A contract cannot bind more than its line has left, even in two parts") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 1, "36000.00");
  const std::string parts =
      "'contract':'C1','supplier':'S','year':2025,'parts':[{'line':'care','amount':'20000.00'},"
      "{'line':'care','amount':'";
  CHECK(desk.record("recorder", "ContractSigned", parts + "16000.01'}]") == "refused budget.available");
  CHECK(desk.encumbered(2025, "care") == "0.00");
  CHECK(desk.record("recorder", "ContractSigned", parts + "16000.00'}]") == "found contract.award-first");
  CHECK(desk.available(2025, "care") == "0.00");
}

TEST_CASE("A large contract uses up the decision that its plan cites") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "200000.00").set_decision("D1", "120000.00");
  REQUIRE(desk.record("recorder", "ProcurementPlanned",
                      plan("single-source", "120000.00", ",'reason':'r','decision':'D1'")) == "accepted");
  REQUIRE(desk.record("recorder", "OfferReceived", offer("Care A", "120000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "ContractAwarded", offer("Care A", "120000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "ContractSigned", contract("120000.00")) == "accepted");
  CHECK(desk.used_of_decision("D1") == "120000.00");
  CHECK(desk.record("recorder", "ContractChanged", change("0.01")) == "refused payment.decision-within");
  REQUIRE(desk.record("recorder", "ContractChanged", change("-20000.00")) == "accepted");
  CHECK(desk.used_of_decision("D1") == "100000.00");
  REQUIRE(desk.record("recorder", "ContractChanged", change("5000.00")) == "accepted");
  CHECK(desk.encumbered(2025, "care") == "105000.00");
  REQUIRE(desk.record("recorder", "ContractEnded", "'contract':'C1'") == "accepted");
  CHECK(desk.used_of_decision("D1") == "0.00");
}

TEST_CASE("What a charter lets through above a decision is not given back to it at the end") {
  RuleDesk desk;
  desk.set_charter("rules.payment.decision-within", "find");
  desk.budget_line(2025, "care", 2, "200000.00").set_decision("D1", "100000.00");
  REQUIRE(desk.record("recorder", "ContractSigned", contract("30000.00", ",'decision':'D1'", "S", "other")) ==
          "found contract.award-first");
  REQUIRE(desk.record("recorder", "ContractSigned", contract("60000.00", ",'decision':'D1'")) ==
          "found contract.award-first");
  REQUIRE(desk.record("recorder", "ContractChanged", change("20000.00")) == "found payment.decision-within");
  const std::string used = desk.used_of_decision("D1");
  REQUIRE(desk.record("recorder", "ContractChanged", change("-20000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "ContractEnded", "'contract':'C1'") == "accepted");
  CHECK(desk.used_of_decision("D1") == "30000.00");
  CHECK(used == "110000.00");
}

TEST_CASE("A contract cannot grow past the large-fund threshold in small steps") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "200000.00");
  REQUIRE(desk.record("recorder", "ContractSigned", contract("30000.00", "")) == "found contract.award-first");
  REQUIRE(desk.record("recorder", "ContractChanged", change("19999.99")) == "accepted");
  CHECK(desk.record("recorder", "ContractChanged", change("0.01")) == "refused payment.large-fund");
}

TEST_CASE("A contract is reduced by what is still open, grows within its award, and ends once") {
  RuleDesk desk;
  sign(desk);
  CHECK(desk.record("recorder", "ContractChanged", change("0.01")) == "refused contract.award-first");
  CHECK(desk.record("recorder", "ContractChanged", change("-36000.01")) == "refused amount.arithmetic");
  REQUIRE(desk.record("reviewer", "AcceptanceRecorded", acceptance("A1", "30000.00", "['reviewer']")) == "accepted");
  CHECK(desk.record("recorder", "ContractChanged", change("-6000.01")) == "refused amount.arithmetic");
  REQUIRE(desk.record("recorder", "ContractChanged", change("-6000.00")) == "accepted");
  CHECK(desk.encumbered(2025, "care") == "30000.00");
  REQUIRE(desk.record("recorder", "ContractChanged", change("6000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "ContractEnded", "'contract':'C1','reason':'done'") == "accepted");
  CHECK(desk.encumbered(2025, "care") == "0.00");
  CHECK(desk.available(2025, "care") == "200000.00");
  CHECK(desk.record("recorder", "ContractEnded", "'contract':'C1'") == "refused identity.unique");
  CHECK(desk.record("recorder", "ContractChanged", change("1.00")) == "refused identity.unique");
}

TEST_CASE("A line is reduced by no more than it holds, though the contract holds more") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 1, "50000.00").budget_line(2025, "beds", 1, "50000.00");
  REQUIRE(desk.record("recorder", "ContractSigned",
                      "'contract':'C1','supplier':'S','year':2025,'parts':[{'line':'care','amount':'20000.00'},"
                      "{'line':'beds','amount':'10000.00'}]") == "found contract.award-first");
  CHECK(
      desk.record("recorder", "ContractChanged", "'contract':'C1','line':'beds','increase':'-10000.01','reason':'r'") ==
      "refused amount.arithmetic");
  CHECK(desk.record("recorder", "ContractChanged", "'contract':'C1','line':'never','increase':'-1.00','reason':'r'") ==
        "refused amount.arithmetic");
  CHECK(desk.record("recorder", "ContractChanged",
                    "'contract':'C1','line':'beds','increase':'-10000.00','reason':'r'") == "accepted");
  CHECK(desk.encumbered(2025, "beds") == "0.00");
  CHECK(desk.encumbered(2025, "care") == "20000.00");
}

TEST_CASE("A payment uses up its contract's encumbrance; the end frees the rest") {
  RuleDesk desk;
  sign(desk);
  const std::string payment =
      "'voucher':'V1','payee_kind':'org','payee':'Care A','method':'treasury','parts':[{'line':'care',"
      "'amount':'10000.00','purpose':'care','contract':'C1'}]";
  CHECK(desk.record("recorder", "PaymentRecorded", payment) == "refused acceptance.before-payment");
  REQUIRE(desk.record("recorder", "AcceptanceRecorded", acceptance("A1", "10000.00")) == "accepted");
  REQUIRE(desk.record("recorder", "PaymentRecorded", payment) == "accepted");
  CHECK(desk.encumbered(2025, "care") == "26000.00");
  CHECK(desk.available(2025, "care") == "164000.00");
  CHECK(desk.record("recorder", "ContractChanged", change("-26000.01")) == "refused amount.arithmetic");
  REQUIRE(desk.record("recorder", "ContractEnded", "'contract':'C1'") == "accepted");
  CHECK(desk.encumbered(2025, "care") == "0.00");
  CHECK(desk.available(2025, "care") == "190000.00");
}

TEST_CASE("Who recorded a contract does not accept it alone, with whatever key, nor does the supplier") {
  RuleDesk desk;
  sign(desk);
  desk.give_key("recorder", "recorder's second key");
  CHECK(desk.record("recorder", "AcceptanceRecorded", acceptance("A1", "36000.00", "['recorder']")) ==
        "refused separation.person");
  CHECK(desk.record("recorder's second key", "AcceptanceRecorded",
                    acceptance("A1", "36000.00", "['recorder','Care A']")) == "refused separation.person");
  CHECK(desk.record("recorder", "AcceptanceRecorded", acceptance("A1", "36000.00", "['recorder','adviser']")) ==
        "accepted");
  CHECK(desk.record("recorder", "AcceptanceRecorded", acceptance("A1", "0.00")) == "refused identity.unique");
  CHECK(desk.record("recorder", "AcceptanceRecorded", acceptance("A2", "0.01")) == "refused amount.arithmetic");
}

TEST_CASE("A refused delivery accepts nothing") {
  RuleDesk desk;
  sign(desk);
  REQUIRE(desk.record("reviewer", "AcceptanceRecorded",
                      "'contract':'C1','acceptance':'A1','accepted':false,'amount':'36000.00',"
                      "'acceptors':['adviser']") == "accepted");
  CHECK(desk.facts().sums('c', "C1")[ContractSums::accepted] == 0);
}

TEST_CASE("A line's encumbrance is the sum of what its contracts keep open, whatever happens to them") {
  REQUIRE(rc::check("encumbrance", [] {
    RuleDesk desk;
    desk.budget_line(2025, "care", 1, "1000.00");
    std::map<std::string, std::int64_t> open;  // the naive account
    const auto moves = *rc::gen::inRange(1, 30);
    for (int i = 0; i < moves; ++i) {
      const auto id = *rc::gen::element<std::string>("C1", "C2", "C3");
      const auto yuan_amount = *rc::gen::inRange(1, 600);
      const std::string text = std::to_string(yuan_amount) + ".00";
      std::string outcome;
      std::int64_t moved = 0;
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          outcome = desk.record("recorder", "ContractSigned", contract(text, "", "S", id));
          moved = yuan_amount;
          break;
        case 1:
        case 2: {
          const bool up = *rc::gen::arbitrary<bool>();
          outcome = desk.record(
              "recorder", "ContractChanged",
              "'contract':'" + id + "','line':'care','reason':'r','increase':'" + (up ? "" : "-") + text + "'");
          moved = up ? yuan_amount : -yuan_amount;
          break;
        }
        default:
          outcome = desk.record("recorder", "ContractEnded", "'contract':'" + id + "'");
          moved = -open[id];
      }
      if (!outcome.starts_with("refused")) open[id] += moved;
      std::int64_t sum = 0;
      for (const auto& [name, fen] : open) {
        RC_ASSERT(fen >= 0);
        sum += fen;
      }
      RC_ASSERT(sum <= 1000);
      RC_ASSERT(desk.encumbered(2025, "care") == std::to_string(sum) + ".00");
    }
  }));
}

TEST_CASE("Who recorded the contract does not accept it under another name, or by one of their keys") {
  RuleDesk desk;
  PersonFact li = *desk.facts().person("recorder");
  li.name = "李雷 Li Lei";
  desk.facts().set_person("recorder", li);
  PersonFact namesake = *desk.facts().person("adviser");
  namesake.name = li.name;
  desk.facts().set_person("adviser", namesake);
  desk.keep_facts().give_key("recorder", "second key").budget_line(2025, "care", 2, "1000.00");
  REQUIRE(desk.record("recorder", "ContractSigned",
                      "'contract':'C9','supplier':'Care A','year':2025,"
                      "'parts':[{'line':'care','amount':'100.00'}]") == "found contract.award-first");
  const auto accept = [&](const std::string& acceptor) {
    return desk.record(
        "second_recorder", "AcceptanceRecorded",
        "'contract':'C9','acceptance':'A1','accepted':true,'amount':'10.00','acceptors':['" + acceptor + "']");
  };
  for (const std::string& name :
       {std::string("recorder"), std::string("Recorder"), std::string("李雷 Li Lei"), std::string("李雷Li lei"),
        desk.key_hex("second key"), desk.key_hex("recorder"), std::string("care A")}) {
    CAPTURE(name);
    CHECK(accept(name) == "refused separation.person");
  }
  // Another officer of that name is another person.
  CHECK(accept("adviser") == "accepted");
}
