#pragma once
// The rule `event.fields`: is one event, alone, complete and plausible? Missing fields, amounts that must be above
// zero, text that is no text, ids that would not survive a form, values newer than this program. Pure and quick: it
// runs at the door and again for every entry that is verified. Like open.h, for .cpp files only: it lets the schema
// through.

#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/open.h"

namespace sunledger {

// Errors, named "event.fields": invalid with the field; incomplete for a kind, field or value newer than this program.
// Named "personal.number": a text holds a number that no log may keep (personal_number.h); the message has the field
// only. When it is ok, every text is UTF-8 without control characters, and reading any known field cannot throw.
Status check_required(schema::Event::Reader event);

enum class FieldDemand {
  none,
  identifier,
  text,
  above_zero,
  not_negative,
  not_zero,
  year,
  positions,
  days,
  data,
  bytes
};

// What the check demands of a field, for `sunledger kinds`.
struct FieldRule {
  std::string path;  // the JSON name, or "parts.line" inside a list
  bool required = false;
  FieldDemand demand = FieldDemand::none;
  std::size_t limit = 0;  // bytes of an identifier or of data (at most, for `bytes`), characters of a text
};

// In the order of the schema; empty for an unknown kind.
const std::vector<FieldRule>& field_rules(std::uint16_t kind);

}  // namespace sunledger
