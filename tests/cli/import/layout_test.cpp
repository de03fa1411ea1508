#include "table_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;

namespace {

Outcome read_header(std::string_view header, const HeaderMap& map = {}) {
  const Folder folder;
  return read_all(folder.file("a.csv", std::string(header) + "\n"), map);
}

}  // namespace

TEST_CASE("unknown headers are named, with the known ones and the way out") {
  const auto outcome = read_header("voucher,date,amount,备注,序号");
  CHECK_THAT(outcome.error,
             Contains("Row 1") && Contains("“备注”, “序号”") && Contains("voucher, date, amount, memo, count, body"));
  CHECK_THAT(outcome.hint, Contains("--map"));
}

TEST_CASE("a file without a header is not quoted, since its first row may name a person") {
  const auto outcome = read_header("张三,2025-01-01,100.00");
  CHECK_THAT(outcome.error, !Contains("张三") && !Contains("100") && Contains("none of the headers"));
}

TEST_CASE("a missing required header is named; an optional one may be missing") {
  CHECK_THAT(read_header("voucher,memo").error, Contains("“date”, “amount”"));
  CHECK(read_header("voucher,date,amount").error.empty());
}

TEST_CASE("two headers for one column are an error, also when a map makes them so") {
  CHECK_THAT(read_header("voucher,date,amount,date").error, Contains("both mean the column date"));
  HeaderMap map;
  map.columns["凭证号"] = "voucher";
  CHECK_THAT(read_header("voucher,date,amount,凭证号", map).error, Contains("“voucher”") && Contains("“凭证号”"));
}

TEST_CASE("a map names foreign headers, skips columns and translates values") {
  const Folder folder;
  HeaderMap map;
  map.columns = {{"凭证号", "voucher"}, {"日期", "date"}, {"金额", "amount"}, {"摘要", "memo"}};
  map.skip_columns = {"序号"};
  map.values["memo"] = {{"国库集中支付", "treasury"}};
  const auto outcome = read_all(
      folder.file("a.csv", "序号,凭证号,日期,金额,摘要\n1,V1,2025-01-01,1,国库集中支付\n2,V2,2025-01-01,1,其他\n"),
      map);
  REQUIRE(outcome.error.empty());
  CHECK(outcome.rows[0].cells[3] == "treasury");
  CHECK(outcome.rows[1].cells[3] == "其他");
  CHECK(outcome.notes.translated_values == 1);
  CHECK(outcome.notes.skipped_columns == std::vector<std::string>{"序号"});
}

TEST_CASE("a title above the header is passed over when the map says where the header is") {
  const Folder folder;
  HeaderMap map;
  map.header_row = 3;
  const auto outcome = read_all(folder.file("a.csv", "2025年支付明细\n\nvoucher,date,amount\nA,2025-01-01,1\n"), map);
  REQUIRE(outcome.error.empty());
  CHECK(outcome.rows[0].number == 4);
}

TEST_CASE("a map that names a column the kind does not have is an error") {
  HeaderMap map;
  map.path = "m.toml";
  map.columns["凭证号"] = "vouchr";
  CHECK_THAT(read_header("voucher,date,amount", map).error, Contains("m.toml") && Contains("vouchr"));
}

TEST_CASE("a column without a header may only be empty") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "voucher,date,amount,\nA,2025-01-01,1,\nB,2025-01-01,1,x\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.rows[0].problems.empty());
  REQUIRE(outcome.rows[1].problems.size() == 1);
  CHECK(outcome.rows[1].problems[0].column == "column 4");
}
