#include "projections/render/svg.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/render/bars.h"
#include "projections/render/figures.h"
#include "projections/render/template.h"
#include "projections/render/terminal.h"

namespace sunledger {
namespace {

// In user units of the view box, which at 320 px are nearly pixels, so that the font of 14 stays readable there. One
// display column of that font is at most 8 wide, so a line holds 37.
constexpr std::size_t page_width = 300;
constexpr std::size_t columns_per_line = 37;
constexpr std::size_t line_height = 20;
constexpr std::size_t bar_height = 14;
constexpr std::size_t space_after_group = 12;

constexpr std::string_view chart_template =
    R"(<svg xmlns="http://www.w3.org/2000/svg" class="bars" role="img" aria-labelledby="{{id}}-title {{id}}-desc" viewBox="0 0 {{width}} {{height}}">
<title id="{{id}}-title">{{title}}</title>
<desc id="{{id}}-desc">{{description}}</desc>
{{#texts}}
<text class="{{class}}" x="{{x}}" y="{{y}}"{{#right}} text-anchor="end"{{/right}}>{{words}}</text>
{{/texts}}
{{#rectangles}}
<rect class="{{class}}" x="1" y="{{y}}" width="{{width}}" height="{{height}}"/>
{{/rectangles}}
</svg>
)";

class Drawing {
 public:
  void write(const std::string& words, bool right, bool label) {
    texts_.push_back({{"class", label ? "label" : "figure"},
                      {"x", std::to_string(right ? page_width : 0)},
                      {"y", std::to_string(y_ + 15)},
                      {"right", right},
                      {"words", words}});
  }
  void next_line() { y_ += line_height; }

  void draw(const Bar& bar) {
    negative_ = negative_ || bar.negative;
    if (bar.permille == 0) {
      y_ += 4;
    } else {
      const std::size_t width = std::max<std::size_t>((page_width - 2) * bar.permille / 1000, 1);
      rectangles_.push_back({{"class", bar.negative ? "bar negative" : "bar"},
                             {"y", std::to_string(y_ + 1)},
                             {"width", std::to_string(width)},
                             {"height", std::to_string(bar_height)}});
      y_ += bar_height + 6;
    }
  }
  void end_group() { y_ += space_after_group; }

  bool has_negative() const { return negative_; }
  std::string height() const { return std::to_string(y_); }
  TemplateList take_texts() { return std::move(texts_); }
  TemplateList take_rectangles() { return std::move(rectangles_); }

 private:
  std::size_t y_ = 0;
  bool negative_ = false;
  TemplateList texts_;
  TemplateList rectangles_;
};

void draw_group(Drawing& drawing, const BarGroup& group) {
  const std::vector<std::string> label = wrap(group.label, columns_per_line);
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (i > 0) drawing.next_line();
    drawing.write(label[i], false, true);
  }
  for (const Bar& bar : group.bars) {
    // The figure joins the label's last line when both fit; after a bar the drawing stands on a fresh line already.
    const bool first = &bar == &group.bars.front();
    const bool joins =
        bar.series.empty() && display_width(label.back()) + display_width(bar.figure) + 2 <= columns_per_line;
    if (first && !joins) drawing.next_line();
    if (!bar.series.empty()) drawing.write(bar.series, false, false);
    drawing.write(bar.figure, true, false);
    drawing.next_line();
    drawing.draw(bar);
  }
  drawing.end_group();
}

}  // namespace

std::string svg_of(const Document& document, const Chart& chart, const std::string& id) {
  const Bars bars = bars_of(document, chart);
  if (bars.groups.empty()) return {};
  Drawing drawing;
  for (const BarGroup& group : bars.groups) draw_group(drawing, group);
  // zh: {0}组条形图，数字见表“{1}”。
  std::string description = say("Bars for {0} rows. The same figures stand in the table “{1}”.",
                                {bars.groups.size(), printable(find_table(document, chart.table)->caption)});
  if (drawing.has_negative()) description += " " + say("A hollow bar is a negative figure.");  // zh: 空心条为负数。
  return Template(chart_template)
      .fill({{"id", id},
             {"width", std::to_string(page_width)},
             {"height", drawing.height()},
             {"title", bars.title},
             {"description", description},
             {"texts", drawing.take_texts()},
             {"rectangles", drawing.take_rectangles()}});
}

}  // namespace sunledger
