// Large imports against what others record while one is open.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

std::string pay(std::string_view voucher, std::string_view yuan, std::string_view more = "") {
  return "'voucher':'" + std::string(voucher) + "','payee_kind':'org','payee':'Care A','method':'transfer','parts':[{" +
         "'line':'care','amount':'" + std::string(yuan) + "','purpose':'care'" + std::string(more) + "}]";
}

std::uint64_t open(RuleDesk& desk, unsigned count, std::string_view yuan) {
  const std::uint64_t position = desk.size();
  REQUIRE(desk.record("recorder", "BatchOpened",
                      "'import':'payments','file':'" + std::string(64, 'a') + "','count':" + std::to_string(count) +
                          ",'amount':'" + std::string(yuan) + "'") == "accepted");
  return position;
}

// Line “care” with 40,000 yuan, all of it bound by contract C1, all of it accepted.
void contract(RuleDesk& desk) {
  desk.budget_line(2025, "care", 2, "40000.00");
  REQUIRE(
      desk.record("recorder", "ContractSigned",
                  "'contract':'C1','supplier':'Care A','year':2025,'parts':[{'line':'care','amount':'40000.00'}]") ==
      "found contract.award-first");
  REQUIRE(
      desk.record("recorder", "AcceptanceRecorded",
                  "'contract':'C1','acceptance':'A1','accepted':true,'amount':'40000.00','acceptors':['adviser']") ==
      "accepted");
}

}  // namespace

TEST_CASE("Money that an import's payments take from a contract is not spent twice when the contract ends meanwhile") {
  RuleDesk desk;
  contract(desk);
  const std::uint64_t batch = open(desk, 1, "40000.00");
  REQUIRE(desk.in_batch(batch).record("recorder", "PaymentRecorded", pay("1", "40000.00", ",'contract':'C1'")) ==
          "accepted");
  desk.in_batch(0);
  REQUIRE(desk.record("second_recorder", "ContractEnded", "'contract':'C1'") == "accepted");
  REQUIRE(desk.record("second_recorder", "PaymentRecorded", pay("2", "40000.00")) == "accepted");
  CHECK(desk.record("recorder", "BatchClosed", desk.closing(batch)) == "refused batch.state");
  CHECK(desk.available(2025, "care") == "0.00");
  CHECK(desk.record("recorder", "BatchAbandoned", "'batch':" + std::to_string(batch) + ",'reason':'r'") == "accepted");
}

TEST_CASE("Two imports cannot both use up what one contract binds") {
  RuleDesk desk;
  contract(desk);
  desk.set_charter("rules.contract.within", "find");
  const std::uint64_t one = open(desk, 1, "40000.00");
  REQUIRE(desk.in_batch(one).record("recorder", "PaymentRecorded", pay("1", "40000.00", ",'contract':'C1'")) ==
          "accepted");
  const std::uint64_t two = open(desk.in_batch(0), 1, "30000.00");
  REQUIRE(desk.in_batch(two).record("recorder", "PaymentRecorded", pay("2", "30000.00", ",'contract':'C1'")) ==
          "accepted");
  desk.in_batch(0);
  CHECK(desk.record("recorder", "BatchClosed", desk.closing(one)) == "accepted");
  CHECK(desk.available(2025, "care") == "0.00");
  CHECK(desk.record("recorder", "BatchClosed", desk.closing(two)) == "refused batch.state");
  CHECK(desk.available(2025, "care") == "0.00");
}
