#include "cli/import/key_sorter.h"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace sunledger;

namespace {

Hash key_of(std::uint64_t number) {
  Hash key;
  std::mt19937_64 random(number);
  for (Byte& byte : key.bytes) byte = static_cast<Byte>(random());
  return key;
}

std::vector<KeyedRow> all_of(KeySorter& sorter) {
  std::vector<KeyedRow> rows;
  for (;;) {
    const auto next = sorter.next();
    REQUIRE(next);
    if (!*next) return rows;
    rows.push_back(**next);
  }
}

}  // namespace

TEST_CASE("keys come out sorted, whatever the number of runs") {
  REQUIRE(rc::check([](const std::vector<std::uint8_t>& numbers) {
    const auto run = *rc::gen::inRange<std::size_t>(1, 20);
    KeySorter sorter({}, run);
    std::vector<KeyedRow> expected;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      RC_ASSERT(sorter.add(key_of(numbers[i]), i).ok());
      expected.push_back({key_of(numbers[i]), i});
    }
    std::sort(expected.begin(), expected.end());
    RC_ASSERT(sorter.sort().ok());
    RC_ASSERT(all_of(sorter) == expected);
  }));
}

TEST_CASE("repeated keys are found with the first row and the later one") {
  DuplicateFinder finder({}, 3);
  for (std::uint64_t row = 2; row < 20; ++row) REQUIRE(finder.add(key_of(row == 9 || row == 17 ? 4 : row), row));
  REQUIRE(finder.sort());
  const auto first = finder.next();
  REQUIRE(first);
  REQUIRE(*first);
  CHECK((*first)->first_row == 4);
  CHECK((*first)->row == 9);
  CHECK((*first)->key == key_of(4));
  const auto second = finder.next();
  CHECK((*second)->first_row == 4);
  CHECK((*second)->row == 17);
  CHECK_FALSE(*finder.next());
}

TEST_CASE("an empty sorter gives nothing") {
  KeySorter sorter;
  REQUIRE(sorter.sort());
  CHECK_FALSE(*sorter.next());
}
