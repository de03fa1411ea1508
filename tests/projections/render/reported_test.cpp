#include "projections/render/reported.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "projections/render/json.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;
using testing::digest_of;
using testing::sample_report;

namespace {

std::string written(const Document& report) {
  return render_json(report, digest_of(report), {true, false});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a report that was written is read back with everything a redrawing needs") {
  const Document report = sample_report();
  for (const std::string& json : {written(report), "{\"ok\":true,\"data\":" + written(report) + "}"}) {
    const Result<ReportedDocument> read = read_reported(json);
    REQUIRE(read.ok());
    REQUIRE(read->report == "budget-execution");
    REQUIRE(read->origin == report.provenance.origin);
    REQUIRE(read->position == Position(41));
    REQUIRE(read->root == report.provenance.root);
    REQUIRE(read->digest == digest_of(report));
    REQUIRE(read->versions == report.provenance.versions);
    REQUIRE(read->parameters == report.provenance.parameters);
    REQUIRE(read->values.size() == 36);
    REQUIRE(differences(*read, report, false).empty());
  }
}

TEST_CASE("a figure that was changed, added or left out is named with both values") {
  const Document report = sample_report();
  const auto changed = read_reported(replaced(written(report), "\"1303456.78\"", "\"1303456.79\""));
  REQUIRE(changed.ok());
  const std::vector<Difference> found = differences(*changed, report, true);
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].table == "lines");
  REQUIRE(found[0].row == "2081107");
  REQUIRE(found[0].column == "paid");
  REQUIRE(found[0].reported == "1303456.79");
  REQUIRE(found[0].redrawn == "1303456.78");

  Document shorter = sample_report();
  shorter.tables[0].rows.erase(shorter.tables[0].rows.begin() + 4);
  const auto read = read_reported(written(report));
  REQUIRE(read.ok());
  // budget, paid, rate, persons; the code and the name are words.
  REQUIRE(differences(*read, shorter, true).size() == 4);
  REQUIRE(differences(*read, shorter, false).size() == 6);
}

TEST_CASE("a row that stands twice is a difference even where both are right") {
  const auto read = read_reported(
      replaced(written(sample_report()), "\"rows\": [", "\"rows\": [{\"key\": \"208\", \"budget\": \"9.00\"},"));
  REQUIRE(read.ok());
  const std::vector<Difference> found = differences(*read, sample_report(), true);
  REQUIRE(found.size() == 2);
  REQUIRE(found[0].reported == "3000000.00");
  REQUIRE(found[1].reported == "9.00");
}

TEST_CASE("another language differs in words only") {
  const auto read = read_reported(written(sample_report()));
  REQUIRE(read.ok());
  Document other = sample_report();
  other.tables[0].rows[5].cells[1] = Cell::text("合计");
  REQUIRE(differences(*read, other, false).size() == 1);
  REQUIRE(differences(*read, other, true).empty());
}

TEST_CASE("a damaged report is read or refused, and nothing else happens") {
  const std::string json = written(sample_report());
  REQUIRE(rc::check("bytes changed, cut out and doubled anywhere", [&] {
    std::string damaged = json;
    const auto edits = *rc::gen::inRange(1, 6);
    for (int i = 0; i < edits; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, damaged.size());
      const auto length = *rc::gen::inRange<std::size_t>(0, 40);
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          damaged[at] = *rc::gen::arbitrary<char>();
          break;
        case 1:
          damaged.erase(at, length);
          break;
        default:
          damaged.insert(at, damaged.substr(at, length));
      }
      if (damaged.empty()) damaged = json;
    }
    const Result<ReportedDocument> read = read_reported(damaged);
    if (read) {
      (void)differences(*read, sample_report(), false);
    } else {
      RC_ASSERT(read.error().kind == ErrorKind::invalid);
    }
  }));
}

TEST_CASE("a file that is not a report is refused by the member that is wrong") {
  const std::string json = written(sample_report());
  const auto message = [](const std::string& text) {
    const Result<ReportedDocument> read = read_reported(text);
    REQUIRE_FALSE(read.ok());
    REQUIRE(read.error().kind == ErrorKind::invalid);
    return read.error().message;
  };
  REQUIRE_THAT(message(""), Contains("JSON"));
  REQUIRE_THAT(message(json.substr(0, json.size() / 2)), Contains("JSON"));
  REQUIRE_THAT(message(std::string(100'000, '[')), Contains("JSON"));
  REQUIRE_THAT(message("[1]"), Contains("report"));
  REQUIRE_THAT(message("{}"), Contains("report"));
  REQUIRE_THAT(message(replaced(json, "\"position\": 41", "\"position\": -1")), Contains("position"));
  REQUIRE_THAT(message(replaced(json, "\"position\": 41", "\"position\": 1e300")), Contains("position"));
  REQUIRE_THAT(message(replaced(json, "\"root\": \"ab", "\"root\": \"zz")), Contains("root"));
  REQUIRE_THAT(message(replaced(json, "\"rate\": \"42.78\"", "\"rate\": [1]")), Contains("lines.208.rate"));
  REQUIRE_THAT(message(replaced(json, "\"year\": \"2024\"", "\"year\": {}")), Contains("parameters.year"));
  REQUIRE_THAT(message(replaced(json, "\"tables\": [", "\"tables\": [7,")), Contains("tables"));
}
