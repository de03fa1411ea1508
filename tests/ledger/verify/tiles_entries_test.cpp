// Entries read through tiles are those of the log, in order, from anywhere; a damaged one is named.

#include "ledger/verify/tiles_entries.h"

#include <catch2/catch.hpp>

#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

std::vector<std::uint64_t> positions_from(const EntrySource& source, std::uint64_t first) {
  std::vector<std::uint64_t> seen;
  REQUIRE(source
              .each_entry(Position(first),
                          [&](const Entry& entry, BytesView) -> Result<bool> {
                            seen.push_back(entry.position.value);
                            return true;
                          })
              .ok());
  return seen;
}

}  // namespace

TEST_CASE("Tiles give the entries of the log, from any position up to the size that was asked for") {
  TestLog log;
  for (int i = 0; i < 600; ++i) log.pay("L1", 100);
  const std::uint64_t size = log.size() - 10;
  const TilesEntries entries(log.input().read_entries, size);
  REQUIRE(entries.size() == size);
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, size - 1}) {
    const auto seen = positions_from(entries, first);
    REQUIRE(seen.size() == size - first);
    CHECK(seen.front() == first);
    CHECK(seen.back() == size - 1);
  }
  CHECK(positions_from(entries, size).empty());
  CHECK(entries.entry_bytes(Position(300)).value() == log.entries[300]);
  CHECK(entries.entry_bytes(Position(size)).error().kind == ErrorKind::not_found);
}

TEST_CASE("An entry that is damaged or stands elsewhere ends the reading with its position") {
  TestLog log;
  for (int i = 0; i < 300; ++i) log.pay("L1", 100);
  SECTION("exchanged") {
    std::swap(log.entries[270], log.entries[271]);
  }
  SECTION("damaged") {
    log.entries[270][0] ^= 1;
  }
  const TilesEntries entries(log.input().read_entries, log.size());
  const Status read = entries.each_entry(Position(5), [](const Entry&, BytesView) -> Result<bool> { return true; });
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().kind == ErrorKind::corrupt);
  CHECK(read.error().position == Position(270));
  CHECK_FALSE(entries.entry_bytes(Position(270)).ok());
}
