#pragma once
// What a command answers under --json: built member by member, kept as text, so that a value of any size is one string.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace sunledger {

class JsonValue {
 public:
  JsonValue() = default;                                                       // null
  JsonValue(std::string_view text);                                            // NOLINT(google-explicit-constructor)
  JsonValue(const std::string& text);                                          // NOLINT(google-explicit-constructor)
  JsonValue(const char* text);                                                 // NOLINT(google-explicit-constructor)
  JsonValue(std::same_as<bool> auto flag) : text_(flag ? "true" : "false") {}  // NOLINT(google-explicit-constructor)
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) JsonValue(Integer number)  // NOLINT(google-explicit-constructor)
      : text_(std::to_string(number)) {}

  static JsonValue object();
  static JsonValue array();
  // Text that is JSON already, e.g. event_json's, on one line.
  static JsonValue raw(std::string json);
  // The same, of pretty JSON: whose line feeds stand between tokens only, since JSON escapes those in texts.
  static JsonValue raw_lines(std::string json);

  // Each name once; on an object (INVARIANT).
  JsonValue& set(std::string_view name, const JsonValue& value);
  // On an array (INVARIANT).
  JsonValue& push(const JsonValue& value);

  bool is_null() const { return kind_ == Kind::whole && text_ == "null"; }
  // One line, without a line feed.
  std::string to_text() const;

 private:
  enum class Kind { whole, object, array };
  Kind kind_ = Kind::whole;
  std::string text_ = "null";  // of an object or array: what stands between the brackets
};

}  // namespace sunledger
