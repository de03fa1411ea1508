#include "ledger/base/bytes.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("hex and base64 give back the bytes they were made of") {
  REQUIRE(rc::check([](const Bytes& bytes) {
    RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
  }));
}

TEST_CASE("base64 is strict, so that one signature has one spelling") {
  CHECK(from_base64("Zm9v"));
  CHECK_FALSE(from_base64("Zm9"));    // no padding
  CHECK_FALSE(from_base64("Zm9v "));  // trailing space
  CHECK_FALSE(from_base64("Zm8=Zm8="));
  CHECK_FALSE(from_base64("Zm9="));  // trailing bits that are not zero
  CHECK_FALSE(from_base64("===="));
}

TEST_CASE("integers are written big-endian") {
  Bytes out;
  put_u16(out, 0x0102);
  put_u32(out, 0x03040506);
  put_u64(out, 0x0708090a0b0c0d0e);
  CHECK(to_hex(out) == "0102030405060708090a0b0c0d0e");
  CHECK(get_u64(BytesView(out).subspan(6)) == 0x0708090a0b0c0d0e);
}
