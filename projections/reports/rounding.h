#pragma once
// Published tables round every figure by itself, so that a parent may differ from the sum of its children by up to half
// a cent of 万元 for each of them. Such a difference is named as rounding; a larger one would be a fault (domain.md
// §1.5).

#include <cstdint>
#include <string>
#include <vector>

#include "projections/render/document.h"

namespace sunledger {

// Hundredths of 万元 as to_wan() writes them: 1,026 for 10.26.
std::int64_t wan_cents(Fen amount);

// One figure that should be the sum of others, all as shown in the same table.
struct ShownSum {
  std::string name;    // of the parent, as shown
  std::string column;  // title of the column
  Fen parent;
  std::vector<Fen> children;
};

struct RoundingDifference {
  std::string name, column;
  std::int64_t shown_cents = 0;  // the parent
  std::int64_t added_cents = 0;  // its children as shown
  bool is_rounding = false;      // the exact amounts agree, and so do the shown ones within 0.01 a child
};

std::vector<RoundingDifference> rounding_differences(const std::vector<ShownSum>& sums);

// A sentence a difference, for remarks; empty when there are none.
std::string describe(const RoundingDifference& difference);

// The sums that a table of codes promises: each row with its children one level down, and the total row with the
// outermost rows; rows without cells of amounts are passed over. Keys must be codes, the total's key "total".
std::vector<ShownSum> sums_of_code_table(const Table& table);

}  // namespace sunledger
