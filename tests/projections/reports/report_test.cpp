#include "projections/reports/report.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "projections/render/digest.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

const TableRow* find_row(const Document& document, const std::string& table, const std::string& key) {
  const Table* found = find_table(document, table);
  if (found == nullptr) return nullptr;
  for (const TableRow& row : found->rows) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

Cell cell(const Document& document, const std::string& table, const std::string& key, const std::string& column) {
  INFO(table << " / " << key << " / " << column);
  const TableRow* row = find_row(document, table, key);
  REQUIRE(row != nullptr);
  const std::size_t at = find_column(*find_table(document, table), column);
  REQUIRE(at < row->cells.size());
  return row->cells[at];
}

Fen fen(const Document& document, const std::string& table, const std::string& key, const std::string& column) {
  return std::get<Fen>(cell(document, table, key, column).value);
}

DrawnReport draw(const std::string& name, const Books& books, ReportRequest request = {}) {
  if (request.year == 0) request.year = 2024;
  auto drawn = draw_report(name, books.log, request);
  if (!drawn.ok()) FAIL(drawn.error().message);
  REQUIRE(fault_of(drawn->document).empty());
  return *drawn;
}

// Two lines of two functions, one payment paid, one pending, a contract, a receipt.
struct Story {
  Books books;
  std::uint64_t line = 0, increase = 0, payment = 0, approval = 0, waiting = 0;
  Story() {
    books.open("example.org/books", "Example");
    books.code(2024, false, "208", "社会保障和就业支出");
    books.code(2024, false, "2081199", "其他残疾人事业支出");
    line = books.line(2024, {"L1", "2081199", "30227", schema::Source::GENERAL, schema::LineKind::PROJECT, "托养", {}},
                      100'000);
    books.line(2024, {"L2", "2080505", "30108", schema::Source::FUND, schema::LineKind::BASIC_PERSONNEL, {}, {}},
               50'000);
    increase = books.change("2024-02-01", Books::Change::increased, "L1", 20'000);
    books.receive("2024-02-01", "L1", 90'000);
    books.sign_contract("2024-02-02", "C1", 2024, {{"L1", 30'000}});
    payment = books.pay("2024-03-01", {{"L1", 60'000, {}}});
    approval = books.approve("2024-03-02", {payment});
    waiting = books.pay("2024-03-03", {{"L1", 10'000, "C1"}});
  }
};

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sunledger-reports-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("Budget execution shows what is budgeted, bound, paid and left, by line and above") {
  const Story story;
  const Document document = draw("budget-execution", story.books).document;
  CHECK(fen(document, "by-line", "L1", "budget") == Fen(100'000));
  CHECK(fen(document, "by-line", "L1", "adjusted") == Fen(20'000));
  CHECK(fen(document, "by-line", "L1", "received") == Fen(90'000));
  CHECK(fen(document, "by-line", "L1", "encumbered") == Fen(20'000));
  CHECK(fen(document, "by-line", "L1", "paid") == Fen(60'000));
  CHECK(fen(document, "by-line", "L1", "pending") == Fen(10'000));
  CHECK(fen(document, "by-line", "L1", "available") == Fen(30'000));
  CHECK(std::get<Quotient>(cell(document, "by-line", "L1", "rate").value) == Quotient{60'000, 120'000});
  CHECK(fen(document, "by-function", "208", "budget") == Fen(150'000));
  CHECK(fen(document, "by-function", "total", "budget") == Fen(150'000));
  CHECK(fen(document, "by-source", "general", "paid") == Fen(60'000));
  CHECK(fen(document, "by-source", "fund", "paid") == Fen(0));
  CHECK(fen(document, "by-project", "project:托养", "budget") == Fen(100'000));
}

TEST_CASE("The conclusion compares the rate with the time elapsed on the reference day") {
  const Story story;
  ReportRequest request;
  request.to = parse_day("2024-06-30");  // 182 of 366 days: 49.73 %
  const std::string conclusion = draw("budget-execution", story.books, request).document.conclusion;
  INFO(conclusion);
  CHECK(conclusion.find("1,700.00") != std::string::npos);
  CHECK(conclusion.find("600.00") != std::string::npos);
  CHECK(conclusion.find("35.29%") != std::string::npos);
  CHECK(conclusion.find("49.73%") != std::string::npos);
  CHECK(conclusion.find("14.44 percentage points behind") != std::string::npos);
}

TEST_CASE("The conclusion of a year that is over speaks of no time elapsed") {
  const Story story;
  ReportRequest request;
  request.year = 2024;
  request.to = parse_day("2024-12-31");
  const std::string conclusion = draw("budget-execution", story.books, request).document.conclusion;
  CHECK(conclusion == "The year 2024 is over: of its budget of 1,700.00 yuan, 600.00 yuan were paid, 35.29%.");
}

TEST_CASE("Behind each figure stand the entries that it rests on") {
  const Story story;
  ReportRequest request;
  request.positions = true;
  const Document document = draw("budget-execution", story.books, request).document;
  using Positions = std::vector<std::uint64_t>;
  CHECK(cell(document, "by-line", "L1", "budget").positions == Positions{story.line});
  CHECK(cell(document, "by-line", "L1", "adjusted").positions == Positions{story.increase});
  CHECK(cell(document, "by-function", "208", "paid").positions == Positions{story.payment, story.approval});
  CHECK(cell(document, "by-line", "L2", "paid").positions.empty());
  CHECK(figures_digest(document) == figures_digest(draw("budget-execution", story.books).document));
  request.year = 2024;
  const Document accounts = draw("final-accounts", story.books, request).document;
  CHECK(cell(accounts, "t03", "2081199", "total").positions == Positions{story.payment, story.approval});
}

TEST_CASE("A report as of a position is the one that was drawn there, whatever came later") {
  Story story;
  for (const std::string name : {"budget-execution", "final-accounts", "transparency"}) {
    const Document then = draw(name, story.books).document;
    Books later = story.books;
    later.approve("2024-05-01", {story.waiting});
    later.close_year("2025-01-05", 2024);
    ReportRequest request;
    request.as_of.position = then.provenance.position;
    CHECK(figures_digest(draw(name, later, request).document) == figures_digest(then));
    CHECK(draw(name, later, request).document.provenance.as_of == then.provenance.as_of);
    ReportRequest by_time;
    by_time.as_of.recorded_ms = recorded_ms_of(then.provenance.position.value) + 999;
    CHECK(figures_digest(draw(name, later, by_time).document) == figures_digest(then));
  }
}

TEST_CASE("A report from a saved view equals one folded afresh, and reads no entries again") {
  const Story story;
  const Folder folder;
  ReportRequest request;
  request.views_folder = folder.path;
  for (const std::string name : {"budget-execution", "final-accounts", "transparency"}) {
    const Hash fresh = figures_digest(draw(name, story.books).document);
    CHECK(figures_digest(draw(name, story.books, request).document) == fresh);
    const std::uint64_t before = story.books.log.entries_read();
    CHECK(figures_digest(draw(name, story.books, request).document) == fresh);
    CHECK(story.books.log.entries_read() - before <= 1);
  }
}

TEST_CASE("Changes since the last submitted report are those of its lines") {
  Story story;
  story.books.submit_report("2024-06-01", "budget-execution", 2024);
  CHECK(find_table(draw("budget-execution", story.books).document, "changes")->rows.empty());
  story.books.approve("2024-06-02", {story.waiting});
  const Document document = draw("budget-execution", story.books).document;
  CHECK(fen(document, "changes", "L1", "paid") == Fen(10'000));
  CHECK(fen(document, "changes", "L1", "pending") == Fen(-10'000));
  CHECK(find_row(document, "changes", "L2") == nullptr);
}

TEST_CASE("Between two days a report counts those days' payments and says nothing of what is left") {
  Story story;
  story.books.approve("2024-06-02", {story.waiting});
  ReportRequest request;
  request.from = parse_day("2024-03-02");
  request.to = parse_day("2024-03-31");
  const Document document = draw("budget-execution", story.books, request).document;
  CHECK(fen(document, "by-line", "L1", "paid") == Fen(10'000));
  CHECK(fen(document, "by-line", "L1", "budget") == Fen(100'000));
  CHECK(find_column(*find_table(document, "by-line"), "available") == find_table(document, "by-line")->columns.size());
}

TEST_CASE("The final accounts of a closed year stand as closed, and say what was corrected since") {
  Story story;
  story.books.close_year("2025-01-05", 2024);
  const Document closed = draw("final-accounts", story.books).document;
  CHECK(fen(closed, "t03", "total", "total") == Fen(60'000));
  story.books.reopen_year("2025-02-01", 2024);
  story.books.approve("2025-02-02", {story.waiting});
  CHECK(fen(draw("final-accounts", story.books).document, "t03", "total", "total") == Fen(70'000));
  story.books.close_year("2025-02-03", 2024);
  story.books.refund("2025-03-01", story.payment, {{"L1", 5'000, {}}});
  const Document corrected = draw("final-accounts", story.books).document;
  CHECK(fen(corrected, "t03", "total", "total") == Fen(70'000));
  std::string said;
  for (const Paragraph& remark : corrected.remarks) said += remark.text;
  CHECK(said.find("50.00 yuan that had been paid came back") != std::string::npos);
}

TEST_CASE("The tables' identities hold: income and opening are spending and closing") {
  Story story;
  story.books.opening(2024, schema::Source::GENERAL, "L1", 7'000);
  story.books.opening(2024, schema::Source::OTHER, "", 1'000);
  const Document document = draw("final-accounts", story.books).document;
  CHECK(fen(document, "t01", "opening", "final") == Fen(8'000));
  CHECK(fen(document, "t01", "income.grand", "final") == Fen(98'000));
  CHECK(fen(document, "t01", "spending.grand", "final") == Fen(98'000));
  CHECK(fen(document, "t01", "closing", "final") == Fen(38'000));
  CHECK(fen(document, "t04", "opening", "total") == Fen(7'000));
  CHECK(fen(document, "t04", "closing", "general") == Fen(37'000));
}

TEST_CASE("The three public expenses come from their economic codes and from fiscal money only") {
  Books books;
  books.open();
  const auto spend = [&](const std::string& line, const std::string& economic, schema::Source source,
                         std::int64_t amount) {
    books.line(2024, {line, "2081101", economic, source, schema::LineKind::BASIC_PUBLIC, {}, {}}, amount);
    books.approve("2024-04-01", {books.pay("2024-04-01", {{line, amount, {}}})});
  };
  spend("a", "30212", schema::Source::GENERAL, 10'000);
  spend("b", "30217", schema::Source::FUND, 20'000);
  spend("c", "30217", schema::Source::OTHER, 40'000);
  spend("d", "30231", schema::Source::GENERAL, 80'000);
  spend("e", "30913", schema::Source::GENERAL, 160'000);
  spend("f", "31013", schema::Source::CAPITAL, 320'000);
  const Document document = draw("final-accounts", books).document;
  CHECK(fen(document, "t07", "abroad", "final") == Fen(10'000));
  CHECK(fen(document, "t07", "reception", "final") == Fen(20'000));
  CHECK(fen(document, "t07", "vehicle-running", "final") == Fen(80'000));
  CHECK(fen(document, "t07", "vehicle-purchase", "final") == Fen(480'000));
  CHECK(fen(document, "t07", "total", "final") == Fen(590'000));
}

TEST_CASE("One body's report leaves the others' lines out") {
  Story story;
  story.books.body = "township";
  story.books.line(2024, {"L1", "2081199"}, 999);
  ReportRequest request;
  request.body = "township";
  const Document document = draw("budget-execution", story.books, request).document;
  CHECK(find_table(document, "by-line")->rows.size() == 2);
  CHECK(fen(document, "by-line", "township/L1", "budget") == Fen(999));
  CHECK(fen(draw("budget-execution", story.books).document, "by-source", "total", "budget") == Fen(150'999));
}

TEST_CASE("The period's charter amendments stand in the provenance") {
  Story story;
  story.books.amend_charter("2023-05-01", "1", "2023-06-01");
  story.books.amend_charter("2023-12-20", "2", "2024-01-10");
  story.books.amend_charter("2024-05-01", "3", "2025-06-01");
  const auto amendments = draw("budget-execution", story.books).document.provenance.amendments;
  REQUIRE(amendments.size() == 2);
  CHECK(amendments[0].find("Amendment 2") != std::string::npos);
  CHECK(amendments[1].find("Amendment 3") != std::string::npos);
}

TEST_CASE("Findings of the year are counted by rule") {
  Story story;
  story.books.rules = {104};
  story.books.pay("2024-07-01", {{"L1", 1'000'000, {}}});
  const Document document = draw("budget-execution", story.books).document;
  CHECK(std::get<Count>(cell(document, "findings", "budget.available", "count").value) == Count{1});
}

TEST_CASE("An unknown report, a period outside the year and an empty log are said in words") {
  const Story story;
  CHECK(draw_report("balance", story.books.log, {}).error().kind == ErrorKind::usage);
  ReportRequest request;
  request.year = 2024;
  request.from = parse_day("2023-12-31");
  CHECK(draw_report("budget-execution", story.books.log, request).error().kind == ErrorKind::usage);
  CHECK(draw_report("budget-execution", Books().log, {}).error().kind == ErrorKind::invalid);
  ReportRequest before_anything;
  before_anything.as_of.recorded_ms = 1;
  CHECK(draw_report("transparency", story.books.log, before_anything).error().kind == ErrorKind::invalid);
}

TEST_CASE("Without a year, the latest with budget lines is reported") {
  const Story story;
  const auto drawn = draw_report("budget-execution", story.books.log, {});
  REQUIRE(drawn.ok());
  CHECK(drawn->document.provenance.parameters.front().second == "2024");
}
