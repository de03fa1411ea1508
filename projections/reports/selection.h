#pragma once
// Which lines a report speaks of, sums over them, and the entries behind the sums.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "projections/render/document.h"
#include "projections/views/accounts.h"

namespace sunledger {

struct SelectedLine {
  const LineKey* key = nullptr;  // these live in the view
  const AccountLine* line = nullptr;
  LineMeasures sums;  // live, or as closed
};
using SelectedLines = std::vector<SelectedLine>;

// The year's lines in key order; `body` as in ReportRequest. `as_closed`: of closed years the sums at the closing.
SelectedLines select_lines(const AccountsView& view, int year, const std::optional<std::string>& body,
                           bool as_closed = false);

// Collects, in a second fold, the positions behind each line's measures.
class CellPositions {
 public:
  AccountsView::Trace trace();
  std::vector<std::uint64_t> behind(const SelectedLines& lines, const std::vector<Measure>& measures) const;

 private:
  std::map<LineKey, std::map<Measure, std::set<std::uint64_t>>> positions_;
};

// One figure of a table: how a line adds to it, and the measures it rests on.
struct LineFigure {
  std::function<std::int64_t(const SelectedLine&)> fen;
  std::vector<Measure> measures;
};
LineFigure figure_of(Measure measure);
LineFigure budget_figure();
LineFigure adjusted_figure();
LineFigure available_figure();

Fen sum_of(const SelectedLines& lines, const LineFigure& figure);
// `positions` may be nullptr.
Cell amount_cell(const SelectedLines& lines, const LineFigure& figure, const CellPositions* positions);

// Codes as a tree: 类 (3 digits), 款 (5), 项 (7), each with all lines below it, in the order of codes. Lines without a
// code stand under the empty code.
using CodeTree = std::map<std::string, SelectedLines>;
CodeTree function_tree(const SelectedLines& lines);
CodeTree economic_tree(const SelectedLines& lines);
// 类, 款, 项 as the published tables say; empty for other lengths.
std::string level_of_code(const std::string& code);
std::uint32_t depth_of_code(const std::string& code);

// The code above it in the tree; empty for the outermost.
std::string parent_of_code(const std::string& code);

SelectedLines only(const SelectedLines& lines, const std::function<bool(const SelectedLine&)>& keep);

}  // namespace sunledger
