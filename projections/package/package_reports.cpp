#include "projections/package/package_reports.h"

#include "projections/redraw/recorded_reports.h"
#include "projections/render/digest.h"
#include "projections/render/format.h"
#include "projections/reports/yearly_reports.h"

namespace sunledger {

Status draw_package_reports(const ReportsSource& source,
                            const std::function<Status(const std::string&, const std::string&)>& visit) {
  const Position last(source.size - 1);
  TRY_ASSIGN(const Bytes bytes, source.entries.entry_bytes(last));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  TRY_ASSIGN(const RecordedReports recorded, read_recorded_reports(source.entries));
  ReportRequest request;
  request.as_of.position = last;
  request.root_at = source.root_at;
  request.utc_offset_minutes = utc_offset_minutes_at(recorded, last, entry.recorded_ms);
  return draw_yearly_reports(
      source.entries, request, [&](std::string_view name, int year, const Document& document) -> Status {
        const Hash digest = figures_digest(document);
        for (const ReportFormat format : {ReportFormat::html, ReportFormat::json, ReportFormat::csv}) {
          const std::string path =
              "reports/" + std::to_string(year) + "/" + std::string(name) + "." + std::string(name_of(format));
          TRY(visit(path, render_in(format, document, digest, false)));
        }
        return {};
      });
}

}  // namespace sunledger
