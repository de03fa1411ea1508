#include "ledger/event/personal_number.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "ledger/base/utf8.h"

namespace sunledger {
namespace {

constexpr std::size_t id_characters = 18;
constexpr std::size_t shortest_card = 15;
constexpr std::size_t longest_card = 19;

// '0'–'9', or 'X' as an ID card's check character; also their full-width forms.
std::optional<char> number_character(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
  if (c >= '0' && c <= '9') return static_cast<char>(c);
  if (c == 'X' || c == 'x') return 'X';
  return std::nullopt;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool is_birthday(std::string_view yyyymmdd) {
  const int year = value_of(yyyymmdd.substr(0, 4));
  const std::chrono::year_month_day day{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(value_of(yyyymmdd.substr(4, 2)))),
                                        std::chrono::day(static_cast<unsigned>(value_of(yyyymmdd.substr(6, 2))))};
  return year >= 1900 && year < 2100 && day.ok();
}

// Provinces 1–8; 9 begins the numbers of foreigners who live here. No county has the code of a whole province.
bool is_region(std::string_view six) {
  return six[0] != '0' && six.substr(2) != "0000";
}

// ISO 7064 MOD 11-2, as GB 11643 §4 writes it.
bool is_id(std::string_view characters) {
  static constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  static constexpr char checks[] = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i + 1 < id_characters; ++i) {
    if (!is_digit(characters[i])) return false;
    sum += weights[i] * (characters[i] - '0');
  }
  return checks[sum % 11] == characters[id_characters - 1] && is_region(characters.substr(0, 6)) &&
         is_birthday(characters.substr(6, 8));
}

// GB 32100 §5: a digit's weight is 3 to the power of its place, modulo 31.
bool is_organisation_code(std::string_view digits) {
  if (digits.size() != 18) return false;
  int sum = 0;
  int weight = 1;
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    sum += weight * (digits[i] - '0');
    weight = weight * 3 % 31;
  }
  return (31 - sum % 31) % 31 == digits.back() - '0';
}

// Banks' and payment networks' ranges: 3–6, of them 62 UnionPay's; 955 and 2221–2720 beside them.
bool is_issued_by_a_bank(std::string_view digits) {
  if (digits[0] >= '3' && digits[0] <= '6') return true;
  const int four = value_of(digits.substr(0, 4));
  return digits.starts_with("955") || (four >= 2221 && four <= 2720);
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool is_bank_card(std::string_view digits) {
  return digits.size() >= shortest_card && digits.size() <= longest_card && is_issued_by_a_bank(digits) &&
         passes_luhn(digits) && !is_organisation_code(digits);
}

// A run of digits, as the text has it: an ID number is found inside a longer one, too; a card's is the whole run.
class Run {
 public:
  void take(char c) {
    if (c == 'X' && characters_.empty()) return end('X');
    characters_ += c;
    parted_ = false;
  }
  // One separator may stand between two digits.
  void part() {
    if (characters_.empty() || parted_) return end(' ');
    parted_ = true;
  }
  void end(char32_t next) {
    found_ = found_ || is_personal(next);
    characters_.clear();
    parted_ = false;
    before_ = next;
  }
  bool found() const { return found_; }

 private:
  static bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
  bool is_personal(char32_t next) const {
    if (characters_.size() < shortest_card) return false;
    for (std::size_t i = 0; i + id_characters <= characters_.size(); ++i) {
      if (is_id(std::string_view(characters_).substr(i, id_characters))) return true;
    }
    // Digits between letters belong to a digest or a code.
    if (is_letter(before_) || is_letter(next)) return false;
    return characters_.find('X') == std::string::npos && is_bank_card(characters_);
  }

  std::string characters_;
  char32_t before_ = ' ';
  bool parted_ = false;  // the last character was a separator
  bool found_ = false;
};

bool may_part_digits(char32_t c) {
  return c == '-' || c == 0xff0d || is_space(c);
}

// Nearly every text has too few digits to hold such a number, and is not looked at any closer. A full-width digit
// begins with that byte.
bool may_hold_one(std::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return is_digit(c) || c == static_cast<char>(0xef); });
  return static_cast<std::size_t>(digits) >= shortest_card;
}

}  // namespace

bool holds_personal_number(std::string_view text) {
  if (!may_hold_one(text)) return false;
  Run run;
  while (!text.empty()) {
    const auto c = take_code_point(text);
    if (!c) break;
    if (const auto digit = number_character(*c)) {
      run.take(*digit);
    } else if (may_part_digits(*c)) {
      run.part();
    } else {
      run.end(*c);
    }
  }
  run.end(' ');
  return run.found();
}

}  // namespace sunledger
