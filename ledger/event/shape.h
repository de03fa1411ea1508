#pragma once
// The kinds and their fields as an officer meets them in JSON, read from the schema itself: names, types, allowed
// values. Nothing here is written by hand, so that it cannot differ from what is stored.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sunledger {

enum class FieldType { text, integer, yuan, day, hex, flag, choice, object };

struct ObjectShape;

struct FieldShape {
  std::string name;
  FieldType type = FieldType::text;
  bool is_list = false;
  std::uint64_t largest = 0;                  // integer: the largest that fits
  std::vector<std::string> choices;           // choice: by number
  std::shared_ptr<const ObjectShape> object;  // object: its fields
};

struct ObjectShape {
  std::vector<FieldShape> fields;  // in the order of the schema

  const FieldShape* find(std::string_view name) const {
    for (const FieldShape& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

struct KindShape {
  std::uint16_t kind = 0;
  std::string name;    // "PaymentRecorded"
  std::string family;  // the schema file: "payment"
  ObjectShape object;
};

// All known kinds, by number.
const std::vector<KindShape>& kind_shapes();

}  // namespace sunledger
