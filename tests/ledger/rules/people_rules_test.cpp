// Keys and offices: a ledger must not lose the last person who can appoint.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

// RuleDesk's keys are one byte repeated, in the order in which they were given.
std::string key_of(Facts& facts, std::string_view person) {
  for (unsigned i = 1; i < 64; ++i) {
    PublicKey key;
    key.bytes.fill(static_cast<Byte>(i));
    const auto fact = facts.key(key);
    if (fact && fact->person == person && fact->revoked_at == 0) return to_hex(key.view());
  }
  return {};
}

std::string revoked(RuleDesk& desk, std::string_view person) {
  return "'key':'" + key_of(desk.facts(), person) + "','since':1,'reason':'lost'";
}

}  // namespace

TEST_CASE("The only key of the only administrator is not revoked, because nobody could appoint any more") {
  RuleDesk desk;
  CHECK(desk.record("administrator", "KeyRevoked", revoked(desk, "administrator")) == "refused event.role");
  CHECK(desk.record("administrator", "KeyRevoked", revoked(desk, "recorder")) == "accepted");
  desk.give_key("administrator", "spare");
  CHECK(desk.record("spare", "KeyRevoked", revoked(desk, "administrator")) == "accepted");
  CHECK(desk.record("spare", "KeyRevoked", revoked(desk, "administrator")) == "refused event.role");
}

TEST_CASE("An administrator without a key in force is no reason to let the last other one go") {
  RuleDesk desk;
  desk.appoint("second_administrator", {10}).set_charter("administration.quorum", "1");
  REQUIRE(desk.record("administrator", "KeyRevoked", revoked(desk, "second_administrator")) == "accepted");
  CHECK(desk.record("administrator", "OfficerRelieved", "'person':'administrator'") == "refused event.role");
  CHECK(desk.record("administrator", "RolesChanged", "'person':'administrator','roles':['recorder']") ==
        "refused event.role");
  desk.give_key("second_administrator", "second_key");
  CHECK(desk.record("second_key", "OfficerRelieved", "'person':'administrator'") == "accepted");
  CHECK(desk.record("second_key", "OfficerRelieved", "'person':'second_administrator'") == "refused event.role");
}
