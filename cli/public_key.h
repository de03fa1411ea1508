#pragma once
// Public keys as people hand them on.

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/people/key_file.h"
#include "ledger/proof/note.h"

namespace sunledger {

// 64 hex digits, a vkey, or the path of a key file. Errors: those of load_key_file.
Result<PublicKey> read_public_key(const std::string& text);

// The key file's public half, of the type that its purpose signs with.
VerifierKey vkey_of(const KeyFile& file);

}  // namespace sunledger
