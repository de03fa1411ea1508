#include "projections/render/bars.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "projections/render/figures.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

// Only for the length of a bar: figures themselves never pass through floating point.
double length_of(const CellValue& value) {
  if (const auto* fen = std::get_if<Fen>(&value)) return static_cast<double>(fen->value);
  if (const auto* count = std::get_if<Count>(&value)) return static_cast<double>(count->value);
  if (const auto* ratio = std::get_if<Quotient>(&value); ratio != nullptr && ratio->denominator != 0) {
    return static_cast<double>(ratio->numerator) / static_cast<double>(ratio->denominator);
  }
  return 0;
}

bool is_drawn(const Chart& chart, const std::set<std::string_view>& keys, const TableRow& row) {
  return chart.row_keys.empty() ? !row.emphasis : keys.contains(row.key);
}

}  // namespace

Bars bars_of(const Document& document, const Chart& chart) {
  const Table* table = find_table(document, chart.table);
  INVARIANT(table != nullptr);
  const std::size_t label = find_column(*table, chart.label_column);
  const std::set<std::string_view> keys(chart.row_keys.begin(), chart.row_keys.end());
  std::vector<std::size_t> columns;
  for (const std::string& id : chart.value_columns) columns.push_back(find_column(*table, id));

  double longest = 0;
  for (const TableRow& row : table->rows) {
    if (!is_drawn(chart, keys, row)) continue;
    for (const std::size_t column : columns) longest = std::max(longest, std::abs(length_of(row.cells[column].value)));
  }

  Bars bars;
  const bool money = table->columns[columns.front()].kind == ColumnKind::amount;
  const std::string title = printable(chart.title);
  bars.title = money ? say("{0} (unit: {1})", {title, unit_in_words(table->unit)}) : title;
  for (const TableRow& row : table->rows) {
    if (!is_drawn(chart, keys, row)) continue;
    BarGroup group;
    group.label = shown_figure(row.cells[label].value, table->unit);
    for (const std::size_t column : columns) {
      const CellValue& value = row.cells[column].value;
      const double length = length_of(value);
      Bar bar;
      if (columns.size() > 1) bar.series = printable(table->columns[column].title);
      bar.figure = shown_figure(value, table->unit);
      bar.negative = length < 0;
      if (length != 0) {
        bar.permille = std::max(1U, static_cast<std::uint32_t>(std::lround(std::abs(length) / longest * 1000)));
      }
      group.bars.push_back(std::move(bar));
    }
    bars.groups.push_back(std::move(group));
  }
  return bars;
}

}  // namespace sunledger
