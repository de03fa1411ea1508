#pragma once
// What text a cell may hold: valid UTF-8 without control characters, of bounded length, without surrounding spaces.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sunledger {

// Strict UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF), fed in pieces.
class Utf8Check {
 public:
  // How many bytes of `piece` are sound; less than its size means an invalid sequence ends at that byte.
  std::size_t feed(std::string_view piece);
  // Whether the text may end here, not inside a sequence.
  bool complete() const { return missing_ == 0; }
  // Characters of three bytes seen so far: in Chinese text in UTF-8 nearly all, in GB18030 read as UTF-8 nearly none.
  std::uint64_t three_byte_characters() const { return three_byte_characters_; }

 private:
  int missing_ = 0;
  unsigned char low_ = 0x80;
  unsigned char high_ = 0xBF;
  bool three_ = false;
  std::uint64_t three_byte_characters_ = 0;
};

// Without surrounding ASCII spaces, tabs and line breaks and ideographic spaces (U+3000). Tabs, because banks append
// one to keep a spreadsheet from reading an account as a number.
std::string_view trim(std::string_view text);

enum class CellFault { none, not_utf8, control_character, too_long };
// Control characters are C0 (a line feed inside the text is allowed), DEL, C1 and the bidirectional controls that make
// a voucher look other than it is (Unicode TR36 §3.2).
CellFault check_cell_text(std::string_view text);

// At most `limit_bytes`, cut between characters with an ellipsis: for headers in messages.
std::string shortened(std::string_view text, std::size_t limit_bytes);

}  // namespace sunledger
