// sunledger import: a table file into the ledger, judged row by row before anything is stored. Ctrl-C ends it between
// two chunks; the same file continues it.

#include "cli/import/import.h"

#include <csignal>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/import/kinds/kinds.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/rules/rule.h"

namespace sunledger {
namespace {

struct Options {
  std::string kind, file, map, date;
  std::uint64_t batch = 0;
  std::string reason;
};

// ---- Ctrl-C asks, the import answers between two chunks

volatile std::sig_atomic_t interrupted = 0;

class Interruptible {
 public:
  Interruptible() {
    interrupted = 0;
    struct sigaction action = {};
    action.sa_handler = [](int) { interrupted = 1; };
    // Only once: a second Ctrl-C ends the program at once, which a large import survives as it does a power cut.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, &before_int_);
    ::sigaction(SIGTERM, &action, &before_term_);
  }
  ~Interruptible() {
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
  }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  struct sigaction before_int_ = {};
  struct sigaction before_term_ = {};
};

// How many rows a file has is not known while it is judged: every few seconds a sentence, then percents.
class ImportTalk {
 public:
  explicit ImportTalk(Context& context) : context_(context), said_at_(std::chrono::steady_clock::now()) {}

  bool at(ImportPhase phase, std::uint64_t done, std::uint64_t total) {
    if (phase == ImportPhase::recording) {
      // zh: 正在记录
      if (!percent_) percent_.emplace(say("Recording"), total, context_.progress_as_lines());
      percent_->at(done);
    } else if (std::chrono::steady_clock::now() - said_at_ > std::chrono::seconds(3)) {
      said_at_ = std::chrono::steady_clock::now();
      // zh: 已检查{0}行…
      context_.out().message(say("{0} rows judged…", {done}));
    }
    return interrupted == 0;
  }

 private:
  Context& context_;
  std::chrono::steady_clock::time_point said_at_;
  std::optional<Progress> percent_;
};

// ---- what it says

std::string_view name_of(ImportOutcome::End end) {
  switch (end) {
    case ImportOutcome::End::recorded:
      return "recorded";
    case ImportOutcome::End::nothing_new:
      return "nothing-new";
    case ImportOutcome::End::tried:
      return "tried";
    case ImportOutcome::End::refused:
      return "refused";
    case ImportOutcome::End::stopped:
      return "stopped";
  }
  return "";
}

JsonValue json_of(const TableProblem& problem) {
  JsonValue value = JsonValue::object();
  value.set("row", problem.row).set("column", problem.column).set("message", problem.message).set("hint", problem.hint);
  if (!problem.rule.empty()) {
    value.set("rule", problem.rule);
    if (const RuleText* rule = rule_by_name(problem.rule)) value.set("basis", rule->basis);
  }
  return value;
}

JsonValue json_of(const ImportOutcome& outcome, const Options& options) {
  JsonValue problems = JsonValue::array();
  for (const TableProblem& problem : outcome.report.kept()) problems.push(json_of(problem));
  JsonValue twice = JsonValue::array();
  for (const RowReport::Twice& pair : outcome.report.kept_twice()) {
    twice.push(JsonValue::object().set("row", pair.row).set("first", pair.first));
  }
  JsonValue found = JsonValue::object();
  for (const auto& [number, count] : outcome.found) {
    const RuleText* rule = rule_by_number(number);
    if (rule != nullptr) found.set(rule->name, count);
  }
  JsonValue value = JsonValue::object();
  value.set("kind", options.kind)
      .set("file", options.file)
      .set("sha256", to_hex(outcome.file.view()))
      .set("end", name_of(outcome.end))
      .set("rows", outcome.report.read())
      .set("new", outcome.report.fresh())
      .set("same", outcome.report.same())
      .set("twice_count", outcome.report.twice())
      .set("twice", twice)
      .set("conflicts", outcome.conflicts)
      .set("problem_count", outcome.report.problems())
      .set("problems", problems)
      .set("events", outcome.events)
      .set("amount", to_yuan(Fen(outcome.fen)))
      .set("recorded", outcome.recorded)
      .set("found", found);
  if (outcome.first) value.set("first", outcome.first->value).set("last", outcome.last->value);
  if (outcome.batch != 0) value.set("batch", outcome.batch).set("resumed_after", outcome.resumed_after);
  return value;
}

void tell_found(Output& out, const ImportOutcome& outcome) {
  for (const auto& [number, count] : outcome.found) {
    const RuleText* rule = rule_by_number(number);
    if (rule == nullptr) continue;
    out.warning(say("{0} of them break {1} ({2}); the charter lets them through and they stand in the findings. {3}",
                    {count, rule->name, rule->basis, say(rule->meaning)}));
  }
}

void tell_recorded(Output& out, const ImportOutcome& outcome) {
  if (!outcome.first) {
    // zh: 位置{0}的导入已完成。
    out.line(say("The import at position {0} is complete.", {outcome.batch}));
  } else if (outcome.batch != 0) {
    out.line(say("{0} events recorded at positions {1} to {2}, {3} yuan; the import at position {4} is closed.",
                 {outcome.recorded, outcome.first->value, outcome.last->value, to_yuan_grouped(Fen(outcome.fen)),
                  outcome.batch}));
  } else {
    out.line(say("{0} events recorded at positions {1} to {2}, {3} yuan.",
                 {outcome.recorded, outcome.first->value, outcome.last->value, to_yuan_grouped(Fen(outcome.fen))}));
  }
}

Result<ExitCode> tell(Context& context, const ImportOutcome& outcome, const Options& options) {
  Output& out = context.out();
  out.data(json_of(outcome, options));
  for (const std::string& note : to_lines(outcome.notes)) out.message(note);
  for (const std::string& line : outcome.report.to_lines()) out.line(line);
  switch (outcome.end) {
    case ImportOutcome::End::recorded:
      tell_found(out, outcome);
      tell_recorded(out, outcome);
      return ExitCode::done;
    case ImportOutcome::End::nothing_new:
      if (outcome.report.read() == 0) {
        // zh: 标题行下没有数据行，未记录任何内容。
        out.line(say("No row stands below the header; nothing was recorded."));
        return ExitCode::done;
      }
      // zh: 文件中的内容此前均已记录，未新增。
      out.line(say("Everything in the file is recorded already; nothing was added."));
      return ExitCode::done;
    case ImportOutcome::End::tried:
      tell_found(out, outcome);
      out.line(say("Dry run: {0} events, {1} yuan, would be recorded; nothing was.",
                   {outcome.events, to_yuan_grouped(Fen(outcome.fen))}));
      return ExitCode::done;
    case ImportOutcome::End::refused:
      // zh: {0}未记录任何内容：有{1}个问题，导入须全部成功才记录。
      return make_error(ErrorKind::refused,
                        say("Nothing of {0} was recorded: it has {1} problems, and an import is all or nothing.",
                            {options.file, outcome.report.problems()}),
                        say("Correct the rows named above and import the file again."));
    case ImportOutcome::End::stopped:
      break;
  }
  if (outcome.batch == 0) {
    return make_error(ErrorKind::incomplete, say("Stopped as you asked; nothing was recorded."));
  }
  return make_error(
      ErrorKind::incomplete,
      say("Stopped as you asked. The import at position {0} is open and nothing of it counts yet.", {outcome.batch}),
      say("Import the same file again to continue, or end it with “sunledger import abandon {0}”.", {outcome.batch}));
}

// ---- what it does

Result<ImportRequest> read_request(const Options& options, const Ledger& ledger, const Clock& clock) {
  ImportRequest request;
  request.kind = import_kind(options.kind);
  if (request.kind == nullptr || options.file.empty()) {
    std::string names;
    for (const ImportKind* kind : import_kinds()) names += (names.empty() ? "" : ", ") + std::string(kind->name);
    return make_error(ErrorKind::usage,
                      request.kind == nullptr ? say("“{0}” is no import kind.", {options.kind})
                                              : say("The file to import is missing."),
                      say("Use: sunledger import KIND FILE, with one of the kinds {0}.", {names}));
  }
  request.file = options.file;
  if (!options.map.empty()) {
    TRY_ASSIGN(request.map, read_header_map(options.map));
  }
  request.day = today(ledger, clock);
  if (!options.date.empty()) {
    const auto day = parse_day(options.date);
    if (!day)
      return make_error(ErrorKind::usage, say("“{0}” is not a date.", {options.date}), say("Write YYYY-MM-DD."));
    request.day = *day;
  }
  return request;
}

Result<ExitCode> run(Context& context, const Options& options) {
  ImportTalk talk(context);
  const Interruptible interruptible;
  const auto progress = [&](ImportPhase phase, std::uint64_t done, std::uint64_t total) {
    return talk.at(phase, done, total);
  };
  if (context.options().dry_run) {
    TRY_ASSIGN(const KeyFile key, context.key_file());
    TRY_ASSIGN(const auto ledger, context.open_to_read());
    TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
    TRY_ASSIGN(const ImportRequest request, read_request(options, *ledger, clock));
    TRY_ASSIGN(const ImportOutcome outcome, try_import(*ledger, key.public_key, request, progress));
    return tell(context, outcome, options);
  }
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  TRY_ASSIGN(const ImportRequest request, read_request(options, *ledger, clock));
  TRY_ASSIGN(const ImportOutcome outcome, run_import(*ledger, key, request, progress));
  if (outcome.recorded > 0) {
    if (const auto note = ledger->checkpoint(); !note) {
      context.out().warning(
          say("The entries are recorded, but no checkpoint could be signed: {0}", {note.error().message}));
    }
  }
  return tell(context, outcome, options);
}

Result<ExitCode> run_abandon(Context& context, const Options& options) {
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  // As with signing elsewhere: a person is asked, a script that names the import has said yes.
  if (context.is_interactive() && !context.options().yes) {
    TRY_ASSIGN(const bool agreed,
               context.confirm(
                   say("End the import at position {0}? Nothing that it recorded will ever count.", {options.batch})));
    if (!agreed) return make_error(ErrorKind::refused, say("Nothing was recorded, as you said."));
  }
  TRY_ASSIGN(const Receipt receipt,
             abandon_import(*ledger, key, Position(options.batch), options.reason, today(*ledger, clock)));
  JsonValue data = JsonValue::object();
  data.set("batch", options.batch).set("position", receipt.position.value).set("repeated", receipt.repeated);
  context.out().data(data);
  context.out().line(say("The import at position {0} is ended, by the entry at position {1}. Its file may come again.",
                         {options.batch, receipt.position.value}));
  return ExitCode::done;
}

}  // namespace

void add_import(CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto import = line.command("import", N_("Record a table file (CSV, XLSX), all or nothing"));
  import.may_take(options->kind, "KIND", N_("codes, notices, budget, opening, adjustments, receipts or payments"))
      .may_take(options->file, "FILE", N_("CSV in UTF-8 or GB18030, or XLSX; the first row names the columns"))
      .option(options->map, "--map", "FILE.toml", N_("Another system's headers and values in our names"))
      .option(options->date, "--date", "DAY", N_("The day of rows without a date; today where it is not given"));
  import.verb("abandon", N_("End an open import: nothing of it will ever count"))
      .takes(options->batch, "ID", N_("The position at which it was opened"))
      .option(options->reason, "--reason", "TEXT", N_("Why, for the record"))
      .runs([options](Context& context) { return run_abandon(context, *options);
});
  import.runs_or_tries([options](Context& context) { return run(context, *options);
  }  // namespace sunledger
);
}

}  // namespace sunledger
