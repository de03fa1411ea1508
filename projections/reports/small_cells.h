#pragma once
// Cells in which so few persons stand that a figure would speak about one of them (个人信息保护法 §6, §28: no more than
// the purpose needs). What is hidden must not come out of a total by subtraction either.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sunledger {

inline constexpr std::uint32_t smallest_shown_cell = 3;  // persons

struct SmallCells {
  std::vector<bool> hidden;   // by cell
  bool total_hidden = false;  // the cells' sum
};

// A cell of 1 or 2 persons is hidden; an empty one says nothing about anybody. While the hidden cells together could be
// told from the total (a single one, or fewer than 3 persons in all of them), the smallest other cell is hidden too; if
// there is none left, the total.
SmallCells hide_small_cells(const std::vector<std::uint32_t>& persons);

}  // namespace sunledger
