#include "ledger/people/log_key_handover.h"

#include <string>

namespace sunledger {
namespace {

constexpr std::string_view domain("sunledger/log-key/v1\0", 21);

std::string message_of(const LogKeyHandover& handover) {
  std::string message(domain);
  message += as_text(handover.genesis.view());
  message += as_text(handover.old_key.view());
  message += as_text(handover.new_key.view());
  return message;
}

}  // namespace

Signature sign_handover(const SecretKey& key, const LogKeyHandover& handover) {
  return key.sign(as_bytes(message_of(handover)));
}

bool verify_handover(const PublicKey& signer, const LogKeyHandover& handover, const Signature& signature) {
  return verify(signer, as_bytes(message_of(handover)), signature);
}

}  // namespace sunledger
