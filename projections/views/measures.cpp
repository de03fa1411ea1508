#include "projections/views/measures.h"

namespace sunledger {

std::string_view name_of(Measure measure) {
  static constexpr std::array<std::string_view, measure_count> names = {"provisional",
                                                                        "approved",
                                                                        "increased",
                                                                        "reduced",
                                                                        "transferred_in",
                                                                        "transferred_out",
                                                                        "carried_in",
                                                                        "carried_out",
                                                                        "recovered",
                                                                        "received",
                                                                        "opening",
                                                                        "encumbered",
                                                                        "pending",
                                                                        "paid",
                                                                        "refunded_after_close",
                                                                        "rejected_after_close"};
  return names[static_cast<std::size_t>(measure)];
}

Fen LineMeasures::adjusted() const {
  const auto value = [this](Measure measure) { return (*this)[measure].value; };
  return Fen(value(Measure::increased) - value(Measure::reduced) + value(Measure::transferred_in) -
             value(Measure::transferred_out) + value(Measure::carried_in) - value(Measure::carried_out) -
             value(Measure::recovered));
}

Fen LineMeasures::available() const {
  return Fen(budget().value + adjusted().value - (*this)[Measure::encumbered].value - (*this)[Measure::pending].value -
             (*this)[Measure::paid].value);
}

void LineTotals::add(const LineMeasures& line) {
  budget.value += line.budget().value;
  adjusted.value += line.adjusted().value;
  received.value += line[Measure::received].value;
  opening.value += line[Measure::opening].value;
  encumbered.value += line[Measure::encumbered].value;
  paid.value += line[Measure::paid].value;
  pending.value += line[Measure::pending].value;
  available.value += line.available().value;
  recovered.value += line[Measure::recovered].value;
  refunded_after_close.value += line[Measure::refunded_after_close].value;
}

}  // namespace sunledger
