#include "projections/reports/execution_figures.h"

#include "ledger/base/text.h"
#include "projections/reports/frame.h"

namespace sunledger {

ExecutionFigures::ExecutionFigures(const ReportRequest& request, const CellPositions* positions)
    : positions_(positions) {
  columns_ = {{"budget", say("Budget"), budget_figure()},        // zh: 年初预算
              {"adjusted", say("Adjusted"), adjusted_figure()},  // zh: 调整
              {"received", say("Received"), figure_of(Measure::received)},
              {"encumbered", say("Encumbered"), figure_of(Measure::encumbered)},  // zh: 已签约未付
              {"paid", say("Paid"), figure_of(Measure::paid)},
              {"pending", say("Pending"), figure_of(Measure::pending)}};
  if (!request.from) columns_.push_back({"available", say("Available"), available_figure()});
}

std::vector<TableColumn> ExecutionFigures::after(std::vector<TableColumn> labels) const {
  for (const FigureColumn& column : columns_) labels.push_back(amount_column(column.id, column.title));
  labels.push_back(percent_column("rate", say("Rate")));  // zh: 执行率
  return labels;
}

std::vector<Cell> ExecutionFigures::row(std::vector<Cell> labels, const SelectedLines& lines) const {
  for (const FigureColumn& column : columns_) labels.push_back(amount_cell(lines, column.figure, positions_));
  const Cell paid = amount_cell(lines, figure_of(Measure::paid), positions_);
  labels.push_back(Cell::percent(std::get<Fen>(paid.value).value, whole_budget(lines).value, paid.positions));
  return labels;
}

TableRow ExecutionFigures::total(std::size_t labels, const SelectedLines& lines) const {
  std::vector<Cell> cells(labels, Cell::empty());
  cells[0] = Cell::text(say("Total"));
  return {"total", 0, true, row(std::move(cells), lines), {}};
}

Fen ExecutionFigures::whole_budget(const SelectedLines& lines) {
  return Fen(sum_of(lines, budget_figure()).value + sum_of(lines, adjusted_figure()).value);
}

}  // namespace sunledger
