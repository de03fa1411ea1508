#include "ledger/proof/checkpoint.h"

#include <algorithm>

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

Error malformed(std::string message) {
  return make_error(ErrorKind::invalid, std::move(message),
                    say("A checkpoint has three lines: origin, size and root. Fetch it again from the ledger."));
}

// Takes the text up to the next newline off `rest`; nothing if there is no newline.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

bool is_origin(std::string_view origin) {
  return origin.size() <= 255 && is_note_key_name(origin);
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!root) return malformed(say("The checkpoint is cut off: it has fewer than three lines."));
  if (!text.empty())
    return malformed(say("The checkpoint has more than three lines; extension lines are not accepted."));
  if (!is_origin(*origin)) return malformed(say("The checkpoint's first line is not the name of a log."));
  const auto entries = parse_decimal(*size);
  if (!entries) return malformed(say("The checkpoint's size is not a decimal number."));
  const auto root_bytes = from_base64(*root);
  const auto hash = root_bytes ? Hash::from(*root_bytes) : std::nullopt;
  if (!hash) return malformed(say("The checkpoint's root is not the base64 of 32 bytes."));
  return Checkpoint{std::string(*origin), *entries, *hash};
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  INVARIANT(is_origin(checkpoint.origin));
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root.view()) + "\n";
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const PublicKey& key, const SignMessage& sign) {
  if (!is_origin(checkpoint.origin)) {
    return make_error(
        ErrorKind::invalid, say("\"{0}\" cannot be the name of a log.", {checkpoint.origin}),
        say("Choose 1 to 255 bytes without spaces, control characters or '+', such as ledger.example/sixian."));
  }
  return sign_note(format_checkpoint(checkpoint), checkpoint.origin, key, sign);
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> known,
                                         const VerifySignature& verify) {
  TRY_ASSIGN(VerifiedNote verified, verify_note(note, known, verify));
  TRY_ASSIGN(Checkpoint checkpoint, parse_checkpoint(verified.text));
  const bool by_its_log =
      std::any_of(verified.signatures.begin(), verified.signatures.end(), [&](const VerifiedSignature& signature) {
        return signature.key.type == NoteKeyType::ed25519 && signature.key.name == checkpoint.origin;
      });
  if (!by_its_log) {
    Error error =
        make_error(ErrorKind::corrupt,
                   say("The checkpoint of {0} is not signed by an accepted key of that log.", {checkpoint.origin}),
                   say("Give the log's verifier key as its officers published it."));
    error.name = "proof.log-signature";
    return error;
  }
  return SignedCheckpoint{std::move(checkpoint), std::move(verified.signatures)};
}

}  // namespace sunledger
