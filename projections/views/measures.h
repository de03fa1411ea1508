#pragma once
// The sums of one budget line, in fen, and what follows from them. The door judges by the same arithmetic
// (ledger/rules/facts.h); a test holds the two together.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/base/money.h"

namespace sunledger {

enum class Measure : std::uint8_t {
  provisional,     // before the budget was approved (预算法 §54); replaced by the approved amount
  approved,        // as approved
  increased,       // 追加
  reduced,         // 追减
  transferred_in,  // 调剂
  transferred_out,
  carried_in,            // 上年结转
  carried_out,           // 结转下年
  recovered,             // 财政收回
  received,              // receipts
  opening,               // 年初结转和结余
  encumbered,            // 已签约未付: contracts less their payments
  pending,               // recorded payments that are not approved yet
  paid,                  // approved, less what came back within the year
  refunded_after_close,  // paid and come back after the year was closed: never reopens the line
  rejected_after_close,  // pending when the year was closed, and rejected since
};
inline constexpr std::size_t measure_count = 16;
std::string_view name_of(Measure measure);  // stable: "transferred_in"

struct LineMeasures {
  std::array<std::int64_t, measure_count> fen{};
  bool is_approved = false;  // the approved amount counts, no longer the provisional one

  Fen operator[](Measure measure) const { return Fen(fen[static_cast<std::size_t>(measure)]); }
  bool operator==(const LineMeasures&) const = default;

  // Sums of sums: `is_approved` then says nothing, so budget() must be added up line by line (LineTotals).
  Fen budget() const { return (*this)[is_approved ? Measure::approved : Measure::provisional]; }
  Fen adjusted() const;
  // budget + adjusted − encumbered − pending − paid (interface.md); may fall below zero.
  Fen available() const;
};

// What reports add up over lines.
struct LineTotals {
  Fen budget, adjusted, received, opening, encumbered, paid, pending, available, recovered, refunded_after_close;

  void add(const LineMeasures& line);
  // The whole budget: what may be spent, 全年预算数.
  Fen whole() const { return Fen(budget.value + adjusted.value); }
};

}  // namespace sunledger
