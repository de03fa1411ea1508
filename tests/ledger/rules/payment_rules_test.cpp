// Payments against what an officer might try: contracts of other years and lines, decisions about something else,
// sums beyond every bound, a year's review that others pay after.

#include <catch2/catch.hpp>

#include "ledger/event/event.h"
#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

std::string pay(std::string_view voucher, std::string_view line, std::string_view yuan, std::string_view more = "") {
  return "'voucher':'" + std::string(voucher) + "','payee_kind':'org','payee':'Care A','method':'transfer','parts':[{" +
         "'line':'" + std::string(line) + "','amount':'" + std::string(yuan) + "','purpose':'care'" +
         std::string(more) + "}]";
}

std::string payments(std::uint64_t position) {
  return "'payments':[" + std::to_string(position) + "]";
}

// A contract of 2024 over 40,000 yuan on line “care”, all of it accepted.
void contract_of_2024(RuleDesk& desk) {
  desk.budget_line(2024, "care", 2, "100000.00").budget_line(2025, "care", 2, "10000.00");
  desk.budget_line(2025, "office", 2, "100000.00").budget_line(2024, "office", 2, "100000.00");
  desk.today("2024-12-20");
  REQUIRE(
      desk.record("recorder", "ContractSigned",
                  "'contract':'C1','supplier':'Care A','year':2024,'parts':[{'line':'care','amount':'40000.00'}]") ==
      "found contract.award-first");
  REQUIRE(
      desk.record("recorder", "AcceptanceRecorded",
                  "'contract':'C1','acceptance':'A1','accepted':true,'amount':'40000.00','acceptors':['adviser']") ==
      "accepted");
}

}  // namespace

TEST_CASE("A payment under last year's contract needs this year's money and frees last year's") {
  RuleDesk desk;
  contract_of_2024(desk);
  desk.today("2025-01-10");
  CHECK(desk.record("recorder", "PaymentRecorded", pay("1", "care", "30000.00", ",'contract':'C1'")) ==
        "refused budget.available");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "8000.00", ",'contract':'C1'")) == "accepted");
  CHECK(desk.available(2025, "care") == "2000.00");
  CHECK(desk.encumbered(2025, "care") == "0.00");
  CHECK(desk.encumbered(2024, "care") == "32000.00");

  REQUIRE(desk.record("reviewer", "PaymentsRejected", payments(desk.size() - 1) + ",'reason':'wrong'") == "accepted");
  CHECK(desk.available(2025, "care") == "10000.00");
  CHECK(desk.encumbered(2025, "care") == "0.00");
  CHECK(desk.encumbered(2024, "care") == "40000.00");
}

TEST_CASE("A payment under a contract comes from a line that the contract names") {
  RuleDesk desk;
  contract_of_2024(desk);
  CHECK(desk.record("recorder", "PaymentRecorded", pay("1", "office", "8000.00", ",'contract':'C1'")) ==
        "refused contract.within");
  CHECK(desk.said().find("office") != std::string::npos);
  CHECK(desk.record("recorder", "PaymentRecorded", pay("1", "care", "8000.00", ",'contract':'C1'")) == "accepted");
}

TEST_CASE("A contract's decision does not cover what another year pays from a line of another name") {
  RuleDesk desk;
  desk.budget_line(2024, "care", 2, "100000.00").budget_line(2025, "office", 2, "100000.00");
  desk.set_decision("D1", "80000.00").today("2024-12-20");
  REQUIRE(desk.record("recorder", "ContractSigned",
                      "'contract':'C1','supplier':'Care A','year':2024,'decision':'D1',"
                      "'parts':[{'line':'care','amount':'80000.00'}]") == "found contract.award-first");
  REQUIRE(
      desk.record("recorder", "AcceptanceRecorded",
                  "'contract':'C1','acceptance':'A1','accepted':true,'amount':'80000.00','acceptors':['adviser']") ==
      "accepted");
  desk.today("2025-01-10");
  CHECK(desk.record("recorder", "PaymentRecorded", pay("1", "office", "60000.00", ",'contract':'C1'")) ==
        "refused payment.large-fund");
}

TEST_CASE("A payment that names a contract which is not there moves no contract's sums") {
  RuleDesk desk;
  desk.set_charter("rules.contract.within", "find").budget_line(2025, "care", 2, "100000.00");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "8000.00", ",'contract':'C9'")) ==
          "found contract.within");
  CHECK(desk.facts().sums('c', "C9")[ContractSums::paid] == 0);
}

TEST_CASE("A payment that a meeting approves is not approved by a decision about something else, or about less") {
  RuleDesk desk;
  desk.set_charter("rules.payment.large-fund", "find").budget_line(2025, "care", 2, "100000.00");
  desk.set_decision("small", "59999.99").set_decision("fits", "60000.00").set_decision("open", "0.00");
  DecisionFact elsewhere = *desk.facts().decision("fits");
  elsewhere.lines = {line_identity("", 2025, "office")};
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "60000.00")) == "found payment.large-fund");
  const std::string payment = payments(desk.size() - 1);
  REQUIRE(desk.record("reviewer", "PaymentsReviewed", payment) == "accepted");
  desk.facts().set_decision("elsewhere", elsewhere);
  for (const char* decision : {"elsewhere", "small", "open", "nowhere"}) {
    CHECK(desk.record("approver", "PaymentsApproved", payment + ",'decision':'" + decision + "'") ==
          "refused payment.approval-tier");
  }
  CHECK(desk.record("approver", "PaymentsApproved", payment + ",'decision':'fits'") == "accepted");
}

namespace {

// Recorded and reviewed: its position.
std::uint64_t reviewed_payment(RuleDesk& desk, std::string_view voucher, std::string_view yuan,
                               std::string_view more = "") {
  const std::string outcome = desk.record("recorder", "PaymentRecorded", pay(voucher, "care", yuan, more));
  REQUIRE((outcome == "accepted" || outcome == "found payment.large-fund"));
  const std::uint64_t position = desk.size() - 1;
  REQUIRE(desk.record("reviewer", "PaymentsReviewed", payments(position)) == "accepted");
  return position;
}

std::string approve(RuleDesk& desk, std::uint64_t position, std::string_view decision) {
  return desk.record("approver", "PaymentsApproved",
                     payments(position) + ",'decision':'" + std::string(decision) + "'");
}

}  // namespace

TEST_CASE("One decision approves no more than it decided, all payments under it together") {
  RuleDesk desk;
  desk.set_charter("rules.payment.large-fund", "find").budget_line(2025, "care", 2, "1000000.00");
  desk.set_decision("D1", "100000.00");
  const std::uint64_t first = reviewed_payment(desk, "1", "60000.00");
  const std::uint64_t second = reviewed_payment(desk, "2", "60000.00");
  const std::uint64_t third = reviewed_payment(desk, "3", "40000.00", ",'decision':'D1'");
  CHECK(desk.used_of_decision("D1") == "40000.00");
  REQUIRE(approve(desk, first, "D1") == "accepted");
  CHECK(desk.used_of_decision("D1") == "100000.00");
  CHECK(approve(desk, second, "D1") == "refused payment.decision-within");
  // What cited it when it was recorded is counted once.
  REQUIRE(approve(desk, third, "D1") == "accepted");
  CHECK(desk.used_of_decision("D1") == "100000.00");

  SECTION("what is returned is given back") {
    REQUIRE(desk.record("recorder", "PaymentReturned", "'payment':" + std::to_string(first) + ",'reason':'x'") ==
            "accepted");
    CHECK(desk.used_of_decision("D1") == "40000.00");
    CHECK(approve(desk, second, "D1") == "accepted");
  }
  SECTION("what is reversed is given back") {
    REQUIRE(desk.record("approver", "PaymentReversed", "'payment':" + std::to_string(first) + ",'reason':'x'") ==
            "accepted");
    CHECK(approve(desk, second, "D1") == "accepted");
  }
  SECTION("a charter that finds lets it stand and counts it") {
    desk.set_charter("rules.payment.decision-within", "find");
    CHECK(approve(desk, second, "D1") == "found payment.decision-within");
    CHECK(desk.used_of_decision("D1") == "160000.00");
  }
}

TEST_CASE("A decision adopted after the payment that cites it is used up by that payment's approval") {
  RuleDesk desk;
  desk.set_charter("rules.payment.large-fund", "find").budget_line(2025, "care", 2, "1000000.00");
  desk.set_decision("D1", "60000.00", DecisionState::proposed);
  const std::uint64_t first = reviewed_payment(desk, "1", "60000.00", ",'decision':'D1'");
  const std::uint64_t second = reviewed_payment(desk, "2", "60000.00", ",'decision':'D1'");
  desk.set_decision("D1", "60000.00");
  REQUIRE(approve(desk, first, "D1") == "accepted");
  CHECK(desk.used_of_decision("D1") == "60000.00");
  CHECK(approve(desk, second, "D1") == "refused payment.decision-within");
}

TEST_CASE("Payments under a contract that was decided do not use its decision a second time") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "1000000.00").set_decision("D1", "80000.00");
  REQUIRE(desk.record("recorder", "ContractSigned",
                      "'contract':'C1','supplier':'Care A','year':2025,'decision':'D1',"
                      "'parts':[{'line':'care','amount':'80000.00'}]") == "found contract.award-first");
  REQUIRE(
      desk.record("recorder", "AcceptanceRecorded",
                  "'contract':'C1','acceptance':'A1','accepted':true,'amount':'80000.00','acceptors':['adviser']") ==
      "accepted");
  const std::uint64_t payment = reviewed_payment(desk, "1", "80000.00", ",'contract':'C1'");
  CHECK(approve(desk, payment, "D1") == "accepted");
  CHECK(desk.used_of_decision("D1") == "80000.00");
}

TEST_CASE("Nobody approves a payment that they reviewed, with whatever key") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "1000.00").appoint("both", {1, 2}).give_key("both", "other key");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "accepted");
  const std::string payment = payments(desk.size() - 1);
  REQUIRE(desk.record("both", "PaymentsReviewed", payment) == "accepted");
  CHECK(desk.record("both", "PaymentsApproved", payment) == "refused separation.person");
  CHECK(desk.record("other key", "PaymentsApproved", payment) == "refused separation.person");
  CHECK(desk.said().find("reviewed") != std::string::npos);
  CHECK(desk.record("approver", "PaymentsApproved", payment) == "accepted");
}

TEST_CASE("A year is closed as it was reviewed: what moves in it after the review makes another review necessary") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "100000.00");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "accepted");
  const std::string first = payments(desk.size() - 1);
  REQUIRE(desk.record("reviewer", "PaymentsReviewed", first) == "accepted");
  REQUIRE(desk.record("approver", "PaymentsApproved", first) == "accepted");
  const auto reviewed = [&] { return desk.record("reviewer", "YearCloseReviewed", "'year':2025") == "accepted"; };
  const auto closing_is_refused = [&] {
    return desk.record("approver", "YearClosed", "'year':2025") == "refused year.turn";
  };
  REQUIRE(reviewed());
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("2", "care", "10.00")) == "accepted");
  CHECK(closing_is_refused());
  REQUIRE(desk.record("reviewer", "PaymentsRejected", payments(desk.size() - 1) + ",'reason':'wrong'") == "accepted");
  CHECK(closing_is_refused());
  REQUIRE(reviewed());
  REQUIRE(desk.record("recorder", "PaymentReturned",
                      "'payment':" + first.substr(12, first.size() - 13) + ",'reason':'account closed'") == "accepted");
  CHECK(closing_is_refused());
  REQUIRE(reviewed());
  REQUIRE(desk.record("recorder", "LineIncreased", "'number':'T1','year':2025,'line':'care','amount':'1.00'") ==
          "accepted");
  CHECK(closing_is_refused());
  REQUIRE(reviewed());
  CHECK(desk.record("approver", "YearClosed", "'year':2025") == "accepted");
}

TEST_CASE("A year is not closed while its payments wait, and the refusal says how many") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "100000.00").budget_line(2024, "care", 2, "100000.00");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "accepted");
  const std::string first = payments(desk.size() - 1);
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("2", "care", "10.00")) == "accepted");
  const std::string second = payments(desk.size() - 1);
  // Another year's payments do not hold it up.
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("9", "care", "10.00"), "2024-12-30") == "accepted");
  const auto review = [&] { return desk.record("reviewer", "YearCloseReviewed", "'year':2025"); };
  CHECK(review() == "refused year.turn");
  CHECK(desk.said().find("approval: 2;") != std::string::npos);
  REQUIRE(desk.record("reviewer", "PaymentsReviewed", first) == "accepted");
  REQUIRE(desk.record("approver", "PaymentsApproved", first) == "accepted");
  CHECK(review() == "refused year.turn");
  CHECK(desk.said().find("approval: 1;") != std::string::npos);
  REQUIRE(desk.record("reviewer", "PaymentsRejected", second + ",'reason':'wrong'") == "accepted");
  CHECK(review() == "accepted");
  CHECK(desk.record("approver", "YearClosed", "'year':2025") == "accepted");
}

TEST_CASE("A year is not closed while an import is open") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "100000.00");
  const std::uint64_t batch = desk.size();
  REQUIRE(desk.record("recorder", "BatchOpened",
                      "'import':'payments','file':'" + std::string(64, 'a') + "','count':1,'amount':'10.00'") ==
          "accepted");
  REQUIRE(desk.in_batch(batch).record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "accepted");
  const std::uint64_t payment = desk.size() - 1;
  desk.in_batch(0);
  const auto review = [&] { return desk.record("reviewer", "YearCloseReviewed", "'year':2025"); };
  CHECK(review() == "refused year.turn");
  CHECK(desk.said().find("not finished: 1") != std::string::npos);
  SECTION("abandoned, its payments wait for nobody") {
    REQUIRE(desk.record("recorder", "BatchAbandoned", "'batch':" + std::to_string(batch)) == "accepted");
    CHECK(review() == "accepted");
  }
  SECTION("closed, its payments wait like others") {
    REQUIRE(desk.record("recorder", "BatchClosed", desk.closing(batch)) == "accepted");
    CHECK(review() == "refused year.turn");
    CHECK(desk.said().find("approval: 1;") != std::string::npos);
    REQUIRE(desk.record("reviewer", "PaymentsRejected", payments(payment) + ",'reason':'wrong'") == "accepted");
    CHECK(review() == "accepted");
  }
}

TEST_CASE("Approving moves a closed year no more than paying does: the charter refuses it or finds it") {
  const auto mode = GENERATE(as<std::string>{}, "refuse", "find");
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "100000.00");
  REQUIRE(desk.record("reviewer", "YearCloseReviewed", "'year':2025") == "accepted");
  REQUIRE(desk.record("approver", "YearClosed", "'year':2025") == "accepted");
  REQUIRE(desk.record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "found budget.year-open");
  const std::string payment = payments(desk.size() - 1);
  REQUIRE(desk.record("reviewer", "PaymentsReviewed", payment) == "accepted");
  desk.set_charter("rules.budget.year-open", mode);
  CHECK(desk.record("approver", "PaymentsApproved", payment) ==
        (mode == "find" ? "found budget.year-open" : "refused budget.year-open"));
}

TEST_CASE("Money moves in the books of a body that is registered, or in the federation's own") {
  RuleDesk desk;
  const auto moves = [&](const std::string& body, std::string_view kind, const std::string& fields) {
    return desk.record(kind == "YearCloseReviewed" ? "reviewer" : "recorder", kind, "'body':'" + body + "'," + fields);
  };
  const std::vector<std::pair<std::string, std::string>> events = {
      {"NoticeReceived", "'number':'N1','nature':'general','function':'2081199','amount':'1.00'"},
      {"LineApproved",
       "'line':'care','year':2025,'source':'general','function':'2081199','economic':'30227','line_kind':'project',"
       "'amount':'1.00'"},
      {"LineIncreased", "'number':'T1','year':2025,'line':'care','amount':'1.00'"},
      {"ReceiptRecorded", "'number':'R1','line':'care','amount':'1.00','from':'x'"},
      {"OpeningRecorded", "'year':2025,'source':'general','line':'care','amount':'1.00'"},
      {"YearCloseReviewed", "'year':2025"},
      {"PaymentRecorded", pay("1", "care", "1.00")},
      {"ProcurementPlanned",
       "'procurement':'P1','name':'t','year':2025,'line':'care','category':'goods','method':'inquiry','amount':'1."
       "00'"},
      {"ContractSigned", "'contract':'C1','supplier':'A','year':2025,'parts':[{'line':'care','amount':'1.00'}]"}};
  for (const auto& [kind, fields] : events) {
    CAPTURE(kind);
    CHECK(moves("nobody", kind, fields) == "refused event.reference");
    CHECK(desk.said().find("nobody") != std::string::npos);
    CHECK(moves("township", kind, fields) != "refused event.reference");
  }
}

TEST_CASE("Sums never wrap, however many of the largest amounts an officer records") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "0.00");
  const auto raise = [&](int number, std::string_view yuan) {
    return desk.record(
        "recorder", "LineIncreased",
        "'number':'T" + std::to_string(number) + "','year':2025,'line':'care','amount':'" + std::string(yuan) + "'");
  };
  for (int i = 0; i < 500; ++i) REQUIRE(raise(i, "10000000000000.00") == "accepted");
  CHECK(raise(500, "0.01") == "refused amount.arithmetic");
  CHECK(desk.available(2025, "care") == "5000000000000000.00");
  // The refusal concerned that event alone.
  CHECK(desk.record("recorder", "PaymentRecorded", pay("1", "care", "10.00")) == "accepted");
}

TEST_CASE("Nobody blocks a voucher by using its identity for something else before") {
  RuleDesk desk;
  desk.budget_line(2025, "care", 2, "1000.00");
  const std::string id = to_hex(command_for("payments",
                                            "\x1f"
                                            "2025\x1f"
                                            "7")
                                    .view());
  const std::string with_id = "'command':'" + id + "',";
  const std::uint64_t squatter = desk.size();
  // Anyone with a key may record a document, and any recorder another voucher.
  REQUIRE(desk.record("member", "DocumentAdded",
                      with_id + "'document':'" + std::string(64, 'a') +
                          "','size':1,'media_type':'text/plain','title':'x'") == "accepted");
  CHECK(desk.record("second_recorder", "PaymentRecorded", with_id + pay("8", "care", "1.00")) ==
        "refused event.command");
  CHECK(desk.record("recorder", "PaymentRecorded", with_id + pay("7", "care", "10.00")) == "accepted");
  CHECK(desk.record("second_recorder", "PaymentRecorded", with_id + pay("7", "care", "10.00")) ==
        "repeated " + std::to_string(squatter + 1));
  CHECK(desk.record("second_recorder", "PaymentRecorded", with_id + pay("7", "care", "11.00")) ==
        "refused event.command");
}
