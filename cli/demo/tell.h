#pragma once
// An entry of the demo in one sentence, read back from the log rather than from what was handed in.

#include <string>

#include "ledger/ledger.h"

namespace sunledger::demo {

// Empty for kinds that need no sentence of their own. Errors: those of reading the entry.
Result<std::string> tell(const Ledger& ledger, Position position);

}  // namespace sunledger::demo
