// Each import kind: a sound file becomes events, a bad cell is named by row and column.

#include "cli/import/kinds/kinds.h"

#include "import_fixture.h"
#include "ledger/event/json.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// The JSON of the only event of an import.
std::string json_of(Office& office, const ImportOutcome& outcome) {
  REQUIRE(outcome.recorded == 1);
  const Bytes bytes = office.ledger().entry_bytes(*outcome.first).value();
  return event_json(read_entry(bytes).value().signed_bytes).value();
}

}  // namespace

TEST_CASE("kinds are found by the names of interface.md, and no others") {
  for (const char* name : {"codes", "notices", "budget", "opening", "adjustments", "receipts", "payments"}) {
    REQUIRE(import_kind(name) != nullptr);
    CHECK(import_kind(name)->name == name);
  }
  CHECK(import_kind("grants") == nullptr);
  CHECK(import_kinds().size() == 7);
}

TEST_CASE("codes: a row defines a code, and a code has its table's digits") {
  Office office;
  CHECK_THAT(
      json_of(office, office.must_import("codes", "year,table,code,name\n2025,function,2081199,其他残疾人事业支出\n")),
      Contains("\"name\":\"其他残疾人事业支出\"") && Contains("\"table\":\"function\""));
  const std::string header = "year,table,code,name\n";
  CHECK_THAT(office.told("codes", header + "2025,economic,3039901,x\n"), StartsWith("2 code: "));
  CHECK_THAT(office.told("codes", header + "2025,function,208110,x\n"), StartsWith("2 code: "));
  CHECK_THAT(office.told("codes", header + "2025,function,20811a4,x\n"), StartsWith("2 code: "));
  CHECK_THAT(office.told("codes", header + "25,function,2081105,x\n"), StartsWith("2 year: "));
  CHECK_THAT(office.told("codes", header + "2025,functional,2081105,x\n"), StartsWith("2 table: "));
  CHECK_THAT(office.told("codes", header + "2025,function,2081105,\n"), StartsWith("2 name: The cell is empty."));
  CHECK_THAT(office.told("codes", "year,table,code\n2025,function,2081105\n"), StartsWith("error: "));
}

TEST_CASE("notices: uses in one cell are a list, whatever parts them") {
  Office office;
  const std::string header =
      "number,date,level,nature,function,government_economic,economic,direct_mark,amount,uses,document\n";
  const std::string json = json_of(
      office, office.must_import("notices",
                                 header + "县财社〔2025〕8号,2025-03-16,中央,fund,2081104,50999,30399,01中央直达资金,"
                                          "502900.00,rehabilitation; training、care，fuel,市文〔2025〕3号\n"));
  CHECK_THAT(json, Contains("[\"rehabilitation\",\"training\",\"care\",\"fuel\"]") && Contains("\"502900.00\"") &&
                       Contains("\"date\":\"2025-03-16\"") && Contains("\"direct_mark\":\"01中央直达资金\""));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-30,,fund,2081104,,,,1,,\n"), StartsWith("2 date: "));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-03,,lottery,2081104,,,,1,,\n"), StartsWith("2 nature: "));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-03,,fund,20811,,,,1,,\n"), StartsWith("2 function: "));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-03,,fund,2081104,,,,0,,\n"), StartsWith("2 amount: "));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-03,,fund,2081104,,,,1.005,,\n"), StartsWith("2 amount: "));
  CHECK_THAT(office.told("notices", header + "9号,2025-02-03,,fund,2081104,,,,1,care;care,\n"),
             Contains("uses") && Contains("[event.fields]"));
  CHECK_THAT(office.told("notices", header + "9号,2025-07-01,,fund,2081104,,,,1,,\n"),
             StartsWith("2 date: ") && Contains("[event.future-day]"));
}

TEST_CASE("budget: a row is an approved line; an unknown code or a second line of that name is refused") {
  Office office;
  const std::string header = "line,year,function,economic,source,kind,project,amount,notice,procurement,document\n";
  CHECK_THAT(json_of(office, office.must_import("budget", header + "P9,2025,2081104,30399,donation,project,无障碍改造,"
                                                                   "175000.00,,,批复\n")),
             Contains("\"kind\":\"LineApproved\"") && Contains("\"line_kind\":\"project\"") &&
                 Contains("\"project\":\"无障碍改造\"") && Contains("\"date\":\"2025-06-30\""));
  CHECK(office.available("P9") == "175000.00");
  CHECK_THAT(office.told("budget", header + "P9,2025,2081104,30399,donation,project,,1,,,\n"),
             StartsWith("2 line: ") || Contains("[event.command]"));
  CHECK_THAT(office.told("budget", header + "PA,2025,2081199,,general,project,,1,,,\n"),
             StartsWith("2 function: ") && Contains("[budget.code-known]"));
  CHECK_THAT(office.told("budget", header + "PA,2025,2081104,303,general,project,,1,,,\n"), StartsWith("2 economic: "));
  CHECK_THAT(office.told("budget", header + "PA,2025,2081104,,general,basic,,1,,,\n"), StartsWith("2 kind: "));
  CHECK_THAT(office.told("budget", header + "PA,2025,2081104,,general,project,,-1,,,\n"), StartsWith("2 amount: "));
}

TEST_CASE("opening: a line may be empty") {
  Office office;
  const std::string header = "year,source,line,amount,document\n";
  CHECK(office.must_import("opening", header + "2025,general,P1,26400.18,决算批复\n2025,general,,13.00,\n").recorded ==
        2);
  CHECK_THAT(office.told("opening", header + "2025,general,P7,1,\n"),
             StartsWith("2 line: ") && Contains("[budget.line"));
  CHECK_THAT(office.told("opening", header + "2025,,P1,1,\n"), StartsWith("2 source: "));
}

TEST_CASE("adjustments: each kind moves its line, and only transfers go elsewhere") {
  Office office;
  const std::string header = "number,date,kind,line,to_line,amount,document\n";
  office.must_import("adjustments", header +
                                        "A1,2025-05-01,add,P2,,100.00,文1\n"
                                        "A2,2025-05-02,cut,P2,,50.00,\n"
                                        "A3,2025-05-03,transfer,P1,P2,25.00,\n"
                                        "A4,2025-05-04,recover,P2,,5.00,\n");
  CHECK(office.available("P2") == "570.00");
  CHECK(office.available("P1") == "999975.00");
  CHECK_THAT(office.told("adjustments", header + "A5,2025-05-01,transfer,P2,,1,\n"), StartsWith("2 to_line: "));
  CHECK_THAT(office.told("adjustments", header + "A5,2025-05-01,add,P2,P1,1,\n"), StartsWith("2 to_line: "));
  CHECK_THAT(office.told("adjustments", header + "A5,2025-05-01,give,P2,,1,\n"), StartsWith("2 kind: "));
  CHECK_THAT(office.told("adjustments", header + "A5,2025-05-01,cut,P2,,571,\n"),
             StartsWith("2 amount: ") && Contains("[budget.available]"));
  CHECK_THAT(office.told("adjustments", header + "A5,2025-05-01,carry,P2,,1,\n"), Contains("[budget.line-exists]"));
}

TEST_CASE("receipts: money comes in on a line of its date's year") {
  Office office;
  const std::string header = "number,line,date,amount,from,document\n";
  CHECK_THAT(json_of(office, office.must_import("receipts", header + "R1,P1,2025-04-02,12.34,县财政局,回单1\n")),
             Contains("\"from\":\"县财政局\"") && Contains("\"amount\":\"12.34\""));
  CHECK_THAT(office.told("receipts", header + "R2,P1,2024-04-02,12.34,,\n"), StartsWith("2 line: "));
  CHECK_THAT(office.told("receipts", header + ",P1,2025-04-02,12.34,,\n"), StartsWith("2 number: "));
}

TEST_CASE("payments: an empty payee kind is an organisation, and a person is refused") {
  Office office;
  const std::string header(payment_header);
  const std::string json =
      json_of(office, office.must_import("payments", header + "V1,2025-05-20,P1,,托养中心,,care,,10.00,treasury,,\n"));
  CHECK_THAT(json, Contains("\"payee\":\"托养中心\"") && !Contains("person"));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P1,person,某人,,care,,10.00,card,,\n"),
             StartsWith("2 payee_kind: ") && Contains("[payee.open]") && !Contains("某人"));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P1,,x,,care,,10.00,cheque,,\n"), StartsWith("2 method: "));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P1,,,,care,,10.00,cash,,\n"), StartsWith("2 payee: "));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P2,,x,,care,,500.01,treasury,,\n"),
             StartsWith("2 amount: ") && Contains("[budget.available]") && Contains("预算法"));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P8,,x,,care,,1,treasury,,\n"),
             StartsWith("2 line: ") && Contains("[budget.line-exists]"));
  CHECK_THAT(office.told("payments", header + "V2,2025-05-20,P1,,x,,,,1,treasury,,\n"), StartsWith("2 purpose: "));
}

TEST_CASE("payments: rows of one voucher are one payment with parts") {
  Office office;
  const std::string header(payment_header);
  const ImportOutcome outcome =
      office.must_import("payments", header +
                                         "V1,2025-05-20,P1,,托养中心,,care,首期,10.00,treasury,,\n"
                                         "V1,2025-05-20,P2,,托养中心,,care,保险,1.50,treasury,,\n"
                                         "V2,2025-05-20,P1,,医院,,care,,3.00,treasury,,\n");
  CHECK(outcome.recorded == 2);
  CHECK(outcome.report.fresh() == 3);
  CHECK(outcome.fen == 1450);
  CHECK(office.pending("P1") == "13.00");
  CHECK(office.pending("P2") == "1.50");
}

TEST_CASE("payments: parts that disagree, or do not stand together, are named") {
  Office office;
  const std::string header(payment_header);
  CHECK_THAT(office.told("payments", header + "V1,2025-05-20,P1,,甲,,care,,10.00,treasury,,\n"
                                              "V1,2025-05-20,P2,,乙,,care,,1.50,treasury,,\n"),
             StartsWith("3 payee: ") && Contains("row 2"));
  const std::string hint = "stand together";
  for (const char* last :
       {"V1,2025-05-20,P1,,甲,,care,,10.00,treasury,,\n", "V1,2025-05-20,P2,,甲,,care,,2.00,treasury,,\n"}) {
    const auto apart =
        office.import("payments", office.write("apart.csv", header +
                                                                "V1,2025-05-20,P1,,甲,,care,,10.00,treasury,,\n"
                                                                "V2,2025-05-20,P1,,乙,,care,,1.50,treasury,,\n" +
                                                                last));
    REQUIRE(apart.ok());
    CHECK(apart->end == ImportOutcome::End::refused);
    REQUIRE(apart->report.kept().size() == 1);
    CHECK(apart->report.kept().front().row == 4);
    CHECK_THAT(apart->report.kept().front().message, Contains("ow 2"));
    CHECK_THAT(apart->report.kept().front().hint, Contains(hint));
  }
}

TEST_CASE("payments: a bad part takes its voucher with it, and only that") {
  Office office;
  const std::string header(payment_header);
  const auto outcome =
      office.import("payments", office.write("bad.csv", header + "V1,2025-05-20,P1,,甲,,care,,10.00,treasury,,\n"
                                                                 "V1,2025-05-20,P2,,甲,,care,,x,treasury,,\n"
                                                                 "V1,2025-05-20,P2,,甲,,care,,1,treasury,,\n"
                                                                 "V2,2025-05-20,P1,,乙,,care,,1.50,treasury,,\n"));
  REQUIRE(outcome.ok());
  CHECK(outcome->report.problems() == 1);
  CHECK(outcome->report.kept().front().row == 3);
  CHECK(outcome->report.kept().front().column == "amount");
  CHECK(outcome->report.fresh() == 1);
}

TEST_CASE("a voucher of the next year is another voucher") {
  Office office;
  office.set_day("2026-01-05");
  const std::string header(payment_header);
  const auto outcome =
      office.import("payments", office.write("two.csv", header + "V1,2025-12-31,P1,,甲,,care,,1.00,treasury,,\n"
                                                                 "V1,2026-01-02,P1,,甲,,care,,1.00,treasury,,\n"));
  REQUIRE(outcome.ok());
  REQUIRE(outcome->report.problems() == 1);  // 2026 has no budget yet; the vouchers don't meet
  CHECK(outcome->report.kept().front().rule == "budget.line-exists");
}
