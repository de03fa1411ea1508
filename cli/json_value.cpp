#include "cli/json_value.h"

#include "ledger/base/check.h"
#include "ledger/event/json_writer.h"

namespace sunledger {
namespace {

std::string quoted(std::string_view text) {
  JsonWriter writer(JsonStyle::one_line);
  writer.string(text);
  return writer.finish();
}

}  // namespace

JsonValue::JsonValue(std::string_view text) : text_(quoted(text)) {}
JsonValue::JsonValue(const std::string& text) : text_(quoted(text)) {}
JsonValue::JsonValue(const char* text) : text_(quoted(text)) {}

JsonValue JsonValue::object() {
  JsonValue value;
  value.kind_ = Kind::object;
  value.text_.clear();
  return value;
}

JsonValue JsonValue::array() {
  JsonValue value;
  value.kind_ = Kind::array;
  value.text_.clear();
  return value;
}

JsonValue JsonValue::raw(std::string json) {
  JsonValue value;
  value.text_ = std::move(json);
  return value;
}

JsonValue JsonValue::raw_lines(std::string json) {
  std::erase(json, '\n');
  return raw(std::move(json));
}

JsonValue& JsonValue::set(std::string_view name, const JsonValue& value) {
  INVARIANT(kind_ == Kind::object);
  if (!text_.empty()) text_ += ',';
  text_ += quoted(name) + ':' + value.to_text();
  return *this;
}

JsonValue& JsonValue::push(const JsonValue& value) {
  INVARIANT(kind_ == Kind::array);
  if (!text_.empty()) text_ += ',';
  text_ += value.to_text();
  return *this;
}

std::string JsonValue::to_text() const {
  switch (kind_) {
    case Kind::object:
      return '{' + text_ + '}';
    case Kind::array:
      return '[' + text_ + ']';
    case Kind::whole:
      break;
  }
  return text_;
}

}  // namespace sunledger
