#include "projections/findings/list.h"

#include <catch2/catch.hpp>

#include "projections/views/follow.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

std::vector<Finding> findings_of(const Books& books, const FindingsQuery& query = {}) {
  FindingsView view;
  View* const views[] = {&view};
  REQUIRE(follow(views, books.log).ok());
  auto findings = list_findings(view, books.log, query);
  REQUIRE(findings.ok());
  return *findings;
}

}  // namespace

TEST_CASE("Every rule let through is a finding with its position, basis and author") {
  Books books;
  books.open();
  books.line(2024, {"L1"}, 100);
  books.rules = {101, 104};
  const auto position = books.pay("2024-03-01", {{"L1", 500, {}}});
  const auto findings = findings_of(books);
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].id == std::to_string(position) + "-budget.available");
  CHECK(findings[1].rule == "budget.available");
  CHECK(findings[1].severity == "high");
  CHECK(findings[0].severity == "low");
  CHECK(findings[1].state == "lead");
  CHECK(findings[1].positions == std::vector<std::uint64_t>{position});
  CHECK_FALSE(findings[1].basis.empty());
  CHECK(findings[1].message.find("recorded by admin") != std::string::npos);
  CHECK(findings_of(books, {true, "event.age"}).size() == 1);
}

TEST_CASE("A rule of newer software is listed by its number") {
  Books books;
  books.open();
  books.rules = {60'000};
  books.line(2024, {"L1"}, 100);
  const auto findings = findings_of(books);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "60000");
}

TEST_CASE("Findings of an import appear when it is closed, in the order of positions") {
  Books books;
  books.open();
  const auto batch = books.open_batch("2024-03-01");
  books.rules = {104};
  const auto inside = books.pay("2024-03-01", {{"L1", 500, {}}});
  books.batch = 0;
  books.rules = {104};
  const auto outside = books.pay("2024-03-01", {{"L1", 500, {}}});
  CHECK(findings_of(books).size() == 1);
  books.batch = batch;
  books.close_batch("2024-03-01");
  const auto findings = findings_of(books);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].positions.front() == inside);
  CHECK(findings[1].positions.front() == outside);
}

TEST_CASE("A rule that does not exist cannot be asked for") {
  FindingsView view;
  Books books;
  CHECK(list_findings(view, books.log, {false, "budget.avaliable"}).error().kind == ErrorKind::usage);
}
