#include "cli/import/header_map.h"

#include <catch2/catch.hpp>

using namespace sunledger;
using Catch::Matchers::Contains;

namespace {

std::string error_of(std::string_view toml) {
  const auto map = parse_header_map(toml, "m.toml");
  return map ? "" : map.error().message;
}

}  // namespace

TEST_CASE("a map is read from TOML") {
  const auto map = parse_header_map(
      "sheet = \"明细\"\nheader_row = 2\nskip_columns = [\"序号\"]\n[columns]\n\" 凭证号 \" = \"voucher\"\n"
      "[values.method]\n\"国库集中支付\" = \"treasury\"\n",
      "m.toml");
  REQUIRE(map);
  CHECK(map->sheet == "明细");
  CHECK(map->header_row == 2);
  CHECK(map->skip_columns.contains("序号"));
  CHECK(map->columns.at("凭证号") == "voucher");
  CHECK(map->values.at("method").at("国库集中支付") == "treasury");
}

TEST_CASE("mistakes in a map are named with line and column") {
  CHECK_THAT(error_of("sheet = \"a\"\nskip = 1\n"), Contains("m.toml, line 2, column") && Contains("skip"));
  CHECK_THAT(error_of("[columns]\n\"a\" = 1\n"), Contains("line 2"));
  CHECK_THAT(error_of("[columns\n"), Contains("line 1"));
  CHECK_THAT(error_of("header_row = 0\n"), Contains("header_row"));
  CHECK_THAT(error_of("skip_columns = [1]\n"), Contains("line 1"));
  CHECK_THAT(error_of("[values]\nmethod = \"x\"\n"), Contains("values.method"));
  CHECK_THAT(error_of("skip_columns = [\"a\"]\n[columns]\n\"a\" = \"voucher\"\n"), Contains("both named and skipped"));
  CHECK_THAT(error_of("[columns]\n\"a\" = \"x\"\n\"a \" = \"y\"\n"), Contains("twice"));
  CHECK_THAT(error_of("[columns]\n\"a\" = \"x\"\n\"a\" = \"y\"\n"), Contains("line 3"));
}

TEST_CASE("malformed names that the TOML library stumbles over are errors") {
  for (const char* toml : {"[列]", "[.columns]\n", "[columns]\n凭证号 = \"voucher\"\n", "sheet = é\n",
                           "sheet。= \"a\"\n", "a = {b = 1, }", "a = {b = 1 "}) {
    CAPTURE(toml);
    CHECK_THAT(error_of(toml), Contains("m.toml"));
  }
  CHECK_THAT(error_of("x = 1\n" +
                      [] {
                        std::string name = "a";
                        for (int i = 0; i < 100000; ++i) name += ".a";
                        return name;
                      }() +
                      " = 1\n"),
             Contains("line 2") && Contains("points"));
}

TEST_CASE("the sample maps are read") {
  const auto payments = read_header_map("samples/maps/yitihua-payments.toml");
  REQUIRE(payments);
  CHECK(payments->columns.at("支付凭证号") == "voucher");
  const auto receipts = read_header_map("samples/maps/bank-receipts.toml");
  REQUIRE(receipts);
  CHECK(receipts->columns.at("贷方发生额") == "amount");
  CHECK(read_header_map("samples/maps/absent.toml").error().kind == ErrorKind::not_found);
}
