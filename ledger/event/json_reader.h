#pragma once
// Strict JSON (RFC 8259) from strangers: bounded in size and depth, UTF-8 only, no member twice, nothing after the
// value. Numbers stay text, so that no digit of them is lost.

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace sunledger {

inline constexpr std::size_t max_json_bytes = 64 * 1024;
inline constexpr int max_json_depth = 16;
inline constexpr std::size_t max_json_members = 64;  // of one object; no kind has half as many

struct JsonMember;

struct JsonNode {
  enum class Type { null, boolean, number, string, array, object };
  Type type = Type::null;
  std::string text;  // string: its characters; number: as written; boolean: "true" or "false"
  std::vector<JsonNode> items;
  std::vector<JsonMember> members;

  JsonNode* find(std::string_view name);
};

struct JsonMember {
  std::string name;
  JsonNode value;
};

inline JsonNode* JsonNode::find(std::string_view name) {
  for (auto& [member, value] : members) {
    if (member == name) return &value;
  }
  return nullptr;
}

// Errors: invalid, with line and column (both from 1; the column counts bytes).
Result<JsonNode> read_json(std::string_view text);

}  // namespace sunledger
