#pragma once
// Where an entry stands in the log: 0 is the genesis entry, positions have no gaps.

#include <compare>
#include <cstdint>

namespace sunledger {

struct Position {
  std::uint64_t value = 0;

  constexpr Position() = default;
  constexpr explicit Position(std::uint64_t v) : value(v) {}
  constexpr auto operator<=>(const Position&) const = default;
  constexpr Position next() const { return Position(value + 1); }
};

}  // namespace sunledger
