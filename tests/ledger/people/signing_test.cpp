#include "ledger/people/signing.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

using namespace sunledger;

namespace {

template <class Fixed>
Fixed fixed(std::string_view hex) {
  const auto bytes = from_hex(hex);
  REQUIRE(bytes);
  const auto value = Fixed::from(*bytes);
  REQUIRE(value);
  return *value;
}

SecretKey key_of(std::string_view seed_hex) {
  const auto seed = fixed<Hash>(seed_hex);
  return SecretKey::from_seed(seed.bytes);
}

// The point plus (0, -1), the point of order 2: both coordinates change their sign. 2^255 - 19 - y, other sign bit.
PublicKey plus_point_of_order_two(const PublicKey& point) {
  PublicKey result;
  int borrow = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const int prime = i == 0 ? 0xed : i == 31 ? 0x7f : 0xff;
    const int y = i == 31 ? point.bytes[i] & 0x7f : point.bytes[i];
    int digit = prime - y - borrow;
    borrow = digit < 0 ? 1 : 0;
    if (digit < 0) digit += 256;
    result.bytes[i] = static_cast<Byte>(digit);
  }
  result.bytes[31] = static_cast<Byte>(result.bytes[31] | (~point.bytes[31] & 0x80));
  return result;
}

}  // namespace

TEST_CASE("signatures are those of RFC 8032") {
  // RFC 8032 §7.1, tests 1 to 3.
  struct Vector {
    const char *seed, *key, *message, *signature;
  };
  const Vector vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
       "46"
       "55141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302ae"
       "eb"
       "00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28"
       "dc"
       "027beceea1ec40a"},
  };
  for (const Vector& vector : vectors) {
    const SecretKey key = key_of(vector.seed);
    const Bytes message = *from_hex(vector.message);
    CHECK(to_hex(key.public_key().view()) == vector.key);
    const Signature signature = key.sign(message);
    CHECK(to_hex(signature.view()) == vector.signature);
    CHECK(verify(key.public_key(), message, signature));
  }
}

TEST_CASE("every flipped bit of a signature, its message or its key is refused") {
  const SecretKey key = SecretKey::generate();
  const std::string text = "1,234,567.80";
  const Signature signature = sign_event(key, as_bytes(text));
  REQUIRE(verify_event(key.public_key(), as_bytes(text), signature));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature changed = signature;
    changed.bytes[bit / 8] = static_cast<Byte>(changed.bytes[bit / 8] ^ (1u << (bit % 8)));
    CHECK_FALSE(verify_event(key.public_key(), as_bytes(text), changed));
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    PublicKey changed = key.public_key();
    changed.bytes[bit / 8] = static_cast<Byte>(changed.bytes[bit / 8] ^ (1u << (bit % 8)));
    CHECK_FALSE(verify_event(changed, as_bytes(text), signature));
  }
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(verify_event(key.public_key(), as_bytes(changed), signature));
  }
}

TEST_CASE("an event's signature is over its domain, a zero byte and the signed bytes, at every size") {
  const SecretKey key = SecretKey::generate();
  for (const std::size_t size_bytes : {0u, 1u, 4095u, 4096u, 4097u, 65536u}) {
    const Bytes event(size_bytes, 0x5a);
    Bytes message = *from_hex("73756e6c65646765722f6576656e742f763100");  // "sunledger/event/v1\0"
    message.insert(message.end(), event.begin(), event.end());
    const Signature signature = sign_event(key, event);
    CHECK(signature == key.sign(message));
    CHECK(verify_event(key.public_key(), event, signature));
    CHECK_FALSE(verify(key.public_key(), event, signature));
    CHECK_FALSE(verify_event(key.public_key(), event, key.sign(event)));
  }
}

TEST_CASE("low-order, non-canonical and mixed-order keys may not be registered") {
  const char* const refused[] = {
      // The eight points of small order …
      "0100000000000000000000000000000000000000000000000000000000000000",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
      // … other spellings of them, y = p and y = p + 1, and a y without a point.
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0200000000000000000000000000000000000000000000000000000000000000",
  };
  for (const char* hex : refused) {
    CAPTURE(hex);
    CHECK_FALSE(is_acceptable_key(fixed<PublicKey>(hex)));
  }
  for (int i = 0; i < 20; ++i) {
    const PublicKey good = SecretKey::generate().public_key();
    CHECK(is_acceptable_key(good));
    const PublicKey mixed = plus_point_of_order_two(good);
    CHECK(plus_point_of_order_two(mixed) == good);
    CHECK_FALSE(is_acceptable_key(mixed));
  }
}

TEST_CASE("keys are different, and moving one takes it along") {
  SecretKey first = SecretKey::generate();
  const SecretKey second = SecretKey::generate();
  CHECK(first.public_key() != second.public_key());
  const Signature before = first.sign({});
  const SecretKey moved = std::move(first);
  CHECK(moved.sign({}) == before);
  CHECK(verify(moved.public_key(), {}, before));
}
