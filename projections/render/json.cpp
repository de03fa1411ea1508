#include "projections/render/json.h"

#include <nlohmann/json.hpp>

#include "ledger/base/check.h"
#include "projections/render/figures.h"

namespace sunledger {
namespace {

using Json = nlohmann::ordered_json;

Json object_of(const NamedValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

Json value_of(const Cell& cell, Unit unit) {
  if (const auto* count = std::get_if<Count>(&cell.value)) return count->value;
  if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
  const std::string figure = plain_figure(cell.value, unit);
  return figure.empty() ? Json(nullptr) : Json(figure);
}

Json json_of(const Table& table, const TableRow& row, bool positions) {
  Json object = {{"key", row.key}};
  Json behind = Json::object();
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& id = table.columns[i].id;
    object[id] = value_of(row.cells[i], table.unit);
    if (!row.cells[i].positions.empty()) behind[id] = row.cells[i].positions;
  }
  if (positions && !behind.empty()) object["positions"] = std::move(behind);
  return object;
}

Json json_of(const Table& table, bool positions) {
  Json columns = Json::array();
  for (const TableColumn& column : table.columns) columns.push_back({{"id", column.id}, {"title", column.title}});
  Json rows = Json::array();
  for (const TableRow& row : table.rows) rows.push_back(json_of(table, row, positions));
  Json object;
  object["id"] = table.id;
  object["caption"] = table.caption;
  object["unit"] = std::string(name_of(table.unit));
  object["columns"] = std::move(columns);
  object["rows"] = std::move(rows);
  if (!table.note.empty()) object["note"] = table.note;
  return object;
}

Json json_of(const Paragraph& remark, bool positions) {
  Json object = {{"heading", remark.heading}, {"text", remark.text}};
  if (positions && !remark.positions.empty()) object["positions"] = remark.positions;
  return object;
}

}  // namespace

std::string render_json(const Document& document, const Hash& digest, const JsonOptions& options) {
  INVARIANT(fault_of(document).empty());
  const Provenance& from = document.provenance;
  Json tables = Json::array();
  for (const Table& table : document.tables) tables.push_back(json_of(table, options.positions));
  Json remarks = Json::array();
  for (const Paragraph& remark : document.remarks) remarks.push_back(json_of(remark, options.positions));

  Json report;
  report["report"] = document.report;
  report["origin"] = from.origin;
  report["position"] = from.position.value;
  report["root"] = to_hex(from.root.view());
  report["as_of"] = from.as_of;
  report["versions"] = object_of(from.versions);
  report["conclusion"] = document.conclusion;
  report["tables"] = std::move(tables);
  report["digest"] = to_hex(digest.view());
  report["title"] = document.title;
  report["subtitle"] = document.subtitle;
  report["parameters"] = object_of(from.parameters);
  report["language"] = from.language;
  report["with_positions"] = options.positions;
  report["amendments"] = from.amendments;
  report["notes"] = from.notes;
  report["remarks"] = std::move(remarks);
  // Bytes that are not UTF-8 become U+FFFD: a report must be drawn whatever somebody recorded.
  const auto replace = Json::error_handler_t::replace;
  return options.one_line ? report.dump(-1, ' ', false, replace) : report.dump(2, ' ', false, replace) + "\n";
}

}  // namespace sunledger
