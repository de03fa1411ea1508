#include "ledger/proof/hash.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("SHA-256 gives the values of FIPS 180-2, appendix B") {
  CHECK(to_hex(sha256(as_bytes("abc")).view()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).view()) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(to_hex(empty_root().view()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a hash is the same however its bytes are cut into pieces, and the object starts afresh") {
  REQUIRE(rc::check([](const Bytes& bytes, const std::vector<std::uint8_t>& cuts) {
    Sha256 hash;
    for (int round = 0; round < 2; ++round) {
      BytesView rest = bytes;
      for (std::uint8_t cut : cuts) {
        const std::size_t length = std::min<std::size_t>(cut, rest.size());
        hash.update(rest.first(length));
        rest = rest.subspan(length);
      }
      hash.update(rest);
      RC_ASSERT(hash.finish() == sha256(bytes));
    }
  }));
}

TEST_CASE("leaves and nodes are hashed under different prefixes") {
  const Hash left = sha256(as_bytes("left"));
  const Hash right = sha256(as_bytes("right"));
  Bytes both;
  both.insert(both.end(), left.bytes.begin(), left.bytes.end());
  both.insert(both.end(), right.bytes.begin(), right.bytes.end());
  CHECK(node_hash(left, right) != leaf_hash(both));
  CHECK(node_hash(left, right) != node_hash(right, left));

  Bytes prefixed = {0};
  prefixed.insert(prefixed.end(), both.begin(), both.end());
  CHECK(leaf_hash(both) == sha256(prefixed));
  prefixed[0] = 1;
  CHECK(node_hash(left, right) == sha256(prefixed));
}
