// The second door to toml++ (the first is the charter reader): a map is a person's file like a charter, but belongs to
// the command line, and neither folder may include the other.

#include "cli/import/header_map.h"

#include <toml++/toml.h>

#include <sstream>

#include "cli/import/cell_text.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t max_map_bytes = 262144;
constexpr std::size_t shown_key_bytes = 60;

Error at(const std::string& path, const toml::source_region& where, std::string_view what) {
  return make_error(ErrorKind::invalid,
                    say("{0}, line {1}, column {2}: {3}", {path, where.begin.line, where.begin.column, what}),
                    say("See samples/maps for examples."));
}

// A table of strings, keys trimmed as headers and cells are.
template <class Put>
Status each_string(const toml::table& table, const std::string& path, Put put) {
  for (const auto& [key, node] : table) {
    const auto value = node.template value_exact<std::string>();
    if (!value) {
      return at(path, node.source(), say("“{0}” must be a text.", {shortened(key.str(), shown_key_bytes)}));
    }
    if (!put(std::string(trim(key.str())), std::string(trim(*value)))) {
      return at(path, key.source(), say("“{0}” stands here twice.", {shortened(key.str(), shown_key_bytes)}));
    }
  }
  return {};
}

Status read_values(const toml::table& values, const std::string& path, HeaderMap& map) {
  for (const auto& [column, node] : values) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return at(path, node.source(),
                say("values.{0} must be a table of texts.", {shortened(column.str(), shown_key_bytes)}));
    }
    auto& translations = map.values[std::string(column.str())];
    TRY(each_string(*table, path, [&](std::string foreign, std::string ours) {
      return translations.emplace(std::move(foreign), std::move(ours)).second;
    }));
  }
  return {};
}

Status read_key(std::string_view key, const toml::node& node, const std::string& path, HeaderMap& map) {
  if (key == "sheet") {
    const auto sheet = node.value_exact<std::string>();
    if (!sheet || sheet->empty()) return at(path, node.source(), say("sheet must be the name of a sheet."));
    map.sheet = *sheet;
    return {};
  }
  if (key == "header_row") {
    const auto row = node.value_exact<std::int64_t>();
    if (!row || *row < 1 || *row > 1000) {
      return at(path, node.source(), say("header_row must be a number from 1 to 1000."));
    }
    map.header_row = static_cast<std::uint64_t>(*row);
    return {};
  }
  if (key == "skip_columns") {
    const toml::array* names = node.as_array();
    if (names == nullptr) return at(path, node.source(), say("skip_columns must be a list of headers."));
    for (const toml::node& name : *names) {
      const auto text = name.value_exact<std::string>();
      if (!text) return at(path, name.source(), say("skip_columns must be a list of headers."));
      map.skip_columns.emplace(trim(*text));
    }
    return {};
  }
  if (key == "columns" && node.is_table()) {
    return each_string(*node.as_table(), path, [&](std::string foreign, std::string ours) {
      return map.columns.emplace(std::move(foreign), std::move(ours)).second;
    });
  }
  if (key == "values" && node.is_table()) return read_values(*node.as_table(), path, map);
  return at(path, node.source(),
            say("“{0}” is not known here. Known are sheet, header_row, skip_columns, [columns] and [values.COLUMN].",
                {shortened(key, shown_key_bytes)}));
}

}  // namespace

Result<HeaderMap> read_header_map(const std::string& path) {
  TRY_ASSIGN(const std::string text, read_file(path, max_map_bytes));
  return parse_header_map(text, path);
}

Result<HeaderMap> parse_header_map(std::string_view text, const std::string& path) {
  toml::table root;
  try {
    root = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return at(path, error.source(), error.description());
  }
  HeaderMap map;
  map.path = path;
  for (const auto& [key, node] : root) TRY(read_key(key.str(), node, path, map));
  for (const auto& [foreign, ours] : map.columns) {
    if (map.skip_columns.contains(foreign)) {
      return at(path, root["columns"].node()->source(),
                say("“{0}” is both named and skipped.", {shortened(foreign, shown_key_bytes)}));
    }
  }
  return map;
}

}  // namespace sunledger
