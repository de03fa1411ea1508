#pragma once
// A parameter's value: from what a person wrote to the one canonical text that the event carries, and back to its type.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/money.h"
#include "ledger/base/result.h"
#include "ledger/charter/parameter_table.h"

namespace sunledger {

// A share such as 2/3: exact, never a decimal.
struct Ratio {
  std::int64_t num = 0;
  std::int64_t den = 1;
  bool operator==(const Ratio&) const = default;
  // part/whole ≥ num/den and part/whole > num/den, without division. 0 ≤ part ≤ whole ≤ 10^12.
  bool is_reached_by(std::int64_t part, std::int64_t whole) const { return part * den >= num * whole; }
  bool is_exceeded_by(std::int64_t part, std::int64_t whole) const { return part * den > num * whole; }
};

// "2/3": 0 ≤ num ≤ den, 1 ≤ den ≤ 10000, no leading zeros.
std::optional<Ratio> parse_ratio(std::string_view text);
// Decimal, optional '-', no leading zeros, no plus sign.
std::optional<std::int64_t> parse_integer(std::string_view text);
// "a,b,c" → three items; "" → none.
std::vector<std::string> split_list(std::string_view text);

// A value as it was written, before its parameter's type is applied.
struct WrittenValue {
  enum class Kind { text, integer, flag, list, other };
  Kind kind = Kind::other;
  std::string text;                // text, or an integer or flag in words
  std::vector<std::string> items;  // of a list
};

// The canonical text. Errors: invalid, saying what the parameter takes.
Result<std::string> canonical_value(const ParameterDefinition& definition, const WrittenValue& written);
// A value found in an event must already be canonical. Errors: invalid.
Status check_canonical(const ParameterDefinition& definition, std::string_view value);

}  // namespace sunledger
