#include "ledger/event/json_writer.h"

#include "ledger/base/utf8.h"

namespace sunledger {

void JsonWriter::open(char bracket) {
  out_.push_back(bracket);
  ++depth_;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  --depth_;
  if (!first_) new_line();
  out_.push_back(bracket);
  first_ = false;
}

void JsonWriter::next() {
  if (!first_) out_.push_back(',');
  new_line();
  first_ = false;
}

void JsonWriter::member(std::string_view name) {
  next();
  string(name);
  out_ += pretty_ ? ": " : ":";
}

void JsonWriter::member(std::string_view name, std::string_view text) {
  member(name);
  string(text);
}

void JsonWriter::string(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out_.push_back('"');
  while (!text.empty()) {
    const std::string_view before = text;
    const auto c = take_code_point(text);
    if (!c) {
      out_ += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else if (*c == '"' || *c == '\\') {
      out_ += {'\\', static_cast<char>(*c)};
    } else if (is_control(*c) || (*c >= 0x200b && *c <= 0x206f)) {
      out_ += {'\\', 'u', digits[*c >> 12 & 15], digits[*c >> 8 & 15], digits[*c >> 4 & 15], digits[*c & 15]};
    } else {
      out_ += before.substr(0, before.size() - text.size());
    }
  }
  out_.push_back('"');
}

void JsonWriter::new_line() {
  if (!pretty_) return;
  out_.push_back('\n');
  out_.append(2 * depth_, ' ');
}

}  // namespace sunledger
