#include "projections/render/text_table.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/render/figures.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_text = 10;  // five Chinese characters: below this a column is no longer read
constexpr std::size_t deepest_indent = 6;

struct Layout {
  std::vector<std::size_t> widths;
  std::vector<Align> aligns;
};

std::string indent_of(const Table& table, const TableRow& row, std::size_t column) {
  return std::string(column == table.label_column ? 2 * std::min<std::size_t>(row.level, deepest_indent) : 0, ' ');
}

// The widest word a title may not be broken below: figures set the width of their column, titles wrap into it.
std::size_t widest_word(std::string_view title) {
  std::size_t width = 0;
  for (std::size_t begin = 0; begin < title.size();) {
    const std::size_t end = std::min(title.find(' ', begin), title.size());
    const std::string_view word = title.substr(begin, end - begin);
    // Chinese breaks anywhere; a Latin word does not.
    const bool is_latin =
        std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_latin) width = std::max(width, word.size());
    begin = end + 1;
  }
  return width;
}

std::size_t narrowest(const Table& table, std::size_t column) {
  if (table.columns[column].kind == ColumnKind::text) return narrowest_text;
  std::size_t width = std::max<std::size_t>(4, widest_word(printable(table.columns[column].title)));
  for (const TableRow& row : table.rows) {
    width = std::max(
        width, display_width(shown_figure(row.cells[column].value, table.unit)) + indent_of(table, row, column).size());
  }
  return width;
}

std::size_t widest(const Table& table, std::size_t column) {
  std::size_t width = display_width(printable(table.columns[column].title));
  for (const TableRow& row : table.rows) {
    width = std::max(
        width, indent_of(table, row, column).size() + display_width(shown_figure(row.cells[column].value, table.unit)));
  }
  return width;
}

// Every column as wide as it likes; if that is too much, the widest of those that can give way gives one column, until
// it fits.
std::optional<Layout> layout_of(const Table& table, std::size_t width) {
  Layout layout;
  std::vector<std::size_t> least;
  std::size_t total = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::size_t natural = widest(table, i);
    layout.widths.push_back(natural);
    least.push_back(std::min(natural, narrowest(table, i)));
    layout.aligns.push_back(is_figure(table.columns[i].kind) ? Align::right : Align::left);
    total += natural + (i > 0 ? gap : 0);
  }
  while (total > width) {
    std::size_t chosen = table.columns.size();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const bool can = layout.widths[i] > least[i];
      if (can && (chosen == table.columns.size() || layout.widths[i] > layout.widths[chosen])) chosen = i;
    }
    if (chosen == table.columns.size()) return std::nullopt;
    --layout.widths[chosen];
    --total;
  }
  return layout;
}

// One row of the table, of as many lines as its tallest cell.
std::string line_up(const std::vector<std::vector<std::string>>& cells, const Layout& layout, bool from_bottom) {
  std::size_t height = 1;
  for (const auto& lines : cells) height = std::max(height, lines.size());
  std::string text;
  for (std::size_t line = 0; line < height; ++line) {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t above = from_bottom ? height - cells[i].size() : 0;
      const bool there = line >= above && line - above < cells[i].size();
      row += pad(there ? cells[i][line - above] : std::string(), layout.widths[i], layout.aligns[i]);
      row += std::string(gap, ' ');
    }
    text += row.erase(row.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::vector<std::string> indented(const std::string& words, const std::string& indent, std::size_t width) {
  // A deep level in a narrow column gives up its indent rather than its words.
  const std::string used = indent.size() + 6 <= width ? indent : std::string();
  std::vector<std::string> lines = wrap(words, width - used.size());
  for (std::string& line : lines) line.insert(0, used);
  return lines;
}

std::string label_of(const Table& table, const TableRow& row) {
  return shown_figure(row.cells[table.label_column].value, table.unit);
}

// “Budget: positions 3, 5–9” under the row it belongs to.
std::string position_lines(const Table& table, const TableRow& row, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].positions.empty()) continue;
    // zh: {0}：依据第 {1} 条
    const std::string line =
        say("{0}: rests on entries {1}", {printable(table.columns[i].title), shown_positions(row.cells[i].positions)});
    for (const std::string& part : wrap(line, width > 8 ? width - 4 : width)) text += "    " + part + "\n";
  }
  return text;
}

// Labels of the rows above, by level: a listener cannot see an indent.
class Ancestors {
 public:
  std::string parent_of(const Table& table, const TableRow& row) {
    while (!path_.empty() && path_.back().first >= row.level) path_.pop_back();
    std::string parent = path_.empty() ? std::string() : path_.back().second;
    path_.emplace_back(row.level, label_of(table, row));
    return parent;
  }

 private:
  std::vector<std::pair<std::uint32_t, std::string>> path_;
};

std::string spoken_row(const Table& table, const TableRow& row, std::size_t number, const std::string& parent,
                       bool positions) {
  // zh: 第{0}项，共{1}项。
  std::vector<std::string> parts{say("Item {0} of {1}.", {number, table.rows.size()})};
  const auto add = [&](std::size_t i) {
    const CellValue& value = row.cells[i].value;
    // A figure that is missing is news to a listener; a code or name that is missing is not.
    if (!is_figure(table.columns[i].kind) && shown_figure(value, table.unit).empty()) return;
    const std::string title = printable(table.columns[i].title);
    const std::string figure = spoken_figure(value, table.unit);
    if (positions && !row.cells[i].positions.empty()) {
      // zh: {0}：{1}，依据第 {2} 条。
      parts.push_back(
          say("{0}: {1}, resting on entries {2}.", {title, figure, shown_positions(row.cells[i].positions)}));
    } else {
      parts.push_back(say("{0}: {1}.", {title, figure}));  // zh: {0}：{1}。
    }
  };
  add(table.label_column);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (i != table.label_column) add(i);
  }
  if (!parent.empty()) parts.push_back(say("Part of: {0}.", {parent}));  // zh: 属于：{0}。
  std::string line;
  for (const std::string& part : parts) {
    if (!line.empty() && current_language() != "zh-CN") line.push_back(' ');
    line += part;
  }
  return line;
}

}  // namespace

std::optional<std::string> aligned_table(const Table& table, std::size_t width, bool positions) {
  const std::optional<Layout> layout = layout_of(table, width);
  if (!layout) return std::nullopt;
  std::vector<std::vector<std::string>> titles;
  std::vector<std::vector<std::string>> rules;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    titles.push_back(wrap(printable(table.columns[i].title), layout->widths[i]));
    rules.push_back({std::string(layout->widths[i], '-')});
  }
  std::string text = line_up(titles, *layout, true) + line_up(rules, *layout, false);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const TableRow& row = table.rows[r];
    std::vector<std::vector<std::string>> cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string shown = shown_figure(row.cells[i].value, table.unit);
      cells.push_back(indented(shown, indent_of(table, row, i), layout->widths[i]));
    }
    // A total is set off from the rows before it.
    if (row.emphasis && r > 0 && !table.rows[r - 1].emphasis) text += line_up(rules, *layout, false);
    text += line_up(cells, *layout, false);
    if (positions) text += position_lines(table, row, width);
  }
  return text;
}

std::string labelled_lines(const Table& table, bool positions) {
  std::string text;
  Ancestors ancestors;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::string parent = ancestors.parent_of(table, table.rows[i]);
    text += spoken_row(table, table.rows[i], i + 1, parent, positions) + "\n";
  }
  return text;
}

}  // namespace sunledger
