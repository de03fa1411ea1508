#include "projections/reports/final_accounts.h"

#include <set>

#include "ledger/base/text.h"
#include "projections/reports/final_tables.h"
#include "projections/reports/frame.h"

namespace sunledger {
namespace {

FinalFigures figures_for(const AccountsView& view, const ReportRequest& request, const CellPositions* positions) {
  FinalFigures figures{view, request.year, select_lines(view, request.year, request.body, true), {}, positions};
  const auto& state = view.state();
  for (const SelectedLine& line : figures.lines) {
    const std::int64_t opening = line.sums[Measure::opening].value;
    if (opening != 0) figures.openings_fen[line.line->source] += opening;
  }
  for (auto at = state.openings.lower_bound({request.year, {"", FundSource::general}});
       at != state.openings.end() && at->first.first == request.year; ++at) {
    const auto& [body, source] = at->first.second;
    if (!request.body || body == *request.body) figures.openings_fen[source] += at->second;
  }
  return figures;
}

std::string conclusion_of(const FinalFigures& figures) {
  const Fen income = sum_of(figures.lines, figure_of(Measure::received));
  const Fen spending = sum_of(figures.lines, figure_of(Measure::paid));
  // zh: {0}年收入{1}万元，支出{2}万元，其中基本支出{3}万元、项目支出{4}万元。
  return say("In {0}, income was {1} and spending {2} ten thousand yuan, of which {3} basic and {4} on projects.",
             {figures.year, to_wan(income), to_wan(spending),
              to_wan(sum_of(figures.of(figures.lines, false), figure_of(Measure::paid))),
              to_wan(sum_of(figures.of(figures.lines, true), figure_of(Measure::paid)))});
}

// Every difference once, also where two tables show the same figures.
void remark_on_rounding(const std::vector<FinalTable>& tables, Document& document) {
  std::set<std::string> said;
  std::string rounding, faults;
  for (const FinalTable& table : tables) {
    for (const RoundingDifference& difference : rounding_differences(table.sums)) {
      std::string sentence = describe(difference);
      if (!said.insert(sentence).second) continue;
      std::string& paragraph = difference.is_rounding ? rounding : faults;
      paragraph += (paragraph.empty() ? "" : " ") + sentence;
    }
  }
  if (!faults.empty()) document.remarks.push_back({say("Faults"), faults, {}});
  if (!rounding.empty()) document.remarks.push_back({say("Rounding"), rounding, {}});  // zh: 舍入差
}

void remark_on_the_year(const AccountsView& view, const ReportRequest& request, Document& document) {
  bool open = false, closed = false, corrected = false;
  for (const SelectedLine& line : select_lines(view, request.year, request.body)) {
    const auto year = view.state().years.find({request.year, line.key->body});
    const bool is_closed = year != view.state().years.end() && year->second.closed;
    (is_closed ? closed : open) = true;
    if (year == view.state().years.end() || year->second.as_closed.empty()) continue;
    const auto as_closed = year->second.as_closed.find(line.key->line);
    corrected = corrected || as_closed == year->second.as_closed.end() || !(as_closed->second == line.sums);
  }
  if (open) {
    document.remarks.push_back(
        {say("The year is open"), say("The year is not closed yet, so that these figures may still change."), {}});
  }
  if (closed) {
    document.remarks.push_back({say("The year is closed"), say("The figures are those of the closing."), {}});
  }
  if (!corrected) return;
  Fen came_back, paid_since;
  for (const SelectedLine& line : select_lines(view, request.year, request.body)) {
    came_back.value += line.sums[Measure::refunded_after_close].value;
    const auto year = view.state().years.find({request.year, line.key->body});
    if (year == view.state().years.end() || year->second.as_closed.empty()) continue;
    const auto as_closed = year->second.as_closed.find(line.key->line);
    const Fen before = as_closed == year->second.as_closed.end() ? Fen() : as_closed->second[Measure::paid];
    paid_since.value += line.sums[Measure::paid].value - before.value;
  }
  document.remarks.push_back(
      {say("Corrected since the closing"),
       say("Since the last closing, spending was corrected by {0} yuan, and {1} yuan that had been paid came back.",
           {to_yuan_grouped(paid_since), to_yuan_grouped(came_back)}),
       {}});
}

}  // namespace

Result<Document> make_final_accounts(const AccountsView& view, const ReportRequest& request,
                                     const CellPositions* positions) {
  const auto& state = view.state();
  ReportHead head{"final-accounts", say("Final accounts"), state.origin, state.name, {&view}, {}};
  for (const CharterChange& change : state.charter) {
    if (change.number.empty()) continue;
    head.amendments.push_back({change.position, change.number, change.recorded_for, change.effective});
  }
  TRY_ASSIGN(Document document, begin_document(head, request));
  const FinalFigures figures = figures_for(view, request, positions);
  document.conclusion = conclusion_of(figures);
  const std::vector<FinalTable> tables = {
      income_and_spending(figures),        income_by_function(figures),       spending_by_function(figures),
      fiscal_income_and_spending(figures), general_spending(figures),         general_basic_spending(figures),
      three_public_expenses(figures),      fund_income_and_spending(figures), capital_spending(figures)};
  for (const FinalTable& table : tables) document.tables.push_back(table.table);
  remark_on_rounding(tables, document);
  remark_on_the_year(view, request, document);
  return document;
}

}  // namespace sunledger
