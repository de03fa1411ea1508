#pragma once
// Signed notes (C2SP signed-note) and the two signatures we know: Ed25519 and cosignature/v1 (C2SP tlog-cosignature).
//
//   <text ending in \n>
//   <empty line>
//   — <name> <base64(key id[4] ‖ signature)>      one or more, em dash U+2014
//
// Signed is the text with its last newline, without the empty line. Key id = SHA-256(name ‖ 0x0A ‖ type ‖ key)[0..4].
// A cosignature is key id ‖ u64 time ‖ signature[64], over "cosignature/v1\ntime <seconds>\n" ‖ text.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// Ed25519, passed in so that this folder needs no signature library.
using VerifySignature = std::function<bool(const PublicKey&, BytesView message, const Signature&)>;
using SignMessage = std::function<Signature(BytesView)>;

using NoteKeyId = FixedBytes<4, struct NoteKeyIdTag>;

// 06 (ML-DSA-44) is known to C2SP but not yet to us; its signatures are ignored like any unknown key's.
enum class NoteKeyType : Byte { ed25519 = 1, cosignature_v1 = 4 };

inline constexpr std::size_t note_size_limit_bytes = 1 << 20;
inline constexpr std::size_t note_signature_limit = 100;

// Not empty; UTF-8 without a space of any kind, a control character or '+'.
bool is_note_key_name(std::string_view name);

NoteKeyId note_key_id(std::string_view name, NoteKeyType type, const PublicKey& key);

// A key that a reader trusts, as published: name+<8 lowercase hex>+<base64(type ‖ public key)>.
struct VerifierKey {
  std::string name;
  NoteKeyType type = NoteKeyType::ed25519;
  PublicKey key;

  bool operator==(const VerifierKey&) const = default;
  NoteKeyId id() const { return note_key_id(name, type, key); }
};

// Invalid if malformed, of a type that we don't know, or if the key id is not that of the name and key.
Result<VerifierKey> parse_vkey(std::string_view text);
std::string format_vkey(const VerifierKey& key);

struct NoteSignature {
  std::string name;
  NoteKeyId key_id;
  Bytes bytes;  // what follows the key id
};

struct Note {
  std::string text;  // with its last newline
  std::vector<NoteSignature> signatures;
};

// Reads the form only; nothing is verified. At most note_size_limit_bytes and note_signature_limit signatures.
Result<Note> parse_note(std::string_view note);
std::string format_note(const Note& note);
// One "— name base64\n" line, as a witness returns it; and its reader.
std::string format_signature_line(const NoteSignature& signature);
Result<NoteSignature> parse_signature_line(std::string_view line);

// The note `text` signed by the Ed25519 key of that name. Invalid if the text is not UTF-8, holds a control character
// other than \n or does not end in \n, or if the name is not a key name.
Result<std::string> sign_note(std::string_view text, std::string_view name, const PublicKey& key,
                              const SignMessage& sign);

// A witness's cosignature over `text` at `seconds` since 1970.
Result<NoteSignature> cosign(std::string_view text, std::string_view name, const PublicKey& key, std::uint64_t seconds,
                             const SignMessage& sign);

struct VerifiedSignature {
  VerifierKey key;
  std::optional<std::uint64_t> cosigned_at_seconds;  // since 1970; only of cosignatures
};

struct VerifiedNote {
  std::string text;
  std::vector<VerifiedSignature> signatures;  // one a key, in the note's order; never empty
};

// Signatures by keys that are not in `known` are ignored. `corrupt` if any signature by a known key fails, a second one
// by the same key included, or if none is by a known key. A key that signed twice is returned once, with its first
// time.
Result<VerifiedNote> verify_note(std::string_view note, std::span<const VerifierKey> known,
                                 const VerifySignature& verify);
Result<VerifiedNote> verify_note(const Note& note, std::span<const VerifierKey> known, const VerifySignature& verify);

}  // namespace sunledger
