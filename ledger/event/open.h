#pragma once
// For .cpp files of the rooms that read events: the gate, and the schema's own reader over bytes that passed it.
// This header lets the generated schema through; headers of other rooms must not include it.

#include <memory>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/event/event.h"
#include "schema/event.capnp.h"

namespace sunledger {

// One opened event; reuse it for many (it keeps its buffer). Not thread-safe.
class EventOpener {
 public:
  EventOpener();
  ~EventOpener();
  EventOpener(const EventOpener&) = delete;
  EventOpener& operator=(const EventOpener&) = delete;

  // The gate: canonicalize(root) gives the very bytes received, nothing empty that should be absent, hashes of their
  // length, the day in the calendar, sizes within bounds. Errors, named "event.encoding": invalid, or incomplete when a
  // newer program wrote the envelope. The reader lives until the next open.
  Result<schema::Signed::Reader> open(BytesView signed_bytes);

  // For bytes that passed the gate before (stored entries whose leaf hash was checked): bounds-checked, not re-judged.
  Result<schema::Signed::Reader> open_stored(BytesView signed_bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Envelope envelope_of(schema::Signed::Reader event);

// Builds an event: set exactly one kind through `root()`, then take its canonical bytes.
class EventBuilder {
 public:
  EventBuilder();
  ~EventBuilder();
  EventBuilder(const EventBuilder&) = delete;
  EventBuilder& operator=(const EventBuilder&) = delete;
  schema::Event::Builder root();
  EventBytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline std::string text_of(capnp::Text::Reader text) {
  return std::string(text.begin(), text.size());
}
inline std::string_view view_of(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}

}  // namespace sunledger
