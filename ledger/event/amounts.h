#pragma once
// The amounts that an event states, added up as they stand: a control total (核对数), as a bookkeeper adds up a column
// to see that no page is missing. It means nothing more: prices, budgets and rates are added alike.

#include <memory>
#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/base/money.h"
#include "ledger/event/open.h"

namespace sunledger {

// Knows from the schema which fields of each kind are amounts, those of lists and objects included.
class AmountReader {
 public:
  AmountReader();
  ~AmountReader();
  AmountReader(const AmountReader&) = delete;
  AmountReader& operator=(const AmountReader&) = delete;

  // Fen; 0 for a kind that states none, and for a kind newer than this program. Nothing when the sum leaves what a sum
  // may hold (money.h). The event has passed the gate.
  std::optional<Fen> sum(schema::Event::Reader event) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
