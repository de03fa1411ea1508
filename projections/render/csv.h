#pragma once
// A report as comma-separated values: RFC 4180, so lines end with CR LF and a field with a comma, quote or line break
// is quoted; UTF-8 without byte order mark. Amounts are plain decimals in the table's unit, no separators.
//
// A text or code that begins with = + - @ tab or CR gets a leading apostrophe, so that a spreadsheet shows it instead
// of running it as a formula (OWASP “CSV injection”); figures, also negative ones, stay numbers.

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

// A text as a field of such a file.
std::string csv_words(std::string_view text);

struct CsvOptions {
  bool positions = false;  // a column `<id>_positions` ("3 5 6") after each column of figures
};

// Every table as a section of its own: a header line `table,key,<column ids>`, then its rows, each beginning with the
// table's id. Sections follow one another without an empty line; a field `table` in the first column begins the next.
std::string render_csv(const Document& document, const CsvOptions& options = {});

// The long form of published accounts, one figure a line: `table,code,name,level,measure,amount,unit`. It takes the
// tables with a published_name, their columns with a measure and every cell that is not empty, in the document's order.
std::string render_csv_long(const Document& document);

// The last line of either form, by which the report can be redrawn: its statement (statement.h). It begins with "# ",
// as published data sets begin lines that are no data, and yet has the form's columns, so that a reader who knows no
// such lines finds a row of its own table whose amount is the position.
//
//   sections   # provenance,<report>,<statement>
//   long form  # provenance,,<statement>,,position,<position>,
inline constexpr std::string_view csv_statement_table = "# provenance";
std::string csv_statement(const Document& document, const Hash& digest, bool with_positions, bool long_form);

// Does the long form hold anything, so that it is the report's CSV?
bool has_long_form(const Document& document);

}  // namespace sunledger
