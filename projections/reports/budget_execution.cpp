#include "projections/reports/budget_execution.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/rules/rule.h"
#include "projections/render/figures.h"
#include "projections/reports/execution_figures.h"
#include "projections/reports/frame.h"

namespace sunledger {
namespace {

class Drawing {
 public:
  Drawing(const AccountsView& view, const ReportRequest& request, const CellPositions* positions)
      : view_(view),
        request_(request),
        positions_(positions),
        lines_(select_lines(view, request.year, request.body)),
        figures_(request, positions) {}

  Result<Document> draw() {
    const auto& state = view_.state();
    ReportHead head{"budget-execution", say("Budget execution"), state.origin, state.name, {&view_}, {}};
    for (const CharterChange& change : state.charter) {
      if (!change.number.empty()) {
        head.amendments.push_back({change.position, change.number, change.recorded_for, change.effective});
      }
    }
    TRY_ASSIGN(Document document, begin_document(head, request_));
    document.conclusion = conclusion();
    document.tables.push_back(by_source());
    document.tables.push_back(by_function());
    document.tables.push_back(by_project());
    document.tables.push_back(by_line());
    document.tables.push_back(changes());
    document.tables.push_back(findings());
    if (!document.tables[1].rows.empty()) {
      document.charts.push_back({"by-function-chart",
                                 say("Budget and payments by function"),
                                 "by-function",
                                 "name",
                                 {"budget", "paid"},
                                 outermost()});
    }
    add_remarks(document);
    return document;
  }

 private:
  // Of the year's days, those that are over on the reference day.
  Quotient time_elapsed() const {
    const Day first = first_day_of(request_.year);
    const Day next = first_day_of(request_.year + 1);
    const std::int32_t days = next.since_1970 - first.since_1970;
    const std::int32_t over = reference_day(view_, request_).since_1970 - first.since_1970 + 1;
    return {std::clamp(over, 0, days), days};
  }

  // Hundredths of a per cent as they are shown, so that the sentence's own subtraction comes out right.
  static std::int64_t shown_points(Quotient ratio) {
    const auto points = parse_yuan(plain_figure(CellValue(ratio), Unit::percent));
    return points ? points->value : 0;
  }

  std::string conclusion() const {
    const Fen budget = ExecutionFigures::whole_budget(lines_);
    const Fen paid = sum_of(lines_, figure_of(Measure::paid));
    if (lines_.empty()) return say("No budget lines are recorded for {0}.", {request_.year});
    if (budget.value <= 0) {
      return say("For {0} no budget is recorded, and {1} yuan have been paid.", {request_.year, to_yuan_grouped(paid)});
    }
    const Quotient rate{paid.value, budget.value};
    const std::string rate_text = shown_figure(CellValue(rate), Unit::percent);
    if (request_.from) {
      return say("From {0} to {1}, {2} yuan were paid, {3} of the year's budget of {4} yuan.",
                 {to_text(*request_.from), to_text(reference_day(view_, request_)), to_yuan_grouped(paid), rate_text,
                  to_yuan_grouped(budget)});
    }
    const Quotient elapsed = time_elapsed();
    if (elapsed.numerator == elapsed.denominator) {
      // zh: {0}年度已结束：预算{1}元，支付{2}元，执行率{3}。
      return say("The year {0} is over: of its budget of {1} yuan, {2} yuan were paid, {3}.",
                 {request_.year, to_yuan_grouped(budget), to_yuan_grouped(paid), rate_text});
    }
    const std::string elapsed_text = shown_figure(CellValue(elapsed), Unit::percent);
    const std::int64_t ahead = shown_points(rate) - shown_points(elapsed);
    const std::string points = to_yuan(Fen(ahead < 0 ? -ahead : ahead));
    if (ahead < 0) {
      // zh: {0}年预算{1}元，已支付{2}元，执行率{3}，比时间进度{4}慢{5}个百分点。
      return say(
          "In {0} the budget is {1} yuan and {2} yuan are paid: {3} executed, {5} percentage points behind the "
          "{4} of the year that are over.",
          {request_.year, to_yuan_grouped(budget), to_yuan_grouped(paid), rate_text, elapsed_text, points});
    }
    if (ahead > 0) {
      // zh: {0}年预算{1}元，已支付{2}元，执行率{3}，比时间进度{4}快{5}个百分点。
      return say(
          "In {0} the budget is {1} yuan and {2} yuan are paid: {3} executed, {5} percentage points ahead of the "
          "{4} of the year that are over.",
          {request_.year, to_yuan_grouped(budget), to_yuan_grouped(paid), rate_text, elapsed_text, points});
    }
    // zh: {0}年预算{1}元，已支付{2}元，执行率{3}，与时间进度相同。
    return say("In {0} the budget is {1} yuan and {2} yuan are paid: {3} executed, just as much of the year is over.",
               {request_.year, to_yuan_grouped(budget), to_yuan_grouped(paid), rate_text});
  }

  Table by_source() const {
    Table table{"by-source", say("By source of money"), Unit::yuan,
                figures_.after({text_column("name", say("Source"))})};
    for (int source = 0; source < 5; ++source) {
      const auto wanted = static_cast<FundSource>(source);
      const SelectedLines lines = only(lines_, [&](const SelectedLine& line) { return line.line->source == wanted; });
      if (lines.empty()) continue;
      table.rows.push_back(
          {std::string(name_of(wanted)), 0, false, figures_.row({Cell::text(words_for(wanted))}, lines), {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(1, lines_));
    return table;
  }

  Table by_function() const {
    Table table{"by-function", say("By function (类, 款, 项)"), Unit::yuan,
                figures_.after({text_column("name", say("Function")), code_column("code", say("Code"))})};
    for (const auto& [code, lines] : function_tree(lines_)) {
      const std::string name =
          code.empty() ? say("Without a function code") : view_.code_name(request_.year, false, code);
      table.rows.push_back({code.empty() ? "none" : code,
                            depth_of_code(code),
                            depth_of_code(code) == 0,
                            figures_.row({Cell::text(name), Cell::text(code)}, lines),
                            {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(2, lines_));
    return table;
  }

  std::vector<std::string> outermost() const {
    std::vector<std::string> keys;
    for (const auto& [code, lines] : function_tree(lines_)) {
      if (depth_of_code(code) == 0) keys.push_back(code.empty() ? "none" : code);
    }
    return keys;
  }

  Table by_project() const {
    Table table{"by-project", say("By project"), Unit::yuan, figures_.after({text_column("name", say("Project"))})};
    std::map<std::string, SelectedLines> projects;
    for (const SelectedLine& line : lines_) {
      if (line.line->kind == SpendingKind::project) projects[line.line->project].push_back(line);
    }
    for (const auto& [project, lines] : projects) {
      const bool named = !project.empty();
      table.rows.push_back({named ? "project:" + project : "unnamed",
                            0,
                            false,
                            figures_.row({Cell::text(named ? project : say("Without a project's name"))}, lines),
                            {}});
    }
    return table;
  }

  Table by_line() const {
    Table table{"by-line", say("By budget line"), Unit::yuan,
                figures_.after({text_column("line", say("Line")), text_column("name", say("What for")),
                                text_column("source", say("Source"))})};
    for (const SelectedLine& line : lines_) {
      table.rows.push_back(
          {key_of(line),
           0,
           false,
           figures_.row({Cell::text(key_of(line)), Cell::text(purpose_of(line)),
                         line.line->defined ? Cell::text(words_for(line.line->source)) : Cell::empty()},
                        {line}),
           {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(3, lines_));
    return table;
  }

  // The names of its function and of its economic item or project.
  std::string purpose_of(const SelectedLine& line) const {
    if (!line.line->defined) return say("Not in the budget");
    std::string words;
    const auto add = [&](const std::string& name) {
      if (!name.empty()) words += (words.empty() ? "" : " · ") + name;
    };
    add(view_.code_name(request_.year, false, line.line->function));
    add(line.line->project.empty() ? view_.code_name(request_.year, true, line.line->economic) : line.line->project);
    return words;
  }

  // Unlike a line's own code, unique among bodies.
  static std::string key_of(const SelectedLine& line) {
    return line.key->body.empty() ? line.key->line : line.key->body + "/" + line.key->line;
  }

  // What moved since the last report of this kind was submitted.
  Table changes() const {
    Table table{
        "changes", say("Changes since the last submitted report"), Unit::yuan, {text_column("line", say("Line"))}};
    for (const FigureColumn& column : figures_.columns())
      table.columns.push_back(amount_column(column.id, column.title));
    const auto submitted = view_.state().submitted.find(request_.year);
    if (submitted == view_.state().submitted.end()) {
      table.empty_note = say("No report of this kind was submitted before.");
      return table;
    }
    table.caption = say("Changes since report {0}, submitted on {1} (position {2})",
                        {submitted->second.id, to_text(submitted->second.day), submitted->second.submitted_at});
    table.empty_note = say("Nothing changed since then.");
    for (const SelectedLine& line : lines_) {
      const auto before = submitted->second.sums.find(*line.key);
      const SelectedLine then{line.key, line.line,
                              before == submitted->second.sums.end() ? LineMeasures{} : before->second};
      TableRow row{key_of(line), 0, false, {Cell::text(key_of(line))}, {}};
      bool changed = false;
      for (const FigureColumn& column : figures_.columns()) {
        const Fen difference(column.figure.fen(line) - column.figure.fen(then));
        changed = changed || difference.value != 0;
        std::vector<std::uint64_t> behind;
        if (positions_ != nullptr) behind = positions_->behind({line}, column.figure.measures);
        std::erase_if(behind, [&](std::uint64_t position) { return position <= submitted->second.submitted_at; });
        row.cells.push_back(Cell::amount(difference, std::move(behind)));
      }
      if (changed) table.rows.push_back(std::move(row));
    }
    return table;
  }

  Table findings() const {
    Table table{"findings",
                say("Rules that the charter let be broken"),
                Unit::count,
                {text_column("name", say("Rule")), text_column("meaning", say("What it asks")),
                 count_column("count", say("Entries"))}};
    table.empty_note = say("No entry of the year broke a rule.");
    const auto& found = view_.state().found;
    for (auto at = found.lower_bound({request_.year, 0}); at != found.end() && at->first.first == request_.year; ++at) {
      const RuleText* rule = rule_by_number(at->first.second);
      const std::string name = rule != nullptr ? rule->name : std::to_string(at->first.second);
      table.rows.push_back({name,
                            0,
                            false,
                            {Cell::text(name), rule != nullptr ? Cell::text(say(rule->meaning)) : Cell::empty(),
                             Cell::count(static_cast<std::int64_t>(at->second))},
                            {}});
    }
    if (!table.rows.empty()) table.note = say("“sunledger findings” lists each of them with its basis and positions.");
    return table;
  }

  void add_remarks(Document& document) const {
    const auto add = [&](std::string heading, std::string text) {
      document.remarks.push_back({std::move(heading), std::move(text), {}});
    };
    Fen refunded, rejected;
    bool provisional = false, beyond = false;
    for (const SelectedLine& line : lines_) {
      refunded.value += line.sums[Measure::refunded_after_close].value;
      rejected.value += line.sums[Measure::rejected_after_close].value;
      provisional = provisional || (!line.sums.is_approved && line.sums[Measure::provisional].value != 0);
      beyond = beyond || line.sums.available().value < 0;
    }
    if (beyond && !request_.from) {
      add(say("Beyond the budget"),
          say("At least one line has less than nothing available: more is bound or spent than "
              "its budget allows, and the charter let it through."));
    }
    if (provisional) {
      add(say("Provisional lines"), say("Some lines are not approved yet; their provisional amounts count as budget "
                                        "(预算法 §54)."));
    }
    if (refunded.value != 0 || rejected.value != 0) {
      add(say("After the close"),
          say("Since the year was closed, {0} yuan that were paid came back and {1} yuan of pending payments were "
              "rejected; the year's figures stand as closed.",
              {to_yuan_grouped(refunded), to_yuan_grouped(rejected)}));
    }
    add(say("How to read it"), say("The rate is paid of the whole year's budget, that is the budget with its "
                                   "adjustments. Pending payments are "
                                   "recorded but not approved; encumbered is signed in contracts and not yet paid."));
  }

  const AccountsView& view_;
  const ReportRequest& request_;
  const CellPositions* positions_;
  SelectedLines lines_;
  ExecutionFigures figures_;
};

}  // namespace

Result<Document> make_budget_execution(const AccountsView& view, const ReportRequest& request,
                                       const CellPositions* positions) {
  return Drawing(view, request, positions).draw();
}

}  // namespace sunledger
