#pragma once
// Fuzz entry points of ledger/event. Each takes any bytes, must return, and checks what has to hold of what was
// accepted.

#include "ledger/base/bytes.h"

namespace sunledger {

void fuzz_event_bytes(BytesView bytes);
void fuzz_entry(BytesView bytes);
void fuzz_event_json(BytesView bytes);

}  // namespace sunledger
