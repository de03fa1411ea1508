#pragma once
// A report in one of the formats that can be handed back and redrawn. Whoever draws and whoever redraws ask here, so
// that they mean the same bytes.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

enum class ReportFormat { json, html, csv };

std::string_view name_of(ReportFormat format);  // "json"
std::optional<ReportFormat> report_format(std::string_view name);

// CSV is the long form of published accounts where the report has one and no positions are asked for, else a section a
// table; either ends with the line of the report's statement (csv.h).
std::string render_in(ReportFormat format, const Document& document, const Hash& digest, bool with_positions);

}  // namespace sunledger
