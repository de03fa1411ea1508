#include "cli/import/xlsx_xml.h"

#include <charconv>
#include <pugixml.hpp>

#include "cli/import/xlsx_values.h"

namespace sunledger {
namespace {

// A node is kept as pugixml's own pointer, which is what its handle classes are.
pugi::xml_node as_node(const void* handle) {
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(const_cast<void*>(handle)));  // NOLINT: pugixml's C handle
}

std::string_view without_prefix(const char* name) {
  const std::string_view text = name;
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

pugi::xml_node only_elements(pugi::xml_node node) {
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node;
}

}  // namespace

struct XmlPiece::Document {
  pugi::xml_document xml;
};

XmlPiece::XmlPiece() : document_(std::make_unique<Document>()) {}
XmlPiece::~XmlPiece() = default;

bool XmlPiece::parse(std::string_view xml) {
  // Spaces between runs of a rich text are text; pugixml never expands entities other than the five of XML.
  constexpr unsigned options = pugi::parse_default | pugi::parse_ws_pcdata;
  return static_cast<bool>(document_->xml.load_buffer(xml.data(), xml.size(), options, pugi::encoding_utf8));
}

XmlPiece::Node XmlPiece::root() const {
  return Node(document_->xml.document_element().internal_object());
}

std::string_view XmlPiece::Node::name() const {
  return without_prefix(as_node(handle_).name());
}

std::string_view XmlPiece::Node::attribute(std::string_view name) const {
  for (const pugi::xml_attribute attribute : as_node(handle_).attributes()) {
    if (without_prefix(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::optional<std::uint64_t> XmlPiece::Node::number_attribute(std::string_view name) const {
  const std::string_view text = attribute(name);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool XmlPiece::Node::flag(std::string_view name) const {
  const std::string_view text = attribute(name);
  return text == "1" || text == "true";
}

std::string_view XmlPiece::Node::text() const {
  return as_node(handle_).child_value();
}

XmlPiece::Node XmlPiece::Node::child(std::string_view name) const {
  for (const pugi::xml_node node : as_node(handle_).children()) {
    if (node.type() == pugi::node_element && without_prefix(node.name()) == name) return Node(node.internal_object());
  }
  return Node();
}

XmlPiece::Node XmlPiece::Node::first_child() const {
  return Node(only_elements(as_node(handle_).first_child()).internal_object());
}

XmlPiece::Node XmlPiece::Node::next_sibling() const {
  return Node(only_elements(as_node(handle_).next_sibling()).internal_object());
}

std::string XmlPiece::Node::string_item() const {
  std::string text;
  const auto take = [&text](const Node& holder) {
    for (const pugi::xml_node part : as_node(holder.handle_).children()) {
      if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
    }
  };
  for (Node node = first_child(); node; node = node.next_sibling()) {
    if (node.name() == "t") take(node);
    if (node.name() == "r") {
      for (Node part = node.first_child(); part; part = part.next_sibling()) {
        if (part.name() == "t") take(part);
      }
    }
  }
  return unescape_xstring(text);
}

}  // namespace sunledger
