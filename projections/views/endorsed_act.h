#pragma once
// Acts that take several administrators (ledger/rules/administration_rules.cpp): an entry that notes the rule
// administration.quorum has no effect yet; an endorsement that does not note it puts the act that it names into force.
// For .cpp files of projections.

#include <functional>

#include "projections/views/opened_event.h"

namespace sunledger {

bool waits_for_administrators(const Entry& entry);

// Where the event is the endorsement that completes an act, `visit` gets the act as it was recorded. Errors: corrupt.
Status visit_endorsed_act(const OpenedEvent& opened,
                          const std::function<void(std::uint64_t position, schema::Signed::Reader act)>& visit);

}  // namespace sunledger
