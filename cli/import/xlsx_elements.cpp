#include "cli/import/xlsx_elements.h"

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t read_bytes = 65536;
constexpr std::size_t max_depth = 64;

// "x:row" → "row".
std::string_view local_name(std::string_view tag) {
  const std::size_t start = tag.starts_with("</") ? 2 : 1;
  const std::size_t end = std::min(tag.find_first_of(" \t\r\n/>", start), tag.size());
  std::string_view name = tag.substr(start, end - start);
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  return name;
}

}  // namespace

ElementStream::ElementStream(std::unique_ptr<PartStream> part, std::vector<std::string> wanted, std::string what)
    : part_(std::move(part)), wanted_(std::move(wanted)), what_(std::move(what)) {}

Error ElementStream::malformed() const {
  return make_error(ErrorKind::invalid, say("{0} is damaged: its XML cannot be read.", {what_}),
                    say("Open it in a spreadsheet program and save it again."));
}

Result<bool> ElementStream::read_more() {
  if (ended_) return false;
  if (buffer_.size() > max_element_bytes) {
    return make_error(ErrorKind::invalid, say("{0} has a row or text larger than may be read here.", {what_}),
                      say("Put long texts into a document."));
  }
  const std::size_t old_size = buffer_.size();
  buffer_.resize(old_size + read_bytes);
  TRY_ASSIGN(const std::size_t got, part_->read(buffer_.data() + old_size, read_bytes));
  buffer_.resize(old_size + got);
  ended_ = got == 0;
  return !ended_;
}

Result<std::size_t> ElementStream::find(std::string_view needle, std::size_t from) {
  for (;;) {
    const std::size_t found = buffer_.find(needle, from);
    if (found != std::string::npos) return found;
    from = std::max(from, buffer_.size() - std::min(buffer_.size(), needle.size() - 1));
    TRY_ASSIGN(const bool more, read_more());
    if (!more) return malformed();
  }
}

// Behind the '>' that ends the markup at position_; a '>' within quotes does not.
Result<std::size_t> ElementStream::end_of_markup() {
  std::size_t at = position_ + 1;
  char quote = '\0';
  for (;; ++at) {
    if (at == buffer_.size()) {
      TRY_ASSIGN(const bool more, read_more());
      if (!more) return malformed();
    }
    const char c = buffer_[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    } else if (c == '<') {
      return malformed();
    }
  }
}

Result<ElementStream::Tag> ElementStream::read_tag(std::size_t& end) {
  while (buffer_.size() - position_ < 9) {
    TRY_ASSIGN(const bool more, read_more());
    if (!more) break;
  }
  const std::string_view start = std::string_view(buffer_).substr(position_);
  const auto until = [&](std::string_view closing, std::size_t skip) -> Result<Tag> {
    TRY_ASSIGN(const std::size_t found, find(closing, position_ + skip));
    end = found + closing.size();
    return Tag::other;
  };
  if (start.starts_with("<!--")) return until("-->", 4);
  if (start.starts_with("<![CDATA[")) return until("]]>", 9);
  if (start.starts_with("<?")) return until("?>", 2);
  if (start.starts_with("<!")) return malformed();  // a document type: the door to entities
  TRY_ASSIGN(end, end_of_markup());
  if (buffer_[position_ + 1] == '/') return Tag::closing;
  return buffer_[end - 2] == '/' ? Tag::alone : Tag::opening;
}

bool ElementStream::is_wanted(std::string_view name) const {
  if (open_.empty()) return false;
  std::string path;
  for (std::size_t i = 1; i < open_.size(); ++i) path += open_[i] + "/";
  path += name;
  return std::find(wanted_.begin(), wanted_.end(), path) != wanted_.end();
}

Result<std::optional<XmlElement>> ElementStream::next() {
  std::optional<std::size_t> start;
  std::size_t depth_inside = 0;
  for (;;) {
    const std::size_t bracket = buffer_.find('<', position_);
    if (bracket == std::string::npos) {
      position_ = buffer_.size();
      if (!start) {
        buffer_.clear();
        position_ = 0;
      }
      TRY_ASSIGN(const bool more, read_more());
      if (more) continue;
      if (start || !open_.empty() || !root_seen_) return malformed();
      return std::optional<XmlElement>();
    }
    position_ = bracket;
    if (!start && position_ >= read_bytes) {  // what was given is behind us
      buffer_.erase(0, position_);
      position_ = 0;
    }
    std::size_t end = 0;
    TRY_ASSIGN(const Tag tag, read_tag(end));
    const std::string_view markup = std::string_view(buffer_).substr(position_, end - position_);
    const std::size_t tag_start = position_;
    position_ = end;
    if (tag == Tag::other) continue;
    if (start) {
      if (tag == Tag::opening && ++depth_inside > max_depth) return malformed();
      if (tag != Tag::closing || --depth_inside > 0) continue;
      const std::string_view xml = std::string_view(buffer_).substr(*start, end - *start);
      return std::optional<XmlElement>(XmlElement{local_name(xml), xml});
    }
    const std::string_view name = local_name(markup);
    if (tag == Tag::closing) {
      if (open_.empty() || open_.back() != name) return malformed();
      open_.pop_back();
      continue;
    }
    if (open_.empty() && root_seen_) return malformed();
    root_seen_ = true;
    if (is_wanted(name)) {
      if (tag == Tag::alone) return std::optional<XmlElement>(XmlElement{name, markup});
      start = tag_start;
      depth_inside = 1;
      continue;
    }
    if (tag == Tag::alone) continue;
    if (open_.size() == max_depth) return malformed();
    open_.emplace_back(name);
  }
}

}  // namespace sunledger
