#pragma once
// How one log key is followed by another: both sign the same words, the old key that it hands over, the new one that
// its secret is held. Bound to one ledger and to both keys, so that nothing signed here passes for anything else.
//
//   "sunledger/log-key/v1\0" ‖ SHA-256(entry 0) ‖ old key[32] ‖ new key[32]

#include "ledger/base/bytes.h"
#include "ledger/people/signing.h"

namespace sunledger {

struct LogKeyHandover {
  Hash genesis;  // SHA-256 of entry 0
  PublicKey old_key, new_key;
};

Signature sign_handover(const SecretKey& key, const LogKeyHandover& handover);
// `signer` is the old key or the new one.
bool verify_handover(const PublicKey& signer, const LogKeyHandover& handover, const Signature& signature);

}  // namespace sunledger
