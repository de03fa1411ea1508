#pragma once
// The Merkle tree hash and its proofs exactly as RFC 6962 §2.1 defines them: recursion over the list of leaf hashes,
// with nothing stored. Slow and plainly right; what the ledger computes has to equal it.

#include <string>
#include <vector>

#include "ledger/proof/tree.h"

namespace sunledger::naive {

using Leaves = std::span<const Hash>;

// The leaves that the public vectors use too: "leaf 0", "leaf 1"…
inline std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> hashes;
  for (std::size_t i = 0; i < count; ++i) hashes.push_back(leaf_hash(as_bytes("leaf " + std::to_string(i))));
  return hashes;
}

// "the largest power of two smaller than n"
inline std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// MTH(D[n])
inline Hash root(Leaves d) {
  if (d.empty()) return sha256({});
  if (d.size() == 1) return d[0];
  const std::size_t k = split(d.size());
  return node_hash(root(d.first(k)), root(d.subspan(k)));
}

// PATH(m, D[n])
inline std::vector<Hash> path(std::size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const std::size_t k = split(d.size());
  std::vector<Hash> result = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  result.push_back(m < k ? root(d.subspan(k)) : root(d.first(k)));
  return result;
}

// SUBPROOF(m, D[n], b)
inline std::vector<Hash> subproof(std::size_t m, Leaves d, bool is_old_tree) {
  if (m == d.size()) return is_old_tree ? std::vector<Hash>{} : std::vector<Hash>{root(d)};
  const std::size_t k = split(d.size());
  std::vector<Hash> result = m <= k ? subproof(m, d.first(k), is_old_tree) : subproof(m - k, d.subspan(k), false);
  result.push_back(m <= k ? root(d.subspan(k)) : root(d.first(k)));
  return result;
}

// PROOF(m, D[n])
inline std::vector<Hash> consistency(std::size_t m, Leaves d) {
  return subproof(m, d, true);
}

// A reader that computes perfect subtrees on the spot, and refuses what lies outside the leaves.
inline HashReader reader(Leaves d) {
  return [d](unsigned level, std::uint64_t index) -> Result<Hash> {
    const std::uint64_t width = std::uint64_t{1} << level;
    if ((index + 1) * width > d.size()) return make_error(ErrorKind::not_found, "outside the tree");
    return root(d.subspan(index * width, width));
  };
}

}  // namespace sunledger::naive
