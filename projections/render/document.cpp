#include "projections/render/document.h"

#include <set>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

bool fits(const CellValue& value, ColumnKind kind) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  switch (kind) {
    case ColumnKind::text:
    case ColumnKind::code:
    case ColumnKind::date:
      return std::holds_alternative<std::string>(value);
    case ColumnKind::amount:
      return std::holds_alternative<Fen>(value);
    case ColumnKind::count:
      return std::holds_alternative<Count>(value);
    case ColumnKind::percent:
      return std::holds_alternative<Quotient>(value);
  }
  return false;
}

// An id that may stand in an address and in an attribute as it is.
bool is_plain_id(std::string_view id) {
  return !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
                            std::string_view::npos;
}

std::string fault_of_columns(const Table& table) {
  std::set<std::string_view> ids;
  for (const TableColumn& column : table.columns) {
    if (column.id.empty() || column.id == "key" || column.id == "positions" || !ids.insert(column.id).second) {
      return format_text("table {0}: column id '{1}' is empty, reserved or used twice", {table.id, column.id});
    }
    if (column.kind == ColumnKind::amount && table.unit != Unit::yuan && table.unit != Unit::wan) {
      return format_text("table {0}: column {1} holds amounts but the table has no unit of money",
                         {table.id, column.id});
    }
  }
  if (table.columns.empty() || table.label_column >= table.columns.size()) {
    return format_text("table {0}: no column names its rows", {table.id});
  }
  return {};
}

std::string fault_of_rows(const Table& table) {
  std::set<std::string_view> keys;
  for (const TableRow& row : table.rows) {
    if (row.key.empty() || !keys.insert(row.key).second) {
      return format_text("table {0}: row key '{1}' is empty or used twice", {table.id, row.key});
    }
    if (row.cells.size() != table.columns.size()) {
      return format_text("table {0}: row '{1}' has {2} cells for {3} columns",
                         {table.id, row.key, row.cells.size(), table.columns.size()});
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (!fits(row.cells[i].value, table.columns[i].kind)) {
        return format_text("table {0}: row '{1}', column {2}: the cell is of another kind than its column",
                           {table.id, row.key, table.columns[i].id});
      }
    }
  }
  return {};
}

std::string fault_of_chart(const Document& document, const Chart& chart) {
  const Table* table = find_table(document, chart.table);
  if (table == nullptr) return format_text("chart {0}: there is no table {1}", {chart.id, chart.table});
  if (find_column(*table, chart.label_column) == table->columns.size() || chart.value_columns.empty()) {
    return format_text("chart {0}: no label column or no value column", {chart.id});
  }
  const std::size_t first = find_column(*table, chart.value_columns.front());
  for (const std::string& id : chart.value_columns) {
    const std::size_t at = find_column(*table, id);
    if (at == table->columns.size() || !is_figure(table->columns[at].kind) ||
        table->columns[at].kind != table->columns[first].kind) {
      return format_text("chart {0}: column {1} is missing, not a figure, or of another kind", {chart.id, id});
    }
  }
  std::set<std::string_view> keys;
  for (const TableRow& row : table->rows) keys.insert(row.key);
  for (const std::string& key : chart.row_keys) {
    if (!keys.contains(key)) return format_text("chart {0}: there is no row '{1}'", {chart.id, key});
  }
  return {};
}

}  // namespace

bool is_figure(ColumnKind kind) {
  return kind == ColumnKind::amount || kind == ColumnKind::count || kind == ColumnKind::percent;
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::yuan:
      return "yuan";
    case Unit::wan:
      return "wan";
    case Unit::count:
      return "count";
    case Unit::percent:
      return "percent";
    case Unit::none:
      break;
  }
  return "none";
}

const Table* find_table(const Document& document, std::string_view id) {
  for (const Table& table : document.tables) {
    if (table.id == id) return &table;
  }
  return nullptr;
}

std::size_t find_column(const Table& table, std::string_view id) {
  std::size_t at = 0;
  while (at < table.columns.size() && table.columns[at].id != id) ++at;
  return at;
}

std::string fault_of(const Document& document) {
  if (document.report.empty()) return "the report has no name";
  std::set<std::string_view> ids;
  for (const Table& table : document.tables) {
    if (!is_plain_id(table.id) || !ids.insert(table.id).second) {
      return format_text("table id '{0}' is empty, used twice, or has characters beyond letters, digits and ._-",
                         {table.id});
    }
    if (std::string fault = fault_of_columns(table); !fault.empty()) return fault;
    if (std::string fault = fault_of_rows(table); !fault.empty()) return fault;
  }
  for (const Chart& chart : document.charts) {
    if (!is_plain_id(chart.id) || !ids.insert(chart.id).second) {
      return format_text("chart id '{0}' is empty, used twice, or has characters beyond letters, digits and ._-",
                         {chart.id});
    }
    if (std::string fault = fault_of_chart(document, chart); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace sunledger
