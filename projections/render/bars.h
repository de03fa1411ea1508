#pragma once
// A chart's bars, measured once for every rendering: what is written at each, and how long it is against the longest.

#include <cstdint>
#include <string>
#include <vector>

#include "projections/render/document.h"

namespace sunledger {

struct Bar {
  std::string series;          // the value column's title; empty when the chart has only one
  std::string figure;          // as people see it, without unit
  std::uint32_t permille = 0;  // of the chart's longest bar; 0 only for zero and for an empty cell
  bool negative = false;
};

struct BarGroup {
  std::string label;
  std::vector<Bar> bars;
};

struct Bars {
  std::string title;  // with the unit
  std::vector<BarGroup> groups;
};

// The document must be free of faults (fault_of).
Bars bars_of(const Document& document, const Chart& chart);

}  // namespace sunledger
