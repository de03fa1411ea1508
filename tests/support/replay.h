#pragma once
// A ledger recomputed from its entries alone: every signature, every verdict, every fact and the tree, by the plainest
// means there are. What the ledger keeps beside its entries has to equal it.

#include <string>

#include "ledger/ledger.h"

namespace sunledger::testing {

// The first thing that differs, in words; empty when nothing does. Entries are numbered without gaps, their times never
// decrease, their authors signed them in their own order, the rules judge them again as they were judged, every stored
// fact is a recomputed one and the other way round, and the root is RFC 6962's own definition over all leaves.
std::string replay_problem(const Ledger& ledger);

}  // namespace sunledger::testing
