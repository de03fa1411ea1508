#include "projections/redraw/redraw.h"

#include <algorithm>

#include "ledger/base/in_language.h"
#include "ledger/base/text.h"
#include "projections/render/digest.h"
#include "projections/reports/report.h"

namespace sunledger {
namespace {

std::string install_newest() {
  return say("Install the newest program, and verify again.");
}

// The report must be of this log, of this history, and of entries that are there.
Status belongs(const ReportStatement& stated, const RedrawSource& source) {
  if (stated.origin != source.origin) {
    return make_error(ErrorKind::corrupt,
                      say("The report speaks of {0}, this ledger is {1}.", {stated.origin, source.origin}),
                      say("Name the ledger it was drawn from with --ledger."));
  }
  if (stated.position.value >= source.entries.size()) {
    return make_error(
        ErrorKind::incomplete,
        say("The report covers position {0}, which this ledger does not have yet.", {stated.position.value}),
        say("Verify it against the newest copy."));
  }
  TRY_ASSIGN(const Hash root, source.root_at(stated.position.value + 1));
  if (root != stated.root) {
    return make_error(ErrorKind::corrupt,
                      say("The report was drawn from another history: its root is not this ledger's."),
                      say("One of the two was changed. Compare both with a checkpoint from elsewhere."));
  }
  return {};
}

Result<ReportRequest> request_of(const ReportStatement& stated) {
  ReportRequest request;
  for (const auto& [name, value] : stated.parameters) {
    const auto day = parse_day(value);
    if (name == "year" && value.size() == 4 &&
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      request.year = std::stoi(value);
    } else if (name == "from" && day) {
      request.from = day;
    } else if (name == "to" && day) {
      request.to = day;
    } else if (name == "body") {
      request.body = value;
    } else if (name == "rollup" && value == "anchors") {
      request.rollup = true;
    } else {
      return make_error(ErrorKind::incomplete,
                        say("The report has a parameter that this program does not know: {0}.", {name}),
                        install_newest());
    }
  }
  const auto& known = report_names();
  if (std::find(known.begin(), known.end(), stated.report) == known.end()) {
    return make_error(ErrorKind::incomplete, say("This program does not draw the report “{0}”.", {stated.report}),
                      install_newest());
  }
  request.as_of.position = stated.position;
  request.positions = stated.with_positions;
  return request;
}

std::string* program_in(NamedValues& versions) {
  const auto found =
      std::find_if(versions.begin(), versions.end(), [](const auto& one) { return one.first == "program"; });
  return found == versions.end() ? nullptr : &found->second;
}

NamedValues without_program(NamedValues versions) {
  std::erase_if(versions, [](const auto& one) { return one.first == "program"; });
  return versions;
}

// Another program may have drawn the very same bytes but for its own version; so that is taken from the report.
void take_program(const ReportStatement& stated, Document& document) {
  NamedValues versions = stated.versions;
  const std::string* program = program_in(versions);
  std::string* own = program_in(document.provenance.versions);
  constexpr std::size_t longest_version = 32;
  if (program == nullptr || own == nullptr || program->size() > longest_version) return;
  *own = *program;
}

void settle_verdict(Redrawn& redrawn) {
  const bool figures_hold = redrawn.differences.figures.empty();
  const bool everything_holds = figures_hold && redrawn.differences.words.empty();
  redrawn.verdict = redrawn.equal_bytes || everything_holds ? Verdict::equal
                    : figures_hold                          ? Verdict::equal_in_figures
                                                            : Verdict::differs;
}

// The first line that is not the same: of markup, a reader's eye must judge.
Difference first_other_line(std::string_view reported, std::string_view redrawn) {
  constexpr std::size_t longest = 160;
  const auto at = static_cast<std::size_t>(
      std::mismatch(reported.begin(), reported.end(), redrawn.begin(), redrawn.end()).first - reported.begin());
  const auto line = [at](std::string_view text) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    return std::string(text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin).substr(0, longest));
  };
  const auto number = 1 + std::count(reported.begin(), reported.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return {{}, {}, "line " + std::to_string(number), line(reported), line(redrawn)};
}

Status compare_with(const Document& document, std::string_view text, const ReportedDocument& reported,
                    Redrawn& redrawn) {
  const std::string again = render_in(reported.format, document, redrawn.digest, reported.statement.with_positions);
  redrawn.equal_bytes = again == text;
  if (redrawn.equal_bytes) return {};
  TRY_ASSIGN(const ReportedDocument read_again, read_reported(again));
  redrawn.differences = differences(reported, read_again, document);
  // What the readers do not see may still be shown: a page's markup, or a member of the statement that nobody knows.
  const bool hidden = reported.format == ReportFormat::html ||
                      (reported.statement.text != read_again.statement.text && redrawn.same_figure_versions);
  if (hidden && redrawn.differences.figures.empty() && redrawn.differences.words.empty()) {
    redrawn.differences.words.push_back(first_other_line(text, again));
  }
  return {};
}

void cite(const RecordedReports& recorded, Redrawn& redrawn) {
  const ReportStatement& stated = redrawn.stated;
  const auto year = std::find_if(stated.parameters.begin(), stated.parameters.end(),
                                 [](const auto& parameter) { return parameter.first == "year"; });
  for (const ReportSubmission& one : recorded.submitted) {
    if (one.digest == redrawn.digest) {
      redrawn.submitted.push_back(one);
    } else if (one.name == stated.report && one.covers == stated.position.value + 1 &&
               year != stated.parameters.end() && std::to_string(one.year) == year->second) {
      redrawn.other_figures.push_back(one);
    }
  }
  for (const ReportReview& one : recorded.reviewed) {
    if (one.digest == redrawn.digest) redrawn.reviewed.push_back(one);
  }
}

Result<std::uint64_t> recorded_ms_at(const EntrySource& source, Position position) {
  TRY_ASSIGN(const Bytes bytes, source.entry_bytes(position));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  return entry.recorded_ms;
}

}  // namespace

Result<Redrawn> redraw(std::string_view text, const RedrawSource& source) {
  TRY_ASSIGN(const ReportedDocument reported, read_reported(text));
  const ReportStatement& stated = reported.statement;
  TRY(belongs(stated, source));
  TRY_ASSIGN(ReportRequest request, request_of(stated));
  TRY_ASSIGN(const RecordedReports recorded, read_recorded_reports(source.entries));
  TRY_ASSIGN(const std::uint64_t recorded_ms, recorded_ms_at(source.entries, stated.position));
  request.utc_offset_minutes = utc_offset_minutes_at(recorded, stated.position, recorded_ms);
  request.root_at = source.root_at;
  request.ledger_dir = source.ledger_dir;

  Redrawn redrawn;
  redrawn.format = reported.format;
  redrawn.stated = stated;
  {
    // Where its language is not installed, in the reader's: the figures are the same in every one.
    const InLanguage as_written(stated.language);
    TRY_ASSIGN(DrawnReport drawn, draw_report(stated.report, source.entries, request));
    Document& document = drawn.document;
    redrawn.digest = figures_digest(document);
    redrawn.versions = document.provenance.versions;
    redrawn.same_figure_versions = without_program(redrawn.versions) == without_program(stated.versions);
    redrawn.same_words_version = redrawn.versions == stated.versions && as_written.speaks();
    take_program(stated, document);
    TRY(compare_with(document, text, reported, redrawn));
  }
  settle_verdict(redrawn);
  cite(recorded, redrawn);
  return redrawn;
}

}  // namespace sunledger
