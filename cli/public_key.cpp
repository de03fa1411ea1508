#include "cli/public_key.h"

namespace sunledger {

Result<PublicKey> read_public_key(const std::string& text) {
  if (const auto bytes = from_hex(text)) {
    if (const auto key = PublicKey::from(*bytes)) return *key;
  }
  if (const auto vkey = parse_vkey(text)) return vkey->key;
  TRY_ASSIGN(const LoadedKeyFile loaded, load_key_file(text));
  return loaded.file.public_key;
}

VerifierKey vkey_of(const KeyFile& file) {
  return {file.name, file.purpose == KeyPurpose::witness ? NoteKeyType::cosignature_v1 : NoteKeyType::ed25519,
          file.public_key};
}

}  // namespace sunledger
