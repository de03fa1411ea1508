#pragma once
// Ed25519 (RFC 8032) signatures: secret keys that wipe themselves, strict verification, and the event's own domain, so
// that the signature of an event can never pass for that of a note or of a proof of possession.

#include <cstddef>
#include <span>

#include "ledger/base/bytes.h"
#include "ledger/people/secret_memory.h"

namespace sunledger {

inline constexpr std::size_t seed_size_bytes = 32;

// Readies the cryptography. Any thread, any number of times; every function here calls it by itself. False when the
// system has no source of randomness.
bool init_crypto();

// Fills with unpredictable bytes from the system.
void random_bytes(std::span<Byte> out);

// A secret key; signing only reads it, so threads may share it. A key that was moved away from must not be used.
class SecretKey {
 public:
  static SecretKey generate();
  // The key of RFC 8032's 32-byte private key. The caller wipes its own copy.
  static SecretKey from_seed(std::span<const Byte, seed_size_bytes> seed);

  const PublicKey& public_key() const { return public_key_; }
  // Signs exactly these bytes: for formats that have a domain of their own (signed notes, cosignatures). Events:
  // sign_event.
  Signature sign(BytesView message) const;
  // RFC 8032's private key, in secret memory; for writing a key file, nothing else.
  std::span<const Byte, seed_size_bytes> seed() const;

 private:
  SecretKey() = default;
  SecretMemory secret_;  // libsodium's 64 bytes: seed, then public key
  PublicKey public_key_;
};

// Strict: refuses s ≥ L, a non-canonical or low-order public key, and a low-order R. Never allocates.
bool verify(const PublicKey& key, BytesView message, const Signature& signature);

// Whether a key may be registered: the canonical encoding of a point of the prime-order subgroup. Anything else would
// let its owner repudiate signatures (formats.md, Keys). About 0.2 ms; for registration, not for every entry.
bool is_acceptable_key(const PublicKey& key);

// Ed25519 over "sunledger/event/v1\0" ‖ signed bytes (formats.md, Entry). No allocation for events up to 4 KiB.
Signature sign_event(const SecretKey& key, BytesView signed_bytes);
bool verify_event(const PublicKey& key, BytesView signed_bytes, const Signature& signature);

}  // namespace sunledger
