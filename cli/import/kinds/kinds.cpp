#include "cli/import/kinds/kinds.h"

namespace sunledger {

const std::vector<const ImportKind*>& import_kinds() {
  static const std::vector<const ImportKind*> kinds = {&codes_kind(),   &notices_kind(),     &budget_kind(),
                                                       &opening_kind(), &adjustments_kind(), &receipts_kind(),
                                                       &payments_kind()};
  return kinds;
}

const ImportKind* import_kind(std::string_view name) {
  for (const ImportKind* kind : import_kinds()) {
    if (kind->name == name) return kind;
  }
  return nullptr;
}

}  // namespace sunledger
