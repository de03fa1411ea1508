// Several administrators behind one act: it waits, it takes effect, it lapses, and nobody counts twice.

#include <catch2/catch.hpp>

#include "ledger/people/log_key_handover.h"
#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

const std::string waits = "found administration.quorum";

std::string appointing(RuleDesk& desk, const std::string& person, const std::string& roles) {
  return "'person':'" + person + "','name':'某人','roles':[" + roles + "]," + desk.proven_key(person, person);
}

// Three administrators under a quorum of two.
RuleDesk& with_three(RuleDesk& desk) {
  desk.appoint("second", {10});
  desk.appoint("third", {10});
  return desk;
}

std::string endorsing(std::uint64_t position) {
  return "'position':" + std::to_string(position);
}

bool is_in_office(RuleDesk& desk, std::string_view person) {
  const auto fact = desk.facts().person(person);
  return fact && fact->relieved_at == 0;
}

}  // namespace

TEST_CASE("The only administrator appoints the second one alone, because a quorum is never more than there are") {
  RuleDesk desk;
  CHECK(desk.record("administrator", "OfficerAppointed", appointing(desk, "second", "'administrator'")) == "accepted");
  CHECK(is_in_office(desk, "second"));
}

TEST_CASE("An administrator's appointment waits for another administrator and takes effect where that one signs") {
  RuleDesk desk;
  desk.appoint("second", {10});
  const std::uint64_t act = desk.size();
  CHECK(desk.record("administrator", "OfficerAppointed", appointing(desk, "third", "'administrator'")) == waits);
  CHECK_FALSE(is_in_office(desk, "third"));
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == "refused event.author");
  CHECK(desk.record("administrator", "ActEndorsed", endorsing(act)) == "refused administration.quorum");
  CHECK(desk.record("approver", "ActEndorsed", endorsing(act)) == "refused event.role");
  const std::uint64_t effect = desk.size();
  CHECK(desk.record("second", "ActEndorsed", endorsing(act)) == "accepted");
  CHECK(is_in_office(desk, "third"));
  CHECK(desk.facts().person("third")->appointed_at == effect);
  CHECK(desk.record("second", "ActEndorsed", endorsing(act)) == "refused event.reference");
}

TEST_CASE("Appointments that give no administrator's power need no second administrator") {
  RuleDesk desk;
  with_three(desk);
  CHECK(desk.record("administrator", "OfficerAppointed", appointing(desk, "clerk", "'recorder'")) == "accepted");
  CHECK(desk.record("administrator", "RolesChanged", "'person':'clerk','roles':['recorder','cashier']") == "accepted");
  CHECK(desk.record("administrator", "OfficerRelieved", "'person':'clerk'") == "accepted");
}

TEST_CASE("One administrator alone can neither relieve another, nor take the role, nor revoke the other's key") {
  RuleDesk desk;
  with_three(desk);
  CHECK(desk.record("administrator", "OfficerRelieved", "'person':'second'") == waits);
  CHECK(desk.record("administrator", "RolesChanged", "'person':'second','roles':['recorder']") == waits);
  CHECK(desk.record("administrator", "RolesChanged", "'person':'recorder','roles':['administrator']") == waits);
  CHECK(desk.record("administrator", "KeyRevoked",
                    "'key':'" + desk.key_hex("second") + "','since':1,'reason':'lost'") == waits);
  CHECK(desk.record("administrator", "KeyRegistered",
                    "'person':'administrator'," + desk.proven_key("administrator", "spare")) == waits);
  CHECK(desk.record("administrator", "DelegationGranted",
                    "'delegation':'D','from':'administrator','to':'recorder','role':'administrator',"
                    "'first_day':'2025-06-30','last_day':'2025-07-30'") == waits);
  CHECK(desk.facts().administrators().size() == 3);
  CHECK(desk.facts().key(*PublicKey::from(*from_hex(desk.key_hex("second"))))->revoked_at == 0);
  // One's own key is one's own matter.
  CHECK(desk.record("second", "KeyRegistered",
                    "'person':'second'," + desk.proven_key("second", "second_new") + ",'replaces':'" +
                        desk.key_hex("second") + "'") == "accepted");
}

TEST_CASE("Two keys of one administrator are one administrator, and so is a deputy in the place of who signed") {
  RuleDesk desk;
  with_three(desk);
  desk.give_key("administrator", "other_key");
  desk.facts().set_delegation("D", DelegationFact{"administrator", "recorder", 10, Day(0), Day(40000), 0});
  desk.give_key("recorder", "deputy");
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "OfficerRelieved", "'person':'second'") == waits);
  CHECK(desk.record("other_key", "ActEndorsed", endorsing(act)) == "refused administration.quorum");
  CHECK(desk.record("deputy", "ActEndorsed", endorsing(act)) == "refused administration.quorum");
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == "accepted");
  CHECK_FALSE(is_in_office(desk, "second"));
}

TEST_CASE("A quorum of three waits for the third, and each endorsement before it says that it is not enough") {
  RuleDesk desk;
  with_three(desk).set_charter("administration.quorum", "3");
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "OfficerRelieved", "'person':'second'") == waits);
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == waits);
  CHECK(is_in_office(desk, "second"));
  CHECK(desk.record("second", "ActEndorsed", endorsing(act)) == "accepted");
  CHECK_FALSE(is_in_office(desk, "second"));
}

TEST_CASE("An act is judged again when it takes effect: what changed meanwhile can stop it") {
  RuleDesk desk;
  with_three(desk);
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "OfficerAppointed", appointing(desk, "fourth", "'administrator'")) == waits);
  REQUIRE(desk.record("second", "OfficerAppointed", appointing(desk, "fourth", "'recorder'")) == "accepted");
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == "refused identity.unique");
  CHECK(desk.said().find("cannot take effect any more") != std::string::npos);
}

TEST_CASE("Who left, and a key that was revoked, no longer stand behind an act") {
  RuleDesk desk;
  with_three(desk).appoint("fourth", {10}).set_charter("administration.quorum", "3");
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "OfficerAppointed", appointing(desk, "fifth", "'administrator'")) == waits);
  REQUIRE(desk.record("second", "ActEndorsed", endorsing(act)) == waits);
  REQUIRE(desk.record("second", "KeyRevoked", "'key':'" + desk.key_hex("second") + "','since':1,'reason':'stolen'") ==
          "accepted");
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == waits);
  CHECK(desk.record("fourth", "ActEndorsed", endorsing(act)) == "accepted");
  CHECK(is_in_office(desk, "fifth"));
}

TEST_CASE("An act that waited longer than the charter's days has lapsed") {
  RuleDesk desk;
  with_three(desk);
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "OfficerRelieved", "'person':'second'") == waits);
  desk.today("2025-07-30");
  const std::uint64_t other = desk.size();
  REQUIRE(desk.record("administrator", "OfficerRelieved", "'person':'second','reason':'again'") == waits);
  desk.today("2025-07-31");
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == "refused administration.quorum");
  CHECK(desk.record("third", "ActEndorsed", endorsing(other)) == "accepted");
}

TEST_CASE("What would be refused is refused at once and does not wait") {
  RuleDesk desk;
  with_three(desk);
  CHECK(desk.record("administrator", "OfficerRelieved", "'person':'nobody'") == "refused event.reference");
  CHECK(desk.record("administrator", "OfficerAppointed",
                    "'person':'x','name':'x','roles':['administrator'],'key':'" + desk.key_hex("second") +
                        "','proof':'" + std::string(128, '0') + "'") == "refused key.possession");
}

TEST_CASE("A charter that is older than the quorum asks for one administrator only") {
  RuleDesk desk;
  with_three(desk);
  auto parameters = desk.facts().charter_parameters();
  std::erase_if(parameters, [](const Parameter& parameter) { return parameter.name.starts_with("administration."); });
  desk.facts().adopt_charter(parameters);
  CHECK(desk.record("administrator", "OfficerRelieved", "'person':'second'") == "accepted");
}

TEST_CASE("The charter is amended by administrators instead of a decision, never by one alone") {
  RuleDesk desk;
  const std::string amendment =
      "'number':'A1','changes':[{'name':'carry_over.years','value':'3'}],'effective':'2025-08-30','reason':'r'";
  CHECK(desk.record("administrator", "CharterAmended", amendment) == "refused administration.quorum");
  with_three(desk);
  desk.set_charter("administration.quorum", "1");
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "CharterAmended", amendment) == waits);
  desk.today("2025-07-10");
  CHECK(desk.record("second", "ActEndorsed", endorsing(act)) == "accepted");
  desk.today("2025-08-30");
  REQUIRE(desk.record("administrator", "BodyRegistered", "'body':'b','name':'某乡','type':'township'") == "accepted");
  CHECK(desk.facts().charter_parameters_on(Day(0)).size() == desk.facts().charter_parameters().size());
  CHECK(find_parameter(desk.facts().charter_parameters(), "carry_over.years")->value == "3");
}

TEST_CASE("An amendment endorsed too late no longer gives its notice days") {
  RuleDesk desk;
  with_three(desk);
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "CharterAmended",
                      "'number':'A1','changes':[{'name':'carry_over.years','value':'3'}],'effective':'2025-07-10'") ==
          waits);
  desk.today("2025-07-05");
  CHECK(desk.record("second", "ActEndorsed", endorsing(act)) == "refused charter.amendment");
}

// ---- a lost administrator's key

namespace {

void decide_appointment(RuleDesk& desk, const std::string& id) {
  DecisionFact fact;
  fact.kind = static_cast<std::uint8_t>(DecisionClass::appointment);
  fact.state = DecisionState::adopted;
  fact.body = "council";
  desk.facts().set_decision(id, fact);
}

std::string recovering(RuleDesk& desk, const std::string& key_name) {
  return "'person':'administrator'," + desk.proven_key("administrator", key_name) + ",'decision':'R1','reason':'lost'";
}

}  // namespace

TEST_CASE("A lost administrator's key is replaced on a decision, after the days to object, and leaves its trace") {
  RuleDesk desk;
  CHECK(desk.record("secretary", "AdministratorRecovered", recovering(desk, "k0")) == "refused administration.quorum");
  desk.set_decision("R1", "0.00");
  CHECK(desk.record("secretary", "AdministratorRecovered", recovering(desk, "k1")) == "refused administration.quorum");
  decide_appointment(desk, "R1");
  CHECK(desk.record("recorder", "AdministratorRecovered", recovering(desk, "k2")) == "refused event.role");
  CHECK(desk.record("secretary", "AdministratorRecovered", recovering(desk, "new")) == "found administrator.recovered");
  CHECK(desk.record("approver", "AdministratorRecovered", recovering(desk, "k3")) == "refused identity.unique");
  const std::string body = "'body':'b','name':'某乡','type':'township'";
  CHECK(desk.record("new", "BodyRegistered", body) == "refused event.author");
  desk.today("2025-07-06");
  CHECK(desk.record("new", "BodyRegistered", body) == "refused event.author");
  desk.today("2025-07-07");
  CHECK(desk.record("new", "BodyRegistered", body) == "accepted");
}

TEST_CASE("Nobody records a new key for themselves, and only administrators' keys are recovered") {
  RuleDesk desk;
  decide_appointment(desk, "R1");
  desk.appoint("both", {4, 10});
  CHECK(desk.record("both", "AdministratorRecovered",
                    "'person':'both'," + desk.proven_key("both", "k1") + ",'decision':'R1','reason':'lost'") ==
        "refused separation.person");
  CHECK(desk.record("secretary", "AdministratorRecovered",
                    "'person':'recorder'," + desk.proven_key("recorder", "k2") + ",'decision':'R1','reason':'lost'") ==
        "refused administration.quorum");
}

TEST_CASE("Until it takes force, any administrator alone stops a recovered key, for ever") {
  RuleDesk desk;
  desk.appoint("second", {10});
  decide_appointment(desk, "R1");
  REQUIRE(desk.record("secretary", "AdministratorRecovered", recovering(desk, "new")) ==
          "found administrator.recovered");
  const std::string stop = "'key':'" + desk.key_hex("new") + "','since':1,'reason':'not lost'";
  CHECK(desk.record("recorder", "KeyRevoked", stop) == "refused event.role");
  CHECK(desk.record("second", "KeyRevoked", stop) == "accepted");
  desk.today("2025-07-20");
  CHECK(desk.record("new", "BodyRegistered", "'body':'b','name':'某乡','type':'township'") == "refused event.author");
}

// ---- the log key

TEST_CASE("A log key is followed by one that the old key hands over to; without that it stays a lead") {
  RuleDesk desk;
  LedgerFact ledger = *desk.facts().ledger();
  const SecretKey old_key = SecretKey::generate();
  const SecretKey new_key = SecretKey::generate();
  ledger.log_key = old_key.public_key();
  desk.facts().set_ledger(ledger);
  const LogKeyHandover handover{ledger.genesis, old_key.public_key(), new_key.public_key()};
  const auto signature = [&](const SecretKey& key) { return to_hex(sign_handover(key, handover).view()); };
  const std::string key = "'key':'" + to_hex(new_key.public_key().view()) + "','reason':'r','proof':'";
  CHECK(desk.record("administrator", "LogKeyRotated", key + signature(old_key) + "'") == "refused log-key.handover");
  CHECK(desk.record("administrator", "LogKeyRotated",
                    key + signature(new_key) + "','handover':'" + signature(new_key) + "'") ==
        "refused log-key.handover");
  CHECK(desk.record("recorder", "LogKeyRotated", key + signature(new_key) + "'") == "refused event.role");
  const std::uint64_t at = desk.size();
  CHECK(desk.record("administrator", "LogKeyRotated",
                    key + signature(new_key) + "','handover':'" + signature(old_key) + "'") == "accepted");
  REQUIRE(desk.facts().log_keys().size() == 2);
  CHECK(desk.facts().log_keys().back().since == at);
  CHECK(desk.facts().log_keys().back().key == new_key.public_key());
  CHECK(desk.record("administrator", "LogKeyRotated",
                    key + signature(new_key) + "','handover':'" + signature(old_key) + "'") == "refused key.once");

  const SecretKey third = SecretKey::generate();
  const LogKeyHandover lost{ledger.genesis, new_key.public_key(), third.public_key()};
  CHECK(desk.record("administrator", "LogKeyRotated",
                    "'key':'" + to_hex(third.public_key().view()) + "','reason':'lost','proof':'" +
                        to_hex(sign_handover(third, lost).view()) + "'") == "found log-key.no-handover");
  CHECK_FALSE(desk.facts().log_keys().back().handed_over);
}

TEST_CASE("A log key's rotation waits for the quorum like an act about administrators") {
  RuleDesk desk;
  with_three(desk);
  LedgerFact ledger = *desk.facts().ledger();
  const SecretKey old_key = SecretKey::generate();
  const SecretKey new_key = SecretKey::generate();
  ledger.log_key = old_key.public_key();
  desk.facts().set_ledger(ledger);
  const LogKeyHandover handover{ledger.genesis, old_key.public_key(), new_key.public_key()};
  const std::uint64_t act = desk.size();
  REQUIRE(desk.record("administrator", "LogKeyRotated",
                      "'key':'" + to_hex(new_key.public_key().view()) + "','reason':'lost','proof':'" +
                          to_hex(sign_handover(new_key, handover).view()) + "'") == waits);
  CHECK(desk.facts().log_keys().size() == 1);
  CHECK(desk.record("third", "ActEndorsed", endorsing(act)) == "found log-key.no-handover");
  CHECK(desk.facts().log_keys().size() == 2);
}

// ---- what was signed with a key that was not its owner's any more

TEST_CASE(
    "Entries between a key's compromise and its revocation are re-confirmed once, by another officer of the role") {
  RuleDesk desk;
  desk.budget_line(2025, "A1", 1, "1000.00");
  const auto code = [&](const std::string& number) {
    return desk.record("recorder", "CodeDefined",
                       "'year':2025,'table':'economic','code':'" + number + "','name':'某项'");
  };
  const std::uint64_t before = desk.size();
  REQUIRE(code("30201") == "accepted");
  const std::uint64_t suspect = desk.size();
  REQUIRE(code("30202") == "accepted");
  const std::string one = "'positions':[" + std::to_string(suspect) + "],'reason':'checked'";
  CHECK(desk.record("second_recorder", "EntriesReconfirmed", one) == "refused reconfirmation.due");
  REQUIRE(desk.record("administrator", "KeyRevoked",
                      "'key':'" + desk.key_hex("recorder") + "','since':" + std::to_string(suspect) +
                          ",'reason':'stolen'") == "accepted");
  desk.give_key("recorder", "recorder_new");
  CHECK(desk.record("recorder_new", "EntriesReconfirmed", one) == "refused separation.person");
  CHECK(desk.record("approver", "EntriesReconfirmed", one) == "refused event.role");
  CHECK(desk.record("reviewer", "EntriesReconfirmed",
                    "'positions':[" + std::to_string(before) + "],'reason':'checked'") == "refused reconfirmation.due");
  CHECK(desk.record("reviewer", "EntriesReconfirmed", "'positions':[99],'reason':'checked'") ==
        "refused event.reference");
  CHECK(desk.record("reviewer", "EntriesReconfirmed", one) == "accepted");
  CHECK(desk.record("second_recorder", "EntriesReconfirmed", one) == "refused reconfirmation.due");
}

TEST_CASE("What a rotated key signed is not in doubt; what a key revoked from the beginning signed all is") {
  RuleDesk desk;
  const auto code = [&](const std::string& signer, const std::string& number) {
    return desk.record(signer, "CodeDefined", "'year':2025,'table':'economic','code':'" + number + "','name':'某项'");
  };
  const std::uint64_t first = desk.size();
  REQUIRE(code("recorder", "30201") == "accepted");
  REQUIRE(desk.record("recorder", "KeyRegistered",
                      "'person':'recorder'," + desk.proven_key("recorder", "next") + ",'replaces':'" +
                          desk.key_hex("recorder") + "'") == "accepted");
  CHECK(desk.record("reviewer", "EntriesReconfirmed",
                    "'positions':[" + std::to_string(first) + "],'reason':'checked'") == "refused reconfirmation.due");
  const std::uint64_t second = desk.size();
  REQUIRE(code("next", "30202") == "accepted");
  REQUIRE(desk.record("administrator", "KeyRevoked", "'key':'" + desk.key_hex("next") + "','reason':'stolen'") ==
          "accepted");
  CHECK(desk.record("reviewer", "EntriesReconfirmed",
                    "'positions':[" + std::to_string(second) + "],'reason':'checked'") == "accepted");
}
