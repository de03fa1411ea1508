// The demo's sample files of 2024 must reproduce what 中共上海市普陀区委社会工作部 published, figure by figure.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "projections/render/csv.h"
#include "projections/reports/report.h"
#include "tests/support/books.h"
#include "tests/support/csv_lines.h"

using namespace sunledger;

namespace {

const std::string samples = "samples/demo/2024/";

schema::LineKind kind_of(const std::string& kind) {
  if (kind == "basic-personnel") return schema::LineKind::BASIC_PERSONNEL;
  return kind == "basic-public" ? schema::LineKind::BASIC_PUBLIC : schema::LineKind::PROJECT;
}

std::int64_t fen_of(const std::string& yuan) {
  const auto amount = parse_yuan(yuan);
  REQUIRE(amount);
  return amount->value;
}

Books sample_books() {
  Books books;
  books.open("demo.example/putuo", "中共上海市普陀区委社会工作部");
  for (const CsvRecord& row : read_csv_lines(samples + "codes.csv")) {
    books.code(std::stoi(row.at("year")), row.at("table") == "economic", row.at("code"), row.at("name"));
  }
  for (const CsvRecord& row : read_csv_lines(samples + "budget.csv")) {
    REQUIRE(row.at("source") == "general");
    books.line(std::stoi(row.at("year")),
               {row.at("line"),
                row.at("function"),
                row.at("economic"),
                schema::Source::GENERAL,
                kind_of(row.at("kind")),
                row.at("project"),
                {}},
               fen_of(row.at("amount")));
  }
  for (const CsvRecord& row : read_csv_lines(samples + "receipts.csv")) {
    books.receive(row.at("date"), row.at("line"), fen_of(row.at("amount")));
  }
  const auto payments = read_csv_lines(samples + "payments.csv");
  for (std::size_t i = 0; i < payments.size();) {
    std::vector<BookPart> parts;
    const std::size_t first = i;
    for (; i < payments.size() && payments[i].at("voucher") == payments[first].at("voucher"); ++i) {
      CHECK(payments[i].at("date") == payments[first].at("date"));
      CHECK(payments[i].at("payee") == payments[first].at("payee"));
      CHECK(payments[i].at("method") == payments[first].at("method"));
      parts.push_back({payments[i].at("line"), fen_of(payments[i].at("amount")), {}});
    }
    books.approve(payments[first].at("date"), {books.pay(payments[first].at("date"), parts)});
  }
  return books;
}

std::set<std::string> lines_of(const std::string& csv) {
  std::set<std::string> lines;
  std::string line;
  for (const char c : csv) {
    if (c == '\n') {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      lines.insert(std::exchange(line, {}));
    } else {
      line += c;
    }
  }
  return lines;
}

Document final_accounts(const Books& books) {
  ReportRequest request;
  request.year = 2024;
  auto drawn = draw_report("final-accounts", books.log, request);
  REQUIRE(drawn.ok());
  REQUIRE(fault_of(drawn->document).empty());
  return drawn->document;
}

}  // namespace

TEST_CASE("The sample year reproduces every published figure") {
  const char* data = std::getenv("SUNLEDGER_DATA");
  if (data == nullptr) {
    WARN("SUNLEDGER_DATA is not set: the published file is not compared");
    return;
  }
  const std::set<std::string> ours = lines_of(render_csv_long(final_accounts(sample_books())));
  const auto published = read_csv_lines(std::string(data) + "/putuo_shehuigongzuobu_2024_final.csv");
  REQUIRE(published.size() > 100);
  std::set<std::string> theirs;
  for (const CsvRecord& row : published) {
    std::string line;
    for (const char* column : {"table", "code", "name", "level", "measure", "amount", "unit"}) {
      line += (line.empty() ? "" : ",") + row.at(column);
    }
    CHECK(ours.count(line) == 1);
    if (ours.count(line) == 0) UNSCOPED_INFO("missing: " << line);
    theirs.insert(line);
  }
  // Beyond the published rows there is only the overview of fiscal appropriations, which was published as a text.
  for (const std::string& line : ours) {
    if (line.rfind("table,", 0) == 0 || line.rfind("04", 0) == 0) continue;
    INFO("not published: " << line);
    CHECK(theirs.count(line) == 1);
  }
}

TEST_CASE("The sample year's budget is the published one") {
  const char* data = std::getenv("SUNLEDGER_DATA");
  if (data == nullptr) {
    WARN("SUNLEDGER_DATA is not set: the published file is not compared");
    return;
  }
  ReportRequest request;
  request.year = 2024;
  request.to = parse_day("2024-12-31");
  const auto drawn = draw_report("budget-execution", sample_books().log, request);
  REQUIRE(drawn.ok());
  const Table* table = find_table(drawn->document, "by-function");
  REQUIRE(table != nullptr);
  const std::size_t budget = find_column(*table, "budget");
  const std::size_t paid = find_column(*table, "paid");
  std::size_t compared = 0;
  for (const CsvRecord& row : read_csv_lines(std::string(data) + "/putuo_shehuigongzuobu_2024_budget_vs_final.csv")) {
    for (const TableRow& ours : table->rows) {
      if (ours.key != (row.at("code") == "合计" ? "total" : row.at("code"))) continue;
      INFO(row.at("name"));
      CHECK(to_wan(std::get<Fen>(ours.cells[budget].value)) == row.at("annual_budget"));
      CHECK(to_wan(std::get<Fen>(ours.cells[paid].value)) == row.at("final"));
      ++compared;
    }
  }
  CHECK(compared == 10);
}

TEST_CASE("The sample year names its rounding differences, and no fault") {
  const Document document = final_accounts(sample_books());
  std::string rounding;
  for (const Paragraph& remark : document.remarks) {
    CHECK(remark.heading != "Faults");
    if (remark.heading == "Rounding") rounding = remark.text;
  }
  CHECK(rounding.find("商品和服务支出") != std::string::npos);
  CHECK(rounding.find("is 10.23, its parts as shown add up to 10.22") != std::string::npos);
  CHECK(rounding.find("is 105.58, its parts as shown add up to 105.59") != std::string::npos);
}

TEST_CASE("Tables without data are there and empty") {
  const Document document = final_accounts(sample_books());
  CHECK(document.tables.size() == 9);
  CHECK(find_table(document, "t08")->rows.empty());
  CHECK(find_table(document, "t09")->rows.empty());
  CHECK(find_table(document, "t07")->rows.size() == 5);
}
