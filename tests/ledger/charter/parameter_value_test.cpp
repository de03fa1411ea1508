#include "ledger/charter/parameter_value.h"

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("a share is an exact fraction from zero to one") {
  CHECK(parse_ratio("2/3") == Ratio{2, 3});
  CHECK(parse_ratio("0/1") == Ratio{0, 1});
  CHECK(parse_ratio("10000/10000") == Ratio{10000, 10000});
  for (const char* wrong : {"", "/", "2/", "/3", "3/2", "1/0", "-1/2", "1/-2", "01/2", "+1/2", "1/2/3", "1 /2", "0.5",
                            "60%", "1/10001", "1/99999999999999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_ratio(wrong));
  }
}

TEST_CASE("of 36 due, 24 reach two thirds and 23 do not; 18 are not more than half") {
  const Ratio two_thirds{2, 3};
  CHECK(two_thirds.is_reached_by(27, 36));
  CHECK(two_thirds.is_reached_by(24, 36));
  CHECK_FALSE(two_thirds.is_reached_by(23, 36));
  const Ratio half{1, 2};
  CHECK_FALSE(half.is_exceeded_by(18, 36));
  CHECK(half.is_exceeded_by(19, 36));
  CHECK_FALSE(half.is_exceeded_by(0, 0));
}

TEST_CASE("whole numbers have one spelling") {
  CHECK(parse_integer("-720") == -720);
  CHECK(parse_integer("0") == 0);
  for (const char* wrong : {"", "-", "-0", "007", "+7", "7 ", "7.0", "1e3", "9223372036854775808"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_integer(wrong));
  }
}

TEST_CASE("a list splits at commas and keeps empty items to be refused") {
  CHECK(split_list("").empty());
  CHECK(split_list("a") == std::vector<std::string>{"a"});
  CHECK(split_list("a,b") == std::vector<std::string>{"a", "b"});
  CHECK(split_list("a,,b,") == std::vector<std::string>{"a", "", "b", ""});
}

TEST_CASE("a long value is cut in messages, never inside a character") {
  const auto* definition = find_definition("payment.methods");
  REQUIRE(definition != nullptr);
  std::string item;
  for (int i = 0; i < 100; ++i) item += "元";
  const auto refused = canonical_value(*definition, {WrittenValue::Kind::list, {}, {item}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.size() < 300);
  CHECK(refused.error().message.find("元…\"") != std::string::npos);
}
