#pragma once
// A report redrawn: read what it says it is, draw that again from the entries, in its own language and format, and say
// whether it is equal, equal in figures, or where it differs. The same versions draw equal bytes (house rule 18), so a
// report that is not equal byte for byte is compared figure by figure and word by word.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"
#include "projections/redraw/differences.h"
#include "projections/redraw/recorded_reports.h"
#include "projections/redraw/reported.h"

namespace sunledger {

// Entries whoever asks has reason to believe: a ledger's own, or those that a checkpoint was found to hold.
struct RedrawSource {
  const EntrySource& entries;
  std::string origin;
  std::function<Result<Hash>(std::uint64_t size)> root_at;
  std::string ledger_dir = {};  // where followed ledgers are kept, for roll-ups; empty: they are not at hand
};

enum class Verdict {
  equal,             // every byte; or, in JSON and CSV, everything but their layout
  equal_in_figures,  // every figure, but not every word
  differs,
};

struct Redrawn {
  ReportFormat format = ReportFormat::json;
  ReportStatement stated;
  Hash digest;           // of the figures drawn anew
  NamedValues versions;  // that they were drawn with
  Verdict verdict = Verdict::differs;
  bool equal_bytes = false;
  bool same_figure_versions = false;  // of the report and its views
  bool same_words_version = false;    // of the program whose words they are, in a language that is installed
  ReportDifferences differences;
  // Events of the log that cite these figures; and submissions of this report, year and position that cite others.
  std::vector<ReportSubmission> submitted;
  std::vector<ReportReview> reviewed;
  std::vector<ReportSubmission> other_figures;
};

// Errors: invalid (not a report), corrupt (of another log, or of another history of this one), incomplete (entries that
// are not there yet, a report, parameter or language newer than this program), those of the source.
Result<Redrawn> redraw(std::string_view text, const RedrawSource& source);

}  // namespace sunledger
