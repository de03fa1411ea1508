#pragma once
// One pass over a log's entries for everything that a package says about them, on export and on verification alike.

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "projections/package/control_totals.h"
#include "projections/package/texts.h"

namespace sunledger {

struct EntryPass {
  TotalsCounter* totals = nullptr;                   // unless wanted
  std::vector<std::unique_ptr<History>> histories;   // none unless wanted; begun by the caller
  std::function<Status(const Hash&)> document;       // each open document, once
  std::function<void(std::uint64_t done)> progress;  // entries

  // The first `size` entries. Errors: those of the source and of the outputs; corrupt with the position of an event
  // that does not pass the gate.
  Status run(const EntrySource& entries, std::uint64_t size);
};

}  // namespace sunledger
