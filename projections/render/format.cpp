#include "projections/render/format.h"

#include "projections/render/csv.h"
#include "projections/render/html.h"
#include "projections/render/json.h"

namespace sunledger {

std::string_view name_of(ReportFormat format) {
  switch (format) {
    case ReportFormat::json:
      return "json";
    case ReportFormat::html:
      return "html";
    case ReportFormat::csv:
      return "csv";
  }
  return "";
}

std::optional<ReportFormat> report_format(std::string_view name) {
  for (const ReportFormat format : {ReportFormat::json, ReportFormat::html, ReportFormat::csv}) {
    if (name == name_of(format)) return format;
  }
  return std::nullopt;
}

std::string render_in(ReportFormat format, const Document& document, const Hash& digest, bool with_positions) {
  switch (format) {
    case ReportFormat::json:
      return render_json(document, digest, {with_positions, false});
    case ReportFormat::html:
      return render_html(document, digest, {with_positions});
    case ReportFormat::csv:
      break;
  }
  const bool long_form = has_long_form(document) && !with_positions;
  return (long_form ? render_csv_long(document) : render_csv(document, {with_positions})) +
         csv_statement(document, digest, with_positions, long_form);
}

}  // namespace sunledger
