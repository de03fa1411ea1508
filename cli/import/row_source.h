#pragma once
// What a file format gives the table reader: rows of cells as they stand in the file, before they are given our names.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/import/table.h"
#include "ledger/base/result.h"

namespace sunledger {

struct RawCell {
  enum class Kind {
    text,
    number,             // text is a decimal number rounded to 15 significant digits
    date,               // text is YYYY-MM-DD
    unreadable_number,  // beyond 15 digits before the point, or no number
    unreadable_date,    // outside the days we accept
    boolean,
    error,           // #N/A, #REF!…
    without_result,  // a formula that was never calculated
    too_long         // above max_cell_bytes; text is empty
  };
  Kind kind = Kind::text;
  std::string text;
};

struct RawRow {
  std::uint64_t number = 0;
  std::vector<RawCell> cells;  // at most max_table_columns
  std::uint64_t cell_count = 0;
  bool too_long = false;  // above max_row_bytes; cells are incomplete
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // The next row, empty ones left out; nothing at the end.
  virtual Result<std::optional<RawRow>> next(TableNotes& notes) = 0;
  // XLSX leaves out what is empty at a row's end; CSV must have as many cells as headers.
  virtual bool rows_may_be_short() const = 0;
};

Result<std::unique_ptr<RowSource>> open_csv(const std::string& path, TableNotes& notes);
// `sheet` empty: the first visible worksheet.
Result<std::unique_ptr<RowSource>> open_xlsx(const std::string& path, const std::string& sheet, TableNotes& notes);

}  // namespace sunledger
