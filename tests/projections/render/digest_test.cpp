#include "projections/render/digest.h"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using testing::digest_of;
using testing::sample_report;

TEST_CASE("the digest reads exactly the bytes that its header describes") {
  Document report;
  report.report = "r";
  report.provenance.position = Position(7);
  report.provenance.parameters = {{"year", "2024"}, {"body", "a\x1F\\\n"}};
  Table table;
  table.id = "t";
  table.unit = Unit::wan;
  table.columns = {{"n", "Name", ColumnKind::text, ""},
                   {"a", "Amount", ColumnKind::amount, ""},
                   {"c", "Count", ColumnKind::count, ""},
                   {"p", "Rate", ColumnKind::percent, ""}};
  table.rows = {
      {"k\x1F", 0, false, {Cell::text("words"), Cell::amount(Fen(-5)), Cell::count(3), Cell::percent(1, 2)}, {}},
      {"e", 0, false, {Cell::text("words"), Cell::empty(), Cell::empty(), Cell::empty()}, {}}};
  report.tables = {table};
  REQUIRE(digest_input(report) ==
          "figure\x1Ft\x1Fk\\x1f\x1F"
          "a\x1F-5\n"
          "figure\x1Ft\x1Fk\\x1f\x1F"
          "c\x1F"
          "count\x1F"
          "3\n"
          "figure\x1Ft\x1Fk\\x1f\x1Fp\x1Fpercent\x1F"
          "1\x1F"
          "2\n"
          "parameter\x1F"
          "body\x1F"
          "a\\x1f\\x5c\\x0a\n"
          "parameter\x1Fyear\x1F"
          "2024\n"
          "position\x1F"
          "7\n"
          "report\x1Fr\n");
  REQUIRE(digest_of(report) == sha256(as_bytes(digest_input(report))));
}

TEST_CASE("the digest does not depend on language, unit, order or wording") {
  const Hash digest = digest_of(sample_report());
  Document other = sample_report();
  other.title = "2024年度预算执行情况";
  other.conclusion = "结论";
  other.remarks.clear();
  other.charts.clear();
  other.tables[0].caption = "预算科目";
  other.tables[0].unit = Unit::wan;
  for (TableColumn& column : other.tables[0].columns) column.title = "列";
  other.tables[0].rows[2].cells[1] = Cell::text("another name");
  other.provenance.notes.clear();
  REQUIRE(digest_of(other) == digest);
  REQUIRE(rc::check("rows, columns, tables and parameters may stand in any order", [&] {
    Document shuffled = sample_report();
    Table& table = shuffled.tables[0];
    const auto order = *rc::gen::arbitrary<std::vector<unsigned>>();
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::swap(table.rows[order[i] % table.rows.size()], table.rows[i % table.rows.size()]);
    }
    if (order.size() % 2 == 1) {
      std::swap(table.columns[2], table.columns[3]);
      for (TableRow& row : table.rows) std::swap(row.cells[2], row.cells[3]);
      std::reverse(shuffled.provenance.parameters.begin(), shuffled.provenance.parameters.end());
      std::reverse(shuffled.tables.begin(), shuffled.tables.end());
    }
    RC_ASSERT(digest_of(shuffled) == digest);
  }));
}

TEST_CASE("any figure, parameter or position that differs changes the digest") {
  const Hash digest = digest_of(sample_report());
  Document other = sample_report();
  SECTION("one fen") {
    std::get<Fen>(other.tables[0].rows[0].cells[2].value).value += 1;
  }
  SECTION("one person") {
    std::get<Count>(other.tables[0].rows[0].cells[5].value).value += 1;
  }
  SECTION("a rate") {
    std::get<Quotient>(other.tables[0].rows[0].cells[4].value).denominator += 1;
  }
  SECTION("a figure that is left out") {
    other.tables[0].rows[0].cells[2] = Cell::empty();
  }
  SECTION("a row that is left out") {
    other.tables[0].rows.pop_back();
  }
  SECTION("the position") {
    other.provenance.position = Position(42);
  }
  SECTION("a parameter") {
    other.provenance.parameters[0].second = "2023";
  }
  SECTION("the report") {
    other.report = "transparency";
  }
  SECTION("an amount that moves to another row") {
    std::swap(other.tables[0].rows[0].cells[2], other.tables[0].rows[4].cells[2]);
  }
  REQUIRE(digest_of(other) != digest);
}
