#pragma once
// What every report says about itself in the end: where its figures come from and how to draw them again.

#include <string>
#include <utility>
#include <vector>

#include "projections/render/document.h"

namespace sunledger {

struct ProvenanceLine {
  std::string label;
  std::string value;
  bool machine = false;  // a hash or name to be copied, not words
};

// In the order in which they are read; several lines may carry the same label (one per amendment).
std::vector<ProvenanceLine> provenance_lines(const Document& document, const Hash& digest);

// The heading above them.
std::string provenance_heading();

}  // namespace sunledger
