// One worksheet, row by row. The sheet is streamed: only shared strings stay in memory, so a sheet may have all the
// 1,048,576 rows the format allows. (ECMA-376 part 1, §18.3.1.)

#include <charconv>

#include "cli/import/cell_text.h"
#include "cli/import/row_source.h"
#include "cli/import/xlsx_elements.h"
#include "cli/import/xlsx_package.h"
#include "cli/import/xlsx_values.h"
#include "cli/import/xlsx_workbook.h"
#include "cli/import/xlsx_xml.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::uint64_t max_sheet_rows = 1'048'576;
constexpr std::size_t max_sheet_columns = 16'384;

struct CellPlace {
  std::size_t column = 0;  // from 0
  std::uint64_t row = 0;   // from 1
};

// "AB12". Nothing for anything else.
std::optional<CellPlace> place_of(std::string_view reference) {
  CellPlace place;
  std::size_t letters = 0;
  std::size_t column = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z' && letters < 4) {
    column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
    ++letters;
  }
  const std::string_view digits = reference.substr(letters);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.row);
  if (letters == 0 || column > max_sheet_columns || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  place.column = column - 1;
  return place;
}

class XlsxRows final : public RowSource {
 public:
  XlsxRows(std::string path, std::unique_ptr<XlsxPackage> package, Workbook workbook, SharedStrings strings,
           std::unique_ptr<PartStream> sheet)
      : path_(std::move(path)),
        package_(std::move(package)),
        workbook_(std::move(workbook)),
        strings_(std::move(strings)),
        elements_(std::move(sheet), {"sheetData/row", "mergeCells/mergeCell"}, path_) {}

  bool rows_may_be_short() const override { return true; }

  Result<std::optional<RawRow>> next(TableNotes& notes) override {
    for (;;) {
      TRY_ASSIGN(const auto element, elements_.next());
      if (!element) return std::optional<RawRow>();
      if (element->name == "mergeCell") {
        ++notes.merged_areas;
        continue;
      }
      if (!piece_.parse(element->xml)) return damaged();
      const auto xml = piece_.root();
      const std::uint64_t number = xml.attribute("r").empty() ? row_ + 1 : xml.number_attribute("r").value_or(0);
      if (number <= row_ || number > max_sheet_rows) return damaged();
      // Rows that are empty may be left out of the file or stand in it.
      if (any_row_) notes.empty_rows += number - row_ - 1;
      row_ = number;
      TRY_ASSIGN(RawRow row, read_row(xml, notes));
      if (row.cells.empty()) {
        if (any_row_) ++trailing_empty_;
        continue;
      }
      if (xml.flag("hidden")) ++notes.hidden_rows;
      notes.empty_rows += std::exchange(trailing_empty_, 0);
      any_row_ = true;
      return std::optional<RawRow>(std::move(row));
    }
  }

 private:
  Error damaged() const {
    return make_error(ErrorKind::invalid, say("{0} is damaged behind row {1} of its sheet.", {path_, row_}),
                      say("Open it in a spreadsheet program and save it again."));
  }

  // Empty cells at the end are left out.
  Result<RawRow> read_row(const XmlPiece::Node& xml, TableNotes& notes) {
    RawRow row;
    row.number = row_;
    std::size_t next_column = 0;
    std::size_t bytes = 0;
    for (auto cell = xml.first_child(); cell; cell = cell.next_sibling()) {
      if (cell.name() != "c") continue;
      std::size_t column = next_column;
      if (const std::string_view reference = cell.attribute("r"); !reference.empty()) {
        const auto place = place_of(reference);
        // One place for each cell, in order: programs would differ in what they make of anything else.
        if (!place || place->row != row_ || place->column < next_column) return damaged();
        column = place->column;
      }
      if (column >= max_sheet_columns) return damaged();
      next_column = column + 1;
      TRY_ASSIGN(RawCell value, read_cell(cell, notes));
      if (value.kind == RawCell::Kind::text && trim(value.text).empty()) continue;
      row.cell_count = column + 1;
      bytes += value.text.size() + 1;
      if (bytes > max_row_bytes) row.too_long = true;
      if (row.too_long || column >= max_table_columns) continue;
      if (value.text.size() > max_cell_bytes) value = {RawCell::Kind::too_long, {}};
      row.cells.resize(column);
      row.cells.push_back(std::move(value));
    }
    if (row.cell_count > 0 && row.cells.empty()) row.cells.resize(1);  // not empty, only beyond what is kept
    return row;
  }

  Result<RawCell> read_cell(const XmlPiece::Node& cell, TableNotes& notes) {
    using Kind = RawCell::Kind;
    const std::string_view type = cell.attribute("t");
    const bool formula = static_cast<bool>(cell.child("f"));
    const auto value = cell.child("v");
    if (formula) ++notes.formulas;
    if (type == "inlineStr") return RawCell{Kind::text, cell.child("is").string_item()};
    if (!value) return RawCell{formula ? Kind::without_result : Kind::text, {}};
    const std::string_view stored = trim(value.text());
    if (type == "s") {
      std::uint64_t index = 0;
      const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), index);
      const auto text = strings_.at(index);
      if (error != std::errc() || end != stored.data() + stored.size() || !text) return damaged();
      return RawCell{Kind::text, std::string(*text)};
    }
    if (type == "str") return RawCell{Kind::text, unescape_xstring(value.text())};
    if (type == "b") return RawCell{Kind::boolean, {}};
    if (type == "e") return RawCell{Kind::error, {}};
    if (type == "d") return RawCell{Kind::text, std::string(stored)};  // ISO 8601 as text
    if (!type.empty() && type != "n") return damaged();
    if (stored.empty()) return RawCell{formula ? Kind::without_result : Kind::text, {}};
    return number(cell, stored, notes);
  }

  RawCell number(const XmlPiece::Node& cell, std::string_view stored, TableNotes& notes) const {
    using Kind = RawCell::Kind;
    const std::uint64_t style = cell.number_attribute("s").value_or(0);
    if (style < workbook_.style_is_date.size() && workbook_.style_is_date[static_cast<std::size_t>(style)]) {
      const auto serial = day_of_serial(stored, workbook_.since_1904);
      if (!serial) return {Kind::unreadable_date, {}};
      if (serial->has_time) ++notes.dates_with_time;
      return {Kind::date, to_text(serial->day)};
    }
    auto decimal = plain_decimal(stored);
    if (!decimal) return {Kind::unreadable_number, {}};
    return {Kind::number, *std::move(decimal)};
  }

  std::string path_;
  std::unique_ptr<XlsxPackage> package_;  // outlives the stream in elements_
  Workbook workbook_;
  SharedStrings strings_;
  ElementStream elements_;
  XmlPiece piece_;
  std::uint64_t row_ = 0;
  bool any_row_ = false;
  std::uint64_t trailing_empty_ = 0;  // counted only when another row follows
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_xlsx(const std::string& path, const std::string& sheet, TableNotes& notes) {
  notes.format = "xlsx";
  notes.encoding = "UTF-8";
  TRY_ASSIGN(auto package, XlsxPackage::open(path));
  TRY_ASSIGN(Workbook workbook, read_workbook(*package, sheet, path));
  TRY_ASSIGN(SharedStrings strings, SharedStrings::read(*package, workbook.shared_strings_part, path));
  TRY_ASSIGN(auto part, package->part(workbook.sheet_part));
  notes.sheet = workbook.sheet_name;
  notes.other_sheets = workbook.other_sheets;
  return std::unique_ptr<RowSource>(
      std::make_unique<XlsxRows>(path, std::move(package), std::move(workbook), std::move(strings), std::move(part)));
}

}  // namespace sunledger
