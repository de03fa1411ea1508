// Drawn together, reports are the very ones that are drawn one by one.

#include "projections/reports/yearly_reports.h"

#include <catch2/catch.hpp>
#include <set>

#include "projections/render/digest.h"
#include "projections/render/json.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

std::string as_json(const Document& document) {
  return render_json(document, figures_digest(document), {false, false});
}

ReportRequest at(std::uint64_t position) {
  ReportRequest request;
  request.as_of.position = Position(position);
  return request;
}

}  // namespace

TEST_CASE("reports drawn together are those that are drawn one by one") {
  Books books;
  books.open("example.org/books", "Example");
  for (const int year : {2024, 2025}) {
    books.line(year, {year == 2024 ? "L1" : "M1"}, 100'000);
    books.code(year, false, "2081199", "其他残疾人事业支出");
  }
  const std::uint64_t early = books.pay("2024-03-01", {{"L1", 60'000, {}}});
  books.approve("2024-03-02", {early});
  books.pay("2025-03-01", {{"M1", 7'000, {}}});
  for (const std::uint64_t position : {early, books.log.size() - 1}) {
    std::set<std::pair<int, std::string>> seen;
    const Status drawn =
        draw_yearly_reports(books.log, at(position), [&](std::string_view name, int year, const Document& document) {
          CAPTURE(name, year, position);
          ReportRequest alone = at(position);
          alone.year = year;
          const auto one = draw_report(name, books.log, alone);
          REQUIRE(one.ok());
          CHECK(as_json(document) == as_json(one->document));
          CHECK(seen.emplace(year, name).second);
          return Status();
        });
    REQUIRE(drawn.ok());
    CHECK(seen.size() == 2 * yearly_report_names.size());
  }
}

TEST_CASE("a log without budget lines has the reports of its last entry's year") {
  Books books;
  books.open("example.org/books", "Example");
  std::set<int> years;
  const Status drawn = draw_yearly_reports(books.log, at(0), [&](std::string_view, int year, const Document&) {
    years.insert(year);
    return Status();
  });
  CHECK(drawn.ok());
  CHECK(years.size() == 1);
}

TEST_CASE("what a visitor says ends the drawing") {
  Books books;
  books.open("example.org/books", "Example");
  int visits = 0;
  const Status drawn = draw_yearly_reports(books.log, at(0), [&](std::string_view, int, const Document&) -> Status {
    ++visits;
    return make_error(ErrorKind::io, "The disk is full.");
  });
  CHECK_FALSE(drawn.ok());
  CHECK(visits == 1);
}
