#include "projections/render/figures.h"

#include <catch2/catch.hpp>

using namespace sunledger;

TEST_CASE("an amount is written in the table's unit, plain for machines and grouped for people") {
  const CellValue amount = Fen(-123456789);
  REQUIRE(plain_figure(amount, Unit::yuan) == "-1234567.89");
  REQUIRE(shown_figure(amount, Unit::yuan) == "-1,234,567.89");
  REQUIRE(plain_figure(amount, Unit::wan) == "-123.46");
  REQUIRE(shown_figure(Fen(1'000'000'000'00), Unit::wan) == "100,000.00");
  REQUIRE(shown_figure(Fen(99), Unit::yuan) == "0.99");
  REQUIRE(spoken_figure(Fen(100), Unit::yuan) == "1.00 yuan");
}

TEST_CASE("a percentage is rounded half away from zero and has no value without a denominator") {
  REQUIRE(plain_figure(Quotient{1, 3}, Unit::yuan) == "33.33");
  REQUIRE(shown_figure(Quotient{2, 3}, Unit::yuan) == "66.67%");
  REQUIRE(plain_figure(Quotient{1, 20000}, Unit::yuan) == "0.01");
  REQUIRE(plain_figure(Quotient{-1, 20000}, Unit::yuan) == "-0.01");
  REQUIRE(plain_figure(Quotient{1, -4}, Unit::yuan) == "-25.00");
  REQUIRE(shown_figure(Quotient{100, 1}, Unit::yuan) == "10,000.00%");
  // The largest sums a report may hold, in fen.
  REQUIRE(plain_figure(Quotient{999'999'999'999'999'999, 1'000'000'000'000'000'000}, Unit::yuan) == "100.00");
  REQUIRE(plain_figure(Quotient{5, 0}, Unit::yuan).empty());
  REQUIRE(shown_figure(Quotient{5, 0}, Unit::yuan) == "-");
  REQUIRE(spoken_figure(Quotient{5, 0}, Unit::yuan) == "no rate");
}

TEST_CASE("counts are grouped, and an empty cell is not zero") {
  REQUIRE(shown_figure(Count{1234567}, Unit::none) == "1,234,567");
  REQUIRE(plain_figure(Count{-1234}, Unit::none) == "-1234");
  REQUIRE(shown_figure(Count{-1234}, Unit::none) == "-1,234");
  REQUIRE(shown_figure(CellValue(), Unit::yuan).empty());
  REQUIRE(spoken_figure(CellValue(), Unit::yuan) == "empty");
}

TEST_CASE("positions are sorted, named once, and runs of three or more are shortened") {
  REQUIRE(shown_positions({}).empty());
  REQUIRE(shown_positions({9, 3, 7, 8, 3}) == "3, 7–9");
  REQUIRE(shown_positions({5, 6}) == "5, 6");
  REQUIRE(shown_positions({0, 2, 4}) == "0, 2, 4");
}
