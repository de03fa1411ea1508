#pragma once
// The identity that an officer's paper gives a fact: a voucher number, a notice's number (interface.md, Import files).
// The command id comes from it, so that the same fact told again, by import or by hand, by whomever, is recognised.
// Like ledger/event/open.h, for .cpp files only: it lets the schema through.

#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/event/open.h"

namespace sunledger {

// Nothing for kinds without a number of their own. `date` is the day it happened: a payment's year.
std::optional<CommandId> business_command(schema::Event::Reader event, Day date);

}  // namespace sunledger
