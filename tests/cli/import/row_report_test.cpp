#include "cli/import/row_report.h"

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("a report counts every problem and keeps the first thousand") {
  RowReport report;
  for (std::uint64_t row = 2; row < 1502; ++row) {
    report.count_read();
    report.add({row, "amount", "The amount has more than two decimals.", "Round it."});
  }
  report.count_read();
  report.count_new();
  report.count_read();
  report.count_same();
  CHECK_FALSE(report.clean());
  CHECK(report.problems() == 1500);
  CHECK(report.kept().size() == 1000);
  const auto lines = report.to_lines();
  REQUIRE(lines.size() == 1002);
  CHECK(lines[0] == "Row 2, column amount: The amount has more than two decimals. Round it.");
  CHECK(lines[1000] == "… and 500 more problems.");
  CHECK(lines[1001] == "1502 rows read: 1 new, 1 recorded before, 1500 problems.");
}

TEST_CASE("a problem of a whole row names no column") {
  CHECK(to_line({7, "", "The row has 2 cells, the header has 3.", ""}) ==
        "Row 7: The row has 2 cells, the header has 3.");
}
