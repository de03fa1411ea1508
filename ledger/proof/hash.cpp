// The low-level SHA256_* calls, not EVP: for a tree's 65-byte nodes an EVP call costs as much as the hashing itself,
// and both reach the same SHA-NI code. OpenSSL 3 keeps these calls but marks them as deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "ledger/proof/hash.h"

#include <openssl/sha.h>

#include <new>

#include "ledger/base/check.h"

namespace sunledger {
namespace {

static_assert(sizeof(SHA256_CTX) <= 112 && alignof(SHA256_CTX) <= 8);

constexpr Byte leaf_prefix = 0;
constexpr Byte node_prefix = 1;

SHA256_CTX* context_in(std::array<std::byte, 112>& state) {
  return std::launder(reinterpret_cast<SHA256_CTX*>(state.data()));
}

Hash finished(SHA256_CTX& context) {
  Hash hash;
  INVARIANT(SHA256_Final(hash.bytes.data(), &context) == 1);
  return hash;
}

}  // namespace

Hash sha256(BytesView bytes) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  return finished(context);
}

Hash leaf_hash(BytesView entry) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, &leaf_prefix, 1);
  SHA256_Update(&context, entry.data(), entry.size());
  return finished(context);
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<Byte, 1 + 2 * Hash::size_bytes> bytes;
  bytes[0] = node_prefix;
  std::memcpy(bytes.data() + 1, left.bytes.data(), Hash::size_bytes);
  std::memcpy(bytes.data() + 1 + Hash::size_bytes, right.bytes.data(), Hash::size_bytes);
  return sha256(bytes);
}

const Hash& empty_root() {
  static const Hash root = sha256({});
  return root;
}

Sha256::Sha256() {
  SHA256_Init(::new (state_.data()) SHA256_CTX);
}

void Sha256::update(BytesView bytes) {
  SHA256_Update(context_in(state_), bytes.data(), bytes.size());
}

Hash Sha256::finish() {
  const Hash hash = finished(*context_in(state_));
  SHA256_Init(context_in(state_));
  return hash;
}

}  // namespace sunledger
