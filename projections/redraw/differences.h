#pragma once
// A report that was handed back beside the same report drawn anew: which figures and which words are not the same.

#include <string>
#include <vector>

#include "projections/redraw/reported.h"

namespace sunledger {

struct Difference {
  std::string table;  // empty for a word outside of the tables
  std::string row;
  std::string column;    // or the place of a word
  std::string reported;  // empty when the report does not have it
  std::string redrawn;   // empty when the redrawn report does not have it
};

struct ReportDifferences {
  std::vector<Difference> figures;  // cells that hold figures, and the figures digest; by table, row and column
  std::vector<Difference> words;    // all else that a reader sees or a program reads
};

// Both read from the same format; `document` knows which columns hold figures, and a cell in no column of it counts as
// one. A value that the report states twice is a difference, whatever it says, and so is another order.
ReportDifferences differences(const ReportedDocument& reported, const ReportedDocument& redrawn,
                              const Document& document);

}  // namespace sunledger
