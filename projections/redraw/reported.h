#pragma once
// A report that somebody hands back, as JSON, HTML or CSV: what it says about itself, every value in its tables and
// every other word, so that it can be redrawn and compared. Nothing in it is believed; it is what was claimed.

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/render/format.h"

namespace sunledger {

// What a report says about itself (projections/render/statement.h).
struct ReportStatement {
  std::string report;
  std::string origin;
  Position position;
  Hash root;
  std::string as_of;
  NamedValues versions;
  NamedValues parameters;
  std::string language;  // empty in reports of programs that did not write it
  bool with_positions = false;
  Hash digest;
  std::string text;  // as it stands in a format that carries it whole; empty in JSON, whose members it is
};

// A cell, or the positions behind one: then the column ends with positions_suffix.
struct ReportedValue {
  std::string table;   // Table::id; its published name in the long form of CSV
  std::string row;     // TableRow::key; code and name in the long form of CSV
  std::string column;  // TableColumn::id; the measure in the long form of CSV
  std::string value;   // as the format writes it; empty for null

  auto operator<=>(const ReportedValue&) const = default;
};
inline constexpr std::string_view positions_suffix = "_positions";

// A word outside of the cells and where it stands: "conclusion", "tables[2].caption", "section table-lines p 1".
struct ReportedWord {
  std::string place;
  std::string text;

  auto operator<=>(const ReportedWord&) const = default;
};

struct ReportedDocument {
  ReportFormat format = ReportFormat::json;
  ReportStatement statement;
  std::vector<ReportedValue> values;  // in the file's order
  std::vector<ReportedWord> words;    // in the file's order
};

inline constexpr std::size_t max_reported_bytes = 256 * 1024 * 1024;

// Whether a file's beginning is that of a report, so that it can be told from other files.
bool looks_like_report(std::string_view text);

// Reads what render_in wrote; JSON also as `data` in the envelope of --json. Errors: invalid, naming the member,
// element or line that is missing, stands twice or is of another form.
Result<ReportedDocument> read_reported(std::string_view text);

}  // namespace sunledger
