#pragma once
// Drives views over entries: from their cursors on, in order, each entry once, imports only when they are closed.

#include <cstdint>
#include <optional>
#include <span>

#include "ledger/base/position.h"
#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"
#include "projections/views/view.h"

namespace sunledger {

// Up to where: everything, or up to and including a position, or what was recorded until a moment.
struct AsOf {
  std::optional<Position> position;
  std::optional<std::uint64_t> recorded_ms;

  bool everything() const { return !position && !recorded_ms; }
};

// Views with different cursors may be followed together; one pass serves all. A view that covers more than the source
// holds, or more than `as_of`, is left as it is. Errors: those of the source; corrupt with the position.
Status follow(std::span<View* const> views, const EntrySource& source, const AsOf& as_of = {});

}  // namespace sunledger
