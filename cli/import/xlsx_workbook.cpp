#include "cli/import/xlsx_workbook.h"

#include <algorithm>
#include <map>

#include "cli/import/cell_text.h"
#include "cli/import/xlsx_elements.h"
#include "cli/import/xlsx_values.h"
#include "cli/import/xlsx_xml.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

// Workbook, relations and styles are parsed whole; real ones have tens of kilobytes.
constexpr std::size_t max_small_part_bytes = 8U << 20;
constexpr std::size_t max_styles = 65536;

struct Relation {
  std::string type;  // the last step of its address: "worksheet", "styles"
  std::string part;
};
using Relations = std::map<std::string, Relation, std::less<>>;

Error damaged(const std::string& path) {
  return make_error(ErrorKind::invalid, say("{0} is damaged: it cannot be read as an XLSX workbook.", {path}),
                    say("Open it in a spreadsheet program and save it again."));
}

Result<bool> parse_part(XlsxPackage& package, std::string_view name, XmlPiece& piece, const std::string& path) {
  TRY_ASSIGN(const std::string text, package.text_of(name, max_small_part_bytes));
  // A document type could declare entities; no spreadsheet program writes one.
  if (text.find("<!DOCTYPE") != std::string::npos || !piece.parse(text)) return damaged(path);
  return true;
}

std::string folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// A target is relative to its part's folder, or begins at the package's root.
std::string resolved(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base(folder);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    base = folder_of(base.empty() ? base : base.substr(0, base.size() - 1));
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return base + std::string(target);
}

Result<Relations> relations_of(XlsxPackage& package, std::string_view part, const std::string& path) {
  const std::string folder = folder_of(part);
  const std::string name = folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
  Relations relations;
  XmlPiece piece;
  TRY(parse_part(package, name, piece, path));
  for (auto node = piece.root().first_child(); node; node = node.next_sibling()) {
    const std::string_view type = node.attribute("Type");
    if (node.attribute("TargetMode") == "External") continue;
    relations.emplace(node.attribute("Id"), Relation{std::string(type.substr(type.rfind('/') + 1)),
                                                     resolved(folder, node.attribute("Target"))});
  }
  return relations;
}

Result<std::vector<bool>> date_styles(XlsxPackage& package, const std::string& part, const std::string& path) {
  XmlPiece piece;
  TRY(parse_part(package, part, piece, path));
  std::map<std::uint64_t, bool> custom;
  const auto formats = piece.root().child("numFmts");
  for (auto format = formats.first_child(); format; format = format.next_sibling()) {
    const auto id = format.number_attribute("numFmtId");
    if (id && custom.size() < max_styles) custom[*id] = is_date_format_code(format.attribute("formatCode"));
  }
  std::vector<bool> styles;
  const auto cell_formats = piece.root().child("cellXfs");
  for (auto format = cell_formats.first_child(); format; format = format.next_sibling()) {
    if (styles.size() == max_styles) return damaged(path);
    const std::uint64_t id = format.number_attribute("numFmtId").value_or(0);
    const auto own = custom.find(id);
    styles.push_back(own != custom.end() ? own->second : id < 200 && is_date_format_id(static_cast<std::uint32_t>(id)));
  }
  return styles;
}

Status choose_sheet(const XmlPiece& workbook, const Relations& relations, const std::string& wanted,
                    const std::string& path, Workbook& result) {
  std::uint64_t sheets = 0;
  std::string names;
  bool found = false;
  const auto list = workbook.root().child("sheets");
  for (auto sheet = list.first_child(); sheet; sheet = sheet.next_sibling()) {
    const auto relation = relations.find(sheet.attribute("id"));
    if (relation == relations.end() || relation->second.type != "worksheet") continue;  // a chart, a macro
    const std::string name(sheet.attribute("name"));
    ++sheets;
    if (sheets <= 20) names += (names.empty() ? "" : ", ") + ("“" + shortened(name, 60) + "”");
    const std::string_view state = sheet.attribute("state");
    const bool visible = state.empty() || state == "visible";
    if (found || (wanted.empty() ? !visible : name != wanted)) continue;
    if (check_cell_text(name) != CellFault::none) return damaged(path);
    result.sheet_name = name;
    result.sheet_part = relation->second.part;
    found = true;
  }
  if (sheets > 0) result.other_sheets = sheets - 1;
  if (found) return {};
  if (wanted.empty()) return make_error(ErrorKind::invalid, say("{0} has no visible worksheet.", {path}));
  return make_error(ErrorKind::not_found,
                    say("{0} has no sheet “{1}”. Its sheets are: {2}.", {path, shortened(wanted, 60), names}),
                    say("Name one of them in the map: sheet = \"…\"."));
}

}  // namespace

Result<Workbook> read_workbook(XlsxPackage& package, const std::string& sheet, const std::string& path) {
  const auto part_of_type = [](const Relations& relations, std::string_view type) {
    const auto found =
        std::find_if(relations.begin(), relations.end(), [&](const auto& entry) { return entry.second.type == type; });
    return found == relations.end() ? std::string() : found->second.part;
  };
  TRY_ASSIGN(const Relations of_package, relations_of(package, "", path));
  const std::string workbook_part = part_of_type(of_package, "officeDocument");
  if (workbook_part.empty()) return damaged(path);
  TRY_ASSIGN(const Relations relations, relations_of(package, workbook_part, path));

  Workbook result;
  XmlPiece workbook;
  TRY(parse_part(package, workbook_part, workbook, path));
  result.since_1904 = workbook.root().child("workbookPr").flag("date1904");
  TRY(choose_sheet(workbook, relations, sheet, path, result));
  result.shared_strings_part = part_of_type(relations, "sharedStrings");
  if (const std::string styles = part_of_type(relations, "styles"); !styles.empty()) {
    TRY_ASSIGN(result.style_is_date, date_styles(package, styles, path));
  }
  return result;
}

Result<SharedStrings> SharedStrings::read(XlsxPackage& package, const std::string& part, const std::string& path) {
  SharedStrings strings;
  if (part.empty()) return strings;
  TRY_ASSIGN(auto stream, package.part(part));
  ElementStream items(std::move(stream), {"si"}, path);
  XmlPiece piece;
  for (;;) {
    TRY_ASSIGN(const auto item, items.next());
    if (!item) return strings;
    if (!piece.parse(item->xml)) return damaged(path);
    strings.text_ += piece.root().string_item();
    if (strings.text_.size() > max_bytes || strings.ends_.size() == max_count) {
      return make_error(ErrorKind::invalid, say("{0} holds more text than may be read from an XLSX file.", {path}),
                        say("Save the sheet as “CSV UTF-8” and import that."));
    }
    strings.ends_.push_back(static_cast<std::uint32_t>(strings.text_.size()));
  }
}

std::optional<std::string_view> SharedStrings::at(std::uint64_t index) const {
  if (index >= ends_.size()) return std::nullopt;
  const auto i = static_cast<std::size_t>(index);
  const std::size_t start = i == 0 ? 0 : ends_[i - 1];
  return std::string_view(text_).substr(start, ends_[i] - start);
}

}  // namespace sunledger
