#include "ledger/people/field_lines.h"

#include "ledger/base/text.h"

namespace sunledger {

Error FieldLines::error(const std::string& reason) const {
  return make_error(ErrorKind::invalid, say("{0}, line {1}: {2}", {what_, line_, reason}),
                    say("Use the file exactly as it was written; a copy may be damaged."));
}

Status FieldLines::within(std::size_t limit_bytes) const {
  if (rest_.size() <= limit_bytes) return {};
  return make_error(ErrorKind::invalid, say("{0}: larger than the {1} bytes allowed.", {what_, limit_bytes}));
}

Result<std::string_view> FieldLines::take_line() {
  ++line_;
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return error(say("the file ends too early."));
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  if (!line.empty() && line.back() == '\r') return error(say("it has Windows line ends; copy the file unchanged."));
  return line;
}

Status FieldLines::version(std::string_view expected) {
  TRY_ASSIGN(const std::string_view line, take_line());
  if (line == expected) return {};
  return error(say("expected “{0}”. It is another kind of file, or a newer version is needed to read it.", {expected}));
}

Result<std::string_view> FieldLines::field(std::string_view name) {
  TRY_ASSIGN(std::string_view line, take_line());
  const std::string start = std::string(name) + ": ";
  if (line.substr(0, start.size()) != start) return error(say("expected “{0}” here.", {start}));
  return line.substr(start.size());
}

Result<Bytes> FieldLines::hex_field(std::string_view name, std::size_t size_bytes) {
  TRY_ASSIGN(const std::string_view value, field(name));
  if (value.size() == 2 * size_bytes && value.find_first_not_of("0123456789abcdef") == std::string_view::npos) {
    if (auto bytes = from_hex(value)) return *std::move(bytes);
  }
  return error(say("“{0}” must be {1} lower-case hexadecimal digits.", {name, 2 * size_bytes}));
}

Status FieldLines::end() const {
  if (rest_.empty()) return {};
  return make_error(ErrorKind::invalid, say("{0}: there is more after the last line, {1}.", {what_, line_}));
}

}  // namespace sunledger
