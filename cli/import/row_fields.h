#pragma once
// One row's cells as the values that an event needs. What a cell cannot be is a problem with its row and column; the
// row must then not be used. No value ever stands in a message (table.h).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/table.h"
#include "ledger/base/day.h"

namespace sunledger {

enum class Sign { above_zero, not_negative };

class RowFields {
 public:
  // `columns` as the reader gives them; they must outlive this.
  RowFields(FileRow row, const Columns& columns);

  std::uint64_t row() const { return row_.number; }
  bool sound() const { return row_.problems.empty(); }
  std::vector<TableProblem> take_problems() { return std::move(row_.problems); }

  // Every reader below gives a neutral value when the row has a problem.
  const std::string& text(std::string_view column) const;  // may be empty
  const std::string& required(std::string_view column);
  int year(std::string_view column);
  Day day(std::string_view column);
  std::int64_t fen(std::string_view column, Sign sign = Sign::above_zero);
  // The index of the name that stands in the cell. An empty cell is `if_empty`, where that is given.
  std::size_t choice(std::string_view column, std::span<const std::string_view> names,
                     std::optional<std::size_t> if_empty = {});
  // Digits only, as many as one of `lengths` says; an empty cell stays empty unless it is required.
  const std::string& code(std::string_view column, std::span<const std::size_t> lengths, bool is_required);
  // Names in one cell, parted by “;”, “；”, “、”, “,” or “，”.
  std::vector<std::string> list(std::string_view column) const;

  // A problem for each cell that holds the number of a person's card or certificate: the door would refuse the event,
  // and here the officer is told the column.
  void refuse_personal_numbers();

  void problem(std::string_view column, std::string message, std::string hint = {}, std::string rule = {});

 private:
  FileRow row_;
  const Columns* columns_;
};

}  // namespace sunledger
