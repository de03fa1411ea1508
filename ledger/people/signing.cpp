#include "ledger/people/signing.h"

#include <sodium.h>

#include <array>
#include <cstring>
#include <string_view>

#include "ledger/base/check.h"

namespace sunledger {
namespace {

static_assert(PublicKey::size_bytes == crypto_sign_PUBLICKEYBYTES);
static_assert(Signature::size_bytes == crypto_sign_BYTES);
static_assert(seed_size_bytes == crypto_sign_SEEDBYTES);

// With its final zero byte: no other domain of ours can be a prefix of it.
constexpr std::string_view event_domain("sunledger/event/v1\0", 19);

// Calls `use` with domain ‖ message in one piece, because Ed25519 reads the message twice and libsodium has no way to
// hand it over in parts. Nearly every event fits the stack.
template <class Use>
auto with_event_domain(BytesView message, Use use) {
  constexpr std::size_t usual_size_bytes = 4096;
  const auto fill = [message](Byte* out) {
    std::memcpy(out, event_domain.data(), event_domain.size());
    if (!message.empty()) std::memcpy(out + event_domain.size(), message.data(), message.size());
  };
  const std::size_t size_bytes = event_domain.size() + message.size();
  if (message.size() <= usual_size_bytes) {
    std::array<Byte, event_domain.size() + usual_size_bytes> buffer;  // not zeroed: filled on the next line
    fill(buffer.data());
    return use(BytesView(buffer.data(), size_bytes));
  }
  Bytes buffer(size_bytes);
  fill(buffer.data());
  return use(BytesView(buffer));
}

// L + 1, where L = 2^252 + 27742317777372353535851937790883648493 is the order of the subgroup; little-endian.
constexpr std::array<Byte, 32> order_plus_one = {0xee, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

}  // namespace

bool init_crypto() {
  static const bool ready = sodium_init() >= 0;  // 1 means that another caller was first
  return ready;
}

void random_bytes(std::span<Byte> out) {
  INVARIANT(init_crypto());
  randombytes_buf(out.data(), out.size());
}

SecretKey SecretKey::generate() {
  SecretMemory seed(seed_size_bytes);
  random_bytes(seed.writable());
  return from_seed(std::span<const Byte, seed_size_bytes>(seed.view().data(), seed_size_bytes));
}

SecretKey SecretKey::from_seed(std::span<const Byte, seed_size_bytes> seed) {
  SecretKey key;
  key.secret_ = SecretMemory(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.writable().data(), seed.data());
  key.secret_.make_readonly();
  return key;
}

Signature SecretKey::sign(BytesView message) const {
  INVARIANT(!secret_.empty());
  Signature signature;
  crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), secret_.view().data());
  return signature;
}

std::span<const Byte, seed_size_bytes> SecretKey::seed() const {
  INVARIANT(!secret_.empty());
  return std::span<const Byte, seed_size_bytes>(secret_.view().data(), seed_size_bytes);
}

bool verify(const PublicKey& key, BytesView message, const Signature& signature) {
  INVARIANT(init_crypto());
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

bool is_acceptable_key(const PublicKey& key) {
  INVARIANT(init_crypto());
  if (crypto_core_ed25519_is_valid_point(key.bytes.data()) != 1) return false;
  // libsodium before its fix of CVE-2025-69277 lets points through that have a component of order 2. Times L + 1 gives
  // the same point back exactly when times L gives zero, which is what membership means; any version does that right.
  PublicKey product;
  return crypto_scalarmult_ed25519_noclamp(product.bytes.data(), order_plus_one.data(), key.bytes.data()) == 0 &&
         product == key;
}

Signature sign_event(const SecretKey& key, BytesView signed_bytes) {
  return with_event_domain(signed_bytes, [&key](BytesView message) { return key.sign(message); });
}

bool verify_event(const PublicKey& key, BytesView signed_bytes, const Signature& signature) {
  return with_event_domain(signed_bytes, [&](BytesView message) { return verify(key, message, signature); });
}

}  // namespace sunledger
