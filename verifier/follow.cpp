#include "verifier/follow.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string_view>
#include <thread>

#include "http/published_files.h"
#include "ledger/audit/audit_text.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Arguments {
  std::string first, second, trusted_pem, state, log_vkey, policy, output, language;
  std::vector<std::string> tiles;
  bool full = false, json = false;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void show_progress(std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t step = 16384;
  if (done % step == 0 || done == total) {
    std::fprintf(stderr, "\r%s", say("{0} of {1} entries", {done, total}).c_str());
  }
}

Result<std::optional<VerifierKey>> named_key(const Arguments& arguments) {
  if (arguments.log_vkey.empty()) return std::optional<VerifierKey>();
  auto parsed = parse_vkey(arguments.log_vkey);
  if (!parsed || parsed->type != NoteKeyType::ed25519) {
    return make_error(ErrorKind::usage, say("The log key is not a verifier key."),
                      say("It looks like name+8 hexadecimal digits+base64, as the ledger publishes it."));
  }
  return std::optional(*std::move(parsed));
}

// Where the log is published, or a copy of it.
Result<std::unique_ptr<TilesFolder>> open_source(const Arguments& arguments) {
  if (!looks_like_url(arguments.first)) return TilesFolder::open(arguments.first);
  TRY_ASSIGN(auto files, files_published_at(arguments.first, arguments.trusted_pem));
  return TilesFolder::fetched(std::move(files));
}

Result<std::optional<Error>> follow_log(const Arguments& arguments) {
  VisitRequest request;
  request.state_path = arguments.state;
  request.full = arguments.full;
  TRY_ASSIGN(request.log_key, named_key(arguments));
  if (!arguments.policy.empty()) {
    TRY_ASSIGN(request.policy, read_file(arguments.policy, longest_policy_bytes));
  }
  TRY_ASSIGN(const auto source, open_source(arguments));
  VerifyOptions options;
  options.threads = arguments.threads;
  const bool shows_progress = ::isatty(STDERR_FILENO) != 0;
  if (shows_progress) options.progress = show_progress;
  const auto visited = visit(*source, request, options);
  if (shows_progress) std::fputc('\n', stderr);
  TRY_ASSIGN(const VisitResult result, visited);
  print(arguments.json ? visit_json(result) : visit_text(result));
  return visit_error(result);
}

Result<std::optional<Error>> compare_two(const Arguments& arguments) {
  CompareRequest request;
  request.first = arguments.first;
  request.second = arguments.second;
  request.tiles = arguments.tiles;
  request.evidence_path = arguments.output;
  TRY_ASSIGN(request.log_key, named_key(arguments));
  TRY_ASSIGN(const CompareResult result, compare_files(request));
  print(arguments.json ? comparison_json(result) : comparison_text(result));
  return comparison_error(result);
}

}  // namespace

bool is_visit(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  return word == "follow" || word == "compare";
}

std::string visit_help() {
  return say(
      "sunledger-verify follow TILES_DIR|URL --state FILE [--log-vkey VKEY] [--policy FILE] [--trust PEM] [--full] "
      "[--json]\n"
      "    verifies what is new since the last visit, and that it extends what was seen\n"
      "sunledger-verify compare FILE OTHER [--tiles DIR]… [--log-vkey VKEY] [--json]\n"
      "    says whether two were shown one history: states, checkpoints, proofs, folders of tiles\n"
      "sunledger-verify TILES_DIR --resume FILE …\n"
      "    takes up an interrupted verification, and keeps in FILE how far this one came\n");
}

int run_visit(int argc, char** argv, const std::string& catalogue_folder, int (*report_error)(const Error&)) {
  Arguments arguments;
  CLI::App app;
  app.set_help_flag();
  app.add_option("--lang", arguments.language);
  app.require_subcommand(1);
  CLI::App* follows = app.add_subcommand("follow");
  follows->add_option("SOURCE", arguments.first)->required();
  follows->add_option("--state", arguments.state)->required();
  follows->add_option("--policy", arguments.policy);
  follows->add_option("--trust", arguments.trusted_pem);
  follows->add_option("--threads", arguments.threads)->check(CLI::Range(1U, 256U));
  follows->add_flag("--full", arguments.full);
  CLI::App* compares = app.add_subcommand("compare");
  compares->add_option("FILE", arguments.first)->required();
  compares->add_option("OTHER", arguments.second)->required();
  compares->add_option("--tiles", arguments.tiles);
  compares->add_option("-o,--output", arguments.output);
  for (CLI::App* verb : {follows, compares}) {
    verb->set_help_flag();
    verb->add_option("--log-vkey", arguments.log_vkey);
    verb->add_option("--lang", arguments.language);
    verb->add_flag("--json", arguments.json);
  }
  std::string wrong;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    wrong = error.what();
  }
  choose_language(arguments.language, catalogue_folder);
  if (!wrong.empty()) {
    return report_error(make_error(ErrorKind::usage, wrong, say("See sunledger-verify --help.")));
  }
  const auto done = follows->parsed() ? follow_log(arguments) : compare_two(arguments);
  if (!done) return report_error(done.error());
  return *done ? report_error(**done) : 0;
}

}  // namespace sunledger
