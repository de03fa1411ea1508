#include "projections/reports/rollup.h"

#include "ledger/anchors/anchor_visit.h"
#include "ledger/anchors/mirror.h"
#include "ledger/base/text.h"
#include "projections/render/figures.h"
#include "projections/reports/anchors.h"
#include "projections/reports/execution_figures.h"
#include "projections/reports/frame.h"
#include "projections/views/view_store.h"

namespace sunledger {
namespace {

Result<std::unique_ptr<AccountsView>> accounts_of(const std::string& folder, const AnchorSight& sight, bool use_saved) {
  TRY_ASSIGN(const auto entries, MirroredEntries::open(folder + "/mirror", sight.size, sight.root));
  auto accounts = std::make_unique<AccountsView>();
  View* const views[] = {accounts.get()};
  TRY(bring_up_to_date(views, *entries, use_saved ? folder + "/views" : std::string()));
  return accounts;
}

class Drawing {
 public:
  Drawing(const AnchorsView& view, const std::vector<RolledUpLedger>& ledgers, const ReportRequest& request)
      : view_(view), ledgers_(ledgers), request_(request), figures_(request, nullptr) {
    for (const RolledUpLedger& ledger : ledgers_) {
      lines_.push_back(ledger.accounts ? select_lines(*ledger.accounts, request.year, request.body) : SelectedLines());
      all_.insert(all_.end(), lines_.back().begin(), lines_.back().end());
    }
  }

  Result<Document> draw() {
    ReportHead head{
        "budget-execution", say("Budget execution, rolled up"), view_.state().origin, view_.state().name, {&view_}, {}};
    TRY_ASSIGN(Document document, begin_document(head, request_));
    document.provenance.parameters.emplace_back("rollup", "anchors");
    document.provenance.versions.emplace_back("view.accounts", std::to_string(AccountsView().version()));
    document.conclusion = conclusion();
    document.tables = {by_ledger(), by_source(), by_function(), missing()};
    document.remarks.push_back(
        {say("How to read it"),
         say("Each ledger counts as it stood at the checkpoint that was recorded of it, from entries verified under "
             "that checkpoint. The own books are not in these sums: grants from them to the ledgers below would count "
             "twice. The rate is paid of the whole year's budget, that is the budget with its adjustments."),
         {}});
    return document;
  }

 private:
  std::size_t counted() const {
    std::size_t count = 0;
    for (const RolledUpLedger& ledger : ledgers_) count += ledger.accounts != nullptr;
    return count;
  }

  std::string conclusion() const {
    const std::size_t missing = ledgers_.size() - counted();
    if (counted() == 0) return say("None of the {0} followed ledgers can be counted.", {ledgers_.size()});
    const Fen budget = ExecutionFigures::whole_budget(all_);
    const Fen paid = sum_of(all_, figure_of(Measure::paid));
    const std::string rate = shown_figure(CellValue(Quotient{paid.value, budget.value}), Unit::percent);
    if (missing == 0) {
      return say(
          "In {0} the budgets of all {1} followed ledgers come to {2} yuan, and {3} yuan are paid: {4} executed.",
          {request_.year, counted(), to_yuan_grouped(budget), to_yuan_grouped(paid), rate});
    }
    return say(
        "In {0} the budgets of {1} of {5} followed ledgers come to {2} yuan, and {3} yuan are paid: {4} executed. "
        "Missing: {6}; they are named below.",
        {request_.year, counted(), to_yuan_grouped(budget), to_yuan_grouped(paid), rate, ledgers_.size(), missing});
  }

  Table by_ledger() const {
    Table table{"by-ledger", say("By ledger"), Unit::yuan,
                figures_.after({text_column("name", say("Federation")), text_column("anchor", say("Anchor")),
                                count_column("entries", say("Entries")), date_column("seen", say("Seen on"))})};
    for (std::size_t i = 0; i < ledgers_.size(); ++i) {
      const RolledUpLedger& one = ledgers_[i];
      if (!one.accounts) continue;
      table.rows.push_back({"anchor:" + one.id,
                            0,
                            false,
                            figures_.row({Cell::text(one.ledger.name), Cell::text(one.id),
                                          Cell::count(static_cast<std::int64_t>(one.ledger.sound.size)),
                                          Cell::text(to_text(one.ledger.sound.day))},
                                         lines_[i]),
                            {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(4, all_));
    return table;
  }

  Table by_source() const {
    Table table{"by-source", say("By source of money"), Unit::yuan,
                figures_.after({text_column("name", say("Source"))})};
    for (int source = 0; source < 5; ++source) {
      const auto wanted = static_cast<FundSource>(source);
      const SelectedLines lines = only(all_, [&](const SelectedLine& line) { return line.line->source == wanted; });
      if (lines.empty()) continue;
      table.rows.push_back(
          {std::string(name_of(wanted)), 0, false, figures_.row({Cell::text(words_for(wanted))}, lines), {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(1, all_));
    return table;
  }

  // The classification is the nation's; a name is the first ledger's that has one.
  std::string code_name(const std::string& code) const {
    for (const RolledUpLedger& ledger : ledgers_) {
      if (!ledger.accounts) continue;
      if (std::string name = ledger.accounts->code_name(request_.year, false, code); !name.empty()) return name;
    }
    return {};
  }

  Table by_function() const {
    Table table{"by-function", say("By function (类, 款, 项)"), Unit::yuan,
                figures_.after({text_column("name", say("Function")), code_column("code", say("Code"))})};
    for (const auto& [code, lines] : function_tree(all_)) {
      table.rows.push_back(
          {code.empty() ? "none" : code,
           depth_of_code(code),
           depth_of_code(code) == 0,
           figures_.row({Cell::text(code.empty() ? say("Without a function code") : code_name(code)), Cell::text(code)},
                        lines),
           {}});
    }
    if (!table.rows.empty()) table.rows.push_back(figures_.total(2, all_));
    return table;
  }

  Table missing() const {
    Table table{"missing",
                say("Ledgers that are missing in the sums"),
                Unit::none,
                {text_column("name", say("Federation")), text_column("anchor", say("Anchor")),
                 text_column("origin", say("Origin")), text_column("why", say("Why"))}};
    table.empty_note = say("None is missing.");
    for (const RolledUpLedger& one : ledgers_) {
      if (one.accounts) continue;
      table.rows.push_back({one.id,
                            0,
                            false,
                            {Cell::text(one.ledger.name), Cell::text(one.id), Cell::text(one.ledger.origin),
                             Cell::text(one.why_missing)},
                            {}});
    }
    return table;
  }

  const AnchorsView& view_;
  const std::vector<RolledUpLedger>& ledgers_;
  const ReportRequest& request_;
  ExecutionFigures figures_;
  std::vector<SelectedLines> lines_;  // of each ledger
  SelectedLines all_;
};

}  // namespace

std::vector<RolledUpLedger> read_followed(const std::map<std::string, FollowedLedger>& followed,
                                          const std::string& ledger_dir, bool use_saved) {
  std::vector<RolledUpLedger> ledgers;
  for (const auto& [id, ledger] : followed) {
    RolledUpLedger& one = ledgers.emplace_back();
    one.id = id;
    one.ledger = ledger;
    if (ledger.broken || ledger.sound.position == 0) {
      one.why_missing = words_for_history(ledger);
      continue;
    }
    auto accounts = accounts_of(anchor_folder(ledger_dir, id), ledger.sound, use_saved);
    if (accounts) {
      one.accounts = std::move(accounts).value();
    } else {
      // A path of this computer says nothing to who reads the report.
      one.why_missing = accounts.error().kind == ErrorKind::not_found ? say("Nothing of it is kept here yet")
                                                                      : accounts.error().message;
    }
  }
  return ledgers;
}

Result<Document> make_rollup(const AnchorsView& view, const std::vector<RolledUpLedger>& ledgers,
                             const ReportRequest& request) {
  return Drawing(view, ledgers, request).draw();
}

}  // namespace sunledger
