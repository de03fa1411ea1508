#include "projections/reports/selection.h"

namespace sunledger {
namespace {

CodeTree tree_of(const SelectedLines& lines, std::string AccountLine::*code_of) {
  CodeTree tree;
  for (const SelectedLine& line : lines) {
    std::string code = line.line->*code_of;
    while (true) {
      tree[code].push_back(line);
      code = parent_of_code(code);
      if (code.empty()) break;
    }
  }
  return tree;
}

}  // namespace

SelectedLines select_lines(const AccountsView& view, int year, const std::optional<std::string>& body, bool as_closed) {
  SelectedLines selected;
  const auto& state = view.state();
  for (auto line = state.lines.lower_bound({year, "", ""}); line != state.lines.end() && line->first.year == year;
       ++line) {
    if (body && line->first.body != *body) continue;
    SelectedLine& chosen = selected.emplace_back(SelectedLine{&line->first, &line->second, line->second.sums});
    if (!as_closed) continue;
    const auto turned = state.years.find({year, line->first.body});
    if (turned == state.years.end() || !turned->second.closed) continue;
    const auto closed = turned->second.as_closed.find(line->first.line);
    chosen.sums = closed == turned->second.as_closed.end() ? LineMeasures{} : closed->second;
  }
  return selected;
}

AccountsView::Trace CellPositions::trace() {
  return [this](const LineKey& key, Measure measure, const AccountsView::Positions& positions) {
    positions_[key][measure].insert(positions.begin(), positions.end());
  };
}

std::vector<std::uint64_t> CellPositions::behind(const SelectedLines& lines,
                                                 const std::vector<Measure>& measures) const {
  std::set<std::uint64_t> all;
  for (const SelectedLine& line : lines) {
    const auto of_line = positions_.find(*line.key);
    if (of_line == positions_.end()) continue;
    for (const Measure measure : measures) {
      const auto of_measure = of_line->second.find(measure);
      if (of_measure != of_line->second.end()) all.insert(of_measure->second.begin(), of_measure->second.end());
    }
  }
  return {all.begin(), all.end()};
}

LineFigure figure_of(Measure measure) {
  return {[measure](const SelectedLine& line) { return line.sums[measure].value; }, {measure}};
}

LineFigure budget_figure() {
  return {[](const SelectedLine& line) { return line.sums.budget().value; }, {Measure::provisional, Measure::approved}};
}

LineFigure adjusted_figure() {
  return {[](const SelectedLine& line) { return line.sums.adjusted().value; },
          {Measure::increased, Measure::reduced, Measure::transferred_in, Measure::transferred_out, Measure::carried_in,
           Measure::carried_out, Measure::recovered}};
}

LineFigure available_figure() {
  LineFigure figure = adjusted_figure();
  figure.fen = [](const SelectedLine& line) { return line.sums.available().value; };
  figure.measures.insert(figure.measures.end(), {Measure::provisional, Measure::approved, Measure::encumbered,
                                                 Measure::pending, Measure::paid});
  return figure;
}

Fen sum_of(const SelectedLines& lines, const LineFigure& figure) {
  Fen sum;
  for (const SelectedLine& line : lines) sum.value += figure.fen(line);
  return sum;
}

Cell amount_cell(const SelectedLines& lines, const LineFigure& figure, const CellPositions* positions) {
  std::vector<std::uint64_t> behind;
  if (positions != nullptr) behind = positions->behind(lines, figure.measures);
  return Cell::amount(sum_of(lines, figure), std::move(behind));
}

CodeTree function_tree(const SelectedLines& lines) {
  return tree_of(lines, &AccountLine::function);
}

CodeTree economic_tree(const SelectedLines& lines) {
  return tree_of(lines, &AccountLine::economic);
}

std::string level_of_code(const std::string& code) {
  if (code.size() == 3) return "类";
  if (code.size() == 5) return "款";
  return code.size() == 7 ? "项" : "";
}

std::uint32_t depth_of_code(const std::string& code) {
  return code.size() <= 3 ? 0 : code.size() <= 5 ? 1 : 2;
}

std::string parent_of_code(const std::string& code) {
  if (code.size() > 5) return code.substr(0, 5);
  if (code.size() > 3) return code.substr(0, 3);
  return {};
}

SelectedLines only(const SelectedLines& lines, const std::function<bool(const SelectedLine&)>& keep) {
  SelectedLines kept;
  for (const SelectedLine& line : lines) {
    if (keep(line)) kept.push_back(line);
  }
  return kept;
}

}  // namespace sunledger
