#include "projections/views/endorsed_act.h"

#include <algorithm>

#include "ledger/rules/rule.h"

namespace sunledger {

bool waits_for_administrators(const Entry& entry) {
  return std::binary_search(entry.rules.begin(), entry.rules.end(),
                            static_cast<std::uint16_t>(Rule::administration_quorum));
}

Status visit_endorsed_act(const OpenedEvent& opened,
                          const std::function<void(std::uint64_t position, schema::Signed::Reader act)>& visit) {
  if (!opened.event().isActEndorsed() || waits_for_administrators(opened.entry)) return {};
  const std::uint64_t position = opened.event().getActEndorsed().getPosition();
  TRY_ASSIGN(const Bytes bytes, opened.payments.source().entry_bytes(Position(position)));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  EventOpener opener;
  TRY_ASSIGN(const auto act, opener.open_stored(entry.signed_bytes));
  visit(position, act);
  return {};
}

}  // namespace sunledger
