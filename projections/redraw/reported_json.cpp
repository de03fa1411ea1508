// A report as JSON: the members of interface.md and those behind them.

#include <nlohmann/json.hpp>
#include <set>

#include "projections/redraw/reported_formats.h"

namespace sunledger {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest_nesting = 16;
// The widest row of ours has some thirty; looking up a member takes as long as there are others.
constexpr std::size_t most_members = 256;

// What nlohmann's parser is stopped with: nesting that copying would recurse into, and a member that stands twice,
// since readers differ in which of the two they show.
struct Refused {
  std::string part;
};

class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > deepest_nesting) throw Refused{"JSON"};
    switch (event) {
      case Json::parse_event_t::object_start:
        members_.emplace_back();
        break;
      case Json::parse_event_t::object_end:
        members_.pop_back();
        break;
      case Json::parse_event_t::key: {
        const auto& name = parsed.get_ref<const std::string&>();
        if (members_.back().size() == most_members || !members_.back().insert(name).second) throw Refused{name};
        break;
      }
      default:
        break;
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> members_;
};

Result<Json> parsed(std::string_view json) {
  Watch watch;
  try {
    return Json::parse(
        json, [&watch](int depth, Json::parse_event_t event, Json& value) { return watch(depth, event, value); });
  } catch (const nlohmann::json::exception&) {
    return faulty_report("JSON");
  } catch (const Refused& refused) {
    return faulty_report(refused.part);
  }
}

Result<std::string> text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return faulty_report(name);
  return found->get<std::string>();
}

Result<Hash> hash_of(const Json& object, const char* name) {
  TRY_ASSIGN(const std::string text, text_of(object, name));
  const std::optional<Bytes> bytes = from_hex(text);
  const std::optional<Hash> hash = bytes ? Hash::from(*bytes) : std::nullopt;
  if (!hash) return faulty_report(name);
  return *hash;
}

Result<NamedValues> named_values_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_object()) return faulty_report(name);
  NamedValues values;
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) return faulty_report(std::string(name) + "." + key);
    values.emplace_back(key, value.get<std::string>());
  }
  return values;
}

Result<ReportStatement> statement_in(const Json& report) {
  if (!report.is_object()) return faulty_report("report");
  ReportStatement statement;
  TRY_ASSIGN(statement.report, text_of(report, "report"));
  TRY_ASSIGN(statement.origin, text_of(report, "origin"));
  const auto position = report.find("position");
  if (position == report.end() || !position->is_number_unsigned()) return faulty_report("position");
  statement.position = Position(position->get<std::uint64_t>());
  TRY_ASSIGN(statement.root, hash_of(report, "root"));
  TRY_ASSIGN(statement.as_of, text_of(report, "as_of"));
  TRY_ASSIGN(statement.digest, hash_of(report, "digest"));
  TRY_ASSIGN(statement.versions, named_values_of(report, "versions"));
  TRY_ASSIGN(statement.parameters, named_values_of(report, "parameters"));
  if (report.contains("language")) {
    TRY_ASSIGN(statement.language, text_of(report, "language"));
  }
  if (const auto positions = report.find("with_positions"); positions != report.end()) {
    if (!positions->is_boolean()) return faulty_report("with_positions");
    statement.with_positions = positions->get<bool>();
  }
  return statement;
}

// ---- tables

Result<const Json*> array_of(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_array()) return faulty_report(name);
  return &*found;
}

// "12", "1234.50", "words"; nothing for what render_json never writes in a cell.
std::optional<std::string> written(const Json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return std::nullopt;
}

// The positions behind a row's cells become values of their own, so that those are compared too.
Status read_positions(const std::string& table, const std::string& row, const Json& positions,
                      std::vector<ReportedValue>& values) {
  if (!positions.is_object()) return faulty_report(table + "." + row + ".positions");
  for (const auto& [column, list] : positions.items()) {
    values.push_back({table, row, column + std::string(positions_suffix), list.dump(-1, ' ', true)});
  }
  return {};
}

Status read_rows(const Json& table, std::vector<ReportedValue>& values) {
  if (!table.is_object()) return faulty_report("tables");
  TRY_ASSIGN(const std::string id, text_of(table, "id"));
  TRY_ASSIGN(const Json* rows, array_of(table, "rows"));
  for (const Json& row : *rows) {
    if (!row.is_object()) return faulty_report(id + ".rows");
    TRY_ASSIGN(const std::string key, text_of(row, "key"));
    for (const auto& [column, value] : row.items()) {
      if (column == "positions") {
        TRY(read_positions(id, key, value, values));
        continue;
      }
      const std::optional<std::string> text = written(value);
      if (!text) return faulty_report(id + "." + key + "." + column);
      values.push_back({id, key, column, *text});
    }
  }
  return {};
}

// ---- every other word

// Members of the statement, which are compared as such.
bool is_of_statement(std::string_view name) {
  for (const std::string_view one : {"report", "origin", "position", "root", "as_of", "versions", "parameters",
                                     "language", "with_positions", "digest"}) {
    if (name == one) return true;
  }
  return false;
}

// Bounded by deepest_nesting. Containers count by what they hold; an empty one by itself.
void collect(const Json& value, const std::string& place, std::vector<ReportedWord>& words) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [name, member] : value.items()) {
      const bool cells = name == "rows" && place.starts_with("tables[");
      if (!cells) collect(member, place.empty() ? name : place + "." + name, words);
    }
  } else if (value.is_array() && !value.empty()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], place + "[" + std::to_string(i) + "]", words);
  } else {
    words.push_back({place, value.is_string() ? value.get<std::string>()
                                              : value.dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
}

// The object inside an envelope of --json, and nothing that only looks like one.
const Json& unwrapped(const Json& object) {
  if (!object.is_object() || !object.contains("data") || object.contains("report")) return object;
  for (const auto& [name, member] : object.items()) {
    if (name != "ok" && name != "data" && name != "error") return object;
  }
  return object["data"];
}

}  // namespace

Result<ReportStatement> read_statement(std::string_view json) {
  TRY_ASSIGN(const Json object, parsed(json));
  TRY_ASSIGN(ReportStatement statement, statement_in(object));
  statement.text = json;
  return statement;
}

Result<ReportedDocument> read_reported_json(std::string_view json) {
  TRY_ASSIGN(const Json whole, parsed(json));
  const Json& report = unwrapped(whole);
  ReportedDocument result;
  result.format = ReportFormat::json;
  TRY_ASSIGN(result.statement, statement_in(report));
  TRY_ASSIGN(const Json* tables, array_of(report, "tables"));
  for (const Json& table : *tables) TRY(read_rows(table, result.values));
  for (const auto& [name, member] : report.items()) {
    if (!is_of_statement(name)) collect(member, name, result.words);
  }
  return result;
}

}  // namespace sunledger
