#include "projections/redraw/reported.h"

#include "ledger/base/text.h"
#include "projections/redraw/reported_formats.h"
#include "projections/render/csv.h"

namespace sunledger {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

}  // namespace

bool looks_like_report(std::string_view text) {
  text = without_mark(text);
  return text.starts_with('{') || text.starts_with('<') || text.starts_with("table,") ||
         text.starts_with(csv_statement_table);
}

Result<ReportedDocument> read_reported(std::string_view text) {
  if (text.size() > max_reported_bytes) return faulty_report("size");
  text = without_mark(text);
  if (text.starts_with('<')) return read_reported_html(text);
  return text.starts_with("table,") || text.starts_with(csv_statement_table) ? read_reported_csv(text)
                                                                             : read_reported_json(text);
}

Error faulty_report(std::string_view part) {
  // zh: 报表文件的“{0}”缺失或格式不对。
  return make_error(
      ErrorKind::invalid, say("The report file's \"{0}\" is missing or not in the form of a report.", {part}),
      // zh: 请使用 sunledger report … --format json 生成的文件。
      say("Use a file made by “sunledger report NAME -o FILE” with --format json, html or csv, as it is."));
}

}  // namespace sunledger
