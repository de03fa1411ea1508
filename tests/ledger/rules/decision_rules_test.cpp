// 三重一大 at the door: steps, quorum, votes – computed, never asserted.

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

// A project of 2.0224 million yuan, as the department's 2024 accounts have it.
constexpr const char* proposal =
    "'decision':'D1','class':'project','title':'社会工作项目','body':'council','amount':'2022400.00',"
    "'proposer':'recorder'";

std::string names(unsigned count) {
  std::string list = "[";
  for (unsigned i = 1; i <= count; ++i) list += (i > 1 ? ",'m" : "'m") + std::to_string(i) + "'";
  return list + "]";
}

std::string meeting(std::string_view id, unsigned due, unsigned present, std::string_view agenda = "['D1']",
                    std::string_view body = "council") {
  return "'meeting':'" + std::string(id) + "','body':'" + std::string(body) + "','due':" + std::to_string(due) +
         ",'present':" + names(present) + ",'decisions':" + std::string(agenda) + ",'chair':'m1'";
}

std::string resolution(std::string_view meeting_id, unsigned votes_for, unsigned against, bool adopted = true,
                       std::string_view yuan = "2022400.00") {
  return "'decision':'D1','meeting':'" + std::string(meeting_id) + "','for':" + std::to_string(votes_for) +
         ",'against':" + std::to_string(against) + ",'abstained':0,'adopted':" + (adopted ? "true" : "false") +
         ",'amount':'" + std::string(yuan) + "'";
}

std::string take_step(RuleDesk& desk, std::string_view step, std::string_view outcome = "passed",
                      std::string_view by = "lawyer", std::string_view day = {}) {
  return desk.record("secretary", "DecisionStepTaken",
                     "'decision':'D1','step':'" + std::string(step) + "','by':'" + std::string(by) + "','outcome':'" +
                         std::string(outcome) + "'",
                     day);
}

void propose(RuleDesk& desk) {
  REQUIRE(desk.record("secretary", "DecisionProposed", proposal) == "accepted");
}

void propose_with_steps(RuleDesk& desk) {
  propose(desk);
  for (const char* step : {"research", "legal", "risk"}) REQUIRE(take_step(desk, step) == "accepted");
}

DecisionState state(RuleDesk& desk) {
  return desk.facts().decision("D1")->state;
}

}  // namespace

TEST_CASE("27 of 36 members present decide; 23 of 36 do not") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("few", 36, 23)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("few", 23, 0)) == "refused decision.quorum");
  CHECK(desk.said().find("23 of 36 members were present") != std::string::npos);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("full", 36, 27)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("full", 20, 7)) == "accepted");
  CHECK(state(desk) == DecisionState::adopted);
  CHECK(desk.facts().decision("D1")->amount_fen == 202240000);
}

TEST_CASE("24 of 36 is exactly two thirds and enough") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 36, 24)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 24, 0)) == "accepted");
}

TEST_CASE("Without a quorum nothing is rejected either") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("few", 36, 23)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("few", 1, 22, false)) == "refused decision.quorum");
  CHECK(state(desk) == DecisionState::proposed);
}

TEST_CASE("A majority is more than half of those due, however many came") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 36, 27)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 18, 9)) == "refused decision.majority");
  SECTION("by the default charter 18 of 36 is rejected") {
    REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 18, 9, false)) == "accepted");
    CHECK(state(desk) == DecisionState::rejected);
  }
  SECTION("19 of 36 is adopted, and cannot be recorded as rejected") {
    REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 19, 8, false)) == "refused amount.arithmetic");
    REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 19, 8)) == "accepted");
  }
  SECTION("a charter that counts those present adopts with 18 of 27") {
    desk.set_charter("decision.pass_base", "present");
    REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 18, 9)) == "accepted");
  }
}

TEST_CASE("More votes than voters are refused, and who is recused does not vote") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 1)) == "refused amount.arithmetic");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0) + ",'recused':['m2']") ==
          "refused amount.arithmetic");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 8, 0) + ",'recused':['m2']") == "accepted");
}

TEST_CASE("Every mandatory step must have passed before the meeting adopts") {
  const auto missing = GENERATE(as<std::string>{}, "research", "legal", "risk");
  RuleDesk desk;
  propose(desk);
  for (const char* step : {"research", "legal", "risk"}) {
    if (step != missing) REQUIRE(take_step(desk, step) == "accepted");
  }
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "refused decision.steps");
  CHECK(desk.said().find(missing) != std::string::npos);
  // The body may turn down what was badly prepared.
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 0, 9, false)) == "accepted");
}

TEST_CASE("A failed legal review blocks until it is repeated") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(take_step(desk, "legal", "failed") == "accepted");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "refused decision.steps");
  REQUIRE(take_step(desk, "legal", "passed-with-conditions") == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "accepted");
}

TEST_CASE("A failed legal review blocks even where the charter asks for none") {
  RuleDesk desk;
  desk.set_charter("decision.steps.project", "meeting");
  propose(desk);
  REQUIRE(take_step(desk, "legal", "failed") == "accepted");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "refused decision.steps");
}

TEST_CASE("A step dated after the meeting came too late for it") {
  RuleDesk desk;
  propose(desk);
  REQUIRE(take_step(desk, "research", "passed", "a", "2025-06-01") == "accepted");
  REQUIRE(take_step(desk, "risk", "passed", "a", "2025-06-10") == "accepted");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9), "2025-06-10") == "accepted");
  REQUIRE(take_step(desk, "legal", "passed", "lawyer", "2025-06-11") == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "refused decision.steps");
  CHECK(desk.said().find("2025-06-10") != std::string::npos);
}

TEST_CASE("Steps that follow a resolution are recorded and never asked for before it") {
  RuleDesk desk;
  desk.set_charter("decision.steps.project", "legal,meeting,notice,execution,evaluation");
  propose(desk);
  REQUIRE(take_step(desk, "legal") == "accepted");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "accepted");
  for (const char* step : {"notice", "execution", "evaluation"}) CHECK(take_step(desk, step) == "accepted");
}

TEST_CASE("The proposer is not the expert or the lawyer, and a meeting is no step") {
  RuleDesk desk;
  propose(desk);
  CHECK(take_step(desk, "legal", "passed", "recorder") == "refused separation.person");
  CHECK(take_step(desk, "expert", "passed", "recorder") == "refused separation.person");
  CHECK(take_step(desk, "research", "passed", "recorder") == "accepted");
  CHECK(take_step(desk, "meeting") == "refused event.reference");
}

TEST_CASE("A decision is made by its body, on its agenda, once") {
  RuleDesk desk;
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("P", 36, 36, "['D1']", "presidium")) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("P", 36, 0)) == "refused decision.steps");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("other", 9, 9, "[]")) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("other", 9, 0)) == "refused decision.steps");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("none", 9, 0)) == "refused event.reference");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0, true, "2022400.01")) ==
        "refused amount.arithmetic");
  REQUIRE(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0, true, "2000000.00")) == "accepted");
  CHECK(desk.facts().decision("D1")->amount_fen == 200000000);
  CHECK(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "refused identity.unique");
  CHECK(desk.record("secretary", "DecisionProposed", proposal) == "refused identity.unique");
}

TEST_CASE("The charter says which body decides, not the proposal") {
  RuleDesk desk;
  desk.set_charter("decision.steps.project", "meeting");
  REQUIRE(desk.record("secretary", "DecisionProposed",
                      "'decision':'D1','class':'project','title':'t','body':'township','amount':'2022400.00',"
                      "'proposer':'recorder'") == "accepted");
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("T", 3, 3, "['D1']", "township")) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("T", 3, 0)) == "refused decision.steps");
  CHECK(desk.said().find("township") != std::string::npos);
  CHECK(desk.said().find("council") != std::string::npos);
  SECTION("another body of that kind is not the one of that name") {
    REQUIRE(desk.record("administrator", "BodyRegistered", "'body':'own','name':'x','type':'council'") == "accepted");
    REQUIRE(desk.record("secretary", "MeetingHeld", meeting("O", 3, 3, "['D1']", "own")) == "accepted");
    CHECK(desk.record("secretary", "DecisionResolved", resolution("O", 3, 0)) == "refused decision.steps");
  }
  SECTION("the body of a kind decides where none has that name") {
    desk.set_charter("decision.body.project", "party-group");
    REQUIRE(desk.record("administrator", "BodyRegistered", "'body':'dz','name':'x','type':'party-group'") ==
            "accepted");
    REQUIRE(desk.record("secretary", "MeetingHeld", meeting("Z", 3, 3, "['D1']", "dz")) == "accepted");
    CHECK(desk.record("secretary", "DecisionResolved", resolution("Z", 3, 0)) == "accepted");
    CHECK(desk.facts().decision("D1")->decided_by == "dz");
  }
  SECTION("the charter's body decides whatever the proposal named") {
    REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "accepted");
    CHECK(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "accepted");
  }
}

TEST_CASE("An ad-hoc motion passes only under a charter that allows it") {
  RuleDesk desk;
  desk.set_charter("decision.ad_hoc_motion_allowed", "true");
  propose_with_steps(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9, "[]")) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("M", 9, 0)) == "accepted");
}

TEST_CASE("A charter that finds lets a meeting without quorum stand, and says so in the entry") {
  RuleDesk desk;
  desk.set_charter("rules.decision.quorum", "find").set_charter("rules.decision.steps", "find");
  propose(desk);
  REQUIRE(desk.record("secretary", "MeetingHeld", meeting("M", 36, 23)) == "accepted");
  CHECK(desk.record("secretary", "DecisionResolved", resolution("M", 23, 0)) == "found decision.steps decision.quorum");
  CHECK(state(desk) == DecisionState::adopted);
}

TEST_CASE("A meeting adds up: nobody twice, no more than were due, its chair present, its agenda proposed") {
  RuleDesk desk;
  propose(desk);
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 8, 9)) == "refused amount.arithmetic");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 10, 9) + ",'absent':[{'person':'x'},{'person':'y'}]") ==
        "refused amount.arithmetic");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 10, 9) + ",'attending':['m3']") == "refused event.fields");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 10, 9) + ",'absent':[{'person':'m3'}]") ==
        "refused event.fields");
  CHECK(desk.record("secretary", "MeetingHeld",
                    "'meeting':'M','body':'council','due':3,'present':['a','b'],'chair':'c'") ==
        "refused event.reference");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9, "['D9']")) == "refused event.reference");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9, "['D1']", "nobody")) == "refused event.reference");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 10, 9) + ",'attending':['blind-association']") ==
        "accepted");
  CHECK(desk.record("secretary", "MeetingHeld", meeting("M", 9, 9)) == "refused identity.unique");
}

TEST_CASE("A proposal names a body, an officer and lines that exist") {
  RuleDesk desk;
  const std::string fields = "'decision':'D2','class':'fund','title':'t','amount':'60000.00'";
  CHECK(desk.record("secretary", "DecisionProposed", fields + ",'body':'nobody','proposer':'recorder'") ==
        "refused event.reference");
  CHECK(desk.record("secretary", "DecisionProposed", fields + ",'body':'council','proposer':'stranger'") ==
        "refused event.reference");
  CHECK(desk.record("secretary", "DecisionProposed",
                    fields + ",'body':'council','proposer':'recorder','lines':[{'line':'P1','year':2025}]") ==
        "refused budget.line-exists");
  desk.budget_line(2025, "P1", 2, "100000.00");
  CHECK(desk.record("secretary", "DecisionProposed",
                    fields + ",'body':'council','proposer':'recorder','lines':[{'line':'P1','year':2025}]") ==
        "accepted");
}

// Events in any order, and the naive definition kept beside the desk from the accepted ones alone.
namespace {

struct Model {
  struct Meeting {
    unsigned due, present;
    bool on_agenda;
  };
  std::set<std::string> passed;
  std::map<std::string, Meeting> meetings;
  bool proposed = false, adopted = false;
};

std::string any_meeting() {
  return *rc::gen::element<std::string>("M1", "M2", "M3");
}

void some_event(RuleDesk& desk, Model& model) {
  switch (*rc::gen::weightedElement<int>({{1, 0}, {12, 1}, {5, 2}, {6, 3}})) {
    case 0:
      model.proposed |= desk.record("secretary", "DecisionProposed", proposal) == "accepted";
      return;
    case 1: {
      const auto step = *rc::gen::element<std::string>("research", "legal", "risk");
      const bool failed = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
      if (take_step(desk, step, failed ? "failed" : "passed") != "accepted") return;
      if (failed) model.passed.erase(step);
      if (!failed) model.passed.insert(step);
      return;
    }
    case 2: {
      const auto id = any_meeting();
      const auto due = *rc::gen::inRange(3U, 10U);
      const auto present = *rc::gen::inRange(2U, 10U);
      const bool on_agenda = *rc::gen::weightedElement<bool>({{5, true}, {1, false}});
      if (desk.record("secretary", "MeetingHeld", meeting(id, due, present, on_agenda ? "['D1']" : "[]")) ==
          "accepted") {
        model.meetings[id] = {due, present, on_agenda};
      }
      return;
    }
    default: {
      const auto id = any_meeting();
      const auto votes_for = *rc::gen::inRange(1U, 10U);
      const auto against = *rc::gen::weightedElement<unsigned>({{3, 0U}, {1, 1U}, {1, 2U}});
      if (desk.record("secretary", "DecisionResolved", resolution(id, votes_for, against)) != "accepted") return;
      const Model::Meeting& held = model.meetings.at(id);
      RC_ASSERT(model.proposed && !model.adopted);
      RC_ASSERT(model.passed.size() == 3U);
      RC_ASSERT(held.on_agenda);
      RC_ASSERT(held.present * 3 >= held.due * 2);
      RC_ASSERT(votes_for * 2 > held.due);
      RC_ASSERT(votes_for + against <= held.present);
      model.adopted = true;
    }
  }
}

}  // namespace

TEST_CASE("No order of events yields an adopted decision without its mandatory steps, a quorum and a majority") {
  unsigned adopted = 0;
  REQUIRE(rc::check("decisions", [&adopted] {
    RuleDesk desk;
    Model model;
    if (*rc::gen::weightedElement<bool>({{4, true}, {1, false}})) {
      propose(desk);
      model.proposed = true;
    }
    const int moves = *rc::gen::inRange(5, 60);
    for (int i = 0; i < moves; ++i) some_event(desk, model);
    const auto decision = desk.facts().decision("D1");
    RC_ASSERT(decision.has_value() == model.proposed);
    if (decision) RC_ASSERT((decision->state == DecisionState::adopted) == model.adopted);
    adopted += model.adopted ? 1 : 0;
  }));
  // Otherwise the property would say nothing.
  CHECK(adopted > 0);
}
