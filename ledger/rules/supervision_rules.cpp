// The presidium's oversight: a report is submitted with the digest of its figures and reviewed at a meeting of the body
// it went to, by somebody else; an opinion is answered by somebody else and judged by who raised it. And documents.

#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

Hash hash_of(capnp::Data::Reader data) {
  return Hash::from({data.begin(), data.size()}).value_or(Hash{});
}

void judge_submitted(Judge& judge, schema::ReportSubmitted::Reader event) {
  const std::string_view id = view_of(event.getReport());
  if (!judge.require(
          event.getPosition() <= judge.place.position.value, Rule::event_reference,
          [&] {
            return say("The report “{0}” claims to cover the entries below {1}, but the ledger has only {2}.",
                       {id, event.getPosition(), judge.place.position.value});
          },
          N_("Draw the report from this ledger and submit the position that it states.")))
    return;
  if (!judge.require(
          judge.facts.body(view_of(event.getTo())).has_value(), Rule::event_reference,
          [&] { return say("The report goes to “{0}”, a body that is not registered.", {view_of(event.getTo())}); },
          N_("Register the body first, or correct its identifier.")))
    return;
  if (!judge.take_identity(identity_family::report, id, id)) return;
  ReportFact fact;
  fact.name = text_of(event.getName());
  fact.to = text_of(event.getTo());
  fact.submitter = judge.person;
  fact.year = event.getYear();
  fact.digest = hash_of(event.getDigest());
  judge.facts.set_report(id, fact);
}

void judge_reviewed(Judge& judge, schema::ReportReviewed::Reader event) {
  const std::string_view id = view_of(event.getReport());
  auto report = judge.facts.report(id);
  if (!judge.require(
          report.has_value(), Rule::event_reference, [&] { return say("The report “{0}” was never submitted.", {id}); },
          N_("Record its submission (ReportSubmitted) first, or correct the identifier.")))
    return;
  if (report->reviewed) {
    return judge.refuse(Rule::identity_unique, say("The report “{0}” was already reviewed.", {id}),
                        N_("Submit a corrected report under an identifier of its own."), ErrorKind::conflict);
  }
  if (!judge.require(
          judge.person != report->submitter, Rule::separation_person,
          [&] {
            return say("{0} submitted the report “{1}” and cannot record its review.", {judge.person, id});
          },
          N_("Let another officer record the review.")))
    return;
  if (!judge.require(
          hash_of(event.getDigest()) == report->digest, Rule::event_reference,
          [&] { return say("The figures that were reviewed are not those of the submitted report “{0}”.", {id}); },
          N_("Review the report that was submitted: its figures digest must be the same.")))
    return;
  const std::string_view meeting_id = view_of(event.getMeeting());
  const auto meeting = judge.facts.meeting(meeting_id);
  if (!judge.require(
          meeting.has_value(), Rule::event_reference,
          [&] {
            return meeting_id.empty() ? say("The review of “{0}” names no meeting.", {id})
                                      : say("The meeting “{0}” is not recorded.", {meeting_id});
          },
          N_("Record the meeting (MeetingHeld) first and name it.")))
    return;
  if (!judge.require(
          meeting->body == report->to, Rule::event_reference,
          [&] {
            return say("The report “{0}” went to {1}, but “{2}” was a meeting of {3}.",
                       {id, report->to, meeting_id, meeting->body});
          },
          N_("Name the meeting of the body that the report went to.")))
    return;
  report->reviewed = true;
  judge.facts.set_report(id, *report);
}

void judge_raised(Judge& judge, schema::OpinionRaised::Reader event) {
  const std::string_view id = view_of(event.getOpinion());
  const std::string_view report = view_of(event.getReport());
  if (!judge.require(
          report.empty() || judge.facts.report(report).has_value(), Rule::event_reference,
          [&] {
            return say("The opinion “{0}” is about report “{1}”, which was never submitted.", {id, report});
          },
          N_("Correct the report's identifier, or leave it out for a proposal of its own.")))
    return;
  if (!judge.take_identity(identity_family::opinion, id, id)) return;
  OpinionFact fact;
  fact.raised_by = judge.person;
  judge.facts.set_opinion(id, fact);
}

std::optional<OpinionFact> open_opinion(Judge& judge, std::string_view id) {
  auto opinion = judge.facts.opinion(id);
  if (!judge.require(
          opinion.has_value(), Rule::event_reference, [&] { return say("The opinion “{0}” was never raised.", {id}); },
          N_("Correct the opinion's identifier.")))
    return std::nullopt;
  if (opinion->judged) {
    judge.refuse(Rule::identity_unique, say("The reply to “{0}” was already judged satisfying.", {id}),
                 N_("Raise what is left open as an opinion of its own."), ErrorKind::conflict);
    return std::nullopt;
  }
  return opinion;
}

void judge_answered(Judge& judge, schema::OpinionAnswered::Reader event) {
  const std::string_view id = view_of(event.getOpinion());
  auto opinion = open_opinion(judge, id);
  if (!opinion) return;
  if (!judge.require(
          judge.person != opinion->raised_by, Rule::separation_person,
          [&] {
            return say("{0} raised the opinion “{1}” and cannot answer it.", {judge.person, id});
          },
          N_("Let the office that handles it record the answer.")))
    return;
  opinion->answered_by = judge.person;
  judge.facts.set_opinion(id, *opinion);
}

void judge_judged(Judge& judge, schema::OpinionJudged::Reader event) {
  const std::string_view id = view_of(event.getOpinion());
  auto opinion = open_opinion(judge, id);
  if (!opinion) return;
  if (judge.person != opinion->raised_by) {
    return judge.refuse(Rule::event_role,
                        say("The opinion “{0}” was raised by {1}; only they judge the answer, not {2}.",
                            {id, opinion->raised_by, judge.person}),
                        N_("Let the person who raised it record whether the answer satisfies."), ErrorKind::permission);
  }
  if (!judge.require(
          !opinion->answered_by.empty(), Rule::event_reference,
          [&] { return say("The opinion “{0}” has no answer yet that could be judged.", {id}); },
          N_("Record the answer (OpinionAnswered) first.")))
    return;
  // 不满意 sends it back: it waits for another answer, and that one is judged again.
  opinion->judged = event.getSatisfaction() != schema::Satisfaction::DISSATISFIED;
  if (!opinion->judged) opinion->answered_by.clear();
  judge.facts.set_opinion(id, *opinion);
}

void judge_document(Judge& judge, schema::DocumentAdded::Reader event) {
  const Hash hash = hash_of(event.getDocument());
  judge.take_identity(identity_family::document, as_text(hash.view()), to_hex(hash.view()));
}

}  // namespace

void judge_supervision(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case schema::Event::REPORT_SUBMITTED:
      return judge_submitted(judge, event.getReportSubmitted());
    case schema::Event::REPORT_REVIEWED:
      return judge_reviewed(judge, event.getReportReviewed());
    case schema::Event::OPINION_RAISED:
      return judge_raised(judge, event.getOpinionRaised());
    case schema::Event::OPINION_ANSWERED:
      return judge_answered(judge, event.getOpinionAnswered());
    case schema::Event::OPINION_JUDGED:
      return judge_judged(judge, event.getOpinionJudged());
    case schema::Event::DOCUMENT_ADDED:
      return judge_document(judge, event.getDocumentAdded());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
