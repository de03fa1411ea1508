#include "projections/reports/report.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/reports/anchors.h"
#include "projections/reports/budget_execution.h"
#include "projections/reports/final_accounts.h"
#include "projections/reports/frame.h"
#include "projections/reports/rollup.h"
#include "projections/reports/selection.h"
#include "projections/reports/transparency.h"
#include "projections/views/accounts.h"
#include "projections/views/anchors.h"
#include "projections/views/openness.h"
#include "projections/views/view_store.h"

namespace sunledger {
namespace {

using Notes = std::vector<std::string>;

// From the saved state where that answers the question, else folded afresh.
Status bring(View& view, const EntrySource& source, const ReportRequest& request, bool afresh, Notes& notes) {
  View* const views[] = {&view};
  if (afresh) return follow(views, source, request.as_of);
  TRY_ASSIGN(notes, bring_up_to_date(views, source, request.views_folder, 1000));
  return {};
}

int latest_year(const AccountsView& view, const ReportRequest& request) {
  const auto& lines = view.state().lines;
  if (!lines.empty()) return lines.rbegin()->first.year;
  return year_of(reference_day(view, request));
}

Status check_period(const ReportRequest& request) {
  const auto outside = [&](const std::optional<Day>& day) { return day && year_of(*day) != request.year; };
  if (!outside(request.from) && !outside(request.to) &&
      (!request.from || !request.to || *request.from <= *request.to)) {
    return {};
  }
  return make_error(ErrorKind::usage, say("The period does not lie within the year {0}.", {request.year}),
                    say("Give --year, and --from and --to as days of that year, the first not after the last."));
}

// The last position of the period asked for, when nobody says which year: that of `to` or `from`.
int asked_year(const ReportRequest& request) {
  if (request.year != 0) return request.year;
  if (request.to) return year_of(*request.to);
  return request.from ? year_of(*request.from) : 0;
}

Result<DrawnReport> draw_accounts(bool budget, const EntrySource& source, ReportRequest request) {
  request.year = asked_year(request);
  const bool afresh = !request.as_of.everything() || request.from || request.to;
  AccountsView plain(request.from, request.to);
  DrawnReport drawn;
  TRY(bring(plain, source, request, afresh, drawn.notes));
  if (request.year == 0) request.year = latest_year(plain, request);
  TRY(check_period(request));
  CellPositions positions;
  if (request.positions) {
    // The saved state knows sums, not entries: a second fold up to the very same entry asks for those.
    AccountsView traced(request.from, request.to, positions.trace());
    View* const views[] = {&traced};
    if (plain.covered().size > 0) TRY(follow(views, source, {Position(plain.covered().size - 1), {}}));
  }
  const auto make = budget ? make_budget_execution : make_final_accounts;
  TRY_ASSIGN(drawn.document, make(plain, request, request.positions ? &positions : nullptr));
  return drawn;
}

Result<DrawnReport> draw_anchors(const EntrySource& source, ReportRequest request) {
  request.year = asked_year(request);
  AnchorsView view;
  DrawnReport drawn;
  TRY(bring(view, source, request, !request.as_of.everything(), drawn.notes));
  if (request.year == 0) request.year = year_of(reference_day(view, request));
  TRY_ASSIGN(drawn.document, make_anchors(view, request));
  return drawn;
}

int latest_year(const std::vector<RolledUpLedger>& ledgers, const AnchorsView& view, const ReportRequest& request) {
  int year = 0;
  for (const RolledUpLedger& one : ledgers) {
    if (one.accounts && !one.accounts->state().lines.empty()) {
      year = std::max<int>(year, one.accounts->state().lines.rbegin()->first.year);
    }
  }
  return year != 0 ? year : year_of(reference_day(view, request));
}

Result<DrawnReport> draw_rollup(const EntrySource& source, ReportRequest request) {
  if (request.from || request.to || request.body || request.positions) {
    return make_error(
        ErrorKind::usage, say("A roll-up is of whole years and whole ledgers."),
        say("Leave out --from, --to, --body, --own and --positions; draw the ledger's own report for them."));
  }
  if (request.ledger_dir.empty()) {
    return make_error(ErrorKind::incomplete, say("The followed ledgers are not at hand here."),
                      say("Draw it where “sunledger anchor follow” runs."));
  }
  AnchorsView view;
  DrawnReport drawn;
  const bool afresh = !request.as_of.everything();
  TRY(bring(view, source, request, afresh, drawn.notes));
  const auto ledgers = read_followed(view.state().ledgers, request.ledger_dir, !afresh);
  if (request.year == 0) request.year = latest_year(ledgers, view, request);
  TRY_ASSIGN(drawn.document, make_rollup(view, ledgers, request));
  drawn.lacks_ledgers =
      std::any_of(ledgers.begin(), ledgers.end(), [](const RolledUpLedger& one) { return one.accounts == nullptr; });
  return drawn;
}

Result<DrawnReport> draw_transparency(const EntrySource& source, ReportRequest request) {
  request.year = asked_year(request);
  OpennessView view;
  DrawnReport drawn;
  TRY(bring(view, source, request, !request.as_of.everything(), drawn.notes));
  if (request.year == 0) request.year = year_of(reference_day(view, request));
  TRY(check_period(request));
  TRY_ASSIGN(drawn.document, make_transparency(view, request));
  return drawn;
}

}  // namespace

const std::vector<std::string_view>& report_names() {
  static const std::vector<std::string_view> names = {"budget-execution", "final-accounts", "transparency", "anchors"};
  return names;
}

Result<DrawnReport> draw_report(std::string_view name, const EntrySource& source, const ReportRequest& request) {
  if (request.rollup && name != "budget-execution") {
    return make_error(ErrorKind::usage, say("Only “budget-execution” can be rolled up."), say("Leave out --rollup."));
  }
  if (request.rollup) return draw_rollup(source, request);
  if (name == "anchors") return draw_anchors(source, request);
  if (name == "budget-execution") return draw_accounts(true, source, request);
  if (name == "final-accounts") return draw_accounts(false, source, request);
  if (name == "transparency") return draw_transparency(source, request);
  std::string known;
  for (const std::string_view one : report_names()) known += (known.empty() ? "" : ", ") + std::string(one);
  return make_error(ErrorKind::usage, say("There is no report “{0}”.", {name}), say("Reports are: {0}.", {known}));
}

}  // namespace sunledger
