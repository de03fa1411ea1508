#include "projections/views/accounts.h"

#include <catch2/catch.hpp>

#include "projections/views/follow.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

LineMeasures sums_of(const Books& books, const std::string& line, int year = 2024, const AsOf& as_of = {},
                     const std::string& body = {}) {
  AccountsView view;
  View* const views[] = {&view};
  REQUIRE(follow(views, books.log, as_of).ok());
  const auto found = view.state().lines.find({year, body, line});
  return found == view.state().lines.end() ? LineMeasures{} : found->second.sums;
}

Books books_with_line(std::int64_t budget = 100'000) {
  Books books;
  books.open();
  books.line(2024, {"L1"}, budget);
  books.line(2024, {"L2"}, budget);
  return books;
}

}  // namespace

TEST_CASE("A payment is pending until it is approved, then paid") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}, {"L2", 200}, {"L1", 5}});
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(305));
  books.review("2024-03-02", {payment});
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(305));
  books.approve("2024-03-03", {payment});
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(0));
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(305));
  CHECK(sums_of(books, "L2")[Measure::paid] == Fen(200));
  CHECK(sums_of(books, "L1").available() == Fen(100'000 - 305));
}

TEST_CASE("A rejected or returned payment leaves its line as it was") {
  Books books = books_with_line();
  const auto rejected = books.pay("2024-03-01", {{"L1", 300}});
  const auto returned = books.pay("2024-03-01", {{"L1", 70}});
  books.approve("2024-03-03", {returned});
  books.reject("2024-03-03", {rejected});
  books.returned("2024-03-09", returned);
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(0));
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(0));
  CHECK(sums_of(books, "L1").available() == Fen(100'000));
}

TEST_CASE("A refund within the year goes back to the line, and a reversal takes only what is left") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}, {"L2", 200}});
  books.approve("2024-03-03", {payment});
  books.refund("2024-04-01", payment, {{"L1", 120}});
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(180));
  books.reverse("2024-04-02", payment);
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(0));
  CHECK(sums_of(books, "L2")[Measure::paid] == Fen(0));
}

TEST_CASE("A refund after the year's close is counted apart and never reopens the line") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}});
  books.approve("2024-03-03", {payment});
  books.close_year("2025-01-10", 2024);
  books.refund("2025-02-01", payment, {{"L1", 120}});
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(300));
  CHECK(sums_of(books, "L1")[Measure::refunded_after_close] == Fen(120));
  books.reopen_year("2025-03-01", 2024);
  books.refund("2025-03-02", payment, {{"L1", 30}});
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(270));
}

TEST_CASE("A closed year stands as closed: what is reversed or rejected afterwards is counted apart") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}});
  const auto waiting = books.pay("2024-03-01", {{"L1", 9}});
  books.approve("2024-03-03", {payment});
  books.close_year("2025-01-10", 2024);
  books.reverse("2025-02-01", payment);
  books.reject("2025-02-01", {waiting});
  CHECK(sums_of(books, "L1")[Measure::paid] == Fen(300));
  CHECK(sums_of(books, "L1")[Measure::refunded_after_close] == Fen(300));
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(9));
  CHECK(sums_of(books, "L1")[Measure::rejected_after_close] == Fen(9));
}

TEST_CASE("The sums as closed stay when a reopened year is corrected") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}});
  books.approve("2024-03-03", {payment});
  books.close_year("2025-01-10", 2024);
  books.reopen_year("2025-02-01", 2024);
  books.reverse("2025-02-02", payment);
  AccountsView view;
  View* const views[] = {&view};
  REQUIRE(follow(views, books.log).ok());
  const AccountYear& year = view.state().years.at({2024, ""});
  CHECK_FALSE(year.closed);
  CHECK(year.as_closed.at("L1")[Measure::paid] == Fen(300));
  CHECK(view.state().lines.at({2024, "", "L1"}).sums[Measure::paid] == Fen(0));
}

TEST_CASE("The approved amount replaces the provisional one, and both are kept") {
  Books books;
  books.open();
  books.line(2024, {"L1"}, 40'000, false);
  CHECK(sums_of(books, "L1").budget() == Fen(40'000));
  books.line(2024, {"L1"}, 100'000);
  CHECK(sums_of(books, "L1").budget() == Fen(100'000));
  CHECK(sums_of(books, "L1")[Measure::provisional] == Fen(40'000));
}

TEST_CASE("Changes of lines adjust the budget, and a carry-over reaches the next year's line") {
  Books books = books_with_line();
  books.line(2025, {"L1"}, 1'000);
  books.change("2024-05-01", Books::Change::increased, "L1", 500);
  books.change("2024-05-01", Books::Change::reduced, "L1", 200);
  books.change("2024-05-01", Books::Change::transferred, "L1", 50, "L2");
  books.change("2024-12-31", Books::Change::carried_over, "L1", 30);
  books.change("2024-12-31", Books::Change::recovered, "L1", 7);
  CHECK(sums_of(books, "L1").adjusted() == Fen(500 - 200 - 50 - 30 - 7));
  CHECK(sums_of(books, "L2").adjusted() == Fen(50));
  CHECK(sums_of(books, "L1", 2025).adjusted() == Fen(30));
  CHECK(sums_of(books, "L1", 2025)[Measure::carried_in] == Fen(30));
}

TEST_CASE("A contract encumbers its lines, payments under it free them, and its end frees the rest") {
  Books books = books_with_line();
  books.sign_contract("2024-02-01", "C1", 2024, {{"L1", 1'000}, {"L2", 400}});
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(1'000));
  const auto payment = books.pay("2024-03-01", {{"L1", 300, "C1"}});
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(700));
  CHECK(sums_of(books, "L1").available() == Fen(99'000));
  books.reject("2024-03-02", {payment});
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(1'000));
  books.change_contract("2024-03-03", "C1", "L1", -100);
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(900));
  const auto more = books.pay("2024-03-04", {{"L1", 950, "C1"}});
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(0));
  books.approve("2024-03-05", {more});
  books.refund("2024-03-06", more, {{"L1", 200}});
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(200));
  books.end_contract("2024-03-07", "C1");
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(0));
  CHECK(sums_of(books, "L2")[Measure::encumbered] == Fen(0));
  books.returned("2024-03-08", more);
  CHECK(sums_of(books, "L1")[Measure::encumbered] == Fen(0));
  CHECK(sums_of(books, "L1").available() == Fen(100'000));
}

TEST_CASE("An import counts from its close, and never when it was abandoned") {
  Books books = books_with_line();
  books.open_batch("2024-03-01");
  books.pay("2024-03-01", {{"L1", 300}});
  const auto before_close = books.pay("2024-03-01", {{"L1", 40}});
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(0));
  books.close_batch("2024-03-01");
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(340));
  CHECK(sums_of(books, "L1", 2024, {Position(before_close), {}})[Measure::pending] == Fen(0));
  books.open_batch("2024-03-02");
  books.pay("2024-03-02", {{"L2", 9}});
  books.abandon_batch("2024-03-02");
  CHECK(sums_of(books, "L2")[Measure::pending] == Fen(0));
}

TEST_CASE("Of an import, only its own entries are counted at its close, each once") {
  Books books = books_with_line();
  const auto batch = books.open_batch("2024-03-01");
  books.pay("2024-03-01", {{"L1", 300}});
  books.batch = 0;
  books.pay("2024-03-01", {{"L1", 1}});  // somebody else's, recorded meanwhile
  books.batch = batch;
  books.pay("2024-03-01", {{"L1", 40}});
  books.close_batch("2024-03-01");
  CHECK(sums_of(books, "L1")[Measure::pending] == Fen(341));
}

TEST_CASE("As of a position or a moment, later entries are not there") {
  Books books = books_with_line();
  const auto payment = books.pay("2024-03-01", {{"L1", 300}});
  const auto approval = books.approve("2024-03-03", {payment});
  CHECK(sums_of(books, "L1", 2024, {Position(payment), {}})[Measure::pending] == Fen(300));
  CHECK(sums_of(books, "L1", 2024, {Position(approval), {}})[Measure::paid] == Fen(300));
  CHECK(sums_of(books, "L1", 2024, {{}, recorded_ms_of(payment)})[Measure::pending] == Fen(300));
  CHECK(sums_of(books, "L1", 2024, {{}, recorded_ms_of(payment) - 1})[Measure::pending] == Fen(0));
}

TEST_CASE("Bodies keep their own lines of the same name") {
  Books books = books_with_line();
  books.body = "township";
  books.line(2024, {"L1"}, 77);
  CHECK(sums_of(books, "L1").budget() == Fen(100'000));
  CHECK(sums_of(books, "L1", 2024, {}, "township").budget() == Fen(77));
}

TEST_CASE("An approval of what is no payment is a corrupt entry, with its position") {
  Books books = books_with_line();
  books.approve("2024-03-03", {0});
  AccountsView view;
  View* const views[] = {&view};
  const Status followed = follow(views, books.log);
  REQUIRE_FALSE(followed.ok());
  CHECK(followed.error().kind == ErrorKind::corrupt);
  CHECK(followed.error().position == Position(0));
}

TEST_CASE("Between two days only the payments of those days count, whenever they were approved") {
  Books books = books_with_line();
  const auto early = books.pay("2024-02-29", {{"L1", 300}});
  const auto inside = books.pay("2024-03-01", {{"L1", 20}});
  books.approve("2024-06-01", {early, inside});
  AccountsView view(parse_day("2024-03-01"), parse_day("2024-03-31"));
  View* const views[] = {&view};
  REQUIRE(follow(views, books.log).ok());
  CHECK(view.state().lines.at({2024, "", "L1"}).sums[Measure::paid] == Fen(20));
  CHECK(view.state().lines.at({2024, "", "L1"}).sums.budget() == Fen(100'000));
}

TEST_CASE("A code's name is that of the year, or of the latest year before") {
  Books books = books_with_line();
  books.code(2022, false, "2081105", "残疾人就业和扶贫");
  books.code(2024, false, "2081105", "残疾人就业");
  AccountsView view;
  View* const views[] = {&view};
  REQUIRE(follow(views, books.log).ok());
  CHECK(view.code_name(2023, false, "2081105") == "残疾人就业和扶贫");
  CHECK(view.code_name(2024, false, "2081105") == "残疾人就业");
  CHECK(view.code_name(2024, true, "2081105") == "2081105");
}
