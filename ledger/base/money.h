#pragma once
// Money is an integer number of fen (0.01 yuan); units such as 万元 belong to a report. No floating point touches it.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunledger {

struct Fen {
  std::int64_t value = 0;

  constexpr Fen() = default;
  constexpr explicit Fen(std::int64_t v) : value(v) {}
  constexpr auto operator<=>(const Fen&) const = default;
  constexpr Fen operator-() const { return Fen(-value); }
};

// The largest amount one event or one sum may hold: 10^15 fen, ten trillion yuan, above any public budget and far from
// overflow, so that sums of a million of them still fit 128 bits and a single sum is checked.
inline constexpr std::int64_t max_amount_fen = 1'000'000'000'000'000;

// Nothing when the sum leaves ±max_amount_fen × 1000: a caller must refuse, never wrap.
std::optional<Fen> add(Fen a, Fen b);

// "1234567.80" – yuan, at most two decimals, an optional leading '-', no separators, no exponent. Nothing otherwise.
std::optional<Fen> parse_yuan(std::string_view text);
// Always two decimals: "1234567.80", "-0.05".
std::string to_yuan(Fen amount);
// With thousands separators for people: "1,234,567.80".
std::string to_yuan_grouped(Fen amount);
// 万元 with two decimals, half away from zero (GB/T 8170 is for measurements; public accounts round half up).
std::string to_wan(Fen amount);
// The amount in 大写 as on a cheque (会计基础工作规范 §52): 壹佰贰拾元伍角整.
std::string to_capital_chinese(Fen amount);

}  // namespace sunledger
