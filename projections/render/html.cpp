#include "projections/render/html.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "projections/render/bars.h"
#include "projections/render/figures.h"
#include "projections/render/html_page.h"
#include "projections/render/provenance.h"
#include "projections/render/statement.h"
#include "projections/render/svg.h"
#include "projections/render/template.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

constexpr std::uint32_t deepest_level = 4;

// A list of one or none: what mustache shows or leaves out together with its words.
TemplateList optional_words(const std::string& words) {
  if (words.empty()) return {};
  return {{{"words", words}}};
}

std::string words_behind(const std::vector<std::uint64_t>& positions) {
  if (positions.empty()) return {};
  return say("rests on entries {0}", {shown_positions(positions)});  // zh: 依据第 {0} 条
}

// A lone dash is silent in a screen reader, so a rate that does not exist is said in words.
std::string words_of(const Cell& cell, Unit unit) {
  const auto* ratio = std::get_if<Quotient>(&cell.value);
  return ratio != nullptr && ratio->denominator == 0 ? spoken_figure(cell.value, unit) : shown_figure(cell.value, unit);
}

class Pages {
 public:
  explicit Pages(const HtmlOptions& options) : options_(options) {}

  std::string table(const Document& document, const Table& table) const {
    const std::string id = "table-" + table.id;
    TemplateList columns;
    for (const TableColumn& column : table.columns) {
      columns.push_back({{"id", printable(column.id)},
                         {"number", is_figure(column.kind)},
                         {"title", title_with_unit(table, column)}});
    }
    std::string rows;
    for (const TableRow& each : table.rows) rows += row(table, each);
    std::string figures;
    for (const Chart& chart : document.charts) {
      if (chart.table == table.id) figures += figure(document, chart);
    }
    return table_.fill({{"id", id},
                        {"caption", caption_with_unit(table)},
                        {"columns", std::move(columns)},
                        {"rows", rows},
                        {"empty", table.rows.empty()},
                        {"column_count", std::to_string(table.columns.size())},
                        {"empty_note", empty_note_of(table)},
                        {"note", optional_words(printable(table.note))},
                        {"figures", figures}});
  }

  TemplateList remarks(const Document& document) const {
    TemplateList list;
    for (const Paragraph& remark : document.remarks) {
      list.push_back({{"heading", optional_words(printable(remark.heading))},
                      {"text", printable(remark.text)},
                      {"behind", behind(remark.positions)}});
    }
    return list;
  }

  std::string page(const TemplateValues& values) const { return page_.fill(values); }

 private:
  TemplateList behind(const std::vector<std::uint64_t>& positions) const {
    return options_.positions ? optional_words(words_behind(positions)) : TemplateList();
  }

  std::string row(const Table& table, const TableRow& row) const {
    TemplateList cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool header = i == table.label_column;
      std::string style = is_figure(table.columns[i].kind) ? "number" : "words";
      if (header && row.level > 0) style += " level-" + std::to_string(std::min(row.level, deepest_level));
      cells.push_back({{"header", header},
                       {"class", style},
                       {"words", words_of(row.cells[i], table.unit)},
                       {"behind", behind(row.cells[i].positions)}});
    }
    return row_.fill({{"key", printable(row.key)}, {"total", row.emphasis}, {"cells", std::move(cells)}});
  }

  std::string figure(const Document& document, const Chart& chart) const {
    const std::string svg = svg_of(document, chart, "chart-" + chart.id);
    if (svg.empty()) return {};
    return figure_.fill({{"title", bars_of(document, chart).title}, {"svg", svg}});
  }

  HtmlOptions options_;
  Template page_{html_page::page};
  Template table_{html_page::table};
  Template row_{html_page::row};
  Template figure_{html_page::figure};
};

TemplateList contents_of(const Document& document) {
  TemplateList entries;
  for (const Table& table : document.tables) {
    entries.push_back({{"anchor", "table-" + table.id}, {"words", printable(table.caption)}});
  }
  entries.push_back({{"anchor", "provenance"}, {"words", provenance_heading()}});
  return entries;
}

TemplateList provenance_of(const Document& document, const Hash& digest) {
  TemplateList list;
  for (const ProvenanceLine& line : provenance_lines(document, digest)) {
    list.push_back({{"label", line.label}, {"value", line.value}, {"machine", line.machine}});
  }
  return list;
}

}  // namespace

std::string render_html(const Document& document, const Hash& digest, const HtmlOptions& options) {
  INVARIANT(fault_of(document).empty());
  const Pages pages(options);
  std::string sections;
  for (const Table& table : document.tables) sections += pages.table(document, table);
  return pages.page({{"language", current_language()},
                     {"style_hash", to_base64(sha256(as_bytes(html_page::style)).view())},
                     {"style", std::string(html_page::style)},
                     {"statement", statement_of(document, digest, options.positions)},
                     {"title", printable(document.title)},
                     {"subtitle", optional_words(printable(document.subtitle))},
                     {"conclusion", printable(document.conclusion)},
                     {"contents", document.tables.size() > 1},
                     {"contents_label", say("Contents")},  // zh: 目录
                     {"entries", contents_of(document)},
                     {"sections", sections},
                     {"remarks", pages.remarks(document)},
                     {"provenance_heading", provenance_heading()},
                     {"provenance", provenance_of(document, digest)}});
}

}  // namespace sunledger
