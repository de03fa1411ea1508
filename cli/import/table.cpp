#include "cli/import/table.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/import/cell_text.h"
#include "cli/import/layout.h"
#include "cli/import/row_source.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

enum class TableFormat { csv, xlsx, old_office };

// By the first bytes: a name says what someone thought the file is.
Result<TableFormat> format_of(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
  if (!file) return file_error(N_("Cannot open {0}: {1}."), path, errno);
  char start[8] = {};
  const std::size_t got = std::fread(start, 1, sizeof start, file.get());
  const std::string_view bytes(start, got);
  if (bytes.starts_with("PK\x03\x04")) return TableFormat::xlsx;
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return TableFormat::old_office;
  if (path.ends_with(".xlsx")) {
    // zh: 名为 .xlsx，但不是 Excel 工作簿
    return make_error(ErrorKind::invalid, say("{0} is named .xlsx but is not an Excel workbook.", {path}),
                      say("Save it again as .xlsx, or name it .csv if it is a text table."));
  }
  return TableFormat::csv;
}

bool is_provenance(const RawRow& row) {
  return !row.cells.empty() && row.cells.front().kind == RawCell::Kind::text &&
         row.cells.front().text.starts_with("# ");
}

}  // namespace

TableReader::TableReader() = default;
TableReader::~TableReader() = default;

Result<std::unique_ptr<TableReader>> TableReader::open(const std::string& path, const Columns& columns,
                                                       const HeaderMap& map) {
  std::unique_ptr<TableReader> reader(new TableReader());
  reader->path_ = path;
  TableNotes& notes = reader->notes_;
  TRY_ASSIGN(const TableFormat format, format_of(path));
  if (format == TableFormat::old_office) {
    return make_error(ErrorKind::invalid,
                      say("{0} is an old .xls file or has a password; neither is read here.", {path}),
                      say("Save it as .xlsx without a password, or as “CSV UTF-8”."));
  }
  if (format == TableFormat::xlsx) {
    TRY_ASSIGN(reader->source_, open_xlsx(path, map.sheet, notes));
  } else {
    TRY_ASSIGN(reader->source_, open_csv(path, notes));
  }
  for (;;) {
    TRY_ASSIGN(std::optional<RawRow> header, reader->source_->next(notes));
    if (!header) {
      return make_error(ErrorKind::invalid, say("{0} has no header row.", {path}),
                        say("The first row names the columns; see sunledger import --help."));
    }
    if (header->number < map.header_row) continue;
    if (format == TableFormat::xlsx && is_provenance(*header)) {
      if (check_cell_text(header->cells.front().text) == CellFault::none && notes.provenance.size() < 100) {
        notes.provenance.emplace_back(trim(std::string_view(header->cells.front().text).substr(2)));
      }
      continue;
    }
    TRY_ASSIGN(reader->layout_, Layout::make(*header, path, columns, map, notes));
    return reader;
  }
}

Result<std::optional<FileRow>> TableReader::next() {
  TRY_ASSIGN(std::optional<RawRow> raw, source_->next(notes_));
  if (!raw) return std::optional<FileRow>();
  return std::optional<FileRow>(layout_->arrange(*raw, source_->rows_may_be_short(), notes_));
}

const Columns& TableReader::columns() const {
  return layout_->columns();
}

bool TableReader::has_column(std::string_view name) const {
  return layout_->has_column(name);
}

const TableNotes& TableReader::notes() const {
  return notes_;
}

std::vector<std::string> to_lines(const TableNotes& notes) {
  std::vector<std::string> lines;
  if (notes.format == "csv") lines.push_back(say("The file is CSV in {0}.", {notes.encoding}));
  if (notes.format == "xlsx") lines.push_back(say("The sheet “{0}” of an XLSX file was read.", {notes.sheet}));
  if (notes.other_sheets > 0) lines.push_back(say("{0} other sheets were not read.", {notes.other_sheets}));
  for (const std::string& line : notes.provenance) lines.push_back("# " + line);
  if (!notes.skipped_columns.empty()) {
    std::string names;
    for (const std::string& name : notes.skipped_columns) names += (names.empty() ? "" : ", ") + name;
    lines.push_back(say("Columns skipped as the map says: {0}.", {names}));
  }
  const auto counted = [&](std::uint64_t count, const char* message) {
    if (count > 0) lines.push_back(say(message, {count}));
  };
  counted(notes.empty_rows, N_("{0} empty rows were passed over."));
  counted(notes.translated_values, N_("{0} values were translated as the map says."));
  counted(notes.formulas,
          N_("{0} cells are formulas; the result stored in the file was read, nothing was calculated."));
  counted(notes.hidden_rows, N_("{0} rows are hidden in the spreadsheet; they were read like the others."));
  counted(notes.merged_areas, N_("{0} areas are merged cells; only the first cell of each has a value."));
  counted(notes.dates_with_time, N_("{0} dates had a time of day, which was left out."));
  return lines;
}

}  // namespace sunledger
