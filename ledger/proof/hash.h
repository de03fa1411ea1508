#pragma once
// SHA-256 and the two hashes of a Merkle tree (RFC 6962 §2.1, RFC 9162 §2.1). Entries and nodes are hashed under
// different prefixes, so that an entry can never be passed off as a node. Always over the bytes as they are stored.

#include <array>
#include <cstddef>

#include "ledger/base/bytes.h"

namespace sunledger {

Hash sha256(BytesView bytes);

// SHA-256(0x00 ‖ entry bytes).
Hash leaf_hash(BytesView entry);
// SHA-256(0x01 ‖ left ‖ right).
Hash node_hash(const Hash& left, const Hash& right);
// The root of a tree without leaves: SHA-256("").
const Hash& empty_root();

// SHA-256 of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  void update(BytesView bytes);
  // The hash of everything since the construction or the last finish; the object then starts afresh.
  Hash finish();

 private:
  alignas(8) std::array<std::byte, 112> state_;  // OpenSSL's SHA256_CTX; hash.cpp asserts that it fits
};

}  // namespace sunledger
