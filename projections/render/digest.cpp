#include "projections/render/digest.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr char separator = '\x1F';

std::string escaped(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '\\') {
      result.push_back(c);
    } else {
      result += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return result;
}

template <class... Fields>
std::string line(std::string first, const Fields&... rest) {
  ((first.push_back(separator), first += rest), ...);
  first.push_back('\n');
  return first;
}

// Nothing for cells that hold no figure.
std::string figure_of(const CellValue& value) {
  if (const auto* fen = std::get_if<Fen>(&value)) return std::to_string(fen->value);
  if (const auto* count = std::get_if<Count>(&value)) {
    return std::string("count") + separator + std::to_string(count->value);
  }
  if (const auto* ratio = std::get_if<Quotient>(&value)) {
    return std::string("percent") + separator + std::to_string(ratio->numerator) + separator +
           std::to_string(ratio->denominator);
  }
  return {};
}

void add_figures(const Table& table, std::vector<std::string>& lines) {
  const std::string id = escaped(table.id);
  std::vector<std::string> columns;
  for (const TableColumn& column : table.columns) columns.push_back(escaped(column.id));
  for (const TableRow& row : table.rows) {
    const std::string key = escaped(row.key);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string figure = figure_of(row.cells[i].value);
      if (!figure.empty()) lines.push_back(line("figure", id, key, columns[i], figure));
    }
  }
}

}  // namespace

std::string digest_input(const Document& document) {
  INVARIANT(fault_of(document).empty());
  std::vector<std::string> lines;
  lines.push_back(line("report", escaped(document.report)));
  lines.push_back(line("position", std::to_string(document.provenance.position.value)));
  for (const auto& [name, value] : document.provenance.parameters) {
    lines.push_back(line("parameter", escaped(name), escaped(value)));
  }
  for (const Table& table : document.tables) add_figures(table, lines);
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::string input;
  for (const std::string& each : lines) input += each;
  return input;
}

Hash figures_digest(const Document& document) {
  return sha256(as_bytes(digest_input(document)));
}

}  // namespace sunledger
