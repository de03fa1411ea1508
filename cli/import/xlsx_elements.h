#pragma once
// A large XML part element by element: the text of each wanted element, so that a sheet of a million rows is parsed one
// row at a time. A document type is refused, so there are no entities to expand; comments and CDATA are understood.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/xlsx_package.h"
#include "ledger/base/result.h"

namespace sunledger {

struct XmlElement {
  std::string_view name;  // local, without prefix
  std::string_view xml;   // the element from its first to its last bracket, valid until the next call
};

class ElementStream {
 public:
  // One element's text; a row of 16,384 cells, each with its coordinates and styles, is about 1 MB.
  static constexpr std::size_t max_element_bytes = 4U << 20;

  // `wanted` are paths of local names below the root: "sheetData/row", "si". `what` names the file in messages.
  ElementStream(std::unique_ptr<PartStream> part, std::vector<std::string> wanted, std::string what);

  // Errors: invalid for what is not well-formed, too deep or too large.
  Result<std::optional<XmlElement>> next();

 private:
  enum class Tag { opening, closing, alone, other };
  // Reads on until the buffer has `needle` at or behind `from`; its position, or an error at the end of the part.
  Result<std::size_t> find(std::string_view needle, std::size_t from);
  Result<bool> read_more();
  // The tag at position_: its kind and the position behind it.
  Result<Tag> read_tag(std::size_t& end);
  Result<std::size_t> end_of_markup();
  bool is_wanted(std::string_view name) const;
  Error malformed() const;

  std::unique_ptr<PartStream> part_;
  std::vector<std::string> wanted_;
  std::string what_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool ended_ = false;
  bool root_seen_ = false;
  std::vector<std::string> open_;  // local names of the open elements, outermost first
};

}  // namespace sunledger
