#pragma once
// A public key as people hand it on.

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// 64 hex digits, a vkey, or the path of a key file. Errors: those of load_key_file.
Result<PublicKey> read_public_key(const std::string& text);

}  // namespace sunledger
