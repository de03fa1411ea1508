#pragma once
// What `sunledger kinds` tells: every kind of event, what it is for, its fields, a valid sample, its JSON Schema.
// Names, types and allowed values come from the schema, what is required from the check of fields (required.h).

#include <cstdint>
#include <string>
#include <vector>

namespace sunledger {

struct FieldInfo {
  std::string name;
  std::string type;  // said: "text", "amount in yuan", "list of objects", "one of: goods, services, works"…
  bool required = false;
  std::string meaning;             // one line, said; empty where the name says it
  std::vector<FieldInfo> members;  // of an object or a list of objects
};

struct KindInfo {
  std::uint16_t kind = 0;
  std::string name;     // "PaymentRecorded"
  std::string family;   // "payment"
  std::string purpose;  // one sentence, said
  std::vector<FieldInfo> fields;
};

// In the reader's language; `kind` is known (INVARIANT).
KindInfo kind_info(std::uint16_t kind);
std::vector<KindInfo> all_kind_infos();

// A valid sample with plausible content, pretty JSON with a final newline: samples/events/<Kind>.json.
std::string kind_template(std::uint16_t kind);

// JSON Schema (draft-07) of the kind's JSON form, pretty, with a final newline.
std::string kind_schema(std::uint16_t kind);

}  // namespace sunledger
