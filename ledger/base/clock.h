#pragma once
// The sequencer's clock. Injected only for ledgers whose origin begins with "demo." (house rule 8), and in tests.

#include <cstdint>
#include <functional>

namespace sunledger {

// Milliseconds since 1970-01-01T00:00:00Z. May go backwards; the ledger's recorded time does not.
using Clock = std::function<std::uint64_t()>;

Clock system_clock();

}  // namespace sunledger
