#pragma once
// What a key or a person may be called, so that the name fits every format of ours that holds one.

#include <cstddef>
#include <string_view>

namespace sunledger {

inline constexpr std::size_t max_key_name_bytes = 255;

// 1 to 255 bytes of UTF-8 without white space, control characters and '+' (C2SP signed-note, key names).
bool is_key_name(std::string_view name);

}  // namespace sunledger
