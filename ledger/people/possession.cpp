#include "ledger/people/possession.h"

#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/people/key_name.h"

// The file, every line ending in \n, in this order:
//
//   sunledger-key-proof v1
//   person: <person id>
//   public: <64 hex>
//   signature: <128 hex>

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-key-proof v1";
constexpr std::string_view possession_domain("sunledger/possession/v1\0", 24);

// One reading only: a person id has no newline, and the key is the last 32 bytes.
std::string message_of(std::string_view person, const PublicKey& public_key) {
  std::string message(possession_domain);
  message += person;
  message += '\n';
  message += as_text(public_key.view());
  return message;
}

}  // namespace

Result<PossessionProof> make_proof(const SecretKey& key, std::string_view person) {
  if (!is_key_name(person)) {
    return make_error(
        ErrorKind::invalid,
        say("This cannot be a person id: it must be 1 to {0} bytes without spaces and '+'.", {max_key_name_bytes}));
  }
  return PossessionProof{std::string(person), key.public_key(),
                         key.sign(as_bytes(message_of(person, key.public_key())))};
}

std::string write_proof(const PossessionProof& proof) {
  return std::string(version_line) + "\nperson: " + proof.person + "\npublic: " + to_hex(proof.public_key.view()) +
         "\nsignature: " + to_hex(proof.signature.view()) + "\n";
}

Result<PossessionProof> parse_proof(std::string_view text) {
  FieldLines lines(text, say("Key proof"));
  TRY(lines.within(max_possession_proof_bytes));
  TRY(lines.version(version_line));
  TRY_ASSIGN(const std::string_view person, lines.field("person"));
  if (!is_key_name(person)) return lines.error(say("the person id is empty, too long, or has a space or '+' in it."));
  TRY_ASSIGN(const Bytes key, lines.hex_field("public", PublicKey::size_bytes));
  const PublicKey public_key = *PublicKey::from(key);
  if (!is_acceptable_key(public_key)) return lines.error(say("this is not a usable Ed25519 public key."));
  TRY_ASSIGN(const Bytes signature_bytes, lines.hex_field("signature", Signature::size_bytes));
  const Signature signature = *Signature::from(signature_bytes);
  TRY(lines.end());
  if (!verify_possession(person, public_key, signature)) {
    return lines.error(say("the signature does not prove that this person holds this key."));
  }
  return PossessionProof{std::string(person), public_key, signature};
}

bool verify_possession(std::string_view person, const PublicKey& public_key, const Signature& signature) {
  return is_key_name(person) && is_acceptable_key(public_key) &&
         verify(public_key, as_bytes(message_of(person, public_key)), signature);
}

}  // namespace sunledger
