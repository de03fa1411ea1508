// The published form of a verifier key: name+<8 lowercase hex>+<base64(type ‖ public key)> (C2SP signed-note).

#include "ledger/base/text.h"
#include "ledger/proof/note.h"

namespace sunledger {
namespace {

Error malformed_vkey(std::string message) {
  return make_error(ErrorKind::invalid, std::move(message),
                    say("A verifier key looks like ledger.example/sixian+1a2b3c4d+AQ…; copy it whole from where it was "
                        "published."));
}

std::optional<NoteKeyType> known_type(Byte type) {
  switch (static_cast<NoteKeyType>(type)) {
    case NoteKeyType::ed25519:
    case NoteKeyType::cosignature_v1:
      return static_cast<NoteKeyType>(type);
  }
  return std::nullopt;
}

}  // namespace

Result<VerifierKey> parse_vkey(std::string_view text) {
  const std::size_t after_name = text.find('+');
  const std::size_t after_id = after_name == std::string_view::npos ? after_name : text.find('+', after_name + 1);
  if (after_id == std::string_view::npos) return malformed_vkey(say("The verifier key has no two '+' in it."));
  const std::string_view name = text.substr(0, after_name);
  const std::string_view id = text.substr(after_name + 1, after_id - after_name - 1);
  if (!is_note_key_name(name)) return malformed_vkey(say("The verifier key does not begin with a name."));
  const auto payload = from_base64(text.substr(after_id + 1));
  if (!payload || payload->empty()) return malformed_vkey(say("The verifier key does not end with base64."));
  const auto type = known_type(payload->front());
  if (!type) {
    return malformed_vkey(say("The verifier key of {0} is of type {1}, which this program does not know.",
                              {name, static_cast<unsigned>(payload->front())}));
  }
  const auto key = PublicKey::from(BytesView(*payload).subspan(1));
  if (!key) return malformed_vkey(say("The verifier key of {0} does not hold 32 bytes.", {name}));
  VerifierKey parsed{std::string(name), *type, *key};
  // One spelling: compared as text, so that upper-case hex is refused too.
  if (id != to_hex(parsed.id().view())) {
    return malformed_vkey(say("The verifier key of {0} was mistyped: its key id does not fit.", {name}));
  }
  return parsed;
}

std::string format_vkey(const VerifierKey& key) {
  Bytes payload = {static_cast<Byte>(key.type)};
  payload.insert(payload.end(), key.key.bytes.begin(), key.key.bytes.end());
  return key.name + "+" + to_hex(key.id().view()) + "+" + to_base64(payload);
}

}  // namespace sunledger
