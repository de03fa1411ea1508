#include "cli/import/cell_text.h"

#include <cstring>

#include "cli/import/table.h"

namespace sunledger {
namespace {

constexpr std::string_view ideographic_space = "\xE3\x80\x80";

bool is_ascii_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The character at the start of sound UTF-8, and its length.
std::uint32_t character_at(std::string_view text, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(0);
  length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  switch (length) {
    case 1:
      return first;
    case 2:
      return (first & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  }
}

bool is_control(std::uint32_t c) {
  if (c == '\n') return false;
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

}  // namespace

std::size_t Utf8Check::feed(std::string_view piece) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(piece.data());
  std::size_t i = 0;
  while (i < piece.size()) {
    if (missing_ == 0) {
      // Eight ASCII bytes at once: most of a table is digits and commas.
      std::uint64_t eight = 0;
      while (i + 8 <= piece.size()) {
        std::memcpy(&eight, bytes + i, 8);
        if ((eight & 0x8080808080808080ULL) != 0) break;
        i += 8;
      }
      if (i == piece.size()) break;
      const unsigned char c = bytes[i];
      if (c < 0x80) {
        ++i;
        continue;
      }
      low_ = 0x80;
      high_ = 0xBF;
      three_ = false;
      if (c >= 0xC2 && c <= 0xDF) {
        missing_ = 1;
      } else if (c >= 0xE0 && c <= 0xEF) {
        missing_ = 2;
        three_ = true;
        if (c == 0xE0) low_ = 0xA0;
        if (c == 0xED) high_ = 0x9F;
      } else if (c >= 0xF0 && c <= 0xF4) {
        missing_ = 3;
        if (c == 0xF0) low_ = 0x90;
        if (c == 0xF4) high_ = 0x8F;
      } else {
        return i;
      }
      ++i;
      continue;
    }
    const unsigned char c = bytes[i];
    if (c < low_ || c > high_) return i;
    low_ = 0x80;
    high_ = 0xBF;
    ++i;
    if (--missing_ == 0 && three_) ++three_byte_characters_;
  }
  return i;
}

std::string_view trim(std::string_view text) {
  for (;;) {
    if (!text.empty() && is_ascii_space(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(ideographic_space)) {
      text.remove_prefix(ideographic_space.size());
    } else {
      break;
    }
  }
  for (;;) {
    if (!text.empty() && is_ascii_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(ideographic_space)) {
      text.remove_suffix(ideographic_space.size());
    } else {
      return text;
    }
  }
}

CellFault check_cell_text(std::string_view text) {
  if (text.size() > max_cell_bytes) return CellFault::too_long;
  Utf8Check utf8;
  if (utf8.feed(text) != text.size() || !utf8.complete()) return CellFault::not_utf8;
  while (!text.empty()) {
    std::size_t length = 0;
    if (is_control(character_at(text, length))) return CellFault::control_character;
    text.remove_prefix(length);
  }
  return CellFault::none;
}

std::string shortened(std::string_view text, std::size_t limit_bytes) {
  if (text.size() <= limit_bytes) return std::string(text);
  std::size_t end = limit_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace sunledger
