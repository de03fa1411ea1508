#include "ledger/log/layout.h"

#include <catch2/catch.hpp>

#include "ledger/base/bytes.h"

using namespace sunledger;

TEST_CASE("keys are the bytes of the table in layout.h") {
  const auto hex = [](const std::string& key) { return to_hex(as_bytes(key)); };
  CHECK(hex(layout::entry_key(Position(0x0102030405060708))) == "0102030405060708");
  CHECK(hex(layout::checkpoint_key(70000)) == "0000000000011170");
  CHECK(hex(layout::full_tile_key(1, 258)) == "01660000000000000102");
  CHECK(hex(layout::tile_row_key(7, 65535)) == "0770000000000000ffff");
}

TEST_CASE("keys sort as their numbers do, full tiles before rows, level after level") {
  for (const std::uint64_t number : {0ULL, 1ULL, 127ULL, 128ULL, 255ULL, 65535ULL, 1ULL << 31, 1ULL << 63}) {
    CHECK(layout::entry_key(Position(number)) < layout::entry_key(Position(number + 1)));
    CHECK(layout::full_tile_key(0, number) < layout::full_tile_key(0, number + 1));
    CHECK(layout::full_tile_key(0, UINT64_MAX) < layout::tile_row_key(0, number));
    CHECK(layout::tile_row_key(0, UINT64_MAX) < layout::full_tile_key(1, number));
  }
}

TEST_CASE("a key is read back as what it was written as, and as nothing else") {
  CHECK(layout::entry_position(layout::entry_key(Position(300))) == Position(300));
  CHECK(layout::full_tile_index(layout::full_tile_key(2, 9), 2) == 9U);
  CHECK(layout::tile_row_index(layout::tile_row_key(2, 9), 2) == 9U);
  CHECK(layout::full_tile_index(layout::full_tile_key(2, 9), 1) == std::nullopt);
  CHECK(layout::full_tile_index(layout::tile_row_key(2, 9), 2) == std::nullopt);
  CHECK(layout::entry_position("short") == std::nullopt);
  CHECK(layout::entry_position(layout::full_tile_key(0, 0)) == std::nullopt);
}
