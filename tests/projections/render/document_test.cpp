#include "projections/render/document.h"

#include <catch2/catch.hpp>

#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;

TEST_CASE("the sample reports are free of faults") {
  REQUIRE(fault_of(testing::sample_report()).empty());
  REQUIRE(fault_of(testing::sample_accounts()).empty());
}

TEST_CASE("each fault of a document is named") {
  Document report = testing::sample_report();
  SECTION("two tables with one id") {
    report.tables[1].id = "lines";
    REQUIRE_THAT(fault_of(report), Contains("table id 'lines'"));
  }
  SECTION("an id that could not stand in a link") {
    report.tables[1].id = "no such\"";
    REQUIRE_THAT(fault_of(report), Contains("table id"));
  }
  SECTION("two rows with one key") {
    report.tables[0].rows[1].key = "208";
    REQUIRE_THAT(fault_of(report), Contains("row key '208'"));
  }
  SECTION("a row that is short of a cell") {
    report.tables[0].rows[1].cells.pop_back();
    REQUIRE_THAT(fault_of(report), Contains("5 cells for 6 columns"));
  }
  SECTION("a text among amounts") {
    report.tables[0].rows[1].cells[2] = Cell::text("much");
    REQUIRE_THAT(fault_of(report), Contains("column budget"));
  }
  SECTION("amounts without a unit of money") {
    report.tables[0].unit = Unit::none;
    REQUIRE_THAT(fault_of(report), Contains("no unit of money"));
  }
  SECTION("a column named like the row's own members") {
    report.tables[0].columns[0].id = "positions";
    REQUIRE_THAT(fault_of(report), Contains("'positions'"));
  }
  SECTION("a chart of a row that is not there") {
    report.charts[0].row_keys.push_back("nowhere");
    REQUIRE_THAT(fault_of(report), Contains("nowhere"));
  }
  SECTION("a chart of names") {
    report.charts[0].value_columns = {"name"};
    REQUIRE_THAT(fault_of(report), Contains("not a figure"));
  }
  SECTION("a chart that mixes yuan and persons") {
    report.charts[0].value_columns = {"budget", "persons"};
    REQUIRE_THAT(fault_of(report), Contains("another kind"));
  }
}
