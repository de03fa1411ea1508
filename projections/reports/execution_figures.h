#pragma once
// The columns that every table of a budget's execution has, and one row's figures from the lines behind it.

#include <string>
#include <vector>

#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/reports/selection.h"

namespace sunledger {

struct FigureColumn {
  const char* id;
  std::string title;
  LineFigure figure;
};

class ExecutionFigures {
 public:
  // With a first day in the request, paid and received are of the period alone, and nothing follows from them for what
  // is left. `positions` may be nullptr.
  ExecutionFigures(const ReportRequest& request, const CellPositions* positions);

  const std::vector<FigureColumn>& columns() const { return columns_; }
  // The label columns, followed by the figures and the rate.
  std::vector<TableColumn> after(std::vector<TableColumn> labels) const;
  std::vector<Cell> row(std::vector<Cell> labels, const SelectedLines& lines) const;
  // Of so many label columns.
  TableRow total(std::size_t labels, const SelectedLines& lines) const;

  // The whole year's budget, 全年预算数: what a rate is of.
  static Fen whole_budget(const SelectedLines& lines);

 private:
  const CellPositions* positions_;
  std::vector<FigureColumn> columns_;
};

}  // namespace sunledger
