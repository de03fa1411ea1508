#pragma once
// Text on a grid of character cells: Chinese characters take two, combining marks none (UAX #11, #29). All widths are
// display columns; all text is UTF-8.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sunledger {

// The text as it may be shown: bytes that are not UTF-8, control characters and those that reorder the line (bidi
// overrides, Trojan Source CVE-2021-42574) become U+FFFD, line breaks and tabs a space. What is recorded is somebody
// else's words, and must not steer a reader's terminal or page.
std::string printable(std::string_view text);

std::size_t display_width(std::string_view text);

enum class Align { left, right };
// Filled with spaces to `width` columns; text that is wider is returned unchanged, never cut.
std::string pad(std::string_view text, std::size_t width, Align align = Align::left);

// Lines of at most `width` columns (never less than 2): broken at spaces and between wide characters, not before
// closing nor after opening punctuation; a longer word is broken where it must. Nothing but the spaces at a break is
// lost. An empty text is one empty line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace sunledger
