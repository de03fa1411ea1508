#include "ledger/event/json_reader.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/base/utf8.h"

namespace sunledger {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_utf8(std::string& out, unsigned c) {
  const auto put = [&out](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<JsonNode> read() {
    JsonNode node;
    TRY(value(node, 0));
    skip_space();
    if (at_ < text_.size()) return problem(say("there is more text after the end of the value"));
    return node;
  }

 private:
  Error problem(const std::string& why) const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t newline = before.rfind('\n');
    const std::size_t column = newline == std::string_view::npos ? at_ + 1 : at_ - newline;
    return make_error(ErrorKind::invalid,
                      say("The JSON cannot be read at line {0}, column {1}: {2}.", {line, column, why}),
                      say("Correct the text there; `sunledger kinds KIND --template` shows a valid example."));
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Status value(JsonNode& node, int depth) {
    if (depth > max_json_depth) return problem(say("it is nested more than {0} levels deep", {max_json_depth}));
    skip_space();
    if (at_ >= text_.size()) return problem(say("the text ends where a value is expected"));
    switch (text_[at_]) {
      case '{':
        return object(node, depth);
      case '[':
        return array(node, depth);
      case '"':
        node.type = JsonNode::Type::string;
        return string(node.text);
      default:
        break;
    }
    if (text_[at_] == '-' || is_digit(text_[at_])) return number(node);
    if (take_word("null")) return {};
    node.type = JsonNode::Type::boolean;
    node.text = text_[at_] == 't' ? "true" : "false";
    if (take_word(node.text)) return {};
    return problem(say("a value is expected here"));
  }

  Status object(JsonNode& node, int depth) {
    node.type = JsonNode::Type::object;
    ++at_;
    skip_space();
    if (take('}')) return {};
    while (true) {
      skip_space();
      if (at_ >= text_.size() || text_[at_] != '"') return problem(say("a member name in quotes is expected here"));
      std::string name;
      TRY(string(name));
      if (node.find(name) != nullptr) return problem(say("the member \"{0}\" is given twice", {name}));
      if (node.members.size() == max_json_members) {
        return problem(say("an object has more than {0} members", {max_json_members}));
      }
      skip_space();
      if (!take(':')) return problem(say("a colon is expected here"));
      node.members.push_back({std::move(name), {}});
      TRY(value(node.members.back().value, depth + 1));
      skip_space();
      if (take('}')) return {};
      if (!take(',')) return problem(say("a comma or a closing brace is expected here"));
    }
  }

  Status array(JsonNode& node, int depth) {
    node.type = JsonNode::Type::array;
    ++at_;
    skip_space();
    if (take(']')) return {};
    while (true) {
      node.items.emplace_back();
      TRY(value(node.items.back(), depth + 1));
      skip_space();
      if (take(']')) return {};
      if (!take(',')) return problem(say("a comma or a closing bracket is expected here"));
    }
  }

  Status number(JsonNode& node) {
    node.type = JsonNode::Type::number;
    const std::size_t start = at_;
    take('-');
    if (take('0')) {
      if (at_ < text_.size() && is_digit(text_[at_])) return problem(say("a number must not begin with a zero"));
    } else if (!digits()) {
      return problem(say("a digit is expected here"));
    }
    if (take('.') && !digits()) return problem(say("a digit is expected here"));
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return problem(say("a digit is expected here"));
    }
    node.text = text_.substr(start, at_ - start);
    return {};
  }
  bool digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > start;
  }

  Status string(std::string& out) {
    ++at_;
    while (true) {
      if (at_ >= text_.size()) return problem(say("the text ends inside a string"));
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return {};
      }
      if (static_cast<unsigned char>(c) < 0x20) return problem(say("a string contains a control character"));
      if (c == '\\') {
        TRY(escape(out));
      } else {
        out.push_back(c);
        ++at_;
      }
    }
  }

  Status escape(std::string& out) {
    ++at_;
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out.push_back(c);
        return {};
      case 'b':
        out.push_back('\b');
        return {};
      case 'f':
        out.push_back('\f');
        return {};
      case 'n':
        out.push_back('\n');
        return {};
      case 'r':
        out.push_back('\r');
        return {};
      case 't':
        out.push_back('\t');
        return {};
      case 'u':
        break;
      default:
        --at_;
        return problem(say("this escape does not exist in JSON"));
    }
    TRY_ASSIGN(unsigned code, four_hex());
    if (code >= 0xd800 && code < 0xdc00) {
      if (!take_word("\\u")) return problem(say("half of a surrogate pair is missing"));
      TRY_ASSIGN(const unsigned low, four_hex());
      if (low < 0xdc00 || low > 0xdfff) return problem(say("half of a surrogate pair is missing"));
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    } else if (code >= 0xdc00 && code < 0xe000) {
      return problem(say("half of a surrogate pair is missing"));
    }
    append_utf8(out, code);
    return {};
  }

  Result<unsigned> four_hex() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      unsigned digit = 0;
      if (is_digit(c)) {
        digit = static_cast<unsigned>(c - '0');
      } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
        digit = static_cast<unsigned>((c | 0x20) - 'a') + 10;
      } else {
        return problem(say("four hexadecimal digits are expected here"));
      }
      code = code << 4 | digit;
      ++at_;
    }
    return code;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<JsonNode> read_json(std::string_view text) {
  if (text.size() > max_json_bytes) {
    return make_error(ErrorKind::invalid,
                      say("The JSON has {0} bytes; one event may have {1}.", {text.size(), max_json_bytes}),
                      say("Record large lists in several events, or import a file."));
  }
  if (!is_utf8(text)) {
    return make_error(ErrorKind::invalid, say("The JSON is not valid UTF-8 text."),
                      say("Save the file as UTF-8 and try again."));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // some editors put a byte order mark first
  return Reader(text).read();
}

}  // namespace sunledger
