#include "ledger/base/utf8.h"

namespace sunledger {

std::optional<char32_t> take_code_point(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(rest[0]);
  if (first < 0x80) {
    rest.remove_prefix(1);
    return first;
  }
  // A continuation byte or 0xf8 and above cannot begin a code point.
  const std::size_t length = first >= 0xf8 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  if (length == 0 || rest.size() < length) return std::nullopt;
  char32_t c = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    c = c << 6 | (byte & 0x3fU);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};  // below it, a shorter form exists
  const bool surrogate = c >= 0xd800 && c <= 0xdfff;
  if (c < smallest[length] || c > 0x10ffff || surrogate) return std::nullopt;
  rest.remove_prefix(length);
  return c;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_code_point(text)) return false;
  }
  return true;
}

}  // namespace sunledger
