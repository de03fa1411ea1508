#include "projections/reports/final_tables.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/reports/frame.h"

namespace sunledger {
namespace {

using enum FundSource;

const LineFigure& paid() {
  static const LineFigure figure = figure_of(Measure::paid);
  return figure;
}

const LineFigure& received() {
  static const LineFigure figure = figure_of(Measure::received);
  return figure;
}

// The published names stand in the CSV whatever language the report is read in.
namespace published {
constexpr const char* total = "合计";
constexpr const char* final_figure = "决算数";
constexpr const char* basic = "基本支出";
constexpr const char* project = "项目支出";
}  // namespace published

Table begin_table(std::string id, std::string caption, std::string published_name) {
  Table table;
  table.id = std::move(id);
  table.caption = std::move(caption);
  table.unit = Unit::wan;
  table.published_name = std::move(published_name);
  return table;
}

// A row of tables 1, 4 and 7, whose rows are named and not coded.
TableRow named_row(std::string key, std::string shown, std::string name, std::vector<Cell> amounts,
                   bool emphasis = false) {
  TableRow row;
  row.key = std::move(key);
  row.emphasis = emphasis;
  row.cells.push_back(Cell::text(std::move(shown)));
  row.cells.push_back(Cell::empty());
  std::move(amounts.begin(), amounts.end(), std::back_inserter(row.cells));
  row.published = {"", std::move(name), ""};
  return row;
}

TableRow code_row(const FinalFigures& figures, bool economic, const std::string& code, std::vector<Cell> amounts) {
  TableRow row;
  row.key = code.empty() ? "none" : code;
  row.level = depth_of_code(code);
  row.emphasis = row.level == 0;
  const std::string name = code.empty() ? say("Without a code") : figures.view.code_name(figures.year, economic, code);
  row.cells = {Cell::text(name), Cell::text(code)};
  std::move(amounts.begin(), amounts.end(), std::back_inserter(row.cells));
  row.published = {code, name, level_of_code(code)};
  return row;
}

TableRow total_row(std::vector<Cell> amounts) {
  TableRow row;
  row.key = "total";
  row.emphasis = true;
  row.cells = {Cell::text(say("Total")), Cell::empty()};  // zh: 合计
  std::move(amounts.begin(), amounts.end(), std::back_inserter(row.cells));
  row.published = {published::total, published::total, published::total};
  return row;
}

std::vector<TableColumn> label_columns() {
  return {text_column("name", say("Item")), code_column("code", say("Code"))};  // zh: 项目, 科目编码
}

SelectedLines with_figure(const SelectedLines& lines, const LineFigure& figure) {
  return only(lines, [&](const SelectedLine& line) { return figure.fen(line) != 0; });
}

// A parent may be nothing while its children cancel out, so a code stands in a table as soon as one of its lines does.
Table spending_table(const FinalFigures& figures, const SelectedLines& lines, Table table,
                     std::vector<ShownSum>& sums) {
  table.columns = label_columns();
  table.columns.push_back(amount_column("total", say("Total"), published::total));
  table.columns.push_back(amount_column("basic", say("Basic"), published::basic));         // zh: 基本支出
  table.columns.push_back(amount_column("project", say("Projects"), published::project));  // zh: 项目支出
  const auto cells = [&](const SelectedLines& of) {
    return std::vector<Cell>{amount_cell(of, paid(), figures.positions),
                             amount_cell(figures.of(of, false), paid(), figures.positions),
                             amount_cell(figures.of(of, true), paid(), figures.positions)};
  };
  const SelectedLines spent = with_figure(lines, paid());
  if (spent.empty()) return table;
  table.rows.push_back(total_row(cells(spent)));
  for (const auto& [code, of] : function_tree(spent)) table.rows.push_back(code_row(figures, false, code, cells(of)));
  for (const TableRow& row : table.rows) {
    sums.push_back({row.published.name,
                    say("Total"),
                    std::get<Fen>(row.cells[2].value),
                    {std::get<Fen>(row.cells[3].value), std::get<Fen>(row.cells[4].value)}});
  }
  return table;
}

Fen plus(Fen a, Fen b) {
  return Fen(a.value + b.value);
}

}  // namespace

SelectedLines FinalFigures::of(std::initializer_list<FundSource> sources) const {
  return only(lines, [&](const SelectedLine& line) {
    return std::find(sources.begin(), sources.end(), line.line->source) != sources.end();
  });
}

SelectedLines FinalFigures::of(const SelectedLines& lines_in, bool project) const {
  return only(lines_in,
              [&](const SelectedLine& line) { return (line.line->kind == SpendingKind::project) == project; });
}

Fen FinalFigures::opening(std::initializer_list<FundSource> sources) const {
  Fen sum;
  for (const FundSource source : sources) {
    const auto found = openings_fen.find(source);
    if (found != openings_fen.end()) sum.value += found->second;
  }
  return sum;
}

FinalTable income_and_spending(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table = begin_table("t01", say("Income and spending, overview"), "01收入支出决算总表");
  table.columns = label_columns();
  table.columns.push_back(amount_column("final", say("Final"), published::final_figure));  // zh: 决算数
  if (figures.lines.empty() && figures.openings_fen.empty()) return result;

  ShownSum income{say("Income of the year"), say("Final"), {}, {}};
  const auto add_income = [&](const char* key, std::string shown, const char* name, const SelectedLines& lines,
                              bool always) {
    const Cell cell = amount_cell(lines, received(), figures.positions);
    if (!always && std::get<Fen>(cell.value).value == 0) return;
    income.children.push_back(std::get<Fen>(cell.value));
    table.rows.push_back(named_row(key, std::move(shown), name, {cell}));
  };
  add_income("income.general", say("Fiscal appropriation: general public budget"), "一般公共预算财政拨款收入",
             figures.of({general}), true);
  add_income("income.fund", say("Fiscal appropriation: government funds"), "政府性基金预算财政拨款收入",
             figures.of({fund}), false);
  add_income("income.capital", say("Fiscal appropriation: state capital operations"), "国有资本经营预算财政拨款收入",
             figures.of({capital}), false);
  add_income("income.other", say("Other income"), "其他收入", figures.of({other, donation}), false);

  const Cell all_income = amount_cell(figures.lines, received(), figures.positions);
  income.parent = std::get<Fen>(all_income.value);
  const Fen opening = figures.opening({general, fund, capital, other, donation});
  const Fen grand = plus(income.parent, opening);
  table.rows.push_back(named_row("income.total", say("Income of the year"), "本年收入合计", {all_income}, true));
  table.rows.push_back(named_row("opening", say("Carried from last year"), "年初结转和结余", {Cell::amount(opening)}));
  table.rows.push_back(named_row("income.grand", say("Income in all"), "收入总计", {Cell::amount(grand)}, true));

  ShownSum spending{say("Spending of the year"), say("Final"), {}, {}};
  const SelectedLines spent = with_figure(figures.lines, paid());
  for (const auto& [code, lines] : function_tree(spent)) {
    if (depth_of_code(code) != 0) continue;
    const Cell cell = amount_cell(lines, paid(), figures.positions);
    spending.children.push_back(std::get<Fen>(cell.value));
    table.rows.push_back(code_row(figures, false, code, {cell}));
    table.rows.back().emphasis = false;
  }
  const Cell all_spending = amount_cell(figures.lines, paid(), figures.positions);
  spending.parent = std::get<Fen>(all_spending.value);
  const Fen closing(grand.value - spending.parent.value);
  table.rows.push_back(named_row("spending.total", say("Spending of the year"), "本年支出合计", {all_spending}, true));
  table.rows.push_back(named_row("closing", say("Carried to next year"), "年末结转和结余", {Cell::amount(closing)}));
  table.rows.push_back(named_row("spending.grand", say("Spending in all"), "支出总计",
                                 {Cell::amount(plus(spending.parent, closing))}, true));
  result.sums = {std::move(income), std::move(spending)};
  return result;
}

FinalTable income_by_function(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table = begin_table("t02", say("Income by function"), "02收入决算表");
  table.columns = label_columns();
  const SelectedLines all = with_figure(figures.lines, received());
  const auto is_other = [](const SelectedLine& line) {
    return line.line->source == other || line.line->source == donation;
  };
  const bool has_other = !only(all, is_other).empty();
  if (has_other) table.columns.push_back(amount_column("total", say("Income of the year"), "本年收入合计"));
  table.columns.push_back(amount_column("fiscal", say("Fiscal appropriation"), "财政拨款收入"));
  if (has_other) table.columns.push_back(amount_column("other", say("Other income"), "其他收入"));
  if (all.empty()) return result;
  const auto cells = [&](const SelectedLines& lines) {
    std::vector<Cell> amounts;
    if (has_other) amounts.push_back(amount_cell(lines, received(), figures.positions));
    amounts.push_back(
        amount_cell(only(lines, [&](const auto& line) { return !is_other(line); }), received(), figures.positions));
    if (has_other) amounts.push_back(amount_cell(only(lines, is_other), received(), figures.positions));
    return amounts;
  };
  table.rows.push_back(total_row(cells(all)));
  for (const auto& [code, lines] : function_tree(all))
    table.rows.push_back(code_row(figures, false, code, cells(lines)));
  result.sums = sums_of_code_table(table);
  return result;
}

FinalTable spending_by_function(const FinalFigures& figures) {
  FinalTable result;
  result.table = spending_table(figures, figures.lines, begin_table("t03", say("Spending by function"), "03支出决算表"),
                                result.sums);
  const auto tree = sums_of_code_table(result.table);
  result.sums.insert(result.sums.end(), tree.begin(), tree.end());
  return result;
}

FinalTable fiscal_income_and_spending(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table = begin_table("t04", say("Income and spending of fiscal appropriations"), "04财政拨款收入支出决算总表");
  table.columns = label_columns();
  table.columns.push_back(amount_column("total", say("Total"), published::total));
  table.columns.push_back(amount_column("general", say("General public budget"), "一般公共预算财政拨款"));
  table.columns.push_back(amount_column("fund", say("Government funds"), "政府性基金预算财政拨款"));
  table.columns.push_back(amount_column("capital", say("State capital operations"), "国有资本经营预算财政拨款"));
  const SelectedLines fiscal = figures.of({general, fund, capital});
  const Fen opening = figures.opening({general, fund, capital});
  if (fiscal.empty() && opening.value == 0) return result;

  const auto cells = [&](const SelectedLines& lines, const LineFigure& figure) {
    std::vector<Cell> amounts = {amount_cell(lines, figure, figures.positions)};
    for (const FundSource source : {general, fund, capital}) {
      amounts.push_back(amount_cell(only(lines, [&](const auto& line) { return line.line->source == source; }), figure,
                                    figures.positions));
    }
    return amounts;
  };
  const auto fixed = [](const std::vector<Fen>& amounts) {
    std::vector<Cell> row;
    for (const Fen amount : amounts) row.push_back(Cell::amount(amount));
    return row;
  };
  std::vector<Fen> openings = {opening}, grand, closings;
  for (const FundSource source : {general, fund, capital}) openings.push_back(figures.opening({source}));
  const std::vector<Cell> income = cells(fiscal, received());
  const std::vector<Cell> spending = cells(fiscal, paid());
  for (std::size_t i = 0; i < openings.size(); ++i) {
    grand.push_back(plus(openings[i], std::get<Fen>(income[i].value)));
    closings.push_back(Fen(grand[i].value - std::get<Fen>(spending[i].value).value));
  }
  table.rows.push_back(named_row("income.total", say("Income of the year"), "本年收入合计", income, true));
  table.rows.push_back(named_row("opening", say("Carried from last year"), "年初财政拨款结转和结余", fixed(openings)));
  table.rows.push_back(named_row("income.grand", say("Income in all"), "收入总计", fixed(grand), true));
  std::vector<ShownSum> sums(spending.size());
  for (const auto& [code, lines] : function_tree(with_figure(fiscal, paid()))) {
    if (depth_of_code(code) != 0) continue;
    table.rows.push_back(code_row(figures, false, code, cells(lines, paid())));
    table.rows.back().emphasis = false;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i].children.push_back(std::get<Fen>(table.rows.back().cells[i + 2].value));
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i].name = say("Spending of the year");
    sums[i].column = table.columns[i + 2].title;
    sums[i].parent = std::get<Fen>(spending[i].value);
  }
  table.rows.push_back(named_row("spending.total", say("Spending of the year"), "本年支出合计", spending, true));
  table.rows.push_back(named_row("closing", say("Carried to next year"), "年末财政拨款结转和结余", fixed(closings)));
  table.rows.push_back(named_row("spending.grand", say("Spending in all"), "支出总计", fixed(grand), true));
  result.sums = std::move(sums);
  return result;
}

FinalTable general_spending(const FinalFigures& figures) {
  FinalTable result;
  result.table = spending_table(
      figures, figures.of({general}),
      begin_table("t05", say("Spending from the general public budget"), "05一般公共预算财政拨款支出决算表"),
      result.sums);
  const auto tree = sums_of_code_table(result.table);
  result.sums.insert(result.sums.end(), tree.begin(), tree.end());
  return result;
}

FinalTable general_basic_spending(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table =
      begin_table("t06", say("Basic spending from the general public budget"), "06一般公共预算财政拨款基本支出决算表");
  table.columns = label_columns();
  table.columns.push_back(amount_column("final", say("Final"), published::final_figure));
  const SelectedLines lines = with_figure(figures.of(figures.of({general}), false), paid());
  if (lines.empty()) return result;
  const CodeTree tree = economic_tree(lines);
  // The order of the published table; what is there besides follows.
  std::vector<std::string> outermost = {"301", "303", "302", "310"};
  for (const auto& [code, of] : tree) {
    if (depth_of_code(code) == 0 && std::find(outermost.begin(), outermost.end(), code) == outermost.end()) {
      outermost.push_back(code);
    }
  }
  SelectedLines personnel, running;
  std::vector<Fen> shares_of_personnel, shares_of_running;
  for (const std::string& top : outermost) {
    const auto found = tree.find(top);
    const SelectedLines of = found == tree.end() ? SelectedLines{} : found->second;
    const Cell cell = amount_cell(of, paid(), figures.positions);
    table.rows.push_back(code_row(figures, true, top, {cell}));
    const bool is_personnel = top == "301" || top == "303";
    (is_personnel ? shares_of_personnel : shares_of_running).push_back(std::get<Fen>(cell.value));
    SelectedLines& part = is_personnel ? personnel : running;
    part.insert(part.end(), of.begin(), of.end());
    for (const auto& [code, below] : tree) {
      if (parent_of_code(code) == top && code != top) {
        table.rows.push_back(code_row(figures, true, code, {amount_cell(below, paid(), figures.positions)}));
      }
    }
  }
  result.sums = sums_of_code_table(table);
  const auto add_total = [&](const char* key, std::string shown, const char* name, const SelectedLines& of,
                             const std::vector<Fen>& shares) {
    const Cell cell = amount_cell(of, paid(), figures.positions);
    table.rows.push_back(named_row(key, shown, name, {cell}, true));
    table.rows.back().published.level = published::total;
    result.sums.push_back({shown, say("Final"), std::get<Fen>(cell.value), shares});
  };
  add_total("personnel", say("Personnel in all"), "人员经费合计", personnel, shares_of_personnel);
  add_total("running", say("Public expenses in all"), "公用经费合计", running, shares_of_running);
  result.sums.push_back({say("Basic spending (table 5)"),
                         say("Final"),
                         sum_of(lines, paid()),
                         {sum_of(personnel, paid()), sum_of(running, paid())}});
  return result;
}

FinalTable three_public_expenses(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table =
      begin_table("t07", say("The “three public expenses” from fiscal appropriations"), "07财政拨款三公经费支出决算表");
  table.columns = label_columns();
  table.columns.push_back(amount_column("final", say("Final"), published::final_figure));
  const SelectedLines fiscal = figures.of({general, fund, capital});
  if (fiscal.empty()) return result;
  struct Item {
    const char* key;
    std::string shown;
    const char* name;
    std::vector<std::string> codes;  // 部门预算支出经济分类科目
  };
  const Item items[] = {
      {"abroad", say("Travel abroad on duty"), "因公出国（境）费", {"30212"}},
      {"vehicle-purchase", say("Purchase of official vehicles"), "公务用车购置费", {"30913", "31013"}},
      {"vehicle-running", say("Running of official vehicles"), "公务用车运行维护费", {"30231"}},
      {"reception", say("Official receptions"), "公务接待费", {"30217"}},
  };
  SelectedLines all;
  ShownSum sum{say("The three in all"), say("Final"), {}, {}};
  for (const Item& item : items) {
    const SelectedLines lines = only(fiscal, [&](const SelectedLine& line) {
      return std::find(item.codes.begin(), item.codes.end(), line.line->economic) != item.codes.end();
    });
    const Cell cell = amount_cell(lines, paid(), figures.positions);
    sum.children.push_back(std::get<Fen>(cell.value));
    table.rows.push_back(named_row(item.key, item.shown, item.name, {cell}));
    all.insert(all.end(), lines.begin(), lines.end());
  }
  const Cell cell = amount_cell(all, paid(), figures.positions);
  sum.parent = std::get<Fen>(cell.value);
  table.rows.push_back(named_row("total", say("The three in all"), "三公合计", {cell}, true));
  result.sums.push_back(std::move(sum));
  return result;
}

FinalTable fund_income_and_spending(const FinalFigures& figures) {
  FinalTable result;
  Table& table = result.table;
  table = begin_table("t08", say("Income and spending of government funds"), "08政府性基金预算财政拨款收入支出决算表");
  table.columns = label_columns();
  const LineFigure opening = figure_of(Measure::opening);
  LineFigure closing = opening;
  closing.fen = [](const SelectedLine& line) {
    return line.sums[Measure::opening].value + line.sums[Measure::received].value - line.sums[Measure::paid].value;
  };
  closing.measures = {Measure::opening, Measure::received, Measure::paid};
  table.columns.push_back(amount_column("opening", say("Carried from last year"), "年初结转和结余"));
  table.columns.push_back(amount_column("income", say("Income of the year"), "本年收入"));
  table.columns.push_back(amount_column("total", say("Spending of the year"), published::total));
  table.columns.push_back(amount_column("basic", say("Basic"), published::basic));
  table.columns.push_back(amount_column("project", say("Projects"), published::project));
  table.columns.push_back(amount_column("closing", say("Carried to next year"), "年末结转和结余"));
  const SelectedLines lines = only(figures.of({fund}), [&](const SelectedLine& line) {
    return opening.fen(line) != 0 || received().fen(line) != 0 || paid().fen(line) != 0;
  });
  if (lines.empty()) return result;
  const auto cells = [&](const SelectedLines& of) {
    return std::vector<Cell>{amount_cell(of, opening, figures.positions),
                             amount_cell(of, received(), figures.positions),
                             amount_cell(of, paid(), figures.positions),
                             amount_cell(figures.of(of, false), paid(), figures.positions),
                             amount_cell(figures.of(of, true), paid(), figures.positions),
                             amount_cell(of, closing, figures.positions)};
  };
  table.rows.push_back(total_row(cells(lines)));
  for (const auto& [code, of] : function_tree(lines)) table.rows.push_back(code_row(figures, false, code, cells(of)));
  result.sums = sums_of_code_table(table);
  return result;
}

FinalTable capital_spending(const FinalFigures& figures) {
  FinalTable result;
  result.table = spending_table(
      figures, figures.of({capital}),
      begin_table("t09", say("Spending from state capital operations"), "09国有资本经营预算财政拨款支出决算表"),
      result.sums);
  const auto tree = sums_of_code_table(result.table);
  result.sums.insert(result.sums.end(), tree.begin(), tree.end());
  return result;
}

}  // namespace sunledger
