#include "ledger/base/money.h"

#include "ledger/base/check.h"

namespace sunledger {
namespace {

constexpr std::int64_t max_sum_fen = max_amount_fen * 1000;

std::string two_decimals(std::int64_t hundredths) {
  const bool negative = hundredths < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(hundredths) : static_cast<std::uint64_t>(hundredths);
  std::string text = std::to_string(magnitude / 100);
  const auto cents = magnitude % 100;
  text.push_back('.');
  text.push_back(static_cast<char>('0' + cents / 10));
  text.push_back(static_cast<char>('0' + cents % 10));
  return negative ? "-" + text : text;
}

}  // namespace

std::optional<Fen> add(Fen a, Fen b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.value, b.value, &sum) || sum > max_sum_fen || sum < -max_sum_fen) return std::nullopt;
  return Fen(sum);
}

std::optional<Fen> parse_yuan(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string_view decimals = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (whole.empty() || whole.size() > 14 || decimals.size() > 2) return std::nullopt;
  if (dot != std::string_view::npos && decimals.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (char c : whole) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const char c = i < decimals.size() ? decimals[i] : '0';
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > max_amount_fen) return std::nullopt;
  return Fen(negative ? -value : value);
}

std::string to_yuan(Fen amount) {
  return two_decimals(amount.value);
}

std::string to_yuan_grouped(Fen amount) {
  std::string text = two_decimals(amount.value);
  const std::size_t start = text.front() == '-' ? 1 : 0;
  std::size_t at = text.size() - 3;
  while (at > start + 3) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string to_wan(Fen amount) {
  // One hundredth of 万元 is 100 yuan, 10,000 fen.
  const std::int64_t half = amount.value < 0 ? -5000 : 5000;
  return two_decimals((amount.value + half) / 10000);
}

std::string to_capital_chinese(Fen amount) {
  static constexpr const char* digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
  static constexpr const char* places[] = {"", "拾", "佰", "仟"};
  static constexpr const char* groups[] = {"", "万", "亿", "万"};  // 万 of 亿: 壹万零壹拾亿
  std::string text = amount.value < 0 ? "负" : "";
  const auto magnitude =
      amount.value < 0 ? 0 - static_cast<std::uint64_t>(amount.value) : static_cast<std::uint64_t>(amount.value);
  const std::uint64_t yuan = magnitude / 100;
  INVARIANT(yuan < 10'000'000'000'000'000ULL);
  bool zero_pending = false;
  bool written = false;
  for (int group = 3; group >= 0; --group) {
    std::uint64_t divisor = 1;
    for (int i = 0; i < group; ++i) divisor *= 10000;
    const auto part = static_cast<unsigned>(yuan / divisor % 10000);
    if (part == 0) {
      if (group == 2 && written) text += groups[2];
      zero_pending = written;
      continue;
    }
    unsigned place_value = 1000;
    for (int place = 3; place >= 0; --place, place_value /= 10) {
      const unsigned digit = part / place_value % 10;
      if (digit == 0) {
        zero_pending = zero_pending || written;
        continue;
      }
      if (zero_pending) text += digits[0];
      zero_pending = false;
      text += digits[digit];
      text += places[place];
      written = true;
    }
    text += groups[group];
    zero_pending = part % 10 == 0 && group > 0;
  }
  const auto jiao = static_cast<unsigned>(magnitude / 10 % 10);
  const auto fen = static_cast<unsigned>(magnitude % 10);
  if (written) text += "元";
  if (!written && jiao == 0 && fen == 0) return text + "零元整";
  if (jiao == 0 && fen == 0) return text + "整";
  if (jiao > 0) text += std::string(digits[jiao]) + "角";
  if (jiao == 0 && written) text += digits[0];
  if (fen == 0) return text + "整";
  return text + digits[fen] + "分";
}

}  // namespace sunledger
