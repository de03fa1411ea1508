#pragma once
// What redrawing a report found, for people and for programs; the same from both programs.

#include <optional>
#include <string>

#include "projections/redraw/redraw.h"

namespace sunledger {

// "equal", "equal_in_figures", "differs": stable.
std::string_view name_of(Verdict verdict);

// Lines in the reader's language, and one JSON object on one line. Each names the first `differences_told` differences
// of either kind and counts the rest.
inline constexpr std::size_t differences_told = 50;
std::string redrawn_text(const Redrawn& redrawn, const std::string& file);
std::string redrawn_json(const Redrawn& redrawn);

// The same as an error where the report must not be relied on as it is; nothing when it is equal. Corrupt, or
// incomplete where other versions drew it and so nobody can tell a changed report from a changed program.
std::optional<Error> redrawn_error(const Redrawn& redrawn, const std::string& file);

}  // namespace sunledger
