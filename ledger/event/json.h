#pragma once
// The JSON form of events (interface.md): {"kind":…, "date":"YYYY-MM-DD", "command"?:…, …fields of the kind}; money is
// a decimal string of yuan, days are YYYY-MM-DD, hashes hex. It is the schema through capnp/compat/json.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/base/result.h"
#include "ledger/event/event.h"
#include "ledger/event/json_writer.h"

namespace sunledger {

// What an officer hands in, before an envelope is put around it.
struct Draft {
  std::uint16_t kind = 0;
  std::optional<Day> date;             // the day it happened
  std::optional<std::string> command;  // 64 hex digits are a command id; anything else is a key for command_for
  EventBytes event;
};

// At most 64 KiB and 16 levels. Members that are null, "" or [] count as absent (evolution rule 3). Every choice and
// yes-or-no field must be given unless it is optional, since a default could not be told from an answer. Errors:
// invalid, naming the field and what to do. What the fields must hold beyond their type is check_required's
// (required.h).
Result<Draft> draft_from_json(std::string_view json);

// A stored or signed event as JSON: kind, date, command, then the fields in the order of the schema; reading it back
// gives the same event. A kind newer than this program gives {"kind":"Unknown#77","date":…,"command":…}.
// Errors: invalid when the bytes are no event.
Result<std::string> event_json(BytesView signed_bytes, JsonStyle style = JsonStyle::one_line);

}  // namespace sunledger
