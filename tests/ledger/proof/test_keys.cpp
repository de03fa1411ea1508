#include "tests/ledger/proof/test_keys.h"

#include <openssl/evp.h>

#include "ledger/proof/hash.h"

namespace sunledger::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Key secret_key(const Hash& seed) {
  return {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.bytes.data(), seed.bytes.size()), EVP_PKEY_free};
}

}  // namespace

bool verify(const PublicKey& key, BytesView message, const Signature& signature) {
  const Key evp_key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()),
                    EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return evp_key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, evp_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.bytes.data(), signature.bytes.size(), message.data(),
                          message.size()) == 1;
}

TestKey::TestKey(std::string name) : TestKey(name, sha256(as_bytes(name))) {}

TestKey::TestKey(std::string name, const Hash& seed) : name_(std::move(name)), seed_(seed) {
  std::size_t size = PublicKey::size_bytes;
  INVARIANT(EVP_PKEY_get_raw_public_key(secret_key(seed_).get(), public_key_.bytes.data(), &size) == 1);
}

SignMessage TestKey::signer() const {
  return [seed = seed_](BytesView message) {
    const Key key = secret_key(seed);
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    Signature signature;
    std::size_t size = Signature::size_bytes;
    INVARIANT(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    INVARIANT(EVP_DigestSign(context.get(), signature.bytes.data(), &size, message.data(), message.size()) == 1);
    return signature;
  };
}

}  // namespace sunledger::testing
