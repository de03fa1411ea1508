#include "ledger/base/utf8.h"

#include <catch2/catch.hpp>

#include "ledger/base/decimal.h"

using namespace sunledger;

namespace {

std::string encoded(char32_t c) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xc0 | c >> 6), byte(0x80 | (c & 63))};
  if (c < 0x10000) return {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
  return {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
}

}  // namespace

TEST_CASE("every code point is read, except surrogates and what lies above U+10FFFF") {
  for (char32_t c = 0; c < 0x120000; ++c) {
    const std::string text = encoded(c) + "x";
    std::string_view rest = text;
    const auto read = take_code_point(rest);
    const bool valid = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
    if (valid != read.has_value() || (valid && (*read != c || rest != "x")) || (!valid && rest != text)) {
      FAIL("code point " << static_cast<std::uint32_t>(c));
    }
  }
}

TEST_CASE("overlong, cut and stray bytes are not UTF-8") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("残联 – ledger"));
  for (const char* bad : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                          "\xf0\x8f\xbf\xbf", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "\xc3",
                          "\xe6\xae", "\xf0\x9f\x98", "\xc3x", "\xe6\xaex", "a\x80"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}

TEST_CASE("a decimal number has one spelling") {
  CHECK(parse_decimal("0") == 0);
  CHECK(parse_decimal("18446744073709551615") == UINT64_MAX);
  for (const char* bad :
       {"", "00", "01", "-0", "-1", "+1", " 1", "1 ", "1.", "1e3", "0x1", "18446744073709551616", "1\n"}) {
    INFO(bad);
    CHECK_FALSE(parse_decimal(bad));
  }
}
