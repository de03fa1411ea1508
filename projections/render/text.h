#pragma once
// A report for a terminal or a printer: aligned by display width, never cut, without colour. Under `accessible` there
// are no columns or lines at all: every row is one sentence-like line, “Item 1 of 12. Subject: …. Budget: … yuan.”,
// which a screen reader reads in order.

#include <cstddef>
#include <string>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

struct TextOptions {
  std::size_t width = 100;  // display columns; a table too wide for it is given as labelled lines
  bool accessible = false;
  bool positions = false;  // the entries behind each figure
};

std::string render_text(const Document& document, const Hash& digest, const TextOptions& options = {});

}  // namespace sunledger
