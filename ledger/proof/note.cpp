#include "ledger/proof/note.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/base/utf8.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::string_view line_start = "\xe2\x80\x94 ";  // em dash, space
constexpr std::size_t time_size_bytes = 8;

Error malformed_note(std::string message) {
  return make_error(ErrorKind::invalid, std::move(message),
                    say("A signed note is text, an empty line and signature lines. Fetch it again from its source."));
}

Error untrusted_note(std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Do not rely on this note. Compare the verifier key with the one that was published."));
  error.name = "proof.note-signature";
  return error;
}

bool is_note_text(std::string_view text) {
  if (text.empty() || text.back() != '\n') return false;
  while (!text.empty()) {
    const auto c = take_code_point(text);
    if (!c || (is_control(*c) && *c != '\n')) return false;
  }
  return true;
}

std::string cosigned_message(std::string_view text, std::uint64_t seconds) {
  std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
  message += text;
  return message;
}

// The verified signature, or nothing if it fails. `key` is the one that the signature names.
std::optional<VerifiedSignature> verified(const std::string& text, const NoteSignature& signature,
                                          const VerifierKey& key, const VerifySignature& verify) {
  BytesView bytes = signature.bytes;
  std::optional<std::uint64_t> seconds;
  if (key.type == NoteKeyType::cosignature_v1) {
    if (bytes.size() < time_size_bytes) return std::nullopt;
    seconds = get_u64(bytes);
    bytes = bytes.subspan(time_size_bytes);
  }
  const auto ed25519 = Signature::from(bytes);
  if (!ed25519) return std::nullopt;
  const std::string message = seconds ? cosigned_message(text, *seconds) : text;
  if (!verify(key.key, as_bytes(message), *ed25519)) return std::nullopt;
  return VerifiedSignature{key, seconds};
}

Status can_be_signed(std::string_view text, std::string_view name) {
  if (!is_note_text(text)) {
    return malformed_note(say("A note's text must be UTF-8, end with a newline and hold no other control character."));
  }
  if (!is_note_key_name(name)) {
    return make_error(ErrorKind::invalid, say("The name of the signing key cannot stand in a note."),
                      say("Choose a name without spaces, control characters or '+'."));
  }
  return {};
}

}  // namespace

bool is_note_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto c = take_code_point(name);
    if (!c || is_control(*c) || is_space(*c) || *c == '+') return false;
  }
  return true;
}

NoteKeyId note_key_id(std::string_view name, NoteKeyType type, const PublicKey& key) {
  Sha256 hash;
  hash.update(as_bytes(name));
  const Byte separator_and_type[] = {'\n', static_cast<Byte>(type)};
  hash.update(separator_and_type);
  hash.update(key.view());
  return *NoteKeyId::from(hash.finish().view().first(NoteKeyId::size_bytes));
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > note_size_limit_bytes) {
    return malformed_note(
        say("The note has {0} bytes; at most {1} are accepted.", {note.size(), note_size_limit_bytes}));
  }
  if (!is_note_text(note)) {
    return malformed_note(say("The note is not UTF-8 text, holds a control character or does not end with a newline."));
  }
  // The text itself may hold empty lines; the last one separates.
  const std::size_t separator = note.rfind("\n\n");
  if (separator == std::string_view::npos) return malformed_note(say("The note has no signature part."));
  Note parsed;
  parsed.text = note.substr(0, separator + 1);
  std::string_view lines = note.substr(separator + 2);
  if (lines.empty()) return malformed_note(say("The note has no signature line."));
  while (!lines.empty()) {
    if (parsed.signatures.size() == note_signature_limit) {
      return malformed_note(say("The note has more than {0} signatures.", {note_signature_limit}));
    }
    const std::size_t length = lines.find('\n') + 1;  // the whole note ends with a newline
    TRY_ASSIGN(NoteSignature signature, parse_signature_line(lines.substr(0, length)));
    parsed.signatures.push_back(std::move(signature));
    lines.remove_prefix(length);
  }
  return parsed;
}

std::string format_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) text += format_signature_line(signature);
  return text;
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(line_start) || !line.ends_with('\n')) {
    return malformed_note(say("A line of the note's signature part does not begin with an em dash and a space."));
  }
  line.remove_prefix(line_start.size());
  line.remove_suffix(1);
  const std::size_t space = line.find(' ');
  const std::string_view name = line.substr(0, space);
  if (space == std::string_view::npos || !is_note_key_name(name)) {
    return malformed_note(say("A signature line of the note does not name its key."));
  }
  const auto payload = from_base64(line.substr(space + 1));
  if (!payload || payload->size() <= NoteKeyId::size_bytes) {
    return malformed_note(say("A signature line of the note is not base64 of a key id and a signature."));
  }
  const BytesView bytes = *payload;
  return NoteSignature{std::string(name), *NoteKeyId::from(bytes.first(NoteKeyId::size_bytes)),
                       Bytes(payload->begin() + NoteKeyId::size_bytes, payload->end())};
}

std::string format_signature_line(const NoteSignature& signature) {
  Bytes payload(signature.key_id.bytes.begin(), signature.key_id.bytes.end());
  payload.insert(payload.end(), signature.bytes.begin(), signature.bytes.end());
  std::string line(line_start);
  return line + signature.name + " " + to_base64(payload) + "\n";
}

Result<std::string> sign_note(std::string_view text, std::string_view name, const PublicKey& key,
                              const SignMessage& sign) {
  TRY(can_be_signed(text, name));
  const Signature signature = sign(as_bytes(text));
  return format_note({std::string(text),
                      {{std::string(name), note_key_id(name, NoteKeyType::ed25519, key),
                        Bytes(signature.bytes.begin(), signature.bytes.end())}}});
}

Result<NoteSignature> cosign(std::string_view text, std::string_view name, const PublicKey& key, std::uint64_t seconds,
                             const SignMessage& sign) {
  TRY(can_be_signed(text, name));
  const Signature signature = sign(as_bytes(cosigned_message(text, seconds)));
  NoteSignature cosignature{std::string(name), note_key_id(name, NoteKeyType::cosignature_v1, key), {}};
  put_u64(cosignature.bytes, seconds);
  cosignature.bytes.insert(cosignature.bytes.end(), signature.bytes.begin(), signature.bytes.end());
  return cosignature;
}

Result<VerifiedNote> verify_note(std::string_view note, std::span<const VerifierKey> known,
                                 const VerifySignature& verify) {
  TRY_ASSIGN(const Note parsed, parse_note(note));
  return verify_note(parsed, known, verify);
}

Result<VerifiedNote> verify_note(const Note& note, std::span<const VerifierKey> known, const VerifySignature& verify) {
  VerifiedNote result{note.text, {}};
  std::vector<NoteKeyId> ids;
  for (const VerifierKey& key : known) ids.push_back(key.id());
  for (const NoteSignature& signature : note.signatures) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      // Two keys of one name and id (2^32 work for an attacker) are both asked, and both have to agree.
      const VerifierKey& key = known[i];
      if (ids[i] != signature.key_id || key.name != signature.name) continue;
      const auto found = verified(note.text, signature, key, verify);
      if (!found) return untrusted_note(say("The signature of {0} on the note is false.", {key.name}));
      const bool signed_before =
          std::any_of(result.signatures.begin(), result.signatures.end(), [&](const auto& s) { return s.key == key; });
      if (!signed_before) result.signatures.push_back(*found);
    }
  }
  if (result.signatures.empty())
    return untrusted_note(say("None of the note's signatures is by a key that you trust."));
  return result;
}

}  // namespace sunledger
