#pragma once
// How a file's columns lie in ours: made once from its header row, then applied to every row. All rules of what a cell
// may hold, and of how a spreadsheet's number becomes text, are applied here.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/row_source.h"
#include "cli/import/table.h"

namespace sunledger {

class Layout {
 public:
  // Errors: invalid for unknown, doubled or missing headers and for a map that names columns we don't have. Unknown
  // headers are named only when others are known: a file without a header has data there, perhaps personal.
  static Result<std::unique_ptr<Layout>> make(const RawRow& header, const std::string& path, Columns columns,
                                              const HeaderMap& map, TableNotes& notes);

  FileRow arrange(const RawRow& raw, bool rows_may_be_short, TableNotes& notes) const;
  const Columns& columns() const { return columns_; }
  bool has_column(std::string_view name) const;

 private:
  enum class Use { ours, skipped, unnamed };
  struct Place {
    Use use = Use::unnamed;
    std::size_t column = 0;
  };

  Layout() = default;
  Status place_headers(const RawRow& header, const std::string& path, TableNotes& notes);
  void put_cell(const RawCell& cell, std::size_t column, FileRow& row, TableNotes& notes) const;

  Columns columns_;
  HeaderMap map_;
  std::vector<Place> places_;  // by column of the file
};

}  // namespace sunledger
