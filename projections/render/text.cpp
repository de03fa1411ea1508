#include "projections/render/text.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "projections/render/bars.h"
#include "projections/render/figures.h"
#include "projections/render/provenance.h"
#include "projections/render/terminal.h"
#include "projections/render/text_table.h"

namespace sunledger {
namespace {

constexpr std::size_t narrowest_page = 20;
constexpr std::size_t longest_bar = 40;

class Page {
 public:
  explicit Page(const TextOptions& options) : options_(options), width_(std::max(options.width, narrowest_page)) {}

  // Screen readers pause at line ends, so their lines are left whole.
  void words(const std::string& text, std::size_t indent = 0) {
    if (options_.accessible) {
      text_ += text + "\n";
      return;
    }
    for (const std::string& line : wrap(text, width_ - indent)) text_ += std::string(indent, ' ') + line + "\n";
  }

  void heading(const std::string& text, char rule) {
    words(text);
    if (!options_.accessible) text_ += std::string(std::min(display_width(text), width_), rule) + "\n";
  }

  void blank() { text_ += "\n"; }
  void raw(const std::string& text) { text_ += text; }
  std::size_t width() const { return width_; }
  const TextOptions& options() const { return options_; }
  std::string take() { return std::move(text_); }

 private:
  TextOptions options_;
  std::size_t width_;
  std::string text_;
};

void put_table(Page& page, const Document& document, const Table& table) {
  const auto number = static_cast<std::size_t>(&table - document.tables.data()) + 1;
  page.blank();
  // zh: 表{0}（共{1}张）：{2}
  page.heading(say("Table {0} of {1}: {2}", {number, document.tables.size(), caption_with_unit(table)}), '-');
  if (table.rows.empty()) {
    page.words(empty_note_of(table));
  } else if (page.options().accessible) {
    page.raw(labelled_lines(table, page.options().positions));
  } else {
    page.blank();
    const auto aligned = aligned_table(table, page.width(), page.options().positions);
    if (aligned) {
      page.raw(*aligned);
    } else {
      std::string lines = labelled_lines(table, page.options().positions);
      for (std::size_t from = 0; from < lines.size();) {
        const std::size_t to = lines.find('\n', from);
        page.words(lines.substr(from, to - from));
        from = to + 1;
      }
    }
  }
  if (!table.note.empty()) page.words(printable(table.note));
}

// “  Paid  1,234.00  ########” under its row's label: '#' is on every screen, printer and font.
void put_chart(Page& page, const Document& document, const Chart& chart) {
  const Bars bars = bars_of(document, chart);
  std::size_t series = 0;
  std::size_t figures = 0;
  for (const BarGroup& group : bars.groups) {
    for (const Bar& bar : group.bars) {
      series = std::max(series, display_width(bar.series));
      figures = std::max(figures, display_width(bar.figure));
    }
  }
  const std::size_t used = 2 + series + (series > 0 ? 2 : 0) + figures;
  const std::size_t room = page.width() > used + 2 ? std::min(page.width() - used - 2, longest_bar) : 0;
  page.blank();
  page.words(bars.title);
  for (const BarGroup& group : bars.groups) {
    page.words(group.label);
    for (const Bar& bar : group.bars) {
      if (used > page.width()) {
        page.words(bar.series + " " + bar.figure, 2);
        continue;
      }
      std::string line = "  " + (series > 0 ? pad(bar.series, series) + "  " : std::string());
      line += pad(bar.figure, figures, Align::right);
      const std::string drawn((room * bar.permille + 500) / 1000, bar.negative ? '-' : '#');
      page.raw(line + (drawn.empty() ? "" : "  " + drawn) + "\n");
    }
  }
}

void put_remarks(Page& page, const Document& document) {
  for (const Paragraph& remark : document.remarks) {
    page.blank();
    if (!remark.heading.empty()) page.heading(printable(remark.heading), '-');
    page.words(printable(remark.text));
    if (page.options().positions && !remark.positions.empty()) {
      page.words(say("Rests on entries {0}.", {shown_positions(remark.positions)}));  // zh: 依据第 {0} 条。
    }
  }
}

void put_provenance(Page& page, const Document& document, const Hash& digest) {
  page.blank();
  page.heading(provenance_heading(), '-');
  for (const ProvenanceLine& line : provenance_lines(document, digest)) {
    page.words(say("{0}: {1}", {line.label, line.value}));  // zh: {0}：{1}
  }
}

}  // namespace

std::string render_text(const Document& document, const Hash& digest, const TextOptions& options) {
  INVARIANT(fault_of(document).empty());
  Page page(options);
  page.heading(printable(document.title), '=');
  if (!document.subtitle.empty()) page.words(printable(document.subtitle));
  page.blank();
  page.words(printable(document.conclusion));
  for (const Table& table : document.tables) {
    put_table(page, document, table);
    if (options.accessible) continue;  // a chart says nothing that its table does not
    for (const Chart& chart : document.charts) {
      if (chart.table == table.id) put_chart(page, document, chart);
    }
  }
  put_remarks(page, document);
  put_provenance(page, document, digest);
  return page.take();
}

}  // namespace sunledger
