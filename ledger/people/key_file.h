#pragma once
// Secret keys at rest: a text file whose secret is sealed by a passphrase. One spelling per content, so that every
// changed byte is noticed. The format is the table in key_file.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/people/passphrase.h"
#include "ledger/people/signing.h"

namespace sunledger {

// One key per role (formats.md): a key that signs events never signs checkpoints, and none of these cosigns them.
enum class KeyPurpose { author, log, witness };
// As the file says it: "author", "log", "witness".
std::string_view name_of(KeyPurpose purpose);

// What one guess of the passphrase costs (Argon2id, RFC 9106 §4: the second recommended choice, 3 passes of 64 MiB).
struct PassphraseCost {
  std::uint64_t passes = 3;                       // 1 to 16
  std::uint64_t memory_bytes = 64 * 1024 * 1024;  // 8 KiB to 1 GiB

  bool operator==(const PassphraseCost&) const = default;
};
inline constexpr PassphraseCost lowest_passphrase_cost{1, 8192};
inline constexpr PassphraseCost highest_passphrase_cost{16, 1024 * 1024 * 1024};

using KeySalt = FixedBytes<16, struct KeySaltTag>;
using KeyNonce = FixedBytes<24, struct KeyNonceTag>;
using SealedSeed = FixedBytes<48, struct SealedSeedTag>;

struct KeyFile {
  std::string name;  // the person's or the log's (is_key_name)
  KeyPurpose purpose = KeyPurpose::author;
  PublicKey public_key;
  std::optional<PassphraseCost> cost;  // nothing: the secret is not encrypted
  KeySalt salt;                        // zero when not encrypted
  KeyNonce nonce;
  SealedSeed sealed;

  bool is_encrypted() const { return cost.has_value(); }
};

inline constexpr std::size_t max_key_file_bytes = 4096;

// Seals a key under a fresh salt and nonce. Errors: invalid for a bad name, an empty passphrase or a cost outside the
// limits; io when the memory for Argon2id is not there.
Result<KeyFile> new_key_file(const SecretKey& key, std::string_view name, KeyPurpose purpose,
                             const Passphrase& passphrase, PassphraseCost cost = {});
// For machines that sign alone and protect the file by other means. Whoever reads the file can sign.
Result<KeyFile> new_unencrypted_key_file(const SecretKey& key, std::string_view name, KeyPurpose purpose);

std::string write_key_file(const KeyFile& file);
// Bounded and strict, computes no Argon2id; accepts exactly what write_key_file writes. Errors: invalid, naming the
// line.
Result<KeyFile> parse_key_file(std::string_view text);

// The secret key. The passphrase is not looked at when the file is not encrypted. Errors: permission for the wrong
// passphrase (or a changed file: the two cannot be told apart), invalid for a damaged one, io without enough memory.
Result<SecretKey> unlock(const KeyFile& file, const Passphrase& passphrase);

struct LoadedKeyFile {
  KeyFile file;
  bool readable_by_others = false;  // the group or everybody may read it: warn
};
// Errors: those of read_file and parse_key_file, naming the path.
Result<LoadedKeyFile> load_key_file(const std::string& path);
// Readable by its owner only, never over an existing file (conflict).
Status save_key_file(const std::string& path, const KeyFile& file);

}  // namespace sunledger
