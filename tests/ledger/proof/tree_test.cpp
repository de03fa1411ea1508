#include "ledger/proof/tree.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/ledger/proof/naive_tree.h"

using namespace sunledger;

namespace {

constexpr std::size_t largest = 300;

const std::vector<Hash>& leaves() {
  static const std::vector<Hash> all = naive::leaves(largest);
  return all;
}
naive::Leaves first(std::size_t count) {
  return naive::Leaves(leaves()).first(count);
}

// What a log stores: every perfect subtree, as the frontier hands it out. Reading any other one fails.
struct StoredTree {
  std::map<std::pair<unsigned, std::uint64_t>, Hash> nodes;
  Frontier frontier;

  explicit StoredTree(std::size_t size) {
    for (const Hash& leaf : first(size)) {
      frontier.append(leaf, [&](unsigned level, std::uint64_t index, const Hash& hash) {
        nodes.emplace(std::pair(level, index), hash);
      });
    }
  }
  HashReader reader() const {
    return [this](unsigned level, std::uint64_t index) -> Result<Hash> {
      const auto found = nodes.find({level, index});
      if (found == nodes.end()) return make_error(ErrorKind::not_found, "not a stored subtree");
      return found->second;
    };
  }
};

const StoredTree& stored() {
  static const StoredTree tree(largest);
  return tree;
}

const std::vector<Hash>& roots() {
  static const std::vector<Hash> all = [] {
    std::vector<Hash> result;
    for (std::size_t size = 0; size <= largest; ++size) result.push_back(naive::root(first(size)));
    return result;
  }();
  return all;
}

Hash corrupted(Hash hash, std::size_t seed) {
  hash.bytes[seed % Hash::size_bytes] ^= static_cast<Byte>(1U << seed % 8);
  return hash;
}

}  // namespace

TEST_CASE("the frontier's root equals the naive definition for every size to 300") {
  Frontier frontier;
  for (std::size_t size = 0; size <= largest; ++size) {
    REQUIRE(frontier.size() == size);
    REQUIRE(frontier.root() == roots()[size]);
    REQUIRE(*root_at(size, stored().reader()) == roots()[size]);
    if (size < largest) frontier.append(leaves()[size]);
  }
}

TEST_CASE("a frontier taken from its nodes goes on as if it had never stopped") {
  for (std::size_t size = 0; size < largest; size += 7) {
    const Frontier whole = StoredTree(size).frontier;
    const auto again = Frontier::from_nodes(size, whole.nodes());
    REQUIRE(again);
    Frontier resumed = *again;
    REQUIRE(resumed.root() == roots()[size]);
    resumed.append(leaves()[size]);
    REQUIRE(resumed.root() == roots()[size + 1]);
  }
}

TEST_CASE("a frontier with too many or too few nodes is refused") {
  std::vector<Hash> nodes = StoredTree(7).frontier.nodes();
  nodes.push_back(Hash{});
  CHECK_FALSE(Frontier::from_nodes(7, nodes));
  nodes.resize(2);
  CHECK_FALSE(Frontier::from_nodes(7, nodes));
}

TEST_CASE("the frontier hands out every perfect subtree once, with the hash of its leaves") {
  for (const auto& [name, hash] : stored().nodes) {
    const auto [level, index] = name;
    REQUIRE(hash == naive::root(first(largest).subspan(index << level, std::size_t{1} << level)));
  }
  std::size_t expected = 0;
  for (unsigned level = 0; largest >> level != 0; ++level) expected += largest >> level;
  CHECK(stored().nodes.size() == expected);
}

TEST_CASE("inclusion proofs equal the naive definition for every entry of every size to 300") {
  for (std::size_t size = 1; size <= largest; ++size) {
    // Every entry where it is cheap; the naive recursion of the larger trees gets a step that visits all residues.
    for (std::size_t index = size <= 64 ? 0 : size % 7; index < size; index += size <= 64 ? 1 : 7) {
      const auto proof = inclusion_proof(index, size, stored().reader());
      REQUIRE(proof);
      REQUIRE(*proof == naive::path(index, first(size)));
    }
  }
}

TEST_CASE("every inclusion proof verifies, and with any one of its hashes corrupted it is refused") {
  std::size_t refused = 0;
  for (std::size_t size = 1; size <= largest; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      auto proof = *inclusion_proof(index, size, stored().reader());
      const Hash& leaf = leaves()[index];
      const Hash& root = roots()[size];
      if (!verify_inclusion(index, size, leaf, root, proof)) FAIL("proof of " << index << " in " << size);
      for (Hash& hash : proof) {
        const Hash before = hash;
        hash = corrupted(hash, size + index);
        if (verify_inclusion(index, size, leaf, root, proof)) FAIL("corrupt proof of " << index << " in " << size);
        ++refused;
        hash = before;
      }
      if (verify_inclusion(index, size, corrupted(leaf, index), root, proof)) FAIL("leaf " << index << " in " << size);
      if (verify_inclusion(index, size, leaf, corrupted(root, size), proof))
        FAIL("root of " << index << " in " << size);
    }
  }
  CHECK(refused > 300000);
}

TEST_CASE("an inclusion proof that is too long, too short or for another entry is refused") {
  for (const std::size_t size : std::initializer_list<std::size_t>{1, 2, 3, 7, 8, 9, 100, 256, 299}) {
    for (std::size_t index = 0; index < size; ++index) {
      auto proof = *inclusion_proof(index, size, stored().reader());
      REQUIRE(proof.size() == inclusion_proof_length(index, size));
      const Hash& leaf = leaves()[index];
      const Hash& root = roots()[size];
      for (std::size_t other = 0; other <= size; ++other) {
        if (other != index) REQUIRE_FALSE(verify_inclusion(other, size, leaf, root, proof));
      }
      if (!proof.empty()) {
        REQUIRE_FALSE(verify_inclusion(index, size, leaf, root, std::span(proof).first(proof.size() - 1)));
        REQUIRE_FALSE(verify_inclusion(index, size, leaf, root, std::span(proof).subspan(1)));
      }
      proof.push_back(root);
      REQUIRE_FALSE(verify_inclusion(index, size, leaf, root, proof));
    }
  }
}

TEST_CASE("consistency proofs equal the naive definition for every pair of sizes") {
  for (std::size_t new_size = 1; new_size <= largest; ++new_size) {
    for (std::size_t old_size = new_size <= 64 ? 1 : 1 + new_size % 7; old_size <= new_size;
         old_size += new_size <= 64 ? 1 : 7) {
      const auto proof = consistency_proof(old_size, new_size, stored().reader());
      REQUIRE(proof);
      REQUIRE(*proof == naive::consistency(old_size, first(new_size)));
    }
  }
}

TEST_CASE("every consistency proof verifies, and with any one of its hashes corrupted it is refused") {
  std::size_t refused = 0;
  for (std::size_t new_size = 0; new_size <= largest; ++new_size) {
    for (std::size_t old_size = 0; old_size <= new_size; ++old_size) {
      auto proof = *consistency_proof(old_size, new_size, stored().reader());
      const Hash& old_root = roots()[old_size];
      const Hash& new_root = roots()[new_size];
      if (!verify_consistency(old_size, new_size, old_root, new_root, proof)) FAIL(old_size << " to " << new_size);
      for (Hash& hash : proof) {
        const Hash before = hash;
        hash = corrupted(hash, old_size + new_size);
        if (verify_consistency(old_size, new_size, old_root, new_root, proof)) {
          FAIL("corrupt " << old_size << " to " << new_size);
        }
        ++refused;
        hash = before;
      }
      const Hash wrong_old = corrupted(old_root, new_size);
      if (verify_consistency(old_size, new_size, wrong_old, new_root, proof)) FAIL("old root of " << old_size);
      if (old_size == 0) continue;  // nothing can be said about what follows an empty tree
      const Hash wrong_new = corrupted(new_root, old_size);
      if (verify_consistency(old_size, new_size, old_root, wrong_new, proof)) FAIL("new root of " << new_size);
    }
  }
  CHECK(refused > 200000);
}

TEST_CASE("a consistency proof that is too long or too short is refused") {
  for (const std::size_t new_size : std::initializer_list<std::size_t>{2, 3, 8, 9, 100, 256, 299}) {
    for (std::size_t old_size = 0; old_size <= new_size; ++old_size) {
      auto proof = *consistency_proof(old_size, new_size, stored().reader());
      const Hash& old_root = roots()[old_size];
      const Hash& new_root = roots()[new_size];
      if (!proof.empty()) {
        REQUIRE_FALSE(
            verify_consistency(old_size, new_size, old_root, new_root, std::span(proof).first(proof.size() - 1)));
        REQUIRE_FALSE(verify_consistency(old_size, new_size, old_root, new_root, std::span(proof).subspan(1)));
        REQUIRE_FALSE(verify_consistency(old_size, new_size, old_root, new_root, {}));
      }
      proof.push_back(new_root);
      REQUIRE_FALSE(verify_consistency(old_size, new_size, old_root, new_root, proof));
    }
  }
}

TEST_CASE("a consistency proof too short for its sizes is refused, even where it leads to both roots") {
  // Whoever makes the proof also chose the new root, so the roots alone do not guard the length.
  const std::vector<Hash> proof = {leaves()[1]};
  const Hash two = node_hash(leaves()[0], leaves()[1]);
  CHECK(verify_consistency(1, 2, leaves()[0], two, proof));
  for (std::uint64_t size = 3; size < 40; ++size) {
    CHECK_FALSE(verify_consistency(1, size, leaves()[0], two, proof));
  }
  CHECK_FALSE(verify_inclusion(0, 3, leaves()[0], two, proof));
}

TEST_CASE("a smaller tree cannot contain a larger one") {
  CHECK_FALSE(consistency_proof(3, 2, stored().reader()));
  CHECK_FALSE(verify_consistency(3, 2, roots()[3], roots()[2], {}));
  CHECK_FALSE(inclusion_proof(2, 2, stored().reader()));
  CHECK_FALSE(inclusion_proof(0, 0, stored().reader()));
  CHECK_FALSE(verify_inclusion(0, 0, leaves()[0], empty_root(), {}));
}

TEST_CASE("sizes near 2^64 neither overflow nor loop") {
  REQUIRE(rc::check([](std::uint64_t a, std::uint64_t b, const std::vector<std::uint8_t>& seeds) {
    std::vector<Hash> proof;
    for (std::uint8_t seed : seeds) proof.push_back(sha256({&seed, 1}));
    const std::uint64_t size = UINT64_MAX - a % 1000;
    RC_ASSERT_FALSE(verify_inclusion(b, size, Hash{}, Hash{}, proof).ok());
    RC_ASSERT_FALSE(verify_consistency(std::min(b, size), size, Hash{}, empty_root(), proof).ok());
    RC_ASSERT(inclusion_proof_length(b % size, size) <= 64);
  }));
}

TEST_CASE("a proof over a tree of 2^63 + 5 entries verifies") {
  // A reader can give any hashes: below, every perfect subtree is named by its place.
  const HashReader reader = [](unsigned level, std::uint64_t index) -> Result<Hash> {
    if (level == 0) {
      Bytes name;
      put_u64(name, index);
      return leaf_hash(name);
    }
    Bytes name = {static_cast<Byte>(level)};
    put_u64(name, index);
    return sha256(name);
  };
  const std::uint64_t size = (std::uint64_t{1} << 63) + 5;
  const Hash root = *root_at(size, reader);
  const auto proof = *inclusion_proof(size - 1, size, reader);
  CHECK(verify_inclusion(size - 1, size, *reader(0, size - 1), root, proof));
  const std::uint64_t old_size = std::uint64_t{1} << 63;
  const auto growth = *consistency_proof(old_size, size, reader);
  CHECK(verify_consistency(old_size, size, *root_at(old_size, reader), root, growth));
}

TEST_CASE("a reader's failure is passed on, not hidden") {
  const HashReader broken = [](unsigned, std::uint64_t) -> Result<Hash> {
    return make_error(ErrorKind::io, "the disk is gone");
  };
  CHECK(inclusion_proof(1, 5, broken).error().kind == ErrorKind::io);
  CHECK(consistency_proof(3, 5, broken).error().kind == ErrorKind::io);
  CHECK(root_at(5, broken).error().kind == ErrorKind::io);
}
