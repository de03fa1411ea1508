#pragma once
// The import kinds, by name (interface.md “Import files”).

#include <string_view>
#include <vector>

#include "cli/import/kind.h"

namespace sunledger {

// In the order in which a new ledger takes them: a line needs its codes, a payment its line.
const std::vector<const ImportKind*>& import_kinds();
// nullptr for a name that is none.
const ImportKind* import_kind(std::string_view name);

const ImportKind& codes_kind();
const ImportKind& notices_kind();
const ImportKind& budget_kind();
const ImportKind& opening_kind();
const ImportKind& adjustments_kind();
const ImportKind& receipts_kind();
const ImportKind& payments_kind();

}  // namespace sunledger
