#include "projections/reports/small_cells.h"

namespace sunledger {

SmallCells hide_small_cells(const std::vector<std::uint32_t>& persons) {
  SmallCells result;
  result.hidden.assign(persons.size(), false);
  std::uint64_t hidden_persons = 0;
  std::size_t hidden_cells = 0;
  const auto hide = [&](std::size_t cell) {
    result.hidden[cell] = true;
    hidden_persons += persons[cell];
    ++hidden_cells;
  };
  for (std::size_t i = 0; i < persons.size(); ++i) {
    if (persons[i] > 0 && persons[i] < smallest_shown_cell) hide(i);
  }
  while (hidden_cells > 0 && (hidden_cells < 2 || hidden_persons < smallest_shown_cell)) {
    std::size_t smallest = persons.size();
    for (std::size_t i = 0; i < persons.size(); ++i) {
      if (result.hidden[i] || persons[i] == 0) continue;
      if (smallest == persons.size() || persons[i] < persons[smallest]) smallest = i;
    }
    if (smallest == persons.size()) {
      result.total_hidden = true;
      break;
    }
    hide(smallest);
  }
  return result;
}

}  // namespace sunledger
