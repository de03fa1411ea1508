#pragma once
// Strict UTF-8 (RFC 3629 §3): no overlong forms, no surrogates, nothing above U+10FFFF.

#include <optional>
#include <string_view>

namespace sunledger {

// Takes the first code point off `rest`. Nothing, and `rest` unchanged, if it is empty or does not begin with one.
std::optional<char32_t> take_code_point(std::string_view& rest);

bool is_utf8(std::string_view text);

// General category Cc: U+0000–U+001F and U+007F–U+009F.
constexpr bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

// Unicode's White_Space property.
constexpr bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

}  // namespace sunledger
