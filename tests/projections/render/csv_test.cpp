#include "projections/render/csv.h"

#include <catch2/catch.hpp>

#include "ledger/base/text.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;

TEST_CASE("published accounts print one figure a line under the columns of the disclosure") {
  const Document accounts = testing::sample_accounts();
  REQUIRE(has_long_form(accounts));
  const std::string csv = render_csv_long(accounts);
  REQUIRE(
      csv.starts_with("table,code,name,level,measure,amount,unit\r\n"
                      "03支出决算表,合计,合计,合计,合计,307.82,万元\r\n"
                      "03支出决算表,合计,合计,合计,基本支出,105.58,万元\r\n"
                      "03支出决算表,合计,合计,合计,项目支出,202.24,万元\r\n"
                      "03支出决算表,201,一般公共服务支出,类,合计,264.87,万元\r\n"));
  REQUIRE(csv.ends_with("03支出决算表,2013999,其他社会工作事务支出,项,项目支出,202.24,万元\r\n"));
  REQUIRE(csv == testing::golden("accounts.csv", csv));
}

TEST_CASE("the long form leaves out columns without a measure and cells without a figure") {
  Document accounts = testing::sample_accounts();
  accounts.tables[0].columns[3].measure.clear();
  accounts.tables[0].rows[1].cells[4] = Cell::empty();
  const std::string csv = render_csv_long(accounts);
  REQUIRE_THAT(csv, !Contains("基本支出"));
  REQUIRE_THAT(csv, !Contains("201,一般公共服务支出,类,项目支出"));
  REQUIRE_FALSE(has_long_form(testing::sample_report()));
}

TEST_CASE("every table is a section under its own header line") {
  const std::string csv = render_csv(testing::sample_report());
  REQUIRE_THAT(csv, Contains("table,key,code,name,budget,paid,rate,persons\r\n"
                             "lines,208,208,社会保障和就业支出,3000000.00,1283456.78,42.78,1200\r\n"));
  REQUIRE_THAT(csv, Contains("lines,total,,Total,4000000.00,1283456.78,32.09,1200\r\ntable,key,number\r\n"));
  REQUIRE(csv == testing::golden("report.csv", csv));
}

TEST_CASE("a name that a spreadsheet would run is shown instead, and a negative amount stays a number") {
  Document report = testing::sample_report();
  for (const char* name : {"=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx"}) {
    report.tables[0].rows[3].cells[1] = Cell::text(name);
    REQUIRE_THAT(render_csv(report), Contains(std::string("'") + name));
  }
  REQUIRE_THAT(render_csv(report), Contains(",0.00,-20000.00,,1200\r\n"));
}

TEST_CASE("commas, quotes and line breaks are quoted as RFC 4180 says") {
  Document report = testing::sample_report();
  report.tables[0].rows[3].cells[1] = Cell::text("a,\"b\"\r\nc");
  REQUIRE_THAT(render_csv(report), Contains(",\"a,\"\"b\"\"\r\nc\","));
}

TEST_CASE("positions stand in a column of their own when asked for") {
  const std::string csv = render_csv(testing::sample_report(), {true});
  REQUIRE_THAT(csv, Contains("budget,budget_positions,paid,paid_positions"));
  REQUIRE_THAT(csv, Contains(",1283456.78,3 7 8 9,"));
}
