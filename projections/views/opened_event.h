#pragma once
// What a view is handed: an entry whose event is open, and the way to earlier payments. For .cpp files of projections,
// since it lets the generated schema through.

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "ledger/event/entry_source.h"
#include "ledger/event/open.h"

namespace sunledger {

// A payment as it was recorded: the part that sums need.
struct RecordedPayment {
  struct Part {
    std::string line, contract;
    std::int64_t amount_fen = 0;
  };
  std::uint64_t position = 0;
  std::string body;
  Day day;
  int year = 0;
  std::vector<Part> parts;
};

RecordedPayment read_payment(schema::PaymentRecorded::Reader payment, Day day, std::uint64_t position);

// Events name payments by position. Their amounts are read again from the log, so that a view needs no memory per
// payment; the last few stay at hand, since a review, an approval and a return often follow each other.
class PaymentReader {
 public:
  explicit PaymentReader(const EntrySource& source) : source_(source) {}
  // Errors: corrupt when there is no payment at that position.
  Result<std::shared_ptr<const RecordedPayment>> at(std::uint64_t position);
  const EntrySource& source() const { return source_; }

 private:
  static constexpr std::size_t kept = 256;
  const EntrySource& source_;
  EventOpener opener_;
  std::list<std::shared_ptr<const RecordedPayment>> recent_;
};

struct OpenedEvent {
  const Entry& entry;
  schema::Signed::Reader signed_event;
  PaymentReader& payments;

  std::uint64_t position() const { return entry.position.value; }
  Day day() const { return Day(signed_event.getDate()); }
  schema::Event::Reader event() const { return signed_event.getEvent(); }
};

}  // namespace sunledger
