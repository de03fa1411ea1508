#pragma once
// What an author signs: an envelope around one event, as one canonical Cap'n Proto segment (schema/event.capnp).
// Bytes are checked once, at the gate, and never re-encoded afterwards.

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/base/result.h"

namespace sunledger {

// An entry is at most 65,535 bytes (its length is a uint16 in an entry bundle); header and 255 rule ids leave this
// much.
inline constexpr std::size_t max_signed_bytes = 64'000;

struct Envelope {
  Hash ledger;  // SHA-256 of entry 0; zero in entry 0 itself
  PublicKey author;
  std::uint64_t number = 0;     // recorded events of this key + 1
  std::uint64_t head_size = 0;  // the last checkpoint the author's program verified
  Hash head_root;               // zero when head_size is 0
  CommandId command;
  Day date;
  std::uint64_t batch = 0;  // position of the BatchOpened it belongs to, 0 for none
};

// The canonical bytes of one event alone (the `event` field): what an officer's draft becomes before it is signed.
struct EventBytes {
  Bytes bytes;
};

// Puts the envelope around the event. The result passes the gate. Errors: invalid when too large.
Result<Bytes> compose_signed(const Envelope& envelope, const EventBytes& event);

// SHA-256 over the day and the event, without author, number or head: the same fact told twice has the same content.
// `signed_bytes` must have passed the gate.
Hash content_of(BytesView signed_bytes);

// Command ids (interface.md: command id = SHA-256(kind, key)), separated from every other hash by a prefix:
// SHA-256("sunledger/command/v1\0" ‖ kind ‖ 0x00 ‖ key).
CommandId command_for(std::string_view kind, std::string_view key);

// The event's kind as it stands in JSON, e.g. "PaymentRecorded"; "Unknown#<n>" for kinds newer than this program.
std::string kind_name(std::uint16_t kind);
// How many kinds this program knows; ids are 0 … known_kinds() - 1.
std::uint16_t known_kinds();
std::optional<std::uint16_t> kind_by_name(std::string_view name);

}  // namespace sunledger
