#pragma once
// Walks the log with opened events and progress. For .cpp files only: it lets the schema through (ledger/event/open.h).

#include <functional>

#include "cli/context.h"
#include "ledger/event/open.h"
#include "ledger/ledger.h"

namespace sunledger {

using VisitEvent = std::function<Result<bool>(const Entry& entry, schema::Signed::Reader event)>;

// From `first` on until `visit` returns false. Errors: the log's, with the position.
Status each_event(Context& context, const Ledger& ledger, Position first, const VisitEvent& visit);

}  // namespace sunledger
