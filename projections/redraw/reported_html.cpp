// A report as HTML. The page that we draw is well-formed XML, so an XML reader reads it: what a reader sees in the
// cells, by the names that rows and columns carry, and every other text.

#include <pugixml.hpp>

#include "projections/redraw/reported_formats.h"

namespace sunledger {
namespace {

// The deepest of our own pages is below 20; whoever nests deeper wants a stack to overflow.
constexpr int deepest_nesting = 64;

using Node = pugi::xml_node;

bool is_element(const Node& node, const char* name) {
  return node.type() == pugi::node_element && std::string_view(node.name()) == name;
}

bool is_text(const Node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

std::string attribute(const Node& node, const char* name) {
  return node.attribute(name).value();
}

class Reading {
 public:
  Result<ReportedDocument> read(std::string_view html) {
    pugi::xml_document page;
    const auto parsed = page.load_buffer(html.data(), html.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) return faulty_report("HTML, byte " + std::to_string(parsed.offset));
    document_.format = ReportFormat::html;
    TRY(visit(page.document_element(), 0));
    if (!stated_) return faulty_report("meta sunledger-report");
    return std::move(document_);
  }

 private:
  Status visit(const Node& node, int depth) {
    if (depth > deepest_nesting) return faulty_report("HTML");
    if (is_text(node)) {
      word(node.parent().name(), node.value());
      return {};
    }
    if (is_element(node, "meta") && attribute(node, "name") == "sunledger-report") return take_statement(node);
    if (is_element(node, "style")) return {};
    if (is_element(node, "section")) {
      const std::string id = attribute(node, "id");
      section_ = id.empty() ? std::to_string(++sections_without_id_) : id;
      texts_ = 0;
    }
    if (is_element(node, "table")) columns_.clear();
    if (is_element(node, "th") && node.attribute("data-column")) columns_.push_back(attribute(node, "data-column"));
    if (is_element(node, "tr") && is_element(node.parent(), "tbody")) return read_row(node, depth);
    for (const Node child : node.children()) TRY(visit(child, depth + 1));
    return {};
  }

  Status take_statement(const Node& node) {
    if (stated_) return faulty_report("meta sunledger-report");
    TRY_ASSIGN(document_.statement, read_statement(attribute(node, "content")));
    stated_ = true;
    return {};
  }

  Status read_row(const Node& row, int depth) {
    constexpr std::string_view prefix = "table-";
    const std::string table = section_.starts_with(prefix) ? section_.substr(prefix.size()) : section_;
    const std::string key = attribute(row, "data-key");
    std::size_t at = 0;
    for (const Node cell : row.children()) {
      if (!is_element(cell, "td") && !is_element(cell, "th")) {
        TRY(visit(cell, depth + 1));
        continue;
      }
      const std::string column = at < columns_.size() ? columns_[at] : "cell " + std::to_string(at + 1);
      ++at;
      std::string shown, behind;
      TRY(read_cell(cell, depth + 1, shown, behind));
      document_.values.push_back({table, key, column, shown});
      if (!behind.empty()) {
        document_.values.push_back({table, key, column + std::string(positions_suffix), behind});
      }
    }
    return {};
  }

  // All text in a cell, whatever elements it was put into; the positions below the figure apart.
  Status read_cell(const Node& node, int depth, std::string& shown, std::string& behind) {
    if (depth > deepest_nesting) return faulty_report("HTML");
    for (const Node child : node.children()) {
      if (is_text(child)) {
        shown += child.value();
      } else {
        const bool positions = is_element(child, "span") && attribute(child, "class") == "positions";
        TRY(read_cell(child, depth + 1, positions ? behind : shown, behind));
      }
    }
    return {};
  }

  void word(const std::string& element, const std::string& text) {
    const std::string where = section_.empty() ? std::string() : "section " + section_ + " ";
    document_.words.push_back({where + element + " " + std::to_string(++texts_), text});
  }

  ReportedDocument document_;
  std::string section_;
  std::size_t sections_without_id_ = 0;
  std::size_t texts_ = 0;  // in the section so far
  std::vector<std::string> columns_;
  bool stated_ = false;
};

}  // namespace

Result<ReportedDocument> read_reported_html(std::string_view html) {
  return Reading().read(html);
}

}  // namespace sunledger
