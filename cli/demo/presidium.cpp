#include "cli/demo/presidium.h"

#include "cli/import/import.h"
#include "cli/import/kinds/kinds.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "projections/render/digest.h"
#include "projections/reports/report.h"

namespace sunledger::demo {
namespace {

Status import_file(Stage& stage, const std::string& kind, Day day) {
  const std::string file = stage.sample("2024/" + kind + ".csv");
  ImportRequest request;
  request.kind = import_kind(kind);
  request.file = file;
  request.day = day;
  const std::uint64_t first = stage.ledger().size();
  stage.move_clock(day);
  TRY_ASSIGN(const ImportOutcome outcome, run_import(stage.ledger(), stage.key("recorder-1"), request));
  if (outcome.end != ImportOutcome::End::recorded) {
    std::string lines;
    for (const std::string& line : outcome.report.to_lines()) lines += "\n" + line;
    return make_error(ErrorKind::refused, say("{0} was not imported:{1}", {file, lines}));
  }
  std::uint64_t found = 0;
  for (const auto& [rule, events] : outcome.found) found += events;
  stage.count_found(found);
  stage.tell_recorded("recorder-1",
                      say("imports {0}.csv: {1} rows, {2} events, {3} yuan.",
                          {kind, outcome.report.read(), outcome.events, to_yuan_grouped(Fen(outcome.fen))}),
                      first, stage.ledger().size());
  return {};
}

}  // namespace

Status import_accounts(Stage& stage, std::initializer_list<const char*> kinds, Day day) {
  for (const char* kind : kinds) TRY(import_file(stage, kind, day));
  return {};
}

Status review_by_presidium(Stage& stage, const Print& print, Checks& checks) {
  TRY_ASSIGN(const DrawnReport drawn,
             draw_report("budget-execution", stage.ledger(), report_request(stage.ledger(), 2024)));
  const std::string digest = to_hex(figures_digest(drawn.document).view());
  print(say("  The report “{0}” covers the first {1} entries; its figures digest is {2}…",
            {drawn.document.title, stage.ledger().size(), digest.substr(0, 16)}));
  const Replacements figures = {{"\"@position\"", std::to_string(stage.ledger().size())}, {"@digest", digest}};
  TRY(stage.record_file("approver-1", "2024/10-report.approver-1.jsonl", say("submits the report to the presidium."),
                        figures));
  TRY(stage.record_file("presidium-3", "2024/11-opinion.presidium-3.jsonl", say("raises an opinion."), figures));
  TRY(stage.record_file("secretary-1", "2024/12-review.secretary-1.jsonl",
                        say("records the presidium's meeting and its review."), figures));
  // What was reviewed can be drawn again for ever, whatever is recorded later.
  ReportRequest again = report_request(stage.ledger(), 2024);
  again.as_of.position = drawn.document.provenance.position;
  TRY_ASSIGN(const DrawnReport redrawn, draw_report("budget-execution", stage.ledger(), again));
  checks.expect(say("the reviewed report, drawn again, has the same figures"),
                figures_digest(redrawn.document) == figures_digest(drawn.document));
  return {};
}

ReportRequest report_request(const Ledger& ledger, int year) {
  ReportRequest request;
  request.year = year;
  request.root_at = [&ledger](std::uint64_t size) { return ledger.root_at(size); };
  return request;
}

}  // namespace sunledger::demo
