// sunledger findings: what was let through at the door and wants looking into; rebuild: fold the views again.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "ledger/base/text.h"
#include "projections/findings/list.h"
#include "projections/render/document.h"
#include "projections/views/accounts.h"
#include "projections/views/openness.h"
#include "projections/views/view_store.h"

namespace sunledger {
namespace {

struct Options {
  std::string rule;
  bool open_only = false;
  bool fails = false;
};

// JSON keeps the names, people read words.
std::string words_for(std::string_view name) {
  if (name == "high") return say("high");
  if (name == "medium") return say("medium");
  if (name == "low") return say("low");
  if (name == "lead") return say("lead");
  if (name == "reconfirmed") return say("re-confirmed");
  return std::string(name);
}

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  FindingsView view;
  View* const views[] = {&view};
  TRY_ASSIGN(const auto notes, bring_up_to_date(views, *ledger, ledger->dir() + "/views", 1000));
  for (const std::string& note : notes) context.out().message(note);
  TRY_ASSIGN(const auto findings, list_findings(view, *ledger, FindingsQuery{options.open_only, options.rule}));
  Output& out = context.out();
  Table table;
  table.id = "findings";
  table.caption = say("Findings");
  table.columns = {{"id", say("Finding"), ColumnKind::code, {}},
                   {"severity", say("Severity"), ColumnKind::text, {}},
                   {"state", say("State"), ColumnKind::text, {}},
                   {"basis", say("Basis"), ColumnKind::text, {}},
                   {"message", say("What"), ColumnKind::text, {}}};
  for (const Finding& finding : findings) {
    JsonValue positions = JsonValue::array();
    for (const std::uint64_t position : finding.positions) positions.push(position);
    JsonValue item = JsonValue::object();
    item.set("id", finding.id)
        .set("rule", finding.rule)
        .set("severity", finding.severity)
        .set("state", finding.state)
        .set("positions", positions)
        .set("basis", finding.basis)
        .set("message", finding.message);
    out.item(item);
    if (out.json()) continue;
    TableRow row;
    row.key = finding.id;
    row.cells = {Cell::text(finding.id), Cell::text(words_for(finding.severity)), Cell::text(words_for(finding.state)),
                 Cell::text(finding.basis), Cell::text(finding.message)};
    table.rows.push_back(std::move(row));
  }
  JsonValue summary = JsonValue::object();
  summary.set("findings", findings.size()).set("size", view.covered().size);
  out.data(summary);
  if (!table.rows.empty()) out.table(table);
  out.line(
      say("{0} findings in {1} entries. A finding is a lead, not a verdict.", {findings.size(), view.covered().size}));
  return options.fails && !findings.empty() ? ExitCode::findings : ExitCode::done;
}

Result<ExitCode> rebuild_views(Context& context, const std::string& name) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  AccountsView accounts;
  OpennessView openness;
  FindingsView findings;
  std::vector<View*> chosen;
  std::string names;
  for (View* view : std::initializer_list<View*>{&accounts, &openness, &findings}) {
    names += (names.empty() ? "" : ", ") + std::string(view->name());
    if (name.empty() || view->name() == name) chosen.push_back(view);
  }
  if (chosen.empty()) {
    return make_error(ErrorKind::not_found, say("There is no view “{0}”.", {name}), say("Views are {0}.", {names}));
  }
  TRY(rebuild(chosen, *ledger, ledger->dir() + "/views"));
  JsonValue list = JsonValue::array();
  for (const View* view : chosen) {
    JsonValue item = JsonValue::object();
    item.set("view", view->name()).set("version", view->version()).set("size", view->covered().size);
    list.push(item);
    context.out().line(
        say("{0}, version {1}: folded again from {2} entries.", {view->name(), view->version(), view->covered().size}));
  }
  context.out().data(list);
  return ExitCode::done;
}

}  // namespace

void add_findings(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("findings", N_("What was let through and wants looking into"))
      .flag(options->open_only, "--open", N_("Only those that nobody has closed"))
      .option(options->rule, "--rule", "RULE", N_("Only breaches of this rule"))
      .flag(options->fails, "--fail-on-findings", N_("Exit 6 when there are any"))
      .runs([options](Context& context) { return run(context, *options); });
}

void add_rebuild(CommandLine& line) {
  auto view = std::make_shared<std::string>();
  line.command("rebuild", N_("Fold the views again from the first entry"))
      .may_take(*view, "VIEW", N_("One view; else all"))
      .runs([view](Context& context) { return rebuild_views(context, *view); });
}

}  // namespace sunledger
