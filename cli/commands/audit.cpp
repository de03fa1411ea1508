// sunledger audit: an auditor's visits – follow a log from where one left it, compare what two were shown, look at what
// is kept. Nothing here opens a ledger: it works on what the log publishes.

#include <algorithm>
#include <thread>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/progress.h"
#include "cli/published.h"
#include "ledger/audit/audit_text.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "projections/package/layout.h"

namespace sunledger {
namespace {

struct Options {
  std::string source, trusted_pem, state, log_vkey, policy, first, second, output;
  std::vector<std::string> tiles;
  std::optional<std::uint64_t> threads;
  bool full = false;
};

Result<std::optional<VerifierKey>> named_key(const Options& options) {
  if (options.log_vkey.empty()) return std::optional<VerifierKey>();
  TRY_ASSIGN(const VerifierKey key, parse_vkey(options.log_vkey));
  return std::optional<VerifierKey>(key);
}

// Where the log is published, or a copy of it.
Result<std::unique_ptr<TilesFolder>> open_source(const Options& options) {
  TRY_ASSIGN(auto files, published_at(options.source, options.trusted_pem));
  return TilesFolder::fetched(std::move(files));
}

Result<ExitCode> follow_log(Context& context, const Options& options) {
  VisitRequest request;
  request.state_path = options.state;
  request.full = options.full;
  TRY_ASSIGN(request.log_key, named_key(options));
  if (!options.policy.empty()) {
    TRY_ASSIGN(request.policy, read_file(options.policy, longest_policy_bytes));
  }
  TRY_ASSIGN(const auto source, open_source(options));
  VerifyOptions how;
  how.threads = static_cast<unsigned>(
      std::clamp<std::uint64_t>(options.threads.value_or(std::max(1U, std::thread::hardware_concurrency())), 1, 256));
  Progress progress(say("Verifying"), source->size(), context.progress_as_lines());
  how.progress = [&](std::uint64_t done, std::uint64_t) { progress.at(done); };
  TRY_ASSIGN(const VisitResult result, visit(*source, request, how));
  Output& out = context.out();
  out.line(visit_text(result));
  out.data(JsonValue::raw_lines(visit_json(result)));
  if (auto error = visit_error(result)) return *std::move(error);
  return ExitCode::done;
}

Result<ExitCode> compare_two(Context& context, const Options& options) {
  CompareRequest request;
  request.first = tiles_in(options.first);
  request.second = tiles_in(options.second);
  for (const std::string& dir : options.tiles) request.tiles.push_back(tiles_in(dir));
  request.evidence_path = options.output;
  TRY_ASSIGN(request.log_key, named_key(options));
  TRY_ASSIGN(const CompareResult result, compare_files(request));
  Output& out = context.out();
  out.line(comparison_text(result));
  out.data(JsonValue::raw_lines(comparison_json(result)));
  if (auto error = comparison_error(result)) return *std::move(error);
  return ExitCode::done;
}

Result<ExitCode> show(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string text, read_file(options.source, longest_state_bytes));
  Output& out = context.out();
  if (text.starts_with("sunledger-evidence ")) {
    TRY_ASSIGN(const Evidence evidence, parse_evidence(text));
    TRY(check_evidence(evidence));
    out.line(evidence_text(evidence));
    out.data(JsonValue::raw_lines(evidence_json(evidence)));
    return ExitCode::done;
  }
  TRY_ASSIGN(const AuditorState state, parse_state(text));
  out.line(state_text(state));
  out.data(JsonValue::raw_lines(state_json(state)));
  return ExitCode::done;
}

}  // namespace

void add_audit(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("audit", N_("Hold a log to one history: follow, compare"));
  command.verb("follow", N_("Verify what is new since the last visit, and that it extends what was seen"))
      .takes(options->source, "SOURCE", N_("A folder of tiles, a package, or the address where the log is published"))
      .option(options->trusted_pem, "--trust", "FILE", N_("Certificates to trust beside the system's, PEM"))
      .needs(options->state, "--state", "FILE", N_("Your own: what was verified so far; made on the first visit"))
      .option(options->log_vkey, "--log-vkey", "VKEY",
              N_("The log's key as published elsewhere; on the first visit, and when it was changed"))
      .option(options->policy, "--policy", "FILE",
              N_("Whose cosignatures every checkpoint must have (C2SP tlog-policy)"))
      .number(options->threads, "--threads", "N", N_("Threads; as many as there are processors"))
      .flag(options->full, "--full", N_("Replay the rules too, from the first entry on"))
      .runs([options](Context& context) { return follow_log(context, *options); });
  command.verb("compare", N_("Whether two were shown one history"))
      .takes(options->first, "FILE", N_("A state, a checkpoint, a .tlog-proof, or a folder of tiles"))
      .takes(options->second, "OTHER", N_("The same, of somebody else"))
      .list(options->tiles, "--tiles", "DIR", N_("Tiles that may lead from one to the other"))
      .option(options->log_vkey, "--log-vkey", "VKEY", N_("The log's key as published elsewhere; else a state's"))
      .option(options->output, "-o,--output", "FILE", N_("Where evidence is written; else beside FILE"))
      .runs([options](Context& context) { return compare_two(context, *options); });
  command.verb("show", N_("What a state or a piece of evidence says"))
      .takes(options->source, "FILE", N_("A state, or evidence"))
      .runs([options](Context& context) { return show(context, *options); });
}

}  // namespace sunledger
