#include "projections/render/json.h"

#include <catch2/catch.hpp>

#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;
using testing::digest_of;
using testing::sample_report;

TEST_CASE("the JSON of a report is the object that interface.md describes, byte for byte") {
  const Document report = sample_report();
  const std::string json = render_json(report, digest_of(report));
  REQUIRE(json == testing::golden("report.json", json));
  REQUIRE(json == render_json(sample_report(), digest_of(report)));
}

TEST_CASE("positions are added to the rows only when asked for") {
  const Document report = sample_report();
  JsonOptions options;
  options.one_line = true;
  REQUIRE_THAT(render_json(report, digest_of(report), options), !Contains("\"positions\""));
  options.positions = true;
  const std::string json = render_json(report, digest_of(report), options);
  REQUIRE_THAT(json, Contains(R"("persons":1200,"positions":{"paid":[3,7,8,9]}})"));
  REQUIRE_THAT(json, !Contains("\n"));
}

TEST_CASE("amounts are strings in the table's unit, counts numbers, and what has no value is null") {
  JsonOptions options;
  options.one_line = true;
  const Document report = sample_report();
  REQUIRE_THAT(render_json(report, digest_of(report), options),
               Contains(R"("budget":"0.00","paid":"-20000.00","rate":null,"persons":1200})"));
  const Document accounts = testing::sample_accounts();
  REQUIRE_THAT(render_json(accounts, digest_of(accounts), options), Contains(R"("unit":"wan")"));
  REQUIRE_THAT(render_json(accounts, digest_of(accounts), options), Contains(R"("project":"202.24"})"));
}

TEST_CASE("a name that is not UTF-8 does not stop the report") {
  Document report = sample_report();
  report.tables[0].rows[0].cells[1] = Cell::text("bad \xFF name");
  REQUIRE_THAT(render_json(report, digest_of(report)), Contains("bad \uFFFD name"));
}
