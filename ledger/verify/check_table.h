#pragma once
// The named checks of a log. Their names are API (interface.md): `verify --list`, `verify --check NAME`.

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace sunledger {

enum class Check : std::uint8_t {
  entries_readable,
  entries_contiguous,
  entries_encoding,
  entries_time,
  signatures_valid,
  authors_running_number,
  authors_roles,
  authors_heads,
  rules_replayed,
  facts_recomputed,
  tree_hashes,
  tree_checkpoints,
  documents_present,
  batches_closed,
  files_intact,
  tree_witnesses,
  entries_witnessed_time,
  package_complete,
  package_totals,
  package_history,
  package_reports,
  reports_submitted,
};
inline constexpr std::size_t check_count = 22;

struct CheckText {
  Check check;
  const char* name;     // "tree.checkpoints"
  const char* meaning;  // for say(): what it looks at
};

// In the order in which they are reported.
const std::vector<CheckText>& check_table();
const CheckText& text_of(Check check);

using CheckSet = std::bitset<check_count>;
inline bool has(const CheckSet& set, Check check) {
  return set.test(static_cast<std::size_t>(check));
}

// The checks of what an auditor's package says beside its log (projections/package); verify_log knows nothing of them.
CheckSet package_checks();

// The checks of these names; all of them for none. A name that ends in "." or is a group ("tree") takes the group.
// Errors: usage, with the names there are.
Result<CheckSet> checks_named(const std::vector<std::string>& names);

}  // namespace sunledger
