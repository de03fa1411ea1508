#pragma once
// Memory for secrets: locked against swapping where the system allows, between guard pages, left out of core dumps,
// wiped when it is let go. Move-only, so that a secret is in one place.

#include <cstddef>
#include <span>

#include "ledger/base/bytes.h"

namespace sunledger {

class SecretMemory {
 public:
  SecretMemory() = default;
  // Zeroed. Throws std::bad_alloc when the system has no memory left.
  explicit SecretMemory(std::size_t size_bytes);
  ~SecretMemory();
  SecretMemory(SecretMemory&& other) noexcept;
  SecretMemory& operator=(SecretMemory&& other) noexcept;
  SecretMemory(const SecretMemory&) = delete;
  SecretMemory& operator=(const SecretMemory&) = delete;

  // Needs that make_readonly was not called: writing afterwards would stop the process.
  std::span<Byte> writable() { return {data_, size_bytes_}; }
  BytesView view() const { return {data_, size_bytes_}; }
  bool empty() const { return size_bytes_ == 0; }
  // From now on a stray write stops the process instead of changing the secret.
  void make_readonly();

 private:
  Byte* data_ = nullptr;
  std::size_t size_bytes_ = 0;
};

}  // namespace sunledger
