#pragma once
// What every event must pass before anybody judges it, and needs no facts: its bytes pass the gate, and its author's
// signature holds. Inside of the front door only.

#include <optional>
#include <span>

#include "ledger/ledger.h"

namespace sunledger {

struct Unsound {
  std::size_t index = 0;
  Error error;
};

// The first event that does not pass; nothing when all do.
std::optional<Unsound> first_unsound(std::span<const SignedEvent> events);

}  // namespace sunledger
