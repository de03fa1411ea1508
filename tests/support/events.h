#pragma once
// Events for tests: the samples that stand in samples/events, and an envelope around them.

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "ledger/event/event.h"
#include "ledger/event/json.h"
#include "ledger/event/open.h"
#include "ledger/event/shape.h"

namespace sunledger::support {

// Tests run in the source folder.
inline std::string sample_json(const std::string& kind) {
  std::ifstream file("samples/events/" + kind + ".json");
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline Draft draft_or_fail(std::string_view json) {
  Result<Draft> draft = draft_from_json(json);
  CAPTURE(json, draft.ok() ? "" : draft.error().message + " " + draft.error().hint);
  REQUIRE(draft.ok());
  return std::move(draft).value();
}

inline Draft sample_draft(const std::string& kind) {
  return draft_or_fail(sample_json(kind));
}

inline Envelope sample_envelope() {
  Envelope envelope;
  envelope.ledger.bytes.fill(1);
  envelope.author.bytes.fill(2);
  envelope.number = 5;
  envelope.head_size = 9;
  envelope.head_root.bytes.fill(3);
  envelope.command.bytes.fill(0x77);
  return envelope;
}

inline Bytes signed_bytes_of(const Draft& draft) {
  Envelope envelope = sample_envelope();
  envelope.date = draft.date.value_or(Day(20000));
  return compose_signed(envelope, draft.event).value();
}

// An event whose kind is only a number, as a newer program may write it.
inline EventBytes event_of_kind(std::uint16_t kind) {
  EventBuilder builder;
  builder.root().initContractEnded().setContract("C");
  EventBytes event = builder.finish();
  // Word 0 is the root pointer, word 1 the event's data: its kind, little-endian.
  event.bytes[8] = static_cast<Byte>(kind & 0xff);
  event.bytes[9] = static_cast<Byte>(kind >> 8);
  return event;
}

inline std::string utf8_of(unsigned c) {
  std::string out;
  const auto put = [&out](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
  return out;
}

}  // namespace sunledger::support
