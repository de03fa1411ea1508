#include "projections/redraw/verified_tiles.h"

#include "ledger/base/text.h"
#include "ledger/verify/tiles_entries.h"
#include "ledger/verify/tiles_folder.h"
#include "ledger/verify/verify.h"

namespace sunledger {
namespace {

// What makes entries those of the log: their bytes are whole and in place, and the signed root is theirs.
VerifyOptions options_of(const TilesRequest& request) {
  VerifyOptions options;
  options.only_checks = {"entries.readable", "entries.contiguous", "entries.encoding", "tree.hashes",
                         "tree.checkpoints"};
  if (request.policy) options.only_checks.emplace_back("tree.witnesses");
  options.threads = request.threads;
  options.progress = request.progress;
  return options;
}

Status judge(const VerifyReport& report, const std::string& dir) {
  for (const CheckResult& check : report.checks) {
    const bool failed = check.state == CheckState::failed;
    if (!failed && (check.state != CheckState::incomplete || report.failed())) continue;
    const std::vector<Problem>& said = failed ? check.problems : check.notes;
    Error error =
        make_error(failed ? ErrorKind::corrupt : ErrorKind::incomplete,
                   failed ? say("The tiles in {0} are not what the log signed: {1}",
                                {dir, said.empty() ? say(text_of(check.check).meaning) : said.front().message})
                          : say("The tiles in {0} could not be verified wholly: {1}",
                                {dir, said.empty() ? say(text_of(check.check).meaning) : said.front().message}),
                   say("See “sunledger-verify {0}” for every check.", {dir}));
    error.name = text_of(check.check).name;
    if (!said.empty()) error.position = said.front().position;
    return error;
  }
  return {};
}

}  // namespace

struct VerifiedTiles::State {
  std::unique_ptr<TilesFolder> folder;
  VerifyInput input;
  std::unique_ptr<TilesEntries> entries;
  HashReader hashes;
};

VerifiedTiles::VerifiedTiles(std::unique_ptr<State> state) : state_(std::move(state)) {}
VerifiedTiles::~VerifiedTiles() = default;

Result<std::unique_ptr<VerifiedTiles>> VerifiedTiles::open(const TilesRequest& request) {
  auto state = std::make_unique<State>();
  TRY_ASSIGN(state->folder, TilesFolder::open(request.dir));
  state->input = state->folder->input();
  state->input.log_key = request.log_key;
  state->input.policy = request.policy;
  TRY_ASSIGN(const VerifyReport report, verify_log(state->input, options_of(request)));
  TRY(judge(report, request.dir));
  state->entries = std::make_unique<TilesEntries>(state->input.read_entries, state->input.size);
  state->hashes = hash_reader_of_tiles(state->input.size, state->input.hash_tile);
  return std::unique_ptr<VerifiedTiles>(new VerifiedTiles(std::move(state)));
}

RedrawSource VerifiedTiles::source() const {
  return {*state_->entries,
          state_->folder->origin(),
          [state = state_.get()](std::uint64_t size) { return root_at(size, state->hashes); },
          {}};
}

bool VerifiedTiles::has_trusted_key() const {
  return state_->input.log_key.has_value() || (state_->input.policy && !state_->input.policy->logs.empty());
}

std::string untrusted_tiles_text() {
  return say("No log key was given: this log is consistent with itself only. Give --log-vkey, as published elsewhere.");
}

}  // namespace sunledger
