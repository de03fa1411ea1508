// The import as a whole: all or nothing, once only, by whomever.

#include "cli/import/kinds/kinds.h"
#include "import_fixture.h"
#include "ledger/event/open.h"
#include "xlsx_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using End = ImportOutcome::End;

namespace {

const std::string header(payment_header);

long anonymous_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stol(line.substr(8));
  }
  return -1;
}

}  // namespace

TEST_CASE("every problem is reported and nothing is stored") {
  Office office;
  const std::uint64_t size = office.ledger().size();
  const auto outcome =
      office.import("payments", office.write("a.csv", header + "V1,2025-05-20,P1,,甲,,care,,1.00,treasury,,\n"
                                                               "V2,2025-05-40,P1,,甲,,care,,1.00,treasury,,\n"
                                                               "V3,2025-05-20,P0,,甲,,care,,1.00,treasury,,\n"
                                                               "V4,2025-05-20,P2,,甲,,care,,400,treasury,,\n"
                                                               "V5,2025-05-20,P2,,甲,,care,,101,treasury,,\n"));
  REQUIRE(outcome.ok());
  CHECK(outcome->end == End::refused);
  CHECK(outcome->report.read() == 5);
  CHECK(outcome->report.fresh() == 2);
  std::string rows;
  for (const TableProblem& problem : outcome->report.kept()) {
    rows += std::to_string(problem.row) + problem.column + problem.rule + " ";
  }
  CHECK(rows == "3date 4linebudget.line-exists 6amountbudget.available ");
  CHECK(office.ledger().size() == size);
}

TEST_CASE("a dry run judges everything and stores nothing") {
  Office office;
  const std::uint64_t size = office.ledger().size();
  ImportRequest request = office.request("payments", office.write("a.csv", payments(1200)));
  const auto outcome = try_import(office.ledger(), Office::key_of("li").public_key(), request);
  REQUIRE(outcome.ok());
  CHECK(outcome->end == End::tried);
  CHECK(outcome->events == 1200);
  CHECK(outcome->fen == 120000);
  CHECK(office.ledger().size() == size);
}

TEST_CASE("the same file again stores nothing, also by another officer on another day") {
  Office office;
  office.must_import("payments", payments(3));
  const std::uint64_t size = office.ledger().size();
  office.set_day("2025-07-15");
  for (const char* person : {"li", "wang"}) {
    for (const auto& [kind, content] : std::map<std::string, std::string>{
             {"payments", payments(3)}, {"budget", standard_budget()}, {"codes", codes_of(2025)}}) {
      const auto again = office.import(kind, office.write("again.csv", content), person);
      REQUIRE(again.ok());
      INFO(kind << " " << person << " " << again->report.to_lines().front());
      CHECK(again->end == End::nothing_new);
      CHECK(again->report.same() == again->report.read());
      CHECK(again->report.fresh() == 0);
    }
  }
  CHECK(office.ledger().size() == size);
  CHECK(office.must_import("payments", payments(5), "wang").recorded == 2);
  CHECK(office.pending("P1") == "5.00");
}

TEST_CASE("the same key with other content is a conflict that names the row and the position") {
  Office office;
  const ImportOutcome first = office.must_import("payments", header + "V1,2025-05-20,P1,,甲,,care,,1.00,treasury,,\n");
  const std::string told = office.told("payments", header + "V1,2025-05-20,P1,,甲,,care,,2.00,treasury,,\n", "wang");
  CHECK_THAT(told, StartsWith("2 voucher: ") && Contains("position " + std::to_string(first.first->value)) &&
                       Contains("[event.command]"));
}

TEST_CASE("the same key with other content in one file names both rows") {
  Office office;
  const std::string told = office.told("receipts",
                                       "number,line,date,amount,from,document\n"
                                       "R1,P1,2025-04-02,1.00,,\n"
                                       "R2,P1,2025-04-02,1.00,,\n"
                                       "R1,P1,2025-04-02,3.00,,\n");
  CHECK_THAT(told, StartsWith("4 number: Row 2 "));
}

TEST_CASE("a row that stands twice in one file is recorded once, and both rows are named") {
  Office office;
  const ImportOutcome outcome = office.must_import("receipts",
                                                   "number,line,date,amount,from,document\n"
                                                   "R1,P1,2025-04-02,1.00,,\n"
                                                   "R1,P1,2025-04-02,1.00,,\n");
  CHECK(outcome.recorded == 1);
  CHECK(outcome.report.same() == 0);
  CHECK(outcome.report.twice() == 1);
  CHECK(outcome.report.to_lines().front() ==
        "Row 3 stands twice in this file: row 2 says the same. It is recorded once.");
}

TEST_CASE("a person's number in a cell is refused with its row and column, and not repeated") {
  Office office;
  const std::uint64_t size = office.ledger().size();
  const auto outcome =
      office.import("payments", office.write("a.csv", header + "V1,2025-05-20,P1,,甲,,care,,1.00,treasury,,\n"
                                                               "V2,2025-05-20,P1,,甲,,care,,1.00,treasury,,\n"
                                                               "V3,2025-05-20,P1,,张三341322199003072419,,care,,1.00,"
                                                               "treasury,,\n"));
  REQUIRE(outcome.ok());
  CHECK(outcome->end == End::refused);
  REQUIRE(outcome->report.kept().size() == 1);
  const TableProblem& problem = outcome->report.kept().front();
  CHECK(problem.row == 4);
  CHECK(problem.column == "payee");
  CHECK(problem.rule == "personal.number");
  CHECK(to_line(problem).find("1990") == std::string::npos);
  CHECK(office.ledger().size() == size);
}

TEST_CASE("GB18030 and a map of foreign headers are read as our own") {
  Office office;
  // “凭证,日期,行,收款人,用途,金额,方式 / V1,…,P1,甲,care,1.00,国库” in GB18030.
  const std::string file = office.write("gb.csv",
                                        "\xC6\xBE\xD6\xA4,\xC8\xD5\xC6\xDA,\xD0\xD0,\xCA\xD5\xBF\xEE\xC8\xCB,"
                                        "\xD3\xC3\xCD\xBE,\xBD\xF0\xB6\xEE,\xB7\xBD\xCA\xBD\n"
                                        "V1,2025-05-20,P1,\xBC\xD7,care,1.00,\xB9\xFA\xBF\xE2\n");
  ImportRequest request = office.request("payments", file);
  request.map =
      parse_header_map(
          "[columns]\n\"凭证\" = \"voucher\"\n\"日期\" = \"date\"\n\"行\" = \"line\"\n\"收款人\" = \"payee\"\n"
          "\"用途\" = \"purpose\"\n\"金额\" = \"amount\"\n\"方式\" = \"method\"\n[values.method]\n\"国库\" = "
          "\"treasury\"\n",
          "map.toml")
          .value();
  const auto outcome = run_import(office.ledger(), Office::key_of("li"), request);
  INFO((outcome.ok() ? "" : outcome.error().message + outcome.error().hint));
  REQUIRE(outcome.ok());
  for (const auto& line : outcome->report.to_lines()) UNSCOPED_INFO(line);
  CHECK(outcome->end == End::recorded);
  CHECK(outcome->notes.encoding == "GB18030");
}

TEST_CASE("a workbook is imported like a CSV file: same rows, same identities") {
  Office office;
  office.must_import("payments", header + "V1,2025-05-20,P1,,甲,,care,,12.50,treasury,,\n");
  const std::string number = "<c r=\"F3\"><v>0.30000000000000004</v></c>";
  const std::string sheet =
      text_row(1, {"voucher", "date", "line", "payee", "purpose", "amount", "method"}) +
      text_row(2, {"V1", "2025-05-20", "P1", "甲", "care", "12.50", "treasury"}) +
      "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>V2</t></is></c><c r=\"B3\" t=\"inlineStr\"><is><t>2025-05-20</t>"
      "</is></c><c r=\"C3\" t=\"inlineStr\"><is><t>P1</t></is></c><c r=\"D3\" t=\"inlineStr\"><is><t>乙</t></is></c><c "
      "r=\"E3\" t=\"inlineStr\"><is><t>care</t></is></c>" +
      number + "<c r=\"G3\" t=\"inlineStr\"><is><t>treasury</t></is></c></row>";
  pack(office.path("a.xlsx"), workbook_parts(sheet));
  const auto outcome = office.import("payments", office.path("a.xlsx"), "wang");
  INFO((outcome.ok() ? "" : outcome.error().message + outcome.error().hint));
  REQUIRE(outcome.ok());
  for (const auto& line : outcome->report.to_lines()) UNSCOPED_INFO(line);
  CHECK(outcome->end == End::recorded);
  CHECK(outcome->report.same() == 1);
  CHECK(outcome->recorded == 1);
  CHECK(office.pending("P1") == "12.80");
}

TEST_CASE("an officer without the recorder's role is told once, not for every row") {
  Office office;
  const auto outcome = office.import("payments", office.write("a.csv", payments(100)), "chen");
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().kind == ErrorKind::permission);
  CHECK(outcome.error().name == "event.role");
}

TEST_CASE("a missing file is an error and no report") {
  Office office;
  const auto outcome = office.import("payments", office.path("none.csv"));
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().kind == ErrorKind::not_found);
}

TEST_CASE("more than a thousand events become a batch that is closed with its root") {
  Office office;
  const ImportOutcome outcome = office.must_import("payments", payments(2500));
  CHECK(outcome.batch != 0);
  CHECK(outcome.recorded == 2500);
  Facts facts = office.ledger().facts();
  const auto batch = facts.batch(outcome.batch);
  REQUIRE(batch);
  CHECK(batch->state == BatchState::closed);
  CHECK(batch->count == 2500);
  CHECK(batch->sum_fen == 250000);
  CHECK(batch->file == outcome.file);
  CHECK(office.pending("P1") == "2500.00");
  Frontier frontier;
  for (std::uint64_t p = outcome.first->value; p <= outcome.last->value; ++p) {
    frontier.append(leaf_hash(office.ledger().entry_bytes(Position(p)).value()));
  }
  const Bytes last = office.ledger().entry_bytes(Position(office.ledger().size() - 1)).value();
  EventOpener opener;
  const auto closed = opener.open_stored(read_entry(last).value().signed_bytes).value().getEvent().getBatchClosed();
  CHECK(Hash::from({closed.getRoot().begin(), closed.getRoot().size()}) == frontier.root());
  CHECK(office.told("payments", payments(2500), "wang") == "nothing new");
}

TEST_CASE("a line that a large import may not approve is found before anything is stored") {
  Office office;
  EventBuilder builder;
  auto line = builder.root().initLineProvisional();
  line.setLine("L0000007");
  line.setYear(2025);
  line.setFunction("2081104");
  line.setKind(schema::LineKind::PROJECT);
  line.setAmount(100);
  Ledger::Draft draft;
  draft.event = builder.finish();
  draft.date = *parse_day("2025-06-30");
  draft.command = command_for("test", "provisional");
  REQUIRE(office.ledger().record(Office::key_of("li"), std::span(&draft, 1)).ok());
  std::string content = "line,year,function,source,kind,amount\n";
  for (int i = 1; i <= 1500; ++i) {
    std::string number = std::to_string(i);
    number.insert(0, 7 - number.size(), '0');
    content += "L" + number + ",2025,2081104,general,project,1.00\n";
  }
  CHECK_THAT(office.told("budget", content), StartsWith("8 line: ") && Contains("[line.state]"));

  // A row that left the trial does not shift the rows that others are said to repeat.
  content += "L0001200,2025,2081104,general,project,2.00\n";
  const auto outcome = office.import("budget", office.write("twice.csv", content));
  REQUIRE(outcome.ok());
  REQUIRE(outcome->report.kept().size() == 2);
  CHECK_THAT(to_line(outcome->report.kept().back()), StartsWith("Row 1502, column line: Row 1201 has the same"));
}

TEST_CASE("a million rows with one bad one: nothing is stored, the row is named, memory stays flat") {
  constexpr std::uint64_t rows = 1'000'000;
  constexpr std::uint64_t bad = 987'654;
  Office office;
  const std::string file = office.path("million.csv");
  {
    std::ofstream out(file, std::ios::binary);
    out << header;
    for (std::uint64_t i = 1; i <= rows; ++i) {
      out << 'V' << 1'000'000 + i << ",2025-05-20,P1,org,托养中心,6217,care,托养," << (i == bad ? "0.505" : "0.50")
          << ",treasury,,\n";
    }
  }
  const std::uint64_t size = office.ledger().size();
  const long before = anonymous_kib();
  long peak = 0;
  std::uint64_t calls = 0;
  const auto outcome = office.import("payments", file, "li", [&](ImportPhase, std::uint64_t, std::uint64_t) {
    if (++calls % 10 == 0) peak = std::max(peak, anonymous_kib());
    return true;
  });
  REQUIRE(peak > 0);
  REQUIRE(outcome.ok());
  CHECK(outcome->end == End::refused);
  REQUIRE(outcome->report.problems() == 1);
  CHECK(outcome->report.kept().front().row == bad + 1);
  CHECK(outcome->report.kept().front().column == "amount");
  CHECK(outcome->report.read() == rows);
  CHECK(office.ledger().size() == size);
  WARN("a million rows judged in " << outcome->judging_ms << " ms, " << (peak - before) / 1024
                                   << " MB more memory than " << before / 1024);
  CHECK(peak - before < 64 * 1024);
}
