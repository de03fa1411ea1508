// Whose books an event of money moves: the federation's own, or those of a body that is registered.

#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

// Empty for the federation's own books, and for kinds that move nobody's.
std::string_view body_of_books(Event::Reader event) {
  switch (event.which()) {
    case Event::NOTICE_RECEIVED:
      return view_of(event.getNoticeReceived().getBody());
    case Event::LINE_PROVISIONAL:
      return view_of(event.getLineProvisional().getBody());
    case Event::LINE_APPROVED:
      return view_of(event.getLineApproved().getBody());
    case Event::LINE_INCREASED:
      return view_of(event.getLineIncreased().getBody());
    case Event::LINE_REDUCED:
      return view_of(event.getLineReduced().getBody());
    case Event::LINE_TRANSFERRED:
      return view_of(event.getLineTransferred().getBody());
    case Event::LINE_CARRIED_OVER:
      return view_of(event.getLineCarriedOver().getBody());
    case Event::LINE_RECOVERED:
      return view_of(event.getLineRecovered().getBody());
    case Event::RECEIPT_RECORDED:
      return view_of(event.getReceiptRecorded().getBody());
    case Event::OPENING_RECORDED:
      return view_of(event.getOpeningRecorded().getBody());
    case Event::YEAR_CLOSE_REVIEWED:
      return view_of(event.getYearCloseReviewed().getBody());
    case Event::YEAR_CLOSED:
      return view_of(event.getYearClosed().getBody());
    case Event::YEAR_REOPEN_REVIEWED:
      return view_of(event.getYearReopenReviewed().getBody());
    case Event::YEAR_REOPENED:
      return view_of(event.getYearReopened().getBody());
    case Event::PAYMENT_RECORDED:
      return view_of(event.getPaymentRecorded().getBody());
    case Event::SUBSIDY_BATCH_RECORDED:
      return view_of(event.getSubsidyBatchRecorded().getBody());
    case Event::PROCUREMENT_PLANNED:
      return view_of(event.getProcurementPlanned().getBody());
    case Event::CONTRACT_SIGNED:
      return view_of(event.getContractSigned().getBody());
    default:
      return {};
  }
}

}  // namespace

bool judge_body_reference(Judge& judge) {
  const std::string_view body = body_of_books(judge.event.getEvent());
  if (body.empty()) return true;
  return judge.require(
      judge.facts.body(body).has_value(), Rule::event_reference,
      [&] { return say("The body “{0}” is not registered in this ledger.", {body}); },
      N_("Register the body first (BodyRegistered), correct its identifier, or leave it out for the federation's own "
         "books."));
}

}  // namespace sunledger
