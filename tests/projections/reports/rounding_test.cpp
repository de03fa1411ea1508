#include "projections/reports/rounding.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/base/money.h"

using namespace sunledger;

TEST_CASE("Hundredths of 万元 are those that reports show") {
  for (const std::int64_t fen : {0L, 4'999L, 5'000L, -5'000L, -4'999L, 1'022'600L * 100, -307'822'000L}) {
    CHECK(to_wan(Fen(fen)) == to_yuan(Fen(wan_cents(Fen(fen)))));
  }
}

TEST_CASE("A sum that only rounding parts from its children is named as rounding") {
  const auto differences = rounding_differences({{"302", "Final", Fen(28'000), {Fen(14'000), Fen(14'000)}}});
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].shown_cents == 3);
  CHECK(differences[0].added_cents == 2);
  CHECK(differences[0].is_rounding);
}

TEST_CASE("A sum whose exact children do not add up is a fault, even when the shown ones do") {
  const auto differences = rounding_differences({{"302", "Final", Fen(20'001), {Fen(10'000), Fen(10'000)}}});
  REQUIRE(differences.size() == 1);
  CHECK_FALSE(differences[0].is_rounding);
  CHECK(describe(differences[0]).find("error") != std::string::npos);
}

TEST_CASE("A sum that agrees as shown is not spoken of") {
  CHECK(rounding_differences({{"302", "Final", Fen(20'000), {Fen(10'000), Fen(10'000)}}}).empty());
}

TEST_CASE("Exact sums never differ by more than rounding") {
  const bool holds = rc::check([](std::vector<std::int32_t> parts) {
    ShownSum sum{"x", "y", {}, {}};
    for (const std::int32_t part : parts) {
      sum.children.emplace_back(part);
      sum.parent.value += part;
    }
    for (const auto& difference : rounding_differences({sum})) RC_ASSERT(difference.is_rounding);
  });
  CHECK(holds);
}
