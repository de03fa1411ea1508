#include "projections/reports/yearly_reports.h"

#include <set>

#include "projections/reports/budget_execution.h"
#include "projections/reports/final_accounts.h"
#include "projections/reports/frame.h"
#include "projections/reports/transparency.h"
#include "projections/views/accounts.h"
#include "projections/views/openness.h"

namespace sunledger {
namespace {

std::set<int> years_of(const AccountsView& accounts, const ReportRequest& request) {
  std::set<int> years;
  for (const auto& [key, line] : accounts.state().lines) years.insert(key.year);
  if (years.empty()) years.insert(year_of(reference_day(accounts, request)));
  return years;
}

}  // namespace

Status draw_yearly_reports(const EntrySource& source, const ReportRequest& request_in,
                           const std::function<Status(std::string_view, int, const Document&)>& visit) {
  ReportRequest request;
  request.as_of.position = request_in.as_of.position;
  request.root_at = request_in.root_at;
  request.utc_offset_minutes = request_in.utc_offset_minutes;
  AccountsView accounts;
  OpennessView openness;
  View* const views[] = {&accounts, &openness};
  TRY(follow(views, source, request.as_of));
  for (const int year : years_of(accounts, request)) {
    request.year = year;
    for (const std::string_view name : yearly_report_names) {
      const auto make = [&]() -> Result<Document> {
        if (name == "budget-execution") return make_budget_execution(accounts, request, nullptr);
        if (name == "final-accounts") return make_final_accounts(accounts, request, nullptr);
        INVARIANT(name == "transparency");
        return make_transparency(openness, request);
      };
      TRY_ASSIGN(const Document document, make());
      TRY(visit(name, year, document));
    }
  }
  return {};
}

}  // namespace sunledger
