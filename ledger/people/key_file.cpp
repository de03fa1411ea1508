#include "ledger/people/key_file.h"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/people/key_name.h"

// The file, every line ending in \n, in this order:
//
//   sunledger-key v1
//   name: <name>                          1–255 bytes of UTF-8, no white space, no '+'
//   purpose: author | log | witness
//   public: <64 hex>                      Ed25519 public key
//   kdf: argon2id <passes> <bytes>        or  kdf: none
//   salt: <32 hex>                        only with argon2id
//   nonce: <48 hex>
//   secret: <96 hex>                      XChaCha20-Poly1305(key, nonce, seed), the lines above being associated data
//
// key = Argon2id v1.3 (passphrase, salt), one lane, 32 bytes. With `kdf: none` it is 32 zero bytes: nothing is hidden
// then, but a damaged file is still noticed.

namespace sunledger {
namespace {

static_assert(KeySalt::size_bytes == crypto_pwhash_SALTBYTES);
static_assert(KeyNonce::size_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(SealedSeed::size_bytes == seed_size_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

constexpr std::string_view version_line = "sunledger-key v1";
constexpr KeyPurpose all_purposes[] = {KeyPurpose::author, KeyPurpose::log, KeyPurpose::witness};
constexpr std::size_t sealing_key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

bool is_within_limits(const PassphraseCost& cost) {
  return cost.passes >= lowest_passphrase_cost.passes && cost.passes <= highest_passphrase_cost.passes &&
         cost.memory_bytes >= lowest_passphrase_cost.memory_bytes &&
         cost.memory_bytes <= highest_passphrase_cost.memory_bytes;
}

// The lines above the secret, which it vouches for.
std::string header_of(const KeyFile& file) {
  std::string text = std::string(version_line) + "\nname: " + file.name +
                     "\npurpose: " + std::string(name_of(file.purpose)) + "\npublic: " + to_hex(file.public_key.view());
  if (file.cost) {
    text += format_text("\nkdf: argon2id {0} {1}\nsalt: ", {file.cost->passes, file.cost->memory_bytes}) +
            to_hex(file.salt.view());
  } else {
    text += "\nkdf: none";
  }
  return text + "\nnonce: " + to_hex(file.nonce.view()) + "\n";
}

Result<SecretMemory> sealing_key(const KeyFile& file, const Passphrase& passphrase) {
  SecretMemory key(sealing_key_bytes);
  if (!file.cost) return key;
  INVARIANT(is_within_limits(*file.cost));
  const BytesView secret = passphrase.view();
  if (crypto_pwhash(key.writable().data(), sealing_key_bytes, reinterpret_cast<const char*>(secret.data()),
                    secret.size(), file.salt.bytes.data(), file.cost->passes,
                    static_cast<std::size_t>(file.cost->memory_bytes), crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return make_error(ErrorKind::io,
                      say("There is not enough memory to check the passphrase: {0} MiB are needed.",
                          {(file.cost->memory_bytes + 1024 * 1024 - 1) / (1024 * 1024)}),
                      say("Close other programs and try again."));
  }
  return key;
}

Result<KeyFile> seal(const SecretKey& key, std::string_view name, KeyPurpose purpose, const Passphrase& passphrase,
                     std::optional<PassphraseCost> cost) {
  if (!is_key_name(name)) {
    return make_error(ErrorKind::invalid,
                      say("This name cannot be given to a key: it must be 1 to {0} bytes without spaces and '+'.",
                          {max_key_name_bytes}),
                      say("Choose another name, such as li.wen or ledger.example/sixian."));
  }
  KeyFile file{std::string(name), purpose, key.public_key(), cost, {}, {}, {}};
  if (cost) random_bytes(file.salt.bytes);
  random_bytes(file.nonce.bytes);
  TRY_ASSIGN(const SecretMemory sealing, sealing_key(file, passphrase));
  const std::string header = header_of(file);
  crypto_aead_xchacha20poly1305_ietf_encrypt(file.sealed.bytes.data(), nullptr, key.seed().data(), seed_size_bytes,
                                             as_bytes(header).data(), header.size(), nullptr, file.nonce.bytes.data(),
                                             sealing.view().data());
  return file;
}

// One number in its one spelling: no sign, no leading zero.
bool read_number(std::string_view& text, std::uint64_t& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || text.front() == '0') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

Result<std::optional<PassphraseCost>> parse_cost(FieldLines& lines) {
  TRY_ASSIGN(std::string_view text, lines.field("kdf"));
  if (text == "none") return std::optional<PassphraseCost>();
  constexpr std::string_view start = "argon2id ";
  PassphraseCost cost;
  bool understood = text.substr(0, start.size()) == start;
  if (understood) {
    text.remove_prefix(start.size());
    understood = read_number(text, cost.passes) && !text.empty() && text.front() == ' ';
  }
  if (understood) {
    text.remove_prefix(1);
    understood = read_number(text, cost.memory_bytes) && text.empty();
  }
  if (!understood) return lines.error(say("expected “kdf: argon2id PASSES BYTES” or “kdf: none”."));
  if (!is_within_limits(cost)) {
    return lines.error(say(
        "passes must be 1 to {0} and memory {1} to {2} bytes, so that no file can exhaust this computer.",
        {highest_passphrase_cost.passes, lowest_passphrase_cost.memory_bytes, highest_passphrase_cost.memory_bytes}));
  }
  return std::optional<PassphraseCost>(cost);
}

template <class Fixed>
Status read_fixed(FieldLines& lines, std::string_view name, Fixed& out) {
  TRY_ASSIGN(Bytes bytes, lines.hex_field(name, Fixed::size_bytes));
  out = *Fixed::from(bytes);
  wipe(bytes.data(), bytes.size());
  return {};
}

}  // namespace

std::string_view name_of(KeyPurpose purpose) {
  switch (purpose) {
    case KeyPurpose::author:
      return "author";
    case KeyPurpose::log:
      return "log";
    case KeyPurpose::witness:
      return "witness";
  }
  INVARIANT(false);
}

Result<KeyFile> new_key_file(const SecretKey& key, std::string_view name, KeyPurpose purpose,
                             const Passphrase& passphrase, PassphraseCost cost) {
  if (passphrase.empty()) {
    return make_error(ErrorKind::invalid, say("The passphrase is empty."), say("Give a passphrase."));
  }
  if (!is_within_limits(cost)) {
    return make_error(ErrorKind::invalid, say("The cost of guessing the passphrase is outside the limits."));
  }
  return seal(key, name, purpose, passphrase, cost);
}

Result<KeyFile> new_unencrypted_key_file(const SecretKey& key, std::string_view name, KeyPurpose purpose) {
  return seal(key, name, purpose, Passphrase(), std::nullopt);
}

std::string write_key_file(const KeyFile& file) {
  return header_of(file) + "secret: " + to_hex(file.sealed.view()) + "\n";
}

Result<KeyFile> parse_key_file(std::string_view text) {
  FieldLines lines(text, say("Key file"));
  TRY(lines.within(max_key_file_bytes));
  TRY(lines.version(version_line));
  KeyFile file;
  TRY_ASSIGN(const std::string_view name, lines.field("name"));
  if (!is_key_name(name)) return lines.error(say("the name is empty, too long, or has a space or '+' in it."));
  file.name = name;
  TRY_ASSIGN(const std::string_view purpose, lines.field("purpose"));
  const auto known = std::find_if(std::begin(all_purposes), std::end(all_purposes),
                                  [&](KeyPurpose one) { return purpose == name_of(one); });
  if (known == std::end(all_purposes)) return lines.error(say("the purpose must be author, log or witness."));
  file.purpose = *known;
  TRY(read_fixed(lines, "public", file.public_key));
  if (!is_acceptable_key(file.public_key)) return lines.error(say("this is not a usable Ed25519 public key."));
  TRY_ASSIGN(file.cost, parse_cost(lines));
  if (file.cost) TRY(read_fixed(lines, "salt", file.salt));
  TRY(read_fixed(lines, "nonce", file.nonce));
  TRY(read_fixed(lines, "secret", file.sealed));
  TRY(lines.end());
  return file;
}

Result<SecretKey> unlock(const KeyFile& file, const Passphrase& passphrase) {
  if (file.is_encrypted() && passphrase.empty()) {
    return make_error(ErrorKind::permission,
                      say("The key {0} is locked by a passphrase, and none was given.", {file.name}),
                      say("Give the passphrase at the terminal or with --passphrase-file."));
  }
  TRY_ASSIGN(const SecretMemory sealing, sealing_key(file, passphrase));
  const std::string header = header_of(file);
  SecretMemory seed(seed_size_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(seed.writable().data(), nullptr, nullptr, file.sealed.bytes.data(),
                                                 SealedSeed::size_bytes, as_bytes(header).data(), header.size(),
                                                 file.nonce.bytes.data(), sealing.view().data()) != 0) {
    if (!file.is_encrypted()) {
      return make_error(ErrorKind::invalid,
                        say("The key file of {0} is damaged: its secret does not fit its other lines.", {file.name}),
                        say("Use a backup of the key file."));
    }
    return make_error(
        ErrorKind::permission,
        say("The passphrase does not open the key {0}: it is wrong, or the key file was changed.", {file.name}),
        say("Type the passphrase again; if it is surely right, use a backup of the key file."));
  }
  SecretKey key = SecretKey::from_seed(std::span<const Byte, seed_size_bytes>(seed.view().data(), seed_size_bytes));
  if (key.public_key() != file.public_key) {
    return make_error(
        ErrorKind::invalid,
        say("The key file of {0} contradicts itself: its public key belongs to another secret.", {file.name}),
        say("Use a backup of the key file."));
  }
  return key;
}

Result<LoadedKeyFile> load_key_file(const std::string& path) {
  TRY_ASSIGN(std::string text, read_file(path, max_key_file_bytes));
  auto parsed = parse_key_file(text);
  wipe(text.data(), text.size());
  if (!parsed) {
    Error error = std::move(parsed).error();
    error.message = path + ": " + error.message;
    return error;
  }
  struct stat status {};
  const bool open = ::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
  return LoadedKeyFile{std::move(parsed).value(), open};
}

Status save_key_file(const std::string& path, const KeyFile& file) {
  std::string text = write_key_file(file);
  Status saved = create_file(path, text, FileMode::secret);
  wipe(text.data(), text.size());
  return saved;
}

}  // namespace sunledger
