#include "projections/render/csv.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "projections/render/figures.h"
#include "projections/render/statement.h"

namespace sunledger {
namespace {

std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string text = "\"";
  for (const char c : field) {
    if (c == '"') text.push_back('"');
    text.push_back(c);
  }
  text.push_back('"');
  return text;
}

std::string words(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return quoted(formula ? "'" + std::string(text) : std::string(text));
}

std::string field_of(const Cell& cell, Unit unit) {
  const std::string figure = plain_figure(cell.value, unit);
  return std::holds_alternative<std::string>(cell.value) ? words(figure) : figure;
}

std::string positions_of(const Cell& cell) {
  std::string text;
  for (const std::uint64_t position : cell.positions) {
    if (!text.empty()) text.push_back(' ');
    text += std::to_string(position);
  }
  return text;
}

void put_section(const Table& table, bool positions, std::string& out) {
  out += "table,key";
  for (const TableColumn& column : table.columns) {
    out += "," + words(column.id);
    if (positions && is_figure(column.kind)) out += "," + words(column.id + "_positions");
  }
  out += "\r\n";
  for (const TableRow& row : table.rows) {
    out += words(table.id) + "," + words(row.key);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      out += "," + field_of(row.cells[i], table.unit);
      if (positions && is_figure(table.columns[i].kind)) out += "," + positions_of(row.cells[i]);
    }
    out += "\r\n";
  }
}

// The unit as published accounts print it, in every language: the file is data.
std::string_view published_unit(const TableColumn& column, Unit unit) {
  if (column.kind == ColumnKind::percent) return "%";
  if (column.kind != ColumnKind::amount) return "";
  return unit == Unit::wan ? "万元" : "元";
}

}  // namespace

std::string csv_words(std::string_view text) {
  return words(text);
}

std::string render_csv(const Document& document, const CsvOptions& options) {
  INVARIANT(fault_of(document).empty());
  std::string out;
  for (const Table& table : document.tables) put_section(table, options.positions, out);
  return out;
}

std::string render_csv_long(const Document& document) {
  INVARIANT(fault_of(document).empty());
  std::string out = "table,code,name,level,measure,amount,unit\r\n";
  for (const Table& table : document.tables) {
    if (table.published_name.empty()) continue;
    for (const TableRow& row : table.rows) {
      const std::string begin = words(table.published_name) + "," + words(row.published.code) + "," +
                                words(row.published.name) + "," + words(row.published.level) + ",";
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const TableColumn& column = table.columns[i];
        const std::string figure = field_of(row.cells[i], table.unit);
        if (column.measure.empty() || figure.empty()) continue;
        out += begin + words(column.measure) + "," + figure + ",";
        out += published_unit(column, table.unit);
        out += "\r\n";
      }
    }
  }
  return out;
}

std::string csv_statement(const Document& document, const Hash& digest, bool with_positions, bool long_form) {
  const std::string statement = quoted(statement_of(document, digest, with_positions));
  std::string line = std::string(csv_statement_table) + ",";
  if (long_form) {
    line += "," + statement + ",,position," + std::to_string(document.provenance.position.value) + ",";
  } else {
    line += quoted(document.report) + "," + statement;
  }
  return line + "\r\n";
}

bool has_long_form(const Document& document) {
  return std::any_of(document.tables.begin(), document.tables.end(),
                     [](const Table& table) { return !table.published_name.empty(); });
}

}  // namespace sunledger
