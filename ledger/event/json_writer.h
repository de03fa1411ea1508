#pragma once
// JSON text, one line or pretty, members in the order in which they are told.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace sunledger {

enum class JsonStyle { one_line, pretty };

class JsonWriter {
 public:
  explicit JsonWriter(JsonStyle style) : pretty_(style == JsonStyle::pretty) {}

  void open(char bracket);
  void close(char bracket);
  void next();  // before each element of an array
  void member(std::string_view name);
  void member(std::string_view name, std::string_view text);
  // Quoted and escaped; bytes that are no UTF-8 become U+FFFD, control and invisible characters \u escapes.
  void string(std::string_view text);
  void raw(std::string_view json) { out_ += json; }
  std::string finish() { return std::move(out_); }

 private:
  void new_line();

  std::string out_;
  std::size_t depth_ = 0;
  bool first_ = true;
  bool pretty_;
};

}  // namespace sunledger
