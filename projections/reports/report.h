#pragma once
// Drawing a report: from a source of entries and a request to a document. Saved views answer at once; --as-of, --from
// and --to, and --positions fold the entries again.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/day.h"
#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"
#include "projections/render/document.h"
#include "projections/views/follow.h"

namespace sunledger {

struct ReportRequest {
  int year = 0;                     // 0: the latest year with budget lines
  std::optional<Day> from, to;      // happened days, both included
  AsOf as_of;                       // recorded time
  bool positions = false;           // the entries behind each figure
  std::optional<std::string> body;  // nothing: all books; empty: the federation's own

  bool rollup = false;  // the followed ledgers' budgets instead of the own

  std::string ledger_dir;    // DIR, for what `anchor follow` kept of followed ledgers; empty: nothing is at hand
  std::string views_folder;  // DIR/views; empty: no saved views
  std::function<Result<Hash>(std::uint64_t size)> root_at;  // the tree's root, for provenance
  std::int32_t utc_offset_minutes = 480;                    // the charter's, to know the day of a recorded time
};

// Stable names, in the order in which help lists them.
const std::vector<std::string_view>& report_names();

struct DrawnReport {
  Document document;
  std::vector<std::string> notes;  // about saved views: for stderr, no part of the report
  bool lacks_ledgers = false;      // a roll-up in which followed ledgers are missing; the document names them
};

// Errors: usage for an unknown name or a period outside the year, invalid for an empty log or an as-of before its first
// entry, those of the source.
Result<DrawnReport> draw_report(std::string_view name, const EntrySource& source, const ReportRequest& request);

}  // namespace sunledger
