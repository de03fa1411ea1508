// sunledger-verify: what an auditor installs. Verifies a package, a folder of tiles, one entry under its proof, a
// receipt, or what an author handed in, with nothing but bytes and public keys; it links no store and no writer (a test
// sees to it).

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/rules/error_lines.h"
#include "ledger/verify/outbox.h"
#include "ledger/verify/progress_file.h"
#include "ledger/verify/proof_file.h"
#include "ledger/verify/receipt_file.h"
#include "ledger/verify/report_text.h"
#include "ledger/verify/tiles_entries.h"
#include "ledger/verify/tiles_folder.h"
#include "ledger/verify/verify.h"
#include "projections/package/layout.h"
#include "projections/package/verify_package.h"
#include "projections/redraw/submitted_figures.h"
#include "verifier/follow.h"
#include "verifier/report.h"

namespace sunledger {
namespace {

// interface.md: 0 verified · 1 failed to run · 2 usage · 3 verification failed · 5 incomplete
constexpr int exit_failed = 1;
constexpr int exit_usage = 2;
constexpr int exit_not_verified = 3;
constexpr int exit_incomplete = 5;

struct Arguments {
  std::string target, entry, tiles, log_vkey, policy, resume, outbox, language;
  std::vector<std::string> checks;
  bool list = false, json = false;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

int report_error(const Error& error) {
  for (const std::string& line : error_lines(error)) std::fprintf(stderr, "%s\n", line.c_str());
  switch (error.kind) {
    case ErrorKind::usage:
      return exit_usage;
    case ErrorKind::corrupt:
      return exit_not_verified;
    case ErrorKind::incomplete:
      return exit_incomplete;
    default:
      return exit_failed;
  }
}

// Beside the program when it stands in its build folder, else where Debian's prefix keeps translations.
std::string catalogue_folder() {
  std::error_code code;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
  if (!code) {
    for (const char* near : {"locale", "../share/locale"}) {
      const auto folder = program.parent_path() / near;
      if (std::filesystem::is_directory(folder, code)) return folder.string();
    }
  }
  return "/usr/share/locale";
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// What is taken from outside: a log's key, a policy, or both.
struct Trusted {
  std::optional<VerifierKey> key;
  std::optional<Policy> policy;
};

Result<Trusted> trusted_of(const Arguments& arguments) {
  Trusted trusted;
  if (!arguments.log_vkey.empty()) {
    auto parsed = parse_vkey(arguments.log_vkey);
    if (!parsed || parsed->type != NoteKeyType::ed25519) {
      return make_error(ErrorKind::usage, say("The log key is not a verifier key."),
                        say("It looks like name+8 hexadecimal digits+base64, as the ledger publishes it."));
    }
    trusted.key = std::move(*parsed);
  }
  if (!arguments.policy.empty()) {
    TRY_ASSIGN(trusted.policy, read_policy(arguments.policy));
  }
  return trusted;
}

// Of logs and witnesses; none when no log is among them.
std::vector<VerifierKey> known_keys(const Trusted& trusted) {
  if (trusted.policy && (trusted.key || !trusted.policy->logs.empty())) {
    return keys_to_know(*trusted.policy, trusted.key);
  }
  return trusted.key ? std::vector<VerifierKey>{*trusted.key} : std::vector<VerifierKey>();
}

// What cannot be taken for what it claims to be is damaged: a malformed proof proves nothing.
Error damaged(Error error) {
  if (error.kind == ErrorKind::invalid) error.kind = ErrorKind::corrupt;
  return error;
}

Result<int> verify_one_entry(const Arguments& arguments, const Trusted& trusted) {
  const std::vector<VerifierKey> known = known_keys(trusted);
  if (arguments.entry.empty() || known.empty()) {
    return make_error(ErrorKind::usage, say("A proof is verified with its entry and the log's key."),
                      say("Give --entry FILE, and --log-vkey VKEY or a --policy FILE that names the log."));
  }
  auto proven = verify_proof_file(arguments.target, arguments.entry, known,
                                  trusted.policy ? quorum_of(*trusted.policy) : nullptr);
  if (!proven) return damaged(std::move(proven).error());
  print(arguments.json ? proof_json(*proven) : proof_text(*proven));
  return 0;
}

Error no_log_named() {
  return make_error(ErrorKind::usage, say("A receipt is verified with the log's key."),
                    say("Give --log-vkey VKEY or a --policy FILE that names the log."));
}

Result<int> verify_receipt(const Arguments& arguments, const Trusted& trusted) {
  const std::vector<VerifierKey> known = known_keys(trusted);
  if (known.empty()) return no_log_named();
  auto promised = verify_receipt_file(arguments.target, arguments.entry, known);
  if (!promised) return damaged(std::move(promised).error());
  print(arguments.json ? promise_json(*promised) : promise_text(*promised));
  return 0;
}

Result<int> verify_outbox(const Arguments& arguments, const Trusted& trusted) {
  const std::vector<VerifierKey> known = known_keys(trusted);
  if (known.empty()) return no_log_named();
  TRY_ASSIGN(const auto handed_in, read_outbox(arguments.outbox));
  TRY_ASSIGN(const auto tiles, TilesFolder::open(tiles_in(arguments.target)));
  TRY_ASSIGN(const AnsweringLog log,
             answering_log(*tiles, known, trusted.policy ? quorum_of(*trusted.policy) : nullptr, handed_in));
  TRY_ASSIGN(const auto answers, judge_outbox(handed_in, log));
  print(arguments.json ? outbox_json(answers) : outbox_text(answers));
  if (auto error = outbox_error(answers)) return *std::move(error);
  return 0;
}

void show_progress(std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t step = 16384;
  if (done % step == 0 || done == total) {
    std::fprintf(stderr, "\r%s", say("{0} of {1} entries", {done, total}).c_str());
  }
}

Result<int> verify_redrawn(const Arguments& arguments, const Trusted& trusted, const std::string& text) {
  const std::string dir = arguments.tiles.empty() ? std::string() : tiles_in(arguments.tiles);
  TilesRequest tiles{dir, trusted.key, trusted.policy, arguments.threads, nullptr};
  if (::isatty(STDERR_FILENO) != 0) {
    tiles.progress = [](std::uint64_t done, std::uint64_t total) {
      show_progress(done, total);
      if (done == total) std::fputc('\n', stderr);
    };
  }
  TRY(verify_report(arguments.target, text, tiles, arguments.json));
  return 0;
}

Result<int> judge(const Arguments& arguments, const std::string& origin,
                  const std::function<Result<VerifyReport>(const VerifyOptions&)>& verify) {
  VerifyOptions options;
  options.only_checks = arguments.checks;
  options.threads = arguments.threads;
  const bool shows_progress = ::isatty(STDERR_FILENO) != 0;
  if (shows_progress) options.progress = show_progress;
  if (!arguments.resume.empty()) {
    TRY(resume(arguments.resume, origin, options, [](const Error& error) { report_error(error); }));
  }
  const auto report = verify(options);
  if (shows_progress) std::fputc('\n', stderr);
  if (!report) return report.error();
  if (!arguments.resume.empty()) drop_progress(arguments.resume);  // it came to its end
  print(arguments.json ? report_json(*report) : report_text(*report));
  return exit_code(*report);
}

Result<int> verify_tiles(const Arguments& arguments, const Trusted& trusted) {
  const auto folder = TilesFolder::open(arguments.target);
  if (!folder) return damaged(folder.error());
  VerifyInput input = (*folder)->input();
  input.log_key = trusted.key;
  input.policy = trusted.policy;
  const TilesEntries entries(input.read_entries, input.size);
  input.judge_reports = judge_reports_of(entries);
  return judge(arguments, (*folder)->origin(),
               [&](const VerifyOptions& options) { return verify_log(input, options); });
}

Result<int> verify_package_folder(const Arguments& arguments, const Trusted& trusted) {
  TRY_ASSIGN(const Checkpoint checkpoint, checkpoint_of_package(arguments.target));
  const PackageToVerify package{arguments.target, trusted.key, trusted.policy};
  return judge(arguments, checkpoint.origin,
               [&](const VerifyOptions& options) { return verify_package(package, options); });
}

Result<int> run(const Arguments& arguments) {
  if (arguments.list) {
    print(list_text());
    return 0;
  }
  if (arguments.target.empty()) {
    return make_error(ErrorKind::usage, say("Nothing to verify was named."), say("See sunledger-verify --help."));
  }
  TRY_ASSIGN(const Trusted trusted, trusted_of(arguments));
  std::error_code code;
  if (!std::filesystem::exists(arguments.target, code)) {
    return make_error(ErrorKind::not_found, say("There is no {0}.", {arguments.target}));
  }
  if (!arguments.outbox.empty()) return verify_outbox(arguments, trusted);
  if (std::filesystem::is_directory(arguments.target, code)) {
    return is_package(arguments.target) ? verify_package_folder(arguments, trusted) : verify_tiles(arguments, trusted);
  }
  if (arguments.target.ends_with(".receipt")) return verify_receipt(arguments, trusted);
  TRY_ASSIGN(const std::string text, read_file(arguments.target, max_reported_bytes));
  if (looks_like_report(text)) return verify_redrawn(arguments, trusted, text);
  return verify_one_entry(arguments, trusted);
}

}  // namespace
}  // namespace sunledger

int main(int argc, char** argv) {
  using namespace sunledger;
  if (is_visit(argc, argv)) return run_visit(argc, argv, catalogue_folder(), report_error);
  Arguments arguments;
  CLI::App app;
  app.add_option("PACKAGE|TILES|FILE.tlog-proof|REPORT", arguments.target);
  app.add_option("--entry", arguments.entry);
  app.add_option("--tiles", arguments.tiles);
  app.add_option("--log-vkey", arguments.log_vkey);
  app.add_option("--policy", arguments.policy);
  app.add_option("--check", arguments.checks);
  app.add_option("--resume", arguments.resume);
  app.add_option("--outbox", arguments.outbox);
  app.add_option("--threads", arguments.threads)->check(CLI::Range(1U, 256U));
  app.add_option("--lang", arguments.language);
  app.add_flag("--list", arguments.list);
  app.add_flag("--json", arguments.json);
  app.set_help_flag();
  bool help = false;
  app.add_flag("-h,--help", help);
  int parse_status = 0;
  std::string parse_message;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    parse_status = exit_usage;
    parse_message = error.what();
  }
  choose_language(arguments.language, catalogue_folder());
  if (parse_status != 0) {
    report_error(make_error(ErrorKind::usage, parse_message, say("See sunledger-verify --help.")));
    return parse_status;
  }
  if (help) {
    print(visit_help());
    print(report_help());
    print(say(
        "sunledger-verify PACKAGE|TILES_DIR [--log-vkey VKEY] [--policy FILE] [--check NAME…] [--threads N] [--json]\n"
        "    verifies every entry, signature, tree hash and rule of an exported log, and what a package says of it\n"
        "sunledger-verify FILE.tlog-proof --entry FILE [--log-vkey VKEY] [--policy FILE] [--json]\n"
        "    verifies that one entry is in the log\n"
        "sunledger-verify FILE.receipt [--entry FILE] [--log-vkey VKEY] [--policy FILE] [--json]\n"
        "    verifies that the log signed this promise\n"
        "sunledger-verify PACKAGE|TILES_DIR --outbox FILE|DIR [--log-vkey VKEY] [--policy FILE] [--json]\n"
        "    whether what was handed in is recorded, was refused, or was withheld\n"
        "    --policy: the logs and witnesses that you trust, and how many must cosign (c2sp.org/tlog-policy)\n"
        "sunledger-verify --list\n"
        "    names the checks; --check takes a name or a group such as “tree”\n"
        "Exit codes: 0 verified, 1 could not run, 2 usage, 3 verification failed, 5 something could not be "
        "checked.\n"));
    return 0;
  }
  const auto status = run(arguments);
  return status ? *status : report_error(status.error());
}
