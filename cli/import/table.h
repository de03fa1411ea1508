#pragma once
// A table file as an office made it – CSV or XLSX, told apart by content – read row by row into our columns.
// Promise: memory does not grow with the number of rows of a CSV file; of an XLSX file only its shared strings are
// kept. Nothing of a cell's value ever stands in a message, because a cell may hold personal data.
// Format: interface.md "Import files"; CSV is RFC 4180 with LF or CRLF.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/header_map.h"
#include "ledger/base/result.h"

namespace sunledger {

// What a column holds decides how a spreadsheet's numbers are read (interface.md): an amount to 15 significant digits
// and then at most two decimals; a code, voucher or account never as a number, for a leading zero would be lost.
enum class ColumnType { text, code, amount, integer, date };

struct FileColumn {
  std::string name;
  bool required = false;  // the header must exist; whether a cell may be empty is for the kind to say
  ColumnType type = ColumnType::text;
};
using Columns = std::vector<FileColumn>;

inline constexpr std::size_t max_cell_bytes = 4096;
inline constexpr std::size_t max_row_bytes = 65536;
inline constexpr std::size_t max_table_columns = 1024;
inline constexpr std::uint64_t max_table_bytes = std::uint64_t{4} << 30;

// Something wrong with a row, without any value from it.
struct TableProblem {
  std::uint64_t row = 0;
  std::string column;  // our column name, or the place ("column 7") where there is none; empty for the whole row
  std::string message;
  std::string hint;
  std::string rule;  // the stable name of the rule that refused; empty for what the reader found
};

struct FileRow {
  // As the user sees it: comment, header and empty rows count, a cell with line breaks is still in one row. Row 1
  // is the first row of the file.
  std::uint64_t number = 0;
  std::vector<std::string> cells;      // aligned to TableReader::columns(); trimmed UTF-8 without control characters
  std::vector<TableProblem> problems;  // not empty: the cells must not be used
};

// What the reader wants its user to know; complete once next() has returned nothing.
struct TableNotes {
  std::string format;    // "csv" or "xlsx"
  std::string encoding;  // "UTF-8" or "GB18030"; XLSX is UTF-8
  std::string sheet;     // XLSX only
  std::uint64_t other_sheets = 0;
  std::vector<std::string> provenance;  // "title: …", "source: …" from the comment lines above the header
  std::vector<std::string> skipped_columns;
  std::uint64_t empty_rows = 0;
  std::uint64_t translated_values = 0;
  std::uint64_t formulas = 0;
  std::uint64_t hidden_rows = 0;
  std::uint64_t merged_areas = 0;
  std::uint64_t dates_with_time = 0;
};
// One sentence a note that matters, in the reader's language.
std::vector<std::string> to_lines(const TableNotes& notes);

class RowSource;
class Layout;

class TableReader {
 public:
  // Checks encoding of the whole file and the header. Every kind takes an optional `body`; it is added as the last
  // column when `columns` does not name it. Errors: not_found, permission, io, invalid (with the row).
  static Result<std::unique_ptr<TableReader>> open(const std::string& path, const Columns& columns,
                                                   const HeaderMap& map = {});
  ~TableReader();
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  // The next row that is not empty; nothing at the end. An error means that no further row can be read (quoting,
  // encoding, a damaged file); what is wrong with one row alone stands in the row's problems.
  Result<std::optional<FileRow>> next();

  const Columns& columns() const;
  // Whether the file has this column at all.
  bool has_column(std::string_view name) const;
  const TableNotes& notes() const;

 private:
  TableReader();
  std::string path_;
  std::unique_ptr<RowSource> source_;
  std::unique_ptr<Layout> layout_;
  TableNotes notes_;
};

}  // namespace sunledger
