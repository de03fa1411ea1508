// 三重一大: a proposal, the steps that the charter makes mandatory, the meeting, the resolution. What a meeting decided
// is computed here from those who were present and how they voted, never taken from what the record asserts.
//
// Invariants of a decision whose rules the charter refuses to break, in the order of events in the log:
//   adopted ⇒ every mandatory step but the meeting itself passed, none of them dated after the meeting
//   adopted ⇒ the legal review did not fail, mandatory or not (重大行政决策程序暂行条例 §25)
//   resolved ⇒ present ≥ quorum × due;  adopted ⇒ for > pass × base;  resolved once

#include <algorithm>
#include <iterator>
#include <set>

#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using schema::Step;

constexpr const char* step_names[] = {"research", "public-comment", "stakeholder", "expert",    "association", "legal",
                                      "risk",     "meeting",        "notice",      "execution", "evaluation"};
constexpr const char* body_types[] = {"federation",  "council",     "presidium", "party-group",
                                      "association", "subordinate", "township",  "organisation"};

constexpr std::uint32_t bit(Step step) {
  return 1U << static_cast<unsigned>(step);
}

std::optional<Step> step_by_name(std::string_view name) {
  const auto found = std::find(std::begin(step_names), std::end(step_names), name);
  if (found == std::end(step_names)) return std::nullopt;
  return static_cast<Step>(found - std::begin(step_names));
}

// Steps that follow a resolution, or are it: a charter may demand them, but never before the meeting.
bool comes_before_the_meeting(Step step) {
  return step != Step::MEETING && step != Step::NOTICE && step != Step::EXECUTION && step != Step::EVALUATION;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ", ";
    text += item;
  }
  return text;
}

template <class List>
std::vector<std::string> texts_of(List list) {
  std::vector<std::string> texts;
  texts.reserve(list.size());
  for (const auto text : list) texts.push_back(text_of(text));
  return texts;
}

bool has(const std::vector<std::string>& items, std::string_view item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool is_in_office(Judge& judge, std::string_view person) {
  const auto fact = judge.facts.person(person);
  return fact && fact->relieved_at == 0;
}

bool require_body(Judge& judge, std::string_view body) {
  return judge.require(
      judge.facts.body(body).has_value(), Rule::event_reference,
      [&] { return say("The body “{0}” is not registered in this ledger.", {body}); },
      N_("Register the body first, or correct its identifier."));
}

void judge_proposed(Judge& judge, schema::DecisionProposed::Reader event) {
  const std::string_view id = view_of(event.getDecision());
  if (!require_body(judge, view_of(event.getBody()))) return;
  if (!judge.require(
          is_in_office(judge, view_of(event.getProposer())), Rule::event_reference,
          [&] { return say("The proposer “{0}” is not in office here.", {view_of(event.getProposer())}); },
          N_("Name the officer who proposes it.")))
    return;
  if (!judge.take_identity(identity_family::decision, id, id)) return;

  DecisionFact fact;
  fact.kind = static_cast<std::uint8_t>(event.getClass());
  fact.body = text_of(event.getBody());
  fact.proposer = text_of(event.getProposer());
  fact.amount_fen = event.getAmount();
  for (const auto reference : event.getLines()) {
    const std::string line =
        line_identity(view_of(reference.getBody()), reference.getYear(), view_of(reference.getLine()));
    if (!judge.require(
            judge.facts.line(line).has_value(), Rule::budget_line_exists,
            [&] {
              return say("The decision “{0}” concerns budget line “{1}” of {2}, which does not exist.",
                         {id, view_of(reference.getLine()), reference.getYear()});
            },
            N_("Record the budget line first, or leave it out where the budget is yet to come.")))
      return;
    fact.lines.push_back(line);
  }
  judge.facts.set_decision(id, fact);
}

std::optional<DecisionFact> recorded_decision(Judge& judge, std::string_view id) {
  auto fact = judge.facts.decision(id);
  judge.require(
      fact.has_value(), Rule::event_reference, [&] { return say("The decision “{0}” was never proposed.", {id}); },
      N_("Record the proposal (DecisionProposed) first, or correct the identifier."));
  return fact;
}

void judge_step(Judge& judge, schema::DecisionStepTaken::Reader event) {
  const std::string_view id = view_of(event.getDecision());
  auto fact = recorded_decision(judge, id);
  if (!fact) return;
  const Step step = event.getStep();
  if (!judge.require(
          step != Step::MEETING, Rule::event_reference,
          [&] {
            return say("The meeting on “{0}” is not a step of its own: who was present and how they voted is recorded.",
                       {id});
          },
          N_("Record MeetingHeld, then DecisionResolved.")))
    return;
  // §20: experts are chosen neutrally; whoever proposes cannot be the expert or the lawyer who reviews.
  if (!judge.require(
          view_of(event.getBy()) != fact->proposer || (step != Step::EXPERT && step != Step::LEGAL),
          Rule::separation_person,
          [&] {
            return say("{0} proposed “{1}” and cannot give its step “{2}”.",
                       {fact->proposer, id, step_names[static_cast<unsigned>(step)]});
          },
          N_("Let somebody else review it.")))
    return;

  const bool failed = event.getOutcome() == schema::Outcome::FAILED;
  auto& days = fact->steps_passed_on;
  const auto number = static_cast<std::uint8_t>(step);
  std::erase_if(days, [&](const auto& passed) { return passed.first == number; });
  if (failed) {
    fact->steps_failed |= bit(step);
    fact->steps_passed &= ~bit(step);
  } else {
    fact->steps_passed |= bit(step);
    fact->steps_failed &= ~bit(step);
    days.emplace_back(number, judge.envelope.date);
  }
  judge.facts.set_decision(id, *fact);
}

void judge_meeting(Judge& judge, schema::MeetingHeld::Reader event) {
  const std::string_view id = view_of(event.getMeeting());
  if (!require_body(judge, view_of(event.getBody()))) return;
  MeetingFact fact;
  fact.body = text_of(event.getBody());
  fact.day = judge.envelope.date;
  fact.due = event.getDue();
  fact.present = texts_of(event.getPresent());
  fact.agenda = texts_of(event.getDecisions());

  std::set<std::string_view> seen;
  const auto counted_once = [&](std::string_view person) {
    return judge.require(
        seen.insert(person).second, Rule::event_fields,
        [&] {
          return say("The meeting “{0}” counts {1} twice.", {id, person});
        },
        N_("Name each person once: present with a vote, attending without one, or absent."));
  };
  for (const std::string& person : fact.present) {
    if (!counted_once(person)) return;
  }
  for (const auto person : event.getAttending()) {
    if (!counted_once(view_of(person))) return;
  }
  for (const auto absence : event.getAbsent()) {
    if (!counted_once(view_of(absence.getPerson()))) return;
  }
  const std::size_t accounted = fact.present.size() + event.getAbsent().size();
  if (!judge.require(
          fact.due > 0 && accounted <= fact.due, Rule::amount_arithmetic,
          [&] {
            return say("The meeting “{0}” was due to have {1} members, but {2} are named as present and {3} as absent.",
                       {id, fact.due, fact.present.size(), event.getAbsent().size()});
          },
          N_("Correct the number due, or list those without a vote as attending.")))
    return;
  if (!judge.require(
          has(fact.present, view_of(event.getChair())), Rule::event_reference,
          [&] {
            return say("{0} chaired the meeting “{1}” but is not among those present.",
                       {view_of(event.getChair()), id});
          },
          N_("Name the chair among the members present.")))
    return;
  for (const std::string& decision : fact.agenda) {
    if (!recorded_decision(judge, decision)) return;
  }
  if (!judge.take_identity(identity_family::meeting, id, id)) return;
  judge.facts.set_meeting(id, fact);
}

bool judge_steps(Judge& judge, std::string_view id, const DecisionFact& decision, std::string_view meeting_id,
                 const MeetingFact& meeting) {
  std::vector<std::string> missing, late;
  for (const std::string& name : judge.facts.charter().steps(static_cast<DecisionClass>(decision.kind))) {
    const auto step = step_by_name(name);
    if (step && !comes_before_the_meeting(*step)) continue;
    // A step whose name this program does not know cannot have been taken.
    if (!step || (decision.steps_passed & bit(*step)) == 0) {
      missing.push_back(name);
      continue;
    }
    for (const auto& [number, day] : decision.steps_passed_on) {
      if (number == static_cast<std::uint8_t>(*step) && day > meeting.day) late.push_back(name);
    }
  }
  if ((decision.steps_failed & bit(Step::LEGAL)) != 0 && !has(missing, "legal")) missing.emplace_back("legal");
  return judge.require(
             missing.empty(), Rule::decision_steps,
             [&] {
               return say("The decision “{0}” cannot be adopted: these steps were not passed: {1}.",
                          {id, joined(missing)});
             },
             N_("Take and record the missing steps, then bring it before a meeting; a failed review must be "
                "repeated.")) &&
         judge.require(
             late.empty(), Rule::decision_steps,
             [&] {
               return say("The decision “{0}” was discussed at “{1}” on {2}, before these steps were taken: {3}.",
                          {id, meeting_id, to_text(meeting.day), joined(late)});
             },
             N_("Bring it before a meeting after its steps."));
}

// The meeting is one that may decide this matter, with the charter's quorum.
bool judge_meeting_for(Judge& judge, std::string_view id, const DecisionFact& decision, std::string_view meeting_id,
                       const MeetingFact& meeting) {
  const RuleParameters& charter = judge.facts.charter();
  const auto decision_class = static_cast<DecisionClass>(decision.kind);
  return judge.require(
             is_deciding_body(judge, decision_class, meeting.body), Rule::decision_steps,
             [&] {
               return say("“{0}” was a meeting of {1}, but by the charter {2} decides on “{3}”.",
                          {meeting_id, meeting.body, charter.deciding_body(decision_class), id});
             },
             N_("Bring it before the body that the charter names for this class of decision, whichever the proposal "
                "names.")) &&
         judge.require(
             has(meeting.agenda, id) || charter.ad_hoc_motion_allowed, Rule::decision_steps,
             [&] {
               return say("“{0}” was not on the agenda of the meeting “{1}”.", {id, meeting_id});
             },
             N_("Put it on the agenda of a meeting; the charter allows no ad-hoc motions.")) &&
         judge.require(
             charter.quorum.is_reached_by(static_cast<std::int64_t>(meeting.present.size()), meeting.due),
             Rule::decision_quorum,
             [&] {
               return say("{0} of {1} members were present at “{2}”; the charter asks for {3}/{4}.",
                          {meeting.present.size(), meeting.due, meeting_id, charter.quorum.num, charter.quorum.den});
             },
             N_("Bring it before a meeting that has a quorum."));
}

void judge_resolved(Judge& judge, schema::DecisionResolved::Reader event) {
  const std::string_view id = view_of(event.getDecision());
  const std::string_view meeting_id = view_of(event.getMeeting());
  auto decision = recorded_decision(judge, id);
  if (!decision) return;
  if (decision->state != DecisionState::proposed) {
    return judge.refuse(Rule::identity_unique,
                        decision->state == DecisionState::adopted
                            ? say("The decision “{0}” was already adopted.", {id})
                            : say("The decision “{0}” was already rejected.", {id}),
                        N_("Propose the matter anew under an identifier of its own."), ErrorKind::conflict);
  }
  const auto meeting = judge.facts.meeting(meeting_id);
  if (!judge.require(
          meeting.has_value(), Rule::event_reference,
          [&] { return say("The meeting “{0}” is not recorded.", {meeting_id}); },
          N_("Record the meeting (MeetingHeld) first, or correct its identifier.")))
    return;

  const std::vector<std::string> recused = texts_of(event.getRecused());
  std::set<std::string_view> withdrawn;
  for (const std::string& person : recused) {
    if (has(meeting->present, person)) withdrawn.insert(person);
  }
  const std::int64_t voters = static_cast<std::int64_t>(meeting->present.size() - withdrawn.size());
  const std::int64_t votes = std::int64_t{event.getFor()} + event.getAgainst() + event.getAbstained();
  if (!judge.require(
          votes <= voters, Rule::amount_arithmetic,
          [&] {
            return say("{0} votes on “{1}” were counted, but only {2} members could vote: {3} present, {4} recused.",
                       {votes, id, voters, meeting->present.size(), withdrawn.size()});
          },
          N_("Correct the counts, or the list of those recused.")))
    return;
  if (!judge_meeting_for(judge, id, *decision, meeting_id, *meeting)) return;

  const RuleParameters& charter = judge.facts.charter();
  const std::int64_t base =
      charter.pass_base == PassBase::due ? meeting->due : static_cast<std::int64_t>(meeting->present.size());
  const bool carried = charter.pass.is_exceeded_by(event.getFor(), base);
  if (!event.getAdopted()) {
    if (carried) {
      return judge.refuse(
          Rule::amount_arithmetic,
          say("“{0}” is recorded as rejected, but {1} of {2} votes for it exceed the charter's {3}/{4}.",
              {id, event.getFor(), base, charter.pass.num, charter.pass.den}),
          N_("Correct the counts, or record it as adopted."));
    }
    decision->state = DecisionState::rejected;
    return judge.facts.set_decision(id, *decision);
  }
  if (!judge.require(
          carried, Rule::decision_majority,
          [&] {
            return say("“{0}” has {1} votes for it out of {2}; the charter asks for more than {3}/{4}.",
                       {id, event.getFor(), base, charter.pass.num, charter.pass.den});
          },
          N_("Record it as rejected, or correct the counts.")))
    return;
  if (!judge.require(
          event.getAmount() <= decision->amount_fen, Rule::amount_arithmetic,
          [&] {
            return say("The meeting adopted {0} yuan for “{1}”, more than the {2} yuan that were proposed.",
                       {to_yuan_grouped(Fen(event.getAmount())), id, to_yuan_grouped(Fen(decision->amount_fen))});
          },
          N_("Propose the larger amount as a decision of its own.")))
    return;
  if (!judge_steps(judge, id, *decision, meeting_id, *meeting)) return;
  decision->state = DecisionState::adopted;
  decision->decided_by = meeting->body;
  decision->amount_fen = event.getAmount();
  judge.facts.set_decision(id, *decision);
}

}  // namespace

// By its identifier; where no body has that identifier, every body of that kind ("council") is meant.
bool is_deciding_body(Judge& judge, DecisionClass decision_class, const std::string& body) {
  const std::string& wanted = judge.facts.charter().deciding_body(decision_class);
  if (body == wanted) return true;
  if (judge.facts.body(wanted)) return false;
  const auto fact = judge.facts.body(body);
  return fact && fact->type < std::size(body_types) && body_types[fact->type] == wanted;
}

void judge_decision(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case schema::Event::DECISION_PROPOSED:
      return judge_proposed(judge, event.getDecisionProposed());
    case schema::Event::DECISION_STEP_TAKEN:
      return judge_step(judge, event.getDecisionStepTaken());
    case schema::Event::MEETING_HELD:
      return judge_meeting(judge, event.getMeetingHeld());
    case schema::Event::DECISION_RESOLVED:
      return judge_resolved(judge, event.getDecisionResolved());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
