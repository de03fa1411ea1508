// sunledger charter: the parameters of a place, checked, adopted, amended, shown.

#include "cli/acts.h"
#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/recording.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/charter/read_charter.h"
#include "ledger/charter/rule_parameters.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "projections/render/document.h"

namespace sunledger {
namespace {

struct Options {
  std::string file, number, decision, effective, reason;
};

struct CharterFile {
  Charter charter;
  Hash hash;
};

Result<CharterFile> read(const std::string& path) {
  TRY_ASSIGN(const std::string text, read_file(path, max_charter_file_bytes));
  TRY_ASSIGN(Charter charter, read_charter(text, shipped_defaults(), path));
  return CharterFile{std::move(charter), sha256(as_bytes(text))};
}

std::string_view name_of(CharterRemark::Weight weight) {
  switch (weight) {
    case CharterRemark::Weight::error:
      return "error";
    case CharterRemark::Weight::warning:
      return "warning";
    case CharterRemark::Weight::default_used:
      break;
  }
  return "default";
}

Result<ExitCode> check(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string text, read_file(options.file, max_charter_file_bytes));
  const CharterCheck checked = check_charter(text, shipped_defaults());
  Output& out = context.out();
  JsonValue remarks = JsonValue::array();
  std::size_t errors = 0, warnings = 0, defaults = 0;
  for (const CharterRemark& remark : checked.remarks) {
    JsonValue item = JsonValue::object();
    item.set("weight", name_of(remark.weight))
        .set("line", remark.place.line)
        .set("column", remark.place.column)
        .set("name", remark.name)
        .set("message", remark.message)
        .set("hint", remark.hint);
    remarks.push(item);
    out.line(to_text(remark, options.file));
    errors += remark.weight == CharterRemark::Weight::error ? 1 : 0;
    warnings += remark.weight == CharterRemark::Weight::warning ? 1 : 0;
    defaults += remark.weight == CharterRemark::Weight::default_used ? 1 : 0;
  }
  JsonValue data = JsonValue::object();
  data.set("errors", errors).set("warnings", warnings).set("defaults", defaults).set("remarks", remarks);
  out.data(data);
  if (!checked.charter) {
    return make_error(ErrorKind::invalid, say("{0} cannot be adopted: it has {1} errors.", {options.file, errors}),
                      say("Correct the lines named above; schema/charters/template.toml explains every value."));
  }
  out.line(say("{0} can be adopted: {1} warnings, {2} values from the defaults.", {options.file, warnings, defaults}));
  return ExitCode::done;
}

template <class List>
void fill(List list, const std::vector<Parameter>& parameters) {
  for (unsigned i = 0; i < list.size(); ++i) {
    list[i].setName(parameters[i].name);
    if (!parameters[i].value.empty()) list[i].setValue(parameters[i].value);
    if (!parameters[i].clause.empty()) list[i].setClause(parameters[i].clause);
    list[i].setIsDefault(parameters[i].is_default);
  }
}

Result<ExitCode> adopt(Context& context, const Options& options) {
  TRY_ASSIGN(const CharterFile file, read(options.file));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  EventBuilder builder;
  auto event = builder.root().initCharterAdopted();
  event.setTitle(file.charter.title);
  fill(event.initParameters(static_cast<unsigned>(file.charter.parameters.size())), file.charter.parameters);
  event.setDocument(capnp::Data::Reader(file.hash.bytes.data(), file.hash.bytes.size()));
  const Ledger::Draft draft{builder.finish(), today(*ledger, clock),
                            command_for("CharterAdopted", to_hex(file.hash.view())), 0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

// What the new file changes. The approval tiers are one value: giving one gives all.
std::vector<Parameter> changes_between(const std::vector<Parameter>& now, const std::vector<Parameter>& wanted) {
  constexpr std::string_view tiers = "approval.tiers.";
  const auto tiers_of = [&](const std::vector<Parameter>& parameters) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const Parameter& parameter : parameters) {
      if (parameter.name.starts_with(tiers)) values.emplace_back(parameter.name, parameter.value);
    }
    return values;
  };
  const bool other_tiers = tiers_of(now) != tiers_of(wanted);
  std::vector<Parameter> changes;
  for (const Parameter& parameter : wanted) {
    const Parameter* old = find_parameter(now, parameter.name);
    const bool is_tier = parameter.name.starts_with(tiers);
    if (is_tier ? other_tiers : old == nullptr || old->value != parameter.value) changes.push_back(parameter);
  }
  return changes;
}

Result<ExitCode> amend(Context& context, const Options& options) {
  const auto effective = parse_day(options.effective);
  if (!effective) {
    return make_error(ErrorKind::usage, say("“{0}” is not a day.", {options.effective}),
                      say("Write it as YYYY-MM-DD."));
  }
  TRY_ASSIGN(const CharterFile file, read(options.file));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  const auto changes = changes_between(ledger->facts().charter_parameters(), file.charter.parameters);
  if (changes.empty()) {
    return make_error(ErrorKind::invalid, say("{0} changes nothing of the charter in force.", {options.file}),
                      say("Compare it with “sunledger charter show”."));
  }
  for (const Parameter& change : changes) {
    context.out().message(say("  {0} becomes {1}", {change.name, change.value}));
  }
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  EventBuilder builder;
  auto event = builder.root().initCharterAmended();
  event.setNumber(options.number);
  fill(event.initChanges(static_cast<unsigned>(changes.size())), changes);
  if (!options.decision.empty()) event.setDecision(options.decision);
  event.setEffective(effective->since_1970);
  event.setReason(options.reason);
  event.setDocument(capnp::Data::Reader(file.hash.bytes.data(), file.hash.bytes.size()));
  Facts facts = ledger->facts();
  const Day day = today(*ledger, clock);
  const Ledger::Draft draft{builder.finish(), day, act_command(facts, "CharterAmended", options.number, day), 0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

Result<ExitCode> show(Context& context) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  Table table;
  table.id = "charter";
  table.caption = say("The charter in force");
  table.columns = {{"name", say("Parameter"), ColumnKind::code, {}},
                   {"value", say("Value"), ColumnKind::text, {}},
                   {"clause", say("Clause"), ColumnKind::text, {}},
                   {"default", say("Default"), ColumnKind::text, {}},
                   {"applied", say("Applied"), ColumnKind::text, {}}};
  JsonValue list = JsonValue::array();
  for (const Parameter& parameter : ledger->facts().charter_parameters()) {
    JsonValue item = JsonValue::object();
    item.set("name", parameter.name)
        .set("value", parameter.value)
        .set("clause", parameter.clause)
        .set("is_default", parameter.is_default)
        .set("is_applied", is_applied(parameter.name));
    list.push(item);
    TableRow row;
    row.key = parameter.name;
    row.cells = {Cell::text(parameter.name), Cell::text(parameter.value), Cell::text(parameter.clause),
                 Cell::text(parameter.is_default ? say("default") : ""),
                 Cell::text(is_applied(parameter.name) ? say("by rules") : say("recorded, not yet applied"))};
    table.rows.push_back(std::move(row));
  }
  context.out().data(list);
  context.out().table(table);
  return ExitCode::done;
}

}  // namespace

void add_charter(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command charter = line.command("charter", N_("The charter: check, adopt, amend, show"));
  charter.verb("check", N_("Judge a charter's file, line by line"))
      .takes(options->file, "FILE.toml", N_("The file"))
      .runs([options](Context& context) { return check(context, *options); });
  charter.verb("adopt", N_("Adopt it, where none is in force"))
      .takes(options->file, "FILE.toml", N_("The file"))
      .runs_or_tries([options](Context& context) { return adopt(context, *options); });
  charter.verb("amend", N_("Record what a new file changes, on a resolved decision or by several administrators"))
      .takes(options->file, "FILE.toml", N_("The whole charter as it shall be"))
      .needs(options->number, "--number", "NUMBER", N_("The amendment's number"))
      .option(options->decision, "--decision", "ID",
              N_("The decision that adopted it; without one, other administrators endorse the amendment"))
      .needs(options->effective, "--effective", "DAY", N_("From which day on"))
      .needs(options->reason, "--reason", "TEXT", N_("Why"))
      .runs_or_tries([options](Context& context) { return amend(context, *options); });
  charter.verb("show", N_("What is in force")).runs([](Context& context) { return show(context); });
}

}  // namespace sunledger
