#include "projections/reports/small_cells.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstdint>

using namespace sunledger;

TEST_CASE("Cells of three persons and more are shown, empty ones too") {
  const SmallCells cells = hide_small_cells({3, 0, 250});
  CHECK(cells.hidden == std::vector<bool>{false, false, false});
  CHECK_FALSE(cells.total_hidden);
}

TEST_CASE("A single hidden cell takes the smallest other with it, so that no subtraction brings it out") {
  const SmallCells cells = hide_small_cells({500, 2, 40, 0});
  CHECK(cells.hidden == std::vector<bool>{false, true, true, false});
  CHECK_FALSE(cells.total_hidden);
}

TEST_CASE("When nothing is left to hide beside it, the total is hidden") {
  CHECK(hide_small_cells({2}).total_hidden);
  CHECK(hide_small_cells({1, 1, 0}).total_hidden);
  CHECK_FALSE(hide_small_cells({1, 2}).total_hidden);
}

TEST_CASE("Whatever is hidden stands for at least three persons in two cells, or the total is hidden too") {
  const bool holds = rc::check([](std::vector<std::uint8_t> sizes) {
    const std::vector<std::uint32_t> persons(sizes.begin(), sizes.end());
    const SmallCells cells = hide_small_cells(persons);
    std::uint64_t hidden = 0, hidden_persons = 0;
    for (std::size_t i = 0; i < persons.size(); ++i) {
      if (persons[i] == 1 || persons[i] == 2) RC_ASSERT(cells.hidden[i]);
      hidden += cells.hidden[i] ? 1 : 0;
      hidden_persons += cells.hidden[i] ? persons[i] : 0;
    }
    RC_ASSERT(hidden == 0 || cells.total_hidden || (hidden >= 2 && hidden_persons >= smallest_shown_cell));
  });
  CHECK(holds);
}
