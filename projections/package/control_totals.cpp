#include "projections/package/control_totals.h"

#include "ledger/base/text.h"
#include "ledger/event/shape.h"

namespace sunledger {
namespace {

Error does_not_add_up(std::uint64_t position) {
  Error error = make_error(ErrorKind::corrupt, say("The amounts are too large to be added up."));
  error.position = Position(position);
  return error;
}

}  // namespace

bool TotalsCounter::Sum::add(Fen amount) {
  const auto more = sunledger::add(sum, amount);
  if (more) sum = *more;
  ++count;
  return more.has_value();
}

Status TotalsCounter::add(std::uint64_t position, schema::Event::Reader event) {
  static const std::string newer = "Unknown";
  const auto amount = amounts_.sum(event);
  if (!amount) return does_not_add_up(position);
  const auto kind = static_cast<std::uint16_t>(event.which());
  const std::string& family = kind < known_kinds() ? kind_shapes()[kind].family : newer;
  ++entries_;
  if (!kinds_[kind].add(*amount) || !families_[family].add(*amount)) return does_not_add_up(position);
  return {};
}

ControlTotals TotalsCounter::totals() const {
  ControlTotals totals;
  totals.entries = entries_;
  for (const auto& [kind, sum] : kinds_) totals.kinds.push_back({kind_name(kind), sum.count, sum.sum});
  for (const auto& [family, sum] : families_) totals.families.push_back({family, sum.count, sum.sum});
  return totals;
}

}  // namespace sunledger
