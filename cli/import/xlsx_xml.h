#pragma once
// The few ways in which the XLSX reader looks into a piece of XML, so that pugixml stays behind one .cpp file.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sunledger {

// A parsed piece of XML. Names are local names: prefixes differ between programs, the meaning does not.
class XmlPiece {
 public:
  class Node;

  XmlPiece();
  ~XmlPiece();
  XmlPiece(const XmlPiece&) = delete;
  XmlPiece& operator=(const XmlPiece&) = delete;

  // False when it is not well-formed. Replaces what was parsed before.
  bool parse(std::string_view xml);
  Node root() const;

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

// Valid as long as its piece. An absent node has empty name, text and no children.
class XmlPiece::Node {
 public:
  explicit Node(const void* handle = nullptr) : handle_(handle) {}
  explicit operator bool() const { return handle_ != nullptr; }

  std::string_view name() const;
  std::string_view attribute(std::string_view name) const;
  std::optional<std::uint64_t> number_attribute(std::string_view name) const;
  bool flag(std::string_view name) const;  // "1" or "true"
  std::string_view text() const;           // its own first text
  Node child(std::string_view name) const;
  Node first_child() const;
  Node next_sibling() const;

  // The text of a string item: <t> and the runs' <t>, without phonetic hints (<rPh>), escapes resolved.
  std::string string_item() const;

 private:
  const void* handle_;
};

}  // namespace sunledger
