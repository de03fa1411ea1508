#include "ledger/proof/tree.h"

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

unsigned lowest_bit(std::uint64_t value) {
  return static_cast<unsigned>(std::countr_zero(value));
}

// The largest power of two strictly less than `width`, where RFC 6962 splits. Needs width > 1.
std::uint64_t split_of(std::uint64_t width) {
  return std::bit_floor(width - 1);
}

// The hash of leaves [begin, end), where begin is a multiple of every subtree that the range splits into: true of every
// range that the RFC's recursion reaches. Folds the perfect subtrees from the right, the smallest first.
Result<Hash> range_hash(std::uint64_t begin, std::uint64_t end, const HashReader& reader) {
  INVARIANT(begin < end);
  std::uint64_t width = end - begin;
  unsigned level = lowest_bit(width);
  width &= width - 1;
  TRY_ASSIGN(Hash hash, reader(level, (begin + width) >> level));
  while (width != 0) {
    level = lowest_bit(width);
    width &= width - 1;
    TRY_ASSIGN(const Hash left, reader(level, (begin + width) >> level));
    hash = node_hash(left, hash);
  }
  return hash;
}

Error proof_does_not_verify(std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Fetch the proof again; if it still fails, keep both copies and tell the auditor, "
                               "because the ledger that made "
                               "it does not agree with this checkpoint."));
  error.name = "proof.tree";
  return error;
}

// RFC 9162 §2.1.4.2 steps 3 to 7, for 0 < old_size < new_size. `path` begins with a perfect subtree of the old tree.
struct ConsistencyRoots {
  Hash old_root;
  Hash new_root;
  bool right_length = false;
};

ConsistencyRoots roots_of_path(std::uint64_t old_size, std::uint64_t new_size, const Hash& first,
                               std::span<const Hash> path) {
  std::uint64_t old_node = old_size - 1;
  std::uint64_t new_node = new_size - 1;
  const unsigned inside = static_cast<unsigned>(std::countr_one(old_node));
  old_node >>= inside;
  new_node >>= inside;
  ConsistencyRoots roots{first, first};
  for (const Hash& hash : path) {
    if (new_node == 0) return roots;
    if ((old_node & 1) != 0 || old_node == new_node) {
      roots.old_root = node_hash(hash, roots.old_root);
      roots.new_root = node_hash(hash, roots.new_root);
      while ((old_node & 1) == 0 && old_node != 0) {
        old_node >>= 1;
        new_node >>= 1;
      }
    } else {
      roots.new_root = node_hash(roots.new_root, hash);
    }
    old_node >>= 1;
    new_node >>= 1;
  }
  roots.right_length = new_node == 0;
  return roots;
}

}  // namespace

Hash Frontier::root() const {
  if (size_ == 0) return empty_root();
  std::uint64_t left = size_;
  Hash hash = at_level_[lowest_bit(left)];
  for (left &= left - 1; left != 0; left &= left - 1) hash = node_hash(at_level_[lowest_bit(left)], hash);
  return hash;
}

std::vector<Hash> Frontier::nodes() const {
  std::vector<Hash> nodes;
  for (std::uint64_t left = size_; left != 0; left &= left - 1) nodes.push_back(at_level_[lowest_bit(left)]);
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

Result<Frontier> Frontier::from_nodes(std::uint64_t size, std::span<const Hash> nodes) {
  if (nodes.size() != static_cast<std::size_t>(std::popcount(size))) {
    return make_error(ErrorKind::invalid, say("A tree of {0} entries has {1} frontier hashes, but {2} were given.",
                                              {size, std::popcount(size), nodes.size()}));
  }
  Frontier frontier;
  frontier.size_ = size;
  std::size_t next = nodes.size();
  for (std::uint64_t left = size; left != 0; left &= left - 1) frontier.at_level_[lowest_bit(left)] = nodes[--next];
  return frontier;
}

Result<Hash> root_at(std::uint64_t size, const HashReader& reader) {
  if (size == 0) return empty_root();
  return range_hash(0, size, reader);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, const HashReader& reader) {
  if (index >= size) {
    return make_error(ErrorKind::invalid, say("There is no entry {0} in a tree of {1} entries.", {index, size}),
                      say("Entries are counted from 0; ask for a proof after the next checkpoint."));
  }
  std::vector<Hash> proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool go_left = index < middle;
    TRY_ASSIGN(const Hash sibling, go_left ? range_hash(middle, end, reader) : range_hash(begin, middle, reader));
    proof.push_back(sibling);
    (go_left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size, const HashReader& reader) {
  if (old_size > new_size) {
    return make_error(ErrorKind::invalid,
                      say("A tree of {0} entries cannot contain an earlier one of {1}.", {new_size, old_size}),
                      say("Give the smaller size first."));
  }
  std::vector<Hash> proof;
  if (old_size == 0) return proof;
  std::uint64_t begin = 0;
  std::uint64_t end = new_size;
  while (old_size != end) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool go_left = old_size <= middle;
    TRY_ASSIGN(const Hash sibling, go_left ? range_hash(middle, end, reader) : range_hash(begin, middle, reader));
    proof.push_back(sibling);
    (go_left ? end : begin) = middle;
  }
  // The old tree itself, if it is one perfect subtree, is known to the verifier and not transmitted.
  if (begin != 0) {
    TRY_ASSIGN(const Hash shared, range_hash(begin, end, reader));
    proof.push_back(shared);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Status verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Hash& root,
                        std::span<const Hash> proof) {
  if (index >= size) {
    return proof_does_not_verify(say("The proof is for entry {0}, but the tree has only {1} entries.", {index, size}));
  }
  if (proof.size() != inclusion_proof_length(index, size)) {
    return proof_does_not_verify(say("The proof of entry {0} in {1} entries must have {2} hashes; this one has {3}.",
                                     {index, size, inclusion_proof_length(index, size), proof.size()}));
  }
  // Below `inner` the path to the leaf and to the last leaf part; above it every sibling stands on the left.
  const auto inner = static_cast<std::size_t>(std::bit_width(index ^ (size - 1)));
  Hash hash = leaf;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    const bool sibling_is_left = i >= inner || (index >> i & 1) != 0;
    hash = sibling_is_left ? node_hash(proof[i], hash) : node_hash(hash, proof[i]);
  }
  if (hash != root) {
    return proof_does_not_verify(say("The proof of entry {0} does not lead to the root of the checkpoint.", {index}));
  }
  return {};
}

Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                          std::span<const Hash> proof) {
  if (old_size > new_size) {
    return proof_does_not_verify(
        say("A tree of {0} entries cannot contain an earlier one of {1}.", {new_size, old_size}));
  }
  if (old_size == 0 || old_size == new_size) {
    if (!proof.empty()) {
      return proof_does_not_verify(say("From {0} to {1} entries the proof must be empty; this one has {2} hashes.",
                                       {old_size, new_size, proof.size()}));
    }
    if (old_size == 0 && old_root != empty_root()) {
      return proof_does_not_verify(say("The root of a tree without entries is not that of this checkpoint."));
    }
    if (old_size == new_size && old_root != new_root) {
      return proof_does_not_verify(say("Two different roots were given for the same {0} entries.", {new_size}));
    }
    return {};
  }
  if (proof.empty()) {
    return proof_does_not_verify(say("From {0} to {1} entries the proof must not be empty.", {old_size, new_size}));
  }
  const bool old_is_perfect = std::has_single_bit(old_size);
  const ConsistencyRoots roots = old_is_perfect ? roots_of_path(old_size, new_size, old_root, proof)
                                                : roots_of_path(old_size, new_size, proof.front(), proof.subspan(1));
  if (!roots.right_length) {
    return proof_does_not_verify(say("The proof from {0} to {1} entries has the wrong number of hashes ({2}).",
                                     {old_size, new_size, proof.size()}));
  }
  if (roots.old_root != old_root || roots.new_root != new_root) {
    return proof_does_not_verify(
        say("The tree of {1} entries does not contain the earlier {0} entries unchanged.", {old_size, new_size}));
  }
  return {};
}

}  // namespace sunledger
