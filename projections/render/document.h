#pragma once
// A report before it is drawn: a conclusion, tables whose cells know the positions they came from, charts tied to a
// table, remarks, and the provenance by which a stranger can redraw it. Reports fill it, renderings read it; nothing
// here depends on a format, and only titles, captions, remarks and the like depend on a language.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/money.h"
#include "ledger/base/position.h"

namespace sunledger {

// The unit in which a table shows its amounts. Cells hold fen; a unit belongs to a report (house rule 9). `count` and
// `percent` name the unit of tables that hold no amounts.
enum class Unit { none, yuan, wan, count, percent };
std::string_view name_of(Unit unit);  // stable: "none", "yuan", "wan", "count", "percent"

enum class ColumnKind { text, code, amount, count, percent, date };
bool is_figure(ColumnKind kind);  // amount, count, percent: right-aligned, in the figures digest

struct Count {
  std::int64_t value = 0;
  auto operator<=>(const Count&) const = default;
};

// A share kept exact: 1/3 is not 33.33 %. A denominator of zero means that there is no rate to speak of, and is shown
// as a dash.
struct Quotient {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  auto operator<=>(const Quotient&) const = default;
};

using CellValue = std::variant<std::monostate, std::string, Fen, Count, Quotient>;

struct Cell {
  CellValue value;                       // std::monostate is an empty cell: nothing to say, not zero
  std::vector<std::uint64_t> positions;  // the entries this figure rests on, for --positions; may stay empty

  static Cell empty() { return {}; }
  static Cell text(std::string words) { return {CellValue(std::move(words)), {}}; }
  static Cell amount(Fen fen, std::vector<std::uint64_t> from = {}) { return {CellValue(fen), std::move(from)}; }
  static Cell count(std::int64_t number, std::vector<std::uint64_t> from = {}) {
    return {CellValue(Count{number}), std::move(from)};
  }
  static Cell percent(std::int64_t numerator, std::int64_t denominator, std::vector<std::uint64_t> from = {}) {
    return {CellValue(Quotient{numerator, denominator}), std::move(from)};
  }
};

struct TableColumn {
  std::string id;     // stable, language independent, unique in its table, never "key" or "positions"
  std::string title;  // in the reader's language, without the unit
  ColumnKind kind = ColumnKind::text;
  std::string measure;  // the published name of the measure (决算数, 基本支出…): set = part of the long CSV form
};

// How a row is called in the published tables: the columns code, name and level (类、款、项、合计) of the long CSV
// form.
struct PublishedRow {
  std::string code;
  std::string name;
  std::string level;
};

struct TableRow {
  std::string key;          // stable, language independent, unique in its table
  std::uint32_t level = 0;  // indent: 0 is the outermost
  bool emphasis = false;    // totals and subtotals
  std::vector<Cell> cells;  // exactly one per column, in the columns' order
  PublishedRow published;   // used when the table has a published_name
};

struct Table {
  std::string id;       // stable, language independent, unique in the document; letters, digits and ._-
  std::string caption;  // in the reader's language, without the unit
  Unit unit = Unit::none;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  std::string empty_note;        // said instead of the rows when there are none; empty = “No data in this table.”
  std::string published_name;    // 01收入支出决算总表: set = part of the long CSV form
  std::string note;              // one sentence under the table, e.g. on rounding; may be empty
  std::size_t label_column = 0;  // the column that names a row: row header in HTML, first said under --accessible
};

// Horizontal bars drawn from the cells of a table, whose figures stand at the bars. Every value column is a series.
struct Chart {
  std::string id;                          // stable, unique in the document
  std::string title;                       // in the reader's language
  std::string table;                       // Table::id
  std::string label_column;                // TableColumn::id
  std::vector<std::string> value_columns;  // TableColumn::id of amount, count or percent columns, all of one kind
  std::vector<std::string> row_keys;       // empty = every row of the table that is not emphasised
};

struct Paragraph {
  std::string heading;  // may be empty
  std::string text;
  std::vector<std::uint64_t> positions;
};

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct Provenance {
  std::string origin;
  Position position;       // the last entry that the report covers, so --as-of with it redraws the report
  Hash root;               // the tree's root at size position + 1
  std::string as_of;       // recorded time of that entry: to_text_utc()
  NamedValues versions;    // view or report name → version; "program" → whose words they are
  std::string language;    // of every word in the document: "en", "zh-CN"
  NamedValues parameters;  // what was asked: year, from, to, body… – stable names, language independent values
  std::vector<std::string> amendments;  // the charter's amendments in the period, one line each
  std::vector<std::string> notes;       // e.g. recorded times come from an injected clock (demo ledger)

  std::uint64_t size() const { return position.value + 1; }
};

struct Document {
  std::string report;    // stable name: "budget-execution"
  std::string title;     // in the reader's language
  std::string subtitle;  // whose report and which period; may be empty
  Provenance provenance;
  std::string conclusion;  // one sentence, read first
  std::vector<Table> tables;
  std::vector<Chart> charts;
  std::vector<Paragraph> remarks;
};

const Table* find_table(const Document& document, std::string_view id);
// columns.size() when there is none.
std::size_t find_column(const Table& table, std::string_view id);

// Empty when ids and keys are unique and non-empty, every row has one cell per column, cells fit their column's kind
// and charts name what exists; else the first fault, in English, for a programmer. Every rendering holds it INVARIANT.
std::string fault_of(const Document& document);

}  // namespace sunledger
