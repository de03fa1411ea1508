#pragma once
// Fuzz entry points of ledger/proof. Each takes any bytes, must return, and checks what has to hold of bytes that were
// accepted: they are written back as they were read.

#include "ledger/base/bytes.h"

namespace sunledger {

void fuzz_note(BytesView bytes);
void fuzz_checkpoint(BytesView bytes);
void fuzz_receipt(BytesView bytes);
void fuzz_offline_proof(BytesView bytes);
void fuzz_policy(BytesView bytes);
void fuzz_tile_path(BytesView bytes);
void fuzz_entry_bundle(BytesView bytes);
void fuzz_vkey(BytesView bytes);

}  // namespace sunledger
