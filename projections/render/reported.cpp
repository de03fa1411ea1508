#include "projections/render/reported.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "ledger/base/text.h"
#include "projections/render/figures.h"

namespace sunledger {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest_nesting = 16;
struct TooDeep {};

Error faulty(const std::string& member) {
  // zh: 报表文件的“{0}”缺失或格式不对。
  return make_error(ErrorKind::invalid,
                    say("The report file's \"{0}\" is missing or not in the form of a report.", {member}),
                    // zh: 请使用 sunledger report … --format json 生成的文件。
                    say("Use a file made by `sunledger report NAME --format json`."));
}

Result<std::string> text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return faulty(name);
  return found->get<std::string>();
}

Result<Hash> hash_of(const Json& object, const char* name) {
  TRY_ASSIGN(const std::string text, text_of(object, name));
  const std::optional<Bytes> bytes = from_hex(text);
  const std::optional<Hash> hash = bytes ? Hash::from(*bytes) : std::nullopt;
  if (!hash) return faulty(name);
  return *hash;
}

Result<NamedValues> named_values_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_object()) return faulty(name);
  NamedValues values;
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) return faulty(std::string(name) + "." + key);
    values.emplace_back(key, value.get<std::string>());
  }
  return values;
}

Result<const Json*> array_of(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_array()) return faulty(name);
  return &*found;
}

// "12", "1234.50", "words"; nothing for what render_json never writes in a cell.
std::optional<std::string> written(const Json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return std::nullopt;
}

Status read_table(const Json& table, std::vector<ReportedValue>& values) {
  if (!table.is_object()) return faulty("tables");
  TRY_ASSIGN(const std::string id, text_of(table, "id"));
  TRY_ASSIGN(const Json* rows, array_of(table, "rows"));
  for (const Json& row : *rows) {
    if (!row.is_object()) return faulty(id + ".rows");
    TRY_ASSIGN(const std::string key, text_of(row, "key"));
    for (const auto& [column, value] : row.items()) {
      if (column == "key" || column == "positions") continue;
      const std::optional<std::string> text = written(value);
      if (!text) return faulty(id + "." + key + "." + column);
      values.push_back({id, key, column, *text});
    }
  }
  return {};
}

using Place = std::tuple<std::string, std::string, std::string>;

}  // namespace

Result<ReportedDocument> read_reported(std::string_view json) {
  if (json.size() > max_reported_bytes) return faulty("size");
  // Copying and visiting recurse with the text's nesting, so that is bounded while it is read.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest_nesting) throw TooDeep();
    return true;
  };
  Json report;
  try {
    report = Json::parse(json, shallow);
  } catch (const nlohmann::json::exception&) {
    return faulty("JSON");
  } catch (const TooDeep&) {
    return faulty("JSON");
  }
  if (report.is_object() && report.contains("data")) report = Json(report["data"]);
  if (!report.is_object()) return faulty("report");

  ReportedDocument result;
  TRY_ASSIGN(result.report, text_of(report, "report"));
  TRY_ASSIGN(result.origin, text_of(report, "origin"));
  const auto position = report.find("position");
  if (position == report.end() || !position->is_number_unsigned()) return faulty("position");
  result.position = Position(position->get<std::uint64_t>());
  TRY_ASSIGN(result.root, hash_of(report, "root"));
  TRY_ASSIGN(result.digest, hash_of(report, "digest"));
  TRY_ASSIGN(result.versions, named_values_of(report, "versions"));
  TRY_ASSIGN(result.parameters, named_values_of(report, "parameters"));
  TRY_ASSIGN(const Json* tables, array_of(report, "tables"));
  for (const Json& table : *tables) TRY(read_table(table, result.values));
  return result;
}

std::vector<Difference> differences(const ReportedDocument& reported, const Document& redrawn, bool figures_only) {
  std::map<Place, Difference> places;
  std::map<std::pair<std::string, std::string>, bool> is_text;
  for (const Table& table : redrawn.tables) {
    for (const TableColumn& column : table.columns) is_text[{table.id, column.id}] = !is_figure(column.kind);
    for (const TableRow& row : table.rows) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string& column = table.columns[i].id;
        places[{table.id, row.key, column}] = {
            table.id, row.key, column, {}, plain_figure(row.cells[i].value, table.unit)};
      }
    }
  }
  std::set<Place> seen;
  std::vector<Difference> found;
  for (const ReportedValue& value : reported.values) {
    Difference& place = places[{value.table, value.row, value.column}];
    // A row that stands twice shows a reader two values, whichever of them is right.
    if (!seen.insert({value.table, value.row, value.column}).second) {
      found.push_back({value.table, value.row, value.column, value.value, place.redrawn});
      continue;
    }
    place.table = value.table;
    place.row = value.row;
    place.column = value.column;
    place.reported = value.value;
  }
  for (auto& [place, difference] : places) {
    const auto column = is_text.find({difference.table, difference.column});
    if (figures_only && column != is_text.end() && column->second) continue;
    if (difference.reported != difference.redrawn) found.push_back(std::move(difference));
  }
  std::stable_sort(found.begin(), found.end(), [](const Difference& a, const Difference& b) {
    return std::tie(a.table, a.row, a.column) < std::tie(b.table, b.row, b.column);
  });
  return found;
}

}  // namespace sunledger
