#pragma once
// A report as the JSON object that interface.md describes, the same bytes for the same document in the same language.
// Amounts and percentages are decimal strings in the table's unit, counts are integers, empty cells and rates that do
// not exist are null; hashes are hex. After the members of interface.md stand title, subtitle, parameters, language,
// with_positions, amendments, notes and remarks, without which a report could not be drawn again.

#include <string>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

struct JsonOptions {
  bool positions = false;  // "positions":{"column":[…]} in every row that has some
  bool one_line = false;   // for streams and envelopes; else indented by two spaces and ended by a line feed
};

std::string render_json(const Document& document, const Hash& digest, const JsonOptions& options = {});

}  // namespace sunledger
