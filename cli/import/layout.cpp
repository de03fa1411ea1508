#include "cli/import/layout.h"

#include <algorithm>

#include "cli/import/cell_text.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t shown_header_bytes = 60;
constexpr std::size_t shown_headers = 10;

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < shown_headers; ++i) {
    if (i > 0) text += ", ";
    text += "“" + shortened(names[i], shown_header_bytes) + "”";
  }
  if (names.size() > shown_headers) text += ", …";
  return text;
}

std::string known_names(const Columns& columns) {
  std::string text;
  for (const FileColumn& column : columns) {
    if (!text.empty()) text += ", ";
    text += column.name;
  }
  return text;
}

std::optional<std::size_t> column_index(const Columns& columns, std::string_view name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const FileColumn& c) { return c.name == name; });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Status map_fits(const HeaderMap& map, const Columns& columns) {
  const auto unknown = [&](std::string_view name) {
    return make_error(ErrorKind::invalid,
                      say("The map {0} names a column “{1}” that this kind does not have.",
                          {map.path, shortened(name, shown_header_bytes)}),
                      say("The columns of this kind are: {0}.", {known_names(columns)}));
  };
  for (const auto& [foreign, ours] : map.columns) {
    if (!column_index(columns, ours)) return unknown(ours);
  }
  for (const auto& [ours, values] : map.values) {
    if (!column_index(columns, ours)) return unknown(ours);
  }
  return {};
}

// Digits after the point of a plain decimal number.
std::size_t decimals_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

struct Fault {
  std::string message;
  std::string hint;
};

Fault text_fault(CellFault fault) {
  switch (fault) {
    case CellFault::not_utf8:
      return {say("The cell is not valid UTF-8."), say("Save the file again as “CSV UTF-8”.")};
    case CellFault::control_character:
      return {say("The cell holds a control character."),
              say("Type the cell anew; it was perhaps copied from elsewhere.")};
    default:
      return {say("The cell is longer than {0} bytes.", {max_cell_bytes}), say("Put long texts into a document.")};
  }
}

std::optional<Fault> number_fault(ColumnType type, std::string_view number) {
  switch (type) {
    case ColumnType::amount:
      if (decimals_of(number) <= 2) return std::nullopt;
      return Fault{
          say("The amount has more than two decimals."),
          say("Round it to the fen in the spreadsheet: what is shown there may be rounded, what is stored is not.")};
    case ColumnType::integer:
      if (decimals_of(number) == 0) return std::nullopt;
      return Fault{say("The number has decimals where a whole number must stand."), {}};
    case ColumnType::code:
      return Fault{say("A code, voucher or account is stored as a number, so that leading zeros may be lost."),
                   say("Format the column as text and enter it anew.")};
    case ColumnType::date:
      return Fault{say("The cell holds a number that is not formatted as a date."),
                   say("Format the column as a date, or write YYYY-MM-DD as text.")};
    case ColumnType::text:
      break;
  }
  return std::nullopt;
}

// Why a cell of this kind may not stand in a column of this type; nothing when its text may be used.
std::optional<Fault> kind_fault(const RawCell& cell, ColumnType type) {
  using Kind = RawCell::Kind;
  switch (cell.kind) {
    case Kind::text:
      return std::nullopt;
    case Kind::number:
      return number_fault(type, cell.text);
    case Kind::date:
      if (type == ColumnType::date || type == ColumnType::text) return std::nullopt;
      return Fault{say("The cell holds a date where none may stand."), say("Format the cell as what it is.")};
    case Kind::unreadable_number:
      if (type == ColumnType::code) return number_fault(type, {});
      return Fault{say("The number has more digits than a spreadsheet keeps exactly (15)."),
                   say("Format the column as text and enter it anew.")};
    case Kind::unreadable_date:
      return Fault{say("The date is not between 1949-10-01 and 9999-12-31."), {}};
    case Kind::boolean:
      return Fault{say("The cell holds TRUE or FALSE."), say("Write a text or a number.")};
    case Kind::error:
      return Fault{say("The spreadsheet shows an error in this cell."), say("Mend the formula and save the file.")};
    case Kind::without_result:
      return Fault{say("The formula in this cell has no stored result."),
                   say("Open the file in a spreadsheet program and save it, so that its formulas are calculated.")};
    case Kind::too_long:
      return text_fault(CellFault::too_long);
  }
  return std::nullopt;
}

bool is_empty(const RawCell& cell) {
  return cell.kind == RawCell::Kind::text && trim(cell.text).empty();
}

}  // namespace

Result<std::unique_ptr<Layout>> Layout::make(const RawRow& header, const std::string& path, Columns columns,
                                             const HeaderMap& map, TableNotes& notes) {
  std::unique_ptr<Layout> layout(new Layout());
  if (!column_index(columns, "body")) columns.push_back({"body", false, ColumnType::code});
  layout->columns_ = std::move(columns);
  layout->map_ = map;
  TRY(map_fits(layout->map_, layout->columns_));
  TRY(layout->place_headers(header, path, notes));
  return layout;
}

Status Layout::place_headers(const RawRow& header, const std::string& path, TableNotes& notes) {
  const std::string known = known_names(columns_);
  if (header.too_long || header.cell_count > max_table_columns) {
    return make_error(ErrorKind::invalid,
                      say("Row {0} of {1} is too large for a header: {2} bytes or {3} columns at most.",
                          {header.number, path, max_row_bytes, max_table_columns}));
  }
  std::vector<std::string> unknown;
  std::vector<std::string> seen(columns_.size());
  bool any_known = false;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string name(trim(header.cells[i].text));
    Place place;
    if (check_cell_text(name) != CellFault::none || header.cells[i].kind == RawCell::Kind::too_long) {
      return make_error(ErrorKind::invalid,
                        say("Row {0} of {1}: the header of column {2} holds characters that no header may have.",
                            {header.number, path, i + 1}));
    }
    const auto mapped = map_.columns.find(name);
    const auto index = column_index(columns_, mapped == map_.columns.end() ? name : mapped->second);
    if (map_.skip_columns.contains(name)) {
      place.use = Use::skipped;
      notes.skipped_columns.push_back(name);
      any_known = true;
    } else if (index) {
      place = {Use::ours, *index};
      any_known = true;
      if (!seen[*index].empty()) {
        return make_error(ErrorKind::invalid,
                          say("Row {0} of {1}: the headers “{2}” and “{3}” both mean the column {4}.",
                              {header.number, path, shortened(seen[*index], shown_header_bytes),
                               shortened(name, shown_header_bytes), columns_[*index].name}),
                          say("Keep one of them; name the other in skip_columns of a --map file."));
      }
      seen[*index] = name;
    } else if (!name.empty()) {
      unknown.push_back(name);
    }
    places_.push_back(place);
  }
  if (!any_known) {
    return make_error(
        ErrorKind::invalid,
        say("Row {0} of {1} has none of the headers of this kind. Known are: {2}.", {header.number, path, known}),
        say("Put a header row first, or give foreign headers our names with --map FILE.toml."));
  }
  if (!unknown.empty()) {
    return make_error(ErrorKind::invalid,
                      say("Row {0} of {1} has headers that are not known: {2}. Known are: {3}.",
                          {header.number, path, listed(unknown), known}),
                      say("Rename them, or give them our names or skip them with --map FILE.toml."));
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].required && seen[i].empty()) missing.push_back(columns_[i].name);
  }
  if (!missing.empty()) {
    return make_error(ErrorKind::invalid,
                      say("Row {0} of {1} lacks the headers {2}.", {header.number, path, listed(missing)}),
                      say("Add the columns, or give foreign headers our names with --map FILE.toml."));
  }
  return {};
}

bool Layout::has_column(std::string_view name) const {
  return std::any_of(places_.begin(), places_.end(),
                     [&](const Place& place) { return place.use == Use::ours && columns_[place.column].name == name; });
}

FileRow Layout::arrange(const RawRow& raw, bool rows_may_be_short, TableNotes& notes) const {
  FileRow row;
  row.number = raw.number;
  row.cells.resize(columns_.size());
  const auto whole_row = [&](std::string message, std::string hint) {
    row.problems.push_back({raw.number, {}, std::move(message), std::move(hint)});
  };
  if (raw.too_long) {
    whole_row(say("The row is larger than {0} bytes.", {max_row_bytes}), say("Put long texts into a document."));
    return row;
  }
  const bool beyond_is_empty =
      raw.cell_count <= max_table_columns &&
      std::all_of(raw.cells.begin() + static_cast<std::ptrdiff_t>(std::min(places_.size(), raw.cells.size())),
                  raw.cells.end(), is_empty);
  const bool fits = rows_may_be_short ? beyond_is_empty : raw.cell_count == places_.size();
  if (!fits) {
    whole_row(say("The row has {0} cells, the header has {1}.", {raw.cell_count, places_.size()}),
              say("Perhaps a comma stands in a cell without quotation marks, or a cell is missing."));
    return row;
  }
  for (std::size_t i = 0; i < raw.cells.size() && i < places_.size(); ++i) {
    const Place& place = places_[i];
    if (place.use == Use::ours) {
      put_cell(raw.cells[i], place.column, row, notes);
    } else if (place.use == Use::unnamed && !is_empty(raw.cells[i])) {
      row.problems.push_back({raw.number, say("column {0}", {i + 1}),
                              say("A cell stands in a column without a header."),
                              say("Give the column a header, or empty it.")});
    }
  }
  return row;
}

void Layout::put_cell(const RawCell& cell, std::size_t column, FileRow& row, TableNotes& notes) const {
  const FileColumn& ours = columns_[column];
  std::string_view text = trim(cell.text);
  std::optional<Fault> fault = kind_fault(cell, ours.type);
  if (!fault) {
    const CellFault in_text = check_cell_text(text);
    if (in_text != CellFault::none) fault = text_fault(in_text);
  }
  if (fault) {
    row.problems.push_back({row.number, ours.name, std::move(fault->message), std::move(fault->hint)});
    return;
  }
  if (const auto values = map_.values.find(ours.name); values != map_.values.end()) {
    if (const auto value = values->second.find(text); value != values->second.end()) {
      text = value->second;
      ++notes.translated_values;
    }
  }
  row.cells[column] = text;
}

}  // namespace sunledger
