#include "cli/import/xlsx_values.h"

#include <array>
#include <charconv>
#include <cmath>

namespace sunledger {
namespace {

std::optional<double> number_of(std::string_view stored) {
  double value = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of "_xHHHH_" at the start of the text; -1 when it is no such escape or half of a pair.
int escaped_unit(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return -1;
  int unit = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit >= 0xD800 && unit <= 0xDFFF ? -1 : unit;
}

void append_utf8(std::string& out, int unit) {
  if (unit < 0x80) {
    out.push_back(static_cast<char>(unit));
  } else if (unit < 0x800) {
    out.push_back(static_cast<char>(0xC0 | unit >> 6));
    out.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | unit >> 12));
    out.push_back(static_cast<char>(0x80 | (unit >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
  }
}

}  // namespace

std::optional<std::string> plain_decimal(std::string_view stored) {
  const auto value = number_of(stored);
  if (!value) return std::nullopt;
  // d.dddddddddddddde±xx: fifteen digits, correctly rounded.
  std::array<char, 40> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(*value), std::chars_format::scientific, 14);
  if (error != std::errc()) return std::nullopt;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t mark = text.find('e');
  std::string digits;
  digits.push_back(text[0]);
  digits += text.substr(2, mark - 2);
  int exponent = 0;
  const char* from = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  if (std::from_chars(from, end, exponent).ec != std::errc()) return std::nullopt;
  if (exponent >= 15) return std::nullopt;
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  if (digits == "0") return "0";
  if (exponent < -30) return std::nullopt;  // no number of an office; and the zeros would only be long

  std::string plain;
  if (exponent < 0) {
    plain = "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  } else {
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) {
      plain = digits + std::string(whole - digits.size(), '0');
    } else {
      plain = digits.substr(0, whole) + "." + digits.substr(whole);
    }
  }
  return *value < 0 ? "-" + plain : plain;
}

bool is_date_format_id(std::uint32_t id) {
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
         id == 57 || id == 58;
}

bool is_date_format_code(std::string_view code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // the next character is shown, or is as wide, as it is
    } else if (c == '[') {
      while (i < code.size() && code[i] != ']') ++i;
    } else if (c == ';') {
      return false;  // the first section is the one for positive numbers
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      return true;
    }
  }
  return false;
}

std::optional<SerialDay> day_of_serial(std::string_view stored, bool since_1904) {
  const auto value = number_of(stored);
  if (!value || *value < 0 || *value > 3'000'000) return std::nullopt;
  const double whole = std::floor(*value);
  constexpr int from_1900 = 25569;  // 1970-01-01 as a serial day
  constexpr int from_1904 = 24107;
  const Day day(static_cast<std::int32_t>(whole) - (since_1904 ? from_1904 : from_1900));
  if (!parse_day(to_text(day))) return std::nullopt;
  return SerialDay{day, whole != *value};
}

std::string unescape_xstring(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const int unit = escaped_unit(text);
    if (unit < 0) {
      out.push_back(text.front());
      text.remove_prefix(1);
    } else {
      append_utf8(out, unit);
      text.remove_prefix(7);
    }
  }
  return out;
}

}  // namespace sunledger
