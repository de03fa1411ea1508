#include "cli/public_key.h"

#include "ledger/people/key_file.h"
#include "ledger/proof/note.h"

namespace sunledger {

Result<PublicKey> read_public_key(const std::string& text) {
  if (const auto bytes = from_hex(text)) {
    if (const auto key = PublicKey::from(*bytes)) return *key;
  }
  if (const auto vkey = parse_vkey(text)) return vkey->key;
  TRY_ASSIGN(const LoadedKeyFile loaded, load_key_file(text));
  return loaded.file.public_key;
}

}  // namespace sunledger
