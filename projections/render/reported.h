#pragma once
// A report that somebody hands back as JSON: what it says about itself and every value in its tables, so that it can be
// redrawn and compared. Nothing in it is believed; it is what was claimed.

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "projections/render/document.h"

namespace sunledger {

struct ReportedValue {
  std::string table;   // Table::id
  std::string row;     // TableRow::key
  std::string column;  // TableColumn::id
  std::string value;   // as render_json writes it, without quotes; empty for null

  auto operator<=>(const ReportedValue&) const = default;
};

struct ReportedDocument {
  std::string report;
  std::string origin;
  Position position;
  Hash root;
  Hash digest;
  NamedValues versions;
  NamedValues parameters;
  std::vector<ReportedValue> values;  // in the file's order
};

inline constexpr std::size_t max_reported_bytes = 256 * 1024 * 1024;

// Reads what render_json wrote, alone or as `data` in the envelope of --json. Errors: invalid, naming the member that
// is missing or of another type; unknown members are passed over.
Result<ReportedDocument> read_reported(std::string_view json);

struct Difference {
  std::string table;
  std::string row;
  std::string column;
  std::string reported;  // empty when the report does not have it
  std::string redrawn;   // empty when the redrawn document does not have it
};

// The values in which a report differs from a document drawn anew, sorted by table, row and column. Texts count too;
// where only the language differs, pass `figures_only`. A value that the report states twice is one, whatever it says.
std::vector<Difference> differences(const ReportedDocument& reported, const Document& redrawn, bool figures_only);

}  // namespace sunledger
