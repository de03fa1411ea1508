#pragma once
// What the kinds and their fields are for, in one sentence each, to be said.

#include <cstdint>
#include <string>
#include <string_view>

namespace sunledger {

// English, to be passed to say(). `kind` is known (INVARIANT).
const char* kind_purpose(std::uint16_t kind);

// nullptr where the field's name says it. `path` as in FieldRule.
const char* field_meaning(std::string_view kind, std::string_view path);

}  // namespace sunledger
