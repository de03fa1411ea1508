// The charter: adopted, amended; versions of rules switched.

#include <limits>

#include "ledger/charter/charter_check.h"
#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

std::vector<Parameter> parameters_of(capnp::List<schema::Parameter>::Reader list) {
  std::vector<Parameter> parameters;
  parameters.reserve(list.size());
  for (auto item : list) {
    parameters.push_back(
        Parameter{text_of(item.getName()), text_of(item.getValue()), text_of(item.getClause()), item.getIsDefault()});
  }
  return parameters;
}

bool are_sound(Judge& judge, const std::vector<Parameter>& parameters) {
  const auto sound = check_parameters(parameters);
  if (sound) return true;
  judge.refuse(Rule::charter_parameters, sound.error().message,
               N_("Check the file with “sunledger charter check FILE” and adopt it again."));
  return false;
}

void adopt_charter(Judge& judge, schema::CharterAdopted::Reader adopted) {
  if (judge.facts.has_charter()) {
    judge.refuse(Rule::charter_amendment, say("A charter is in force already."),
                 N_("Change it by an amendment (charter amend), which cites its decision and waits its notice days."));
    return;
  }
  const auto parameters = parameters_of(adopted.getParameters());
  if (are_sound(judge, parameters)) judge.facts.adopt_charter(parameters);
}

// The charter is a major matter: the body that decides on those adopted this very amendment, and no other one with it.
bool rests_on_its_decision(Judge& judge, std::string_view id) {
  const auto decision = judge.facts.decision(id);
  if (!decision || decision->state != DecisionState::adopted) {
    judge.refuse(Rule::charter_amendment, say("The amendment cites no decision that was adopted."),
                 N_("Resolve the decision first, then name it in the amendment."));
    return false;
  }
  if (decision->kind != static_cast<std::uint8_t>(DecisionClass::matter)) {
    judge.refuse(Rule::charter_amendment, say("The decision “{0}” is none on a major matter.", {id}),
                 N_("Have the amendment decided as a major matter (class “matter”), then name that decision."));
    return false;
  }
  if (!is_deciding_body(judge, DecisionClass::matter, decision->decided_by)) {
    judge.refuse(Rule::charter_amendment,
                 say("The decision “{0}” was adopted by {1}, but by the charter {2} decides on major matters.",
                     {id, decision->decided_by, judge.facts.charter().deciding_body(DecisionClass::matter)}),
                 N_("Bring the amendment before that body."));
    return false;
  }
  if (const auto holder = judge.facts.holder(identity_family::amendment_decision, id)) {
    judge.refuse(Rule::charter_amendment,
                 say("The decision “{0}” amended the charter at position {1} already.", {id, *holder}),
                 N_("An amendment rests on a decision of its own; put what one decision changes into one amendment."));
    return false;
  }
  judge.facts.hold(identity_family::amendment_decision, id, judge.place.position.value);
  return true;
}

void amend_charter(Judge& judge, schema::CharterAmended::Reader amended) {
  const std::string_view number = view_of(amended.getNumber());
  if (!judge.take_identity('A', number, number)) return;
  if (!judge.is_endorsed || amended.hasDecision()) {
    if (!rests_on_its_decision(judge, view_of(amended.getDecision()))) return;
  }
  const std::int64_t notice = judge.facts.charter().amendment_notice_days;
  if (amended.getEffective() < judge.recorded_day.since_1970 + std::max<std::int64_t>(notice, 1)) {
    judge.refuse(Rule::charter_amendment,
                 say("An amendment takes force {0} days after it is recorded at the earliest.",
                     {std::max<std::int64_t>(notice, 1)}),
                 N_("Choose a later day; an amendment never reaches back."));
    return;
  }
  const auto changes = parameters_of(amended.getChanges());
  if (const auto whole = amend(judge.facts.charter_parameters_on(Day(amended.getEffective())), changes); !whole) {
    judge.refuse(Rule::charter_parameters, whole.error().message, N_("Correct the amendment and record it again."));
    return;
  }
  judge.facts.plan_charter(Day(amended.getEffective()), changes);
  bool lost = false;
  judge.facts.charter_parameters_on(Day(std::numeric_limits<std::int32_t>::max()), &lost);
  if (lost) {
    judge.refuse(Rule::charter_parameters,
                 say("With this amendment, another one that is recorded for a later day could not take force."),
                 N_("Choose a later day than the recorded amendment's, or values that fit it."));
  }
}

void switch_rule(Judge& judge, schema::RuleSwitched::Reader switched) {
  const RuleText* rule = rule_by_name(view_of(switched.getRule()));
  if (rule == nullptr || switched.getVersion() > rule->version) {
    judge.refuse(Rule::event_kind,
                 say("This program does not know rule “{0}” in version {1}.",
                     {view_of(switched.getRule()), switched.getVersion()}),
                 N_("Install the newer program first, everywhere this ledger is verified."), ErrorKind::incomplete);
    return;
  }
  if (switched.getVersion() <= judge.facts.rule_version(rule->rule)) {
    judge.refuse(Rule::event_reference, say("Rule “{0}” is in force in that version or a later one.", {rule->name}));
    return;
  }
  judge.facts.set_rule_version(rule->rule, switched.getVersion());
}

}  // namespace

void judge_charter(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::CHARTER_ADOPTED:
      return adopt_charter(judge, event.getCharterAdopted());
    case Event::CHARTER_AMENDED:
      return amend_charter(judge, event.getCharterAmended());
    case Event::RULE_SWITCHED:
      return switch_rule(judge, event.getRuleSwitched());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
