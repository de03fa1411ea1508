#include "cli/demo/tell.h"

#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"

namespace sunledger::demo {
namespace {

using Event = schema::Event;

std::string yuan(std::int64_t fen) {
  return to_yuan_grouped(Fen(fen));
}

// Officers by their names, others (firms, offices) as they are written.
std::string name_of(const Ledger& ledger, std::string_view person) {
  const auto fact = ledger.facts().person(person);
  return fact ? fact->name : std::string(person);
}

std::string tell_batch(schema::SubsidyBatchRecorded::Reader batch) {
  std::string text = say("Batch {0}, {1}:", {view_of(batch.getBatch()), view_of(batch.getPeriod())});
  for (const auto tier : batch.getTiers()) {
    text += "\n        " + say("{0}: {1} persons × {2} months × {3} = {4} yuan",
                               {view_of(tier.getTier()), tier.getPersons(), tier.getMonths(), yuan(tier.getRate()),
                                yuan(tier.getAmount())});
  }
  return text + "\n        " + say("total: {0} yuan", {yuan(batch.getTotal())});
}

std::string tell_payment(schema::PaymentRecorded::Reader payment) {
  std::int64_t fen = 0;
  for (const auto part : payment.getParts()) fen += part.getAmount();
  return say("Voucher {0}: {1} yuan to {2} ({3})",
             {view_of(payment.getVoucher()), yuan(fen), view_of(payment.getPayee()), to_capital_chinese(Fen(fen))});
}

std::string tell_meeting(schema::MeetingHeld::Reader meeting) {
  return say(
      "Meeting {0}: {1} of {2} members present, {3} attending without a vote",
      {view_of(meeting.getMeeting()), meeting.getPresent().size(), meeting.getDue(), meeting.getAttending().size()});
}

std::string tell_resolved(schema::DecisionResolved::Reader resolved) {
  return say("{0} over {1} yuan: {2} for, {3} against, {4} abstained – {5}",
             {view_of(resolved.getDecision()), yuan(resolved.getAmount()), resolved.getFor(), resolved.getAgainst(),
              resolved.getAbstained(), resolved.getAdopted() ? say("adopted") : say("rejected")});
}

std::string tell_event(const Ledger& ledger, Event::Reader event) {
  switch (event.which()) {
    case Event::NOTICE_RECEIVED: {
      const auto notice = event.getNoticeReceived();
      return say("Notice {0}: {1} yuan", {view_of(notice.getNumber()), yuan(notice.getAmount())});
    }
    case Event::LINE_APPROVED: {
      const auto line = event.getLineApproved();
      return say("Budget line {0}, {1}, {2}: {3} yuan", {view_of(line.getLine()), view_of(line.getFunction()),
                                                         view_of(line.getProject()), yuan(line.getAmount())});
    }
    case Event::SUBSIDY_BATCH_RECORDED:
      return tell_batch(event.getSubsidyBatchRecorded());
    case Event::PAYMENT_RECORDED:
      return tell_payment(event.getPaymentRecorded());
    case Event::DECISION_PROPOSED: {
      const auto proposed = event.getDecisionProposed();
      return say("Proposal {0}: {1}, {2} yuan",
                 {view_of(proposed.getDecision()), view_of(proposed.getTitle()), yuan(proposed.getAmount())});
    }
    case Event::DECISION_STEP_TAKEN: {
      const auto step = event.getDecisionStepTaken();
      return say("Step of {0} by {1}: {2}",
                 {view_of(step.getDecision()), name_of(ledger, view_of(step.getBy())), view_of(step.getOpinion())});
    }
    case Event::MEETING_HELD:
      return tell_meeting(event.getMeetingHeld());
    case Event::DECISION_RESOLVED:
      return tell_resolved(event.getDecisionResolved());
    case Event::OFFER_RECEIVED: {
      const auto offer = event.getOfferReceived();
      return say("Quote: {0}, {1} yuan", {view_of(offer.getSupplier()), yuan(offer.getAmount())});
    }
    case Event::CONTRACT_AWARDED: {
      const auto award = event.getContractAwarded();
      return say("Awarded to {0}: {1}", {view_of(award.getSupplier()), view_of(award.getReason())});
    }
    case Event::CONTRACT_SIGNED:
      return say("Contract {0} signed; its amount is encumbered", {view_of(event.getContractSigned().getContract())});
    case Event::ACCEPTANCE_RECORDED: {
      const auto acceptance = event.getAcceptanceRecorded();
      return say("Acceptance {0}: {1} yuan, {2}", {view_of(acceptance.getAcceptance()), yuan(acceptance.getAmount()),
                                                   view_of(acceptance.getQuantity())});
    }
    case Event::OPINION_RAISED:
      return say("Opinion: “{0}”", {view_of(event.getOpinionRaised().getText())});
    case Event::OPINION_ANSWERED:
      return say("Reply: “{0}”", {view_of(event.getOpinionAnswered().getText())});
    case Event::OPINION_JUDGED:
      return say("Judged: “{0}”", {view_of(event.getOpinionJudged().getText())});
    default:
      return {};
  }
}

}  // namespace

Result<std::string> tell(const Ledger& ledger, Position position) {
  TRY_ASSIGN(const Bytes bytes, ledger.entry_bytes(position));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  EventOpener opener;
  TRY_ASSIGN(const schema::Signed::Reader event, opener.open_stored(entry.signed_bytes));
  return tell_event(ledger, event.getEvent());
}

}  // namespace sunledger::demo
