#include "ledger/people/key_name.h"

#include <cstdint>
#include <optional>

namespace sunledger {
namespace {

// Takes one code point off the front; nothing for bytes that are not UTF-8 (RFC 3629: no overlong forms, no
// surrogates).
std::optional<std::uint32_t> take_code_point(std::string_view& text) {
  const auto byte_at = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte_at(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return std::nullopt;
  std::uint32_t point = length == 1 ? lead : lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(i) & 0xc0) != 0x80) return std::nullopt;
    point = point << 6 | (byte_at(i) & 0x3fu);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  if (overlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return std::nullopt;
  text.remove_prefix(length);
  return point;
}

// Unicode's White_Space property, the control characters, and the marks that turn or hide text.
bool is_space_or_control(std::uint32_t point) {
  return point <= 0x20 || (point >= 0x7f && point <= 0xa0) || point == 0x1680 || (point >= 0x2000 && point <= 0x200f) ||
         (point >= 0x2028 && point <= 0x202f) || (point >= 0x205f && point <= 0x206f) || point == 0x3000 ||
         point == 0xfeff;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > max_key_name_bytes) return false;
  while (!name.empty()) {
    const auto point = take_code_point(name);
    if (!point || *point == '+' || is_space_or_control(*point)) return false;
  }
  return true;
}

}  // namespace sunledger
