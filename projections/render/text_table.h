#pragma once
// One table as text: in aligned columns, or as labelled lines for those who listen.

#include <cstddef>
#include <optional>
#include <string>

#include "projections/render/document.h"

namespace sunledger {

// Columns separated by two spaces, texts wrapped, figures on the right and never broken. Nothing when the figures alone
// need more than `width`.
std::optional<std::string> aligned_table(const Table& table, std::size_t width, bool positions);

// “Item 1 of 12. Subject: …. Budget: … yuan.”, one line a row.
std::string labelled_lines(const Table& table, bool positions);

}  // namespace sunledger
