#include "ledger/base/money.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("yuan are read to the fen and written back") {
  REQUIRE(rc::check([] {
    const Fen amount(*rc::gen::inRange<std::int64_t>(-max_amount_fen, max_amount_fen));
    RC_ASSERT(parse_yuan(to_yuan(amount)) == amount);
  }));
  CHECK(parse_yuan("4597206")->value == 459720600);
  CHECK(parse_yuan("0.5")->value == 50);
}

TEST_CASE("what is not an amount in yuan is refused") {
  for (const char* text :
       {"", "-", ".5", "5.", "1,000", "1e3", "1.005", "+1", "１", "1 ", "0x10", "99999999999999999", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_yuan(text));
  }
}

TEST_CASE("sums never wrap") {
  CHECK(add(Fen(1), Fen(2)) == Fen(3));
  CHECK_FALSE(add(Fen(max_amount_fen * 1000), Fen(1)));
}

TEST_CASE("people read separators, 万元 and 大写") {
  CHECK(to_yuan_grouped(Fen(-123456780)) == "-1,234,567.80");
  CHECK(to_yuan_grouped(Fen(99)) == "0.99");
  CHECK(to_wan(Fen(202'2400'00)) == "202.24");
  CHECK(to_wan(Fen(4999)) == "0.00");
  CHECK(to_wan(Fen(5000)) == "0.01");
  CHECK(to_wan(Fen(-5000)) == "-0.01");
  CHECK(to_capital_chinese(Fen(0)) == "零元整");
  CHECK(to_capital_chinese(Fen(12050)) == "壹佰贰拾元伍角整");
  CHECK(to_capital_chinese(Fen(10000005)) == "壹拾万元零伍分");
  CHECK(to_capital_chinese(Fen(100100100000000)) == "壹万零壹拾亿零壹佰万元整");
  CHECK(to_capital_chinese(Fen(100000000000000)) == "壹万亿元整");
  CHECK(to_capital_chinese(Fen(459720600)) == "肆佰伍拾玖万柒仟贰佰零陆元整");
  CHECK(to_capital_chinese(Fen(7)) == "柒分");
}
