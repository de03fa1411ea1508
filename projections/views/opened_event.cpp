#include "projections/views/opened_event.h"

#include "ledger/base/text.h"

namespace sunledger {

RecordedPayment read_payment(schema::PaymentRecorded::Reader payment, Day day, std::uint64_t position) {
  RecordedPayment result;
  result.position = position;
  result.body = text_of(payment.getBody());
  result.day = day;
  result.year = year_of(day);
  for (auto part : payment.getParts()) {
    result.parts.push_back({text_of(part.getLine()), text_of(part.getContract()), part.getAmount()});
  }
  return result;
}

Result<std::shared_ptr<const RecordedPayment>> PaymentReader::at(std::uint64_t position) {
  for (auto found = recent_.begin(); found != recent_.end(); ++found) {
    if ((*found)->position != position) continue;
    recent_.splice(recent_.begin(), recent_, found);
    return recent_.front();
  }
  TRY_ASSIGN(const Bytes bytes, source_.entry_bytes(Position(position)));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  TRY_ASSIGN(const schema::Signed::Reader opened, opener_.open_stored(entry.signed_bytes));
  if (!opened.getEvent().isPaymentRecorded()) {
    Error error =
        make_error(ErrorKind::corrupt, say("There is no payment at position {0}, though an event says so.", {position}),
                   say("Run “sunledger verify” to see what else is wrong with this log."));
    error.position = Position(position);
    return error;
  }
  recent_.push_front(std::make_shared<const RecordedPayment>(
      read_payment(opened.getEvent().getPaymentRecorded(), Day(opened.getDate()), position)));
  if (recent_.size() > kept) recent_.pop_back();
  return recent_.front();
}

}  // namespace sunledger
