#pragma once
// The Merkle tree of RFC 6962 §2.1: a root over all entries, and short proofs that an entry is under a root (inclusion)
// or that a later tree contains an earlier one unchanged (consistency). Pure: stored hashes come through a HashReader.
//
// A perfect subtree is named (level, index): it covers the leaves [index·2^level, (index+1)·2^level).

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/proof/hash.h"

namespace sunledger {

// The hash of a perfect subtree that lies wholly inside the tree. Level 0 are the leaf hashes.
using HashReader = std::function<Result<Hash>(unsigned level, std::uint64_t index)>;

// The appender's whole state: the compact range, one hash for each set bit of the size.
class Frontier {
 public:
  std::uint64_t size() const { return size_; }
  // The RFC 6962 root; SHA-256("") while empty.
  Hash root() const;
  // The perfect subtrees' roots from left to right, largest first: as many as the size has set bits.
  std::vector<Hash> nodes() const;
  // Invalid unless there are exactly popcount(size) nodes.
  static Result<Frontier> from_nodes(std::uint64_t size, std::span<const Hash> nodes);

  // Appends one leaf hash.
  void append(const Hash& leaf) {
    append(leaf, [](unsigned, std::uint64_t, const Hash&) {});
  }
  // The same, and calls sink(level, index, hash) for the leaf and every perfect subtree that it completes, upwards.
  template <class Sink>
  void append(const Hash& leaf, Sink&& sink) {
    INVARIANT(size_ != UINT64_MAX);
    Hash hash = leaf;
    unsigned level = 0;
    sink(level, size_, hash);
    for (; size_ >> level & 1; ++level) {
      hash = node_hash(at_level_[level], hash);
      sink(level + 1, size_ >> (level + 1), hash);
    }
    at_level_[level] = hash;
    ++size_;
  }

 private:
  std::uint64_t size_ = 0;
  std::array<Hash, 64> at_level_;  // at_level_[l] counts only where bit l of size_ is set
};

// Shape of an inclusion proof of leaf `index` in a tree of `size` leaves, in hashes. Needs index < size.
inline unsigned inclusion_proof_length(std::uint64_t index, std::uint64_t size) {
  const unsigned inner = static_cast<unsigned>(std::bit_width(index ^ (size - 1)));
  return inner + (inner == 64 ? 0 : static_cast<unsigned>(std::popcount(index >> inner)));
}

// The root of the first `size` leaves.
Result<Hash> root_at(std::uint64_t size, const HashReader& reader);

// Inclusion proof of leaf `index` in the tree of the first `size` leaves, leaf sibling first (RFC 9162 §2.1.3.1).
// Invalid unless index < size.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, const HashReader& reader);

// Proof that the first `new_size` leaves begin with the first `old_size` ones (RFC 9162 §2.1.4.1). Empty if the sizes
// are equal or the old tree is empty. Invalid if old_size > new_size.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size, const HashReader& reader);

// RFC 9162 §2.1.3.2, with the exact length that index and size demand. `corrupt` if it does not verify.
Status verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Hash& root,
                        std::span<const Hash> proof);

// RFC 9162 §2.1.4.2. Equal sizes: empty proof and equal roots. An empty old tree: empty proof and the empty root.
// `corrupt` if it does not verify.
Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                          std::span<const Hash> proof);

}  // namespace sunledger
