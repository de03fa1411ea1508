#pragma once
// The values that import files give to the schema's enumerants, in the schema's order (schema/money.capnp and others).

#include <array>
#include <string_view>

namespace sunledger {

// schema::Source
inline constexpr std::array<std::string_view, 5> source_values = {"general", "fund", "capital", "other", "donation"};
// 功能分类 to the item (项), economic classification to the paragraph (款).
inline constexpr std::array<std::size_t, 1> function_digits = {7};
inline constexpr std::array<std::size_t, 1> economic_digits = {5};

}  // namespace sunledger
