#pragma once
// A chart as SVG markup to stand in a page. Labels above the bars, so that nothing overlaps at 320 px; every figure is
// written out, and a negative bar is hollow as well as signed, so that no meaning hangs on colour.

#include <string>

#include "projections/render/document.h"

namespace sunledger {

// `id` is unique in the page. Empty when the chart has no rows to draw.
std::string svg_of(const Document& document, const Chart& chart, const std::string& id);

}  // namespace sunledger
