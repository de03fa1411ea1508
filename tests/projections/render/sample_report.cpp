#include "tests/projections/render/sample_report.h"

#include <cstdlib>

#include "ledger/base/file.h"
#include "projections/render/digest.h"

namespace sunledger::testing {
namespace {

TableRow line(std::string key, std::uint32_t level, std::string name, std::int64_t budget_fen, std::int64_t paid_fen,
              std::vector<std::uint64_t> positions) {
  TableRow row;
  row.key = key;
  row.level = level;
  row.cells = {Cell::text(std::move(key)),          Cell::text(std::move(name)),
               Cell::amount(Fen(budget_fen)),       Cell::amount(Fen(paid_fen), std::move(positions)),
               Cell::percent(paid_fen, budget_fen), Cell::count(1200)};
  return row;
}

TableRow published(std::string code, std::string name, std::string level, std::int64_t total, std::int64_t basic) {
  TableRow row;
  row.key = code;
  row.emphasis = code == "合计";
  row.level = level == "类" ? 0 : level == "款" ? 1 : level == "项" ? 2 : 0;
  row.cells = {Cell::text(code), Cell::text(name), Cell::amount(Fen(total)), Cell::amount(Fen(basic)),
               Cell::amount(Fen(total - basic))};
  row.published = {std::move(code), std::move(name), std::move(level)};
  return row;
}

}  // namespace

Document sample_report() {
  Document report;
  report.report = "budget-execution";
  report.title = "Budget execution 2024";
  report.subtitle = "示例县残疾人联合会 (Sample County), January to September";
  report.conclusion = "Of 4,000,000.00 yuan 1,283,456.78 yuan are paid, 32.09% at 75.00% of the year.";
  Provenance& from = report.provenance;
  from.origin = "demo.sunledger.example/sample";
  from.position = Position(41);
  from.root.bytes.fill(0xAB);
  from.as_of = "2024-10-08T01:02:03.000Z";
  from.versions = {{"budget_execution", "1"}, {"budget-execution", "1"}};
  from.parameters = {{"year", "2024"}, {"to", "2024-09-30"}};
  from.language = "en";
  from.amendments = {"2024-03-01: large sums from 50,000.00 yuan (entry 17)"};
  from.notes = {"Recorded times come from an injected clock (demo ledger)."};

  Table lines;
  lines.id = "lines";
  lines.caption = "Budget lines";
  lines.unit = Unit::yuan;
  lines.columns = {{"code", "Code", ColumnKind::code, ""},       {"name", "Subject", ColumnKind::text, ""},
                   {"budget", "Budget", ColumnKind::amount, ""}, {"paid", "Paid", ColumnKind::amount, ""},
                   {"rate", "Rate", ColumnKind::percent, ""},    {"persons", "Persons", ColumnKind::count, ""}};
  lines.label_column = 1;
  lines.rows = {line("208", 0, "社会保障和就业支出", 300000000, 128345678, {3, 7, 8, 9}),
                line("20811", 1, "残疾人事业", 300000000, 128345678, {3, 7, 8, 9}),
                line("2081107", 2, "残疾人生活和护理补贴", 300000000, 130345678, {3, 7, 8}),
                line("2081199", 2, "其他残疾人事业支出 <b>&amp; \"refunds\"", 0, -2000000, {9}),
                line("2296006", 0, "用于残疾人事业的彩票公益金支出", 100000000, 0, {})};
  TableRow total = line("total", 0, "Total", 400000000, 128345678, {3, 7, 8, 9});
  total.emphasis = true;
  total.cells[0] = Cell::empty();
  lines.rows.push_back(total);
  lines.note = "A refund of this year goes back to its line.";

  Table contracts;
  contracts.id = "contracts";
  contracts.caption = "Contracts";
  contracts.columns = {{"number", "Number", ColumnKind::code, ""}};
  report.tables = {lines, contracts};

  report.charts = {{"paid", "Budget and paid", "lines", "name", {"budget", "paid"}, {"2081107", "2081199", "2296006"}}};
  report.remarks = {{"Changes since the last report", "One line was added; nothing was transferred.", {17}}};
  return report;
}

Document sample_accounts() {
  Document report;
  report.report = "final-accounts";
  report.title = "2024年度部门决算";
  report.conclusion = "本年收入307.82万元，支出307.82万元，收支平衡。";
  Table spending;
  spending.id = "03";
  spending.published_name = "03支出决算表";
  spending.caption = "支出决算表";
  spending.unit = Unit::wan;
  spending.label_column = 1;
  spending.columns = {{"code", "科目编码", ColumnKind::code, ""},
                      {"name", "科目名称", ColumnKind::text, ""},
                      {"total", "合计", ColumnKind::amount, "合计"},
                      {"basic", "基本支出", ColumnKind::amount, "基本支出"},
                      {"project", "项目支出", ColumnKind::amount, "项目支出"}};
  spending.rows = {published("合计", "合计", "合计", 307820000, 105580000),
                   published("201", "一般公共服务支出", "类", 264870000, 62630000),
                   published("20139", "社会工作事务", "款", 264870000, 62630000),
                   published("2013999", "其他社会工作事务支出", "项", 202240000, 0)};
  Table fund;
  fund.id = "08";
  fund.published_name = "08政府性基金预算财政拨款收入支出决算表";
  fund.caption = "政府性基金预算财政拨款收入支出决算表";
  fund.unit = Unit::wan;
  fund.columns = spending.columns;
  fund.empty_note = "本表无数据";
  report.tables = {spending, fund};
  return report;
}

Hash digest_of(const Document& document) {
  return figures_digest(document);
}

std::string golden(const std::string& name, const std::string& text) {
  const std::string path = "tests/golden/render/" + name;
  if (std::getenv("SUNLEDGER_REWRITE_GOLDEN") != nullptr) {
    const Status written = replace_file(path, text);
    INVARIANT(written.ok());
  }
  const Result<std::string> kept = read_file(path, 1 << 20);
  return kept ? *kept : "no golden file " + path;
}

}  // namespace sunledger::testing
