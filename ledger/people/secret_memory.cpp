#include "ledger/people/secret_memory.h"

#include <sodium.h>

#include <new>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/people/signing.h"

namespace sunledger {

SecretMemory::SecretMemory(std::size_t size_bytes) {
  if (size_bytes == 0) return;
  INVARIANT(init_crypto());
  data_ = static_cast<Byte*>(sodium_malloc(size_bytes));
  if (data_ == nullptr) throw std::bad_alloc();
  size_bytes_ = size_bytes;
  sodium_memzero(data_, size_bytes);
}

// sodium_free wipes, and stops the process when the bytes around the secret were written over.
SecretMemory::~SecretMemory() {
  sodium_free(data_);
}

SecretMemory::SecretMemory(SecretMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_bytes_(std::exchange(other.size_bytes_, 0)) {}

SecretMemory& SecretMemory::operator=(SecretMemory&& other) noexcept {
  if (this != &other) {
    sodium_free(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_bytes_ = std::exchange(other.size_bytes_, 0);
  }
  return *this;
}

void SecretMemory::make_readonly() {
  if (data_ != nullptr) INVARIANT(sodium_mprotect_readonly(data_) == 0);
}

}  // namespace sunledger
