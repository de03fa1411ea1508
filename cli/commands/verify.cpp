// sunledger verify: a ledger, a folder of tiles, a proof, a report, an outbox – told apart by what they hold.

#include "ledger/verify/verify.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/commands/verify_report.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "ledger/verify/outbox.h"
#include "ledger/verify/progress_file.h"
#include "ledger/verify/receipt_file.h"
#include "ledger/verify/report_text.h"
#include "ledger/verify/tiles_entries.h"
#include "ledger/verify/tiles_folder.h"
#include "ledger/witness/cosigned_checkpoints.h"
#include "projections/package/layout.h"
#include "projections/package/verify_package.h"
#include "projections/redraw/reported.h"
#include "projections/redraw/submitted_figures.h"

namespace sunledger {
namespace {

struct Options {
  std::string target, entry, tiles, log_vkey, policy, resume, outbox;
  std::vector<std::string> checks;
  std::optional<std::uint64_t> threads;
  bool wants_list = false;
};

Result<std::optional<VerifierKey>> outside_key(const Options& options) {
  if (options.log_vkey.empty()) return std::optional<VerifierKey>();
  TRY_ASSIGN(const VerifierKey key, parse_vkey(options.log_vkey));
  return std::optional<VerifierKey>(key);
}

Result<std::optional<Policy>> outside_policy(const Options& options) {
  if (options.policy.empty()) return std::optional<Policy>();
  TRY_ASSIGN(Policy policy, read_policy(options.policy));
  return std::optional<Policy>(std::move(policy));
}

unsigned threads_of(const Options& options) {
  return static_cast<unsigned>(
      std::clamp<std::uint64_t>(options.threads.value_or(std::max(1U, std::thread::hardware_concurrency())), 1, 256));
}

// ---- logs

// What is to be judged, and how it is when its turn comes.
struct Judged {
  std::string origin;
  std::uint64_t size = 0;
  std::function<Result<VerifyReport>(const VerifyOptions&)> verify;
};

Result<ExitCode> judge(Context& context, const Judged& judged, const Options& options) {
  VerifyOptions how;
  how.only_checks = options.checks;
  how.threads = threads_of(options);
  Output& out = context.out();
  if (!options.resume.empty()) {
    TRY(resume(options.resume, judged.origin, how, [&](const Error& error) { out.warning(error.message); }));
  }
  Progress progress(say("Verifying"), judged.size, context.progress_as_lines());
  how.progress = [&](std::uint64_t done, std::uint64_t) { progress.at(done); };
  TRY_ASSIGN(const VerifyReport report, judged.verify(how));
  if (!options.resume.empty()) drop_progress(options.resume);  // it came to its end
  out.line(report_text(report));
  out.data(JsonValue::raw_lines(report_json(report)));
  if (report.failed()) {
    Error error =
        make_error(ErrorKind::corrupt, say("Verification failed: what is recorded is not what was signed."),
                   say("Keep this copy as it is, record nothing more, and compare it with a copy or a checkpoint "
                       "from elsewhere."));
    for (const CheckResult& check : report.checks) {
      if (check.state != CheckState::failed) continue;
      error.name = text_of(check.check).name;
      if (!check.problems.empty()) error.position = check.problems.front().position;
      break;
    }
    return error;
  }
  if (report.incomplete()) {
    const bool lacks_key = report.needs_outside_key && !report.trusted_key;
    return make_error(ErrorKind::incomplete, say("Nothing was found wrong, but not everything could be checked."),
                      lacks_key ? say("Give --log-vkey VKEY, as the log's owner published it, and verify again.")
                                : say("Install the newest program, and verify again."));
  }
  return ExitCode::done;
}

Result<ExitCode> judge(Context& context, const std::string& origin, const VerifyInput& input, const Options& options) {
  return judge(context, {origin, input.size, [&](const VerifyOptions& how) { return verify_log(input, how); }},
               options);
}

Result<ExitCode> verify_ledger(Context& context, const std::string& dir, const Options& options) {
  TRY_ASSIGN(const auto ledger, Ledger::open_to_examine(dir));
  VerifyInput input;
  input.size = ledger->size();
  input.read_entries = read_entries_of(*ledger);
  input.hash_tile = [&](const Tile& tile) {
    return ledger->hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
  };
  // The head beside the log key counts as a checkpoint too: only it can tell an old copy, or an end that was cut off.
  const LogKeys own_keys = ledger->log_keys();
  const auto head = own_keys.open(ledger->head_beside_log_key(), verify);
  const CosignedCheckpoints cosigned(dir);
  input.each_checkpoint = [&](std::uint64_t from_size, const auto& visit) -> Status {
    std::uint64_t last = 0;
    bool wanted = true;
    Status joined;
    TRY(ledger->each_checkpoint(from_size, [&](std::uint64_t size, std::string_view stored) {
      last = size;
      const auto note = cosigned.with_cosignatures(size, stored);
      if (!note) joined = note.error();
      wanted = note && visit(size, *note);
      return wanted;
    }));
    TRY(joined);
    if (wanted && head && head->checkpoint.size > last && head->checkpoint.size >= from_size) {
      visit(head->checkpoint.size, ledger->head_beside_log_key());
    }
    return {};
  };
  TRY_ASSIGN(input.log_key, outside_key(options));
  TRY_ASSIGN(input.policy, outside_policy(options));
  Facts facts = ledger->facts();
  input.facts = StoredFacts{[&](const auto& visit) {
                              facts.store().scan("", visit);
                              return facts.status();
                            },
                            [&](std::string_view key, std::string& value) -> Result<bool> {
                              const bool found = facts.store().get(key, value);
                              TRY(facts.status());
                              return found;
                            }};
  input.files = [&] { return ledger->verify_files(); };
  input.document = [&](const Hash& hash) { return ledger->document(hash); };
  input.judge_reports = judge_reports_of(*ledger);
  for (const std::string& note : ledger->recovery_notes()) context.out().warning(note);
  return judge(context, ledger->origin(), input, options);
}

Result<ExitCode> verify_tiles(Context& context, const std::string& dir, const Options& options) {
  TRY_ASSIGN(const auto folder, TilesFolder::open(dir));
  VerifyInput input = folder->input();
  const TilesEntries entries(input.read_entries, input.size);
  input.judge_reports = judge_reports_of(entries);
  TRY_ASSIGN(input.log_key, outside_key(options));
  TRY_ASSIGN(input.policy, outside_policy(options));
  return judge(context, folder->origin(), input, options);
}

Result<ExitCode> verify_package_folder(Context& context, const std::string& dir, const Options& options) {
  PackageToVerify package;
  package.dir = dir;
  TRY_ASSIGN(package.log_key, outside_key(options));
  TRY_ASSIGN(package.policy, outside_policy(options));
  TRY_ASSIGN(const Checkpoint checkpoint, checkpoint_of_package(dir));
  return judge(
      context,
      {checkpoint.origin, checkpoint.size, [&](const VerifyOptions& how) { return verify_package(package, how); }},
      options);
}

// ---- one entry

// From outside; from the ledger at hand where nobody named any.
Result<std::vector<VerifierKey>> known_keys(Context& context, const Options& options) {
  TRY_ASSIGN(const auto key, outside_key(options));
  TRY_ASSIGN(const auto policy, outside_policy(options));
  if (policy && (key || !policy->logs.empty())) return keys_to_know(*policy, key);
  if (key) return std::vector<VerifierKey>{*key};
  const auto ledger = context.open_to_read();
  if (!ledger) {
    return make_error(ErrorKind::usage, say("Whose proof is it? No log key is named."),
                      say("Add --log-vkey VKEY, as the log's owner published it, or --ledger DIR."));
  }
  std::vector<VerifierKey> known;
  if (policy) known = keys_to_know(*policy, key);
  for (const VerifierKey& own : (*ledger)->log_keys().all()) known.push_back(own);
  return known;
}

Result<ExitCode> verify_entry(Context& context, const Options& options) {
  if (options.entry.empty()) {
    return make_error(ErrorKind::usage, say("A proof is about an entry, and none is named."),
                      say("Add --entry FILE; “sunledger show POSITION --raw -o FILE” writes it."));
  }
  TRY_ASSIGN(const auto known, known_keys(context, options));
  TRY_ASSIGN(const auto policy, outside_policy(options));
  TRY_ASSIGN(const ProvenEvent event,
             verify_proof_file(options.target, options.entry, known, policy ? quorum_of(*policy) : nullptr));
  context.out().data(JsonValue::raw_lines(proof_json(event)));
  context.out().line(proof_text(event));
  return ExitCode::done;
}

Result<ExitCode> verify_receipt(Context& context, const Options& options) {
  TRY_ASSIGN(const auto known, known_keys(context, options));
  TRY_ASSIGN(const PromisedEntry promised, verify_receipt_file(options.target, options.entry, known));
  context.out().data(JsonValue::raw_lines(promise_json(promised)));
  context.out().line(promise_text(promised));
  return ExitCode::done;
}

// ---- a report

Result<ExitCode> verify_report(Context& context, const Options& options, const std::string& text) {
  if (options.tiles.empty()) return verify_report_from_ledger(context, options.target, text);
  TilesRequest tiles;
  tiles.dir = tiles_in(options.tiles);
  TRY_ASSIGN(tiles.log_key, outside_key(options));
  TRY_ASSIGN(tiles.policy, outside_policy(options));
  tiles.threads = threads_of(options);
  return verify_report_from_tiles(context, options.target, text, tiles);
}

// ---- the outbox: was it handed in?

Result<AnsweringLog> answering_ledger(const Ledger& ledger) {
  AnsweringLog log;
  log.origin = ledger.origin();
  log.size = ledger.size();
  log.is_whole = true;
  log.keys = ledger.log_keys().all();
  log.recorded_at = [&](const CommandId& command, const Hash& content) -> Result<std::optional<std::uint64_t>> {
    Facts facts = ledger.facts();
    const auto fact = facts.command(command);
    TRY(facts.status());
    if (!fact || fact->content != content) return std::optional<std::uint64_t>();
    return std::optional<std::uint64_t>(fact->position);
  };
  log.leaf_at = [&](std::uint64_t position) -> Result<Hash> {
    TRY_ASSIGN(const Bytes bytes, ledger.entry_bytes(Position(position)));
    return leaf_hash(bytes);
  };
  return log;
}

Result<ExitCode> answer(Context& context, const std::vector<HandedIn>& handed_in, const AnsweringLog& log) {
  TRY_ASSIGN(const auto answers, judge_outbox(handed_in, log));
  context.out().data(JsonValue::raw_lines(outbox_json(answers)));
  context.out().line(outbox_text(answers));
  if (auto error = outbox_error(answers)) return *std::move(error);
  return ExitCode::done;
}

Result<ExitCode> verify_outbox(Context& context, const Options& options) {
  TRY_ASSIGN(const auto handed_in, read_outbox(options.outbox));
  if (options.target.empty() || is_ledger_folder(options.target)) {
    if (!options.target.empty()) context.options().ledger = options.target;
    TRY_ASSIGN(const auto ledger, context.open_to_read());
    TRY_ASSIGN(const AnsweringLog log, answering_ledger(*ledger));
    return answer(context, handed_in, log);
  }
  TRY_ASSIGN(const auto keys, known_keys(context, options));
  TRY_ASSIGN(const auto policy, outside_policy(options));
  TRY_ASSIGN(const auto tiles, TilesFolder::open(tiles_in(options.target)));
  TRY_ASSIGN(const AnsweringLog log, answering_log(*tiles, keys, policy ? quorum_of(*policy) : nullptr, handed_in));
  return answer(context, handed_in, log);
}

// ---- telling apart

Result<ExitCode> run(Context& context, const Options& options) {
  if (options.wants_list) {
    JsonValue list = JsonValue::array();
    for (const CheckText& check : check_table()) {
      JsonValue item = JsonValue::object();
      item.set("check", check.name).set("meaning", say(check.meaning));
      list.push(item);
    }
    context.out().data(list);
    context.out().line(list_text());
    return ExitCode::done;
  }
  if (!options.outbox.empty()) return verify_outbox(context, options);
  if (options.target.empty()) {
    TRY_ASSIGN(const std::string dir, context.ledger_dir());
    return verify_ledger(context, dir, options);
  }
  const std::string& target = options.target;
  if (std::filesystem::is_directory(target)) {
    // A ledger first: tiles that somebody laid into its folder must not speak for it.
    if (is_ledger_folder(target)) return verify_ledger(context, target, options);
    if (is_package(target)) return verify_package_folder(context, target, options);
    return path_exists(target + "/checkpoint") ? verify_tiles(context, target, options)
                                               : verify_ledger(context, target, options);
  }
  TRY_ASSIGN(const std::string text, read_file(target, max_reported_bytes));
  if (text.starts_with("c2sp.org/tlog-proof@")) return verify_entry(context, options);
  if (text.starts_with(receipt_head)) return verify_receipt(context, options);
  if (looks_like_report(text)) return verify_report(context, options, text);
  return make_error(ErrorKind::invalid,
                    say("{0} is neither a ledger, a package, tiles, a proof, a receipt nor a report.", {target}),
                    say("Name one of these; a report is verified in the form of “--format json”, html or csv."));
}

}  // namespace

void add_verify(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("verify", N_("Verify a ledger, a package, tiles, a proof, a receipt, a report or an outbox"))
      .may_take(options->target, "TARGET",
                N_("A folder, a .tlog-proof, a .receipt or a report (json, html, csv); else the ledger"))
      .option(options->entry, "--entry", "FILE", N_("The entry's bytes, for a proof"))
      .option(options->tiles, "--tiles", "DIR", N_("Redraw a report from tiles or a package instead of the ledger"))
      .option(options->log_vkey, "--log-vkey", "VKEY", N_("The published log key"))
      .option(options->policy, "--policy", "FILE", N_("Whom you trust: logs, witnesses and their quorum (tlog-policy)"))
      .option(options->resume, "--resume", "FILE",
              N_("Keep progress there; an interrupted run's signatures are not verified twice"))
      .list(options->checks, "--check", "NAME[,NAME...]", N_("Only these checks"))
      .flag(options->wants_list, "--list", N_("Which checks there are"))
      .option(options->outbox, "--outbox", "FILE|DIR",
              N_("Whether these events were recorded, refused or withheld; TARGET: tiles, else the ledger"))
      .number(options->threads, "--threads", "N", N_("How many threads; else one a core"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
