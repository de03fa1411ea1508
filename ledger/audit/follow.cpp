#include "ledger/audit/follow.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/policy.h"
#include "ledger/proof/tree.h"
#include "ledger/verify/witnessed_time.h"

namespace sunledger {
namespace {

Error not_the_tiles(std::uint64_t size) {
  return make_error(ErrorKind::corrupt,
                    say("The tiles are not those over which the checkpoint of {0} entries was signed.", {size}),
                    say("Fetch them again from where they are published; if it stays so, tell the log's keeper."));
}

// Another root for a size that was seen before.
std::optional<std::string> contradicted(const std::vector<std::string>& seen, const Checkpoint& shown) {
  for (const std::string& text : seen) {
    const auto note = parse_note(text);
    const auto earlier = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (earlier && earlier->size == shown.size && earlier->root != shown.root) return text;
  }
  return std::nullopt;
}

class Visit {
 public:
  Visit(const AuditorState& state, const ShownLog& shown, const VerifyOptions& options)
      : state_(state), shown_(shown), options_(options) {}

  Result<FollowOutcome> run();

 private:
  Status open();
  Result<FollowOutcome> smaller();
  FollowOutcome same_size();
  // Nothing when the new checkpoint extends what was seen.
  Result<std::optional<FollowOutcome>> against_the_past();
  Result<FollowOutcome> larger();

  FollowOutcome outcome(FollowOutcome::Kind kind) const;
  FollowOutcome split_view(const std::string& first, std::optional<Hash> root = {},
                           std::vector<Hash> hashes = {}) const;
  void keep_note(AuditorState& state) const;

  const AuditorState& state_;
  const ShownLog& shown_;
  const VerifyOptions& options_;
  std::optional<Policy> policy_;
  SignedCheckpoint now_;
};

FollowOutcome Visit::outcome(FollowOutcome::Kind kind) const {
  FollowOutcome outcome;
  outcome.kind = kind;
  outcome.from = state_.known.size;
  outcome.to = now_.checkpoint.size;
  outcome.state = state_;
  return outcome;
}

FollowOutcome Visit::split_view(const std::string& first, std::optional<Hash> root, std::vector<Hash> hashes) const {
  FollowOutcome found = outcome(FollowOutcome::Kind::split_view);
  found.evidence =
      Evidence{Evidence::Kind::split_view, state_.log_keys, first, shown_.note, std::move(root), std::move(hashes)};
  return found;
}

void Visit::keep_note(AuditorState& state) const {
  if (!state.seen.empty() && state.known.size == now_.checkpoint.size) state.seen.pop_back();
  if (state.seen.size() >= notes_kept) state.seen.erase(state.seen.begin() + 1);
  state.seen.push_back(shown_.note);
}

Status Visit::open() {
  if (!state_.policy.empty()) {
    TRY_ASSIGN(policy_, parse_policy(state_.policy));
  }
  std::vector<VerifierKey> known = state_.log_keys;
  if (policy_) {
    for (const PolicyWitness& witness : policy_->witnesses) known.push_back(witness.key);
  }
  TRY_ASSIGN(now_, open_checkpoint(shown_.note, known, verify));
  INVARIANT(now_.checkpoint.size == shown_.input.size);
  if (shown_.note.size() > longest_kept_note_bytes) {
    return make_error(ErrorKind::invalid, say("The checkpoint is larger than the {0} bytes that are kept of one.",
                                              {longest_kept_note_bytes}));
  }
  if (!policy_ || !policy_->needs_witnesses()) return {};
  auto cosigned = quorum_of(*policy_)(now_);
  if (cosigned) return {};
  // Nothing is wrong yet: witnesses may be late.
  Error error = std::move(cosigned).error();
  error.kind = ErrorKind::incomplete;
  return error;
}

Result<FollowOutcome> Visit::smaller() {
  if (const auto other = contradicted(state_.seen, now_.checkpoint)) return split_view(*other);
  FollowOutcome found = outcome(FollowOutcome::Kind::rolled_back);
  found.evidence = Evidence{Evidence::Kind::rollback, state_.log_keys, state_.seen.back(), shown_.note, {}, {}};
  return found;
}

FollowOutcome Visit::same_size() {
  if (now_.checkpoint.root != state_.known.root) return split_view(state_.seen.back());
  FollowOutcome same = outcome(FollowOutcome::Kind::nothing_new);
  keep_note(same.state);
  // Cosigned again since: what comes later was recorded after that.
  if (const auto witnessed = witnessed_at(now_.signatures)) {
    same.state.known.no_earlier_than_ms = std::max(
        same.state.known.no_earlier_than_ms, witnessed->from_ms - std::min(witnessed->from_ms, clock_allowance_ms));
  }
  return same;
}

Result<std::optional<FollowOutcome>> Visit::against_the_past() {
  const std::uint64_t old_size = state_.known.size, new_size = now_.checkpoint.size;
  const HashReader reader = hash_reader_of_tiles(new_size, shown_.input.hash_tile);
  TRY_ASSIGN(auto proof, consistency_proof(old_size, new_size, reader));
  if (verify_consistency(old_size, new_size, state_.known.root, now_.checkpoint.root, proof)) {
    return std::optional<FollowOutcome>();
  }
  // Either the tiles are damaged, or they lead from another past to what the log signed.
  TRY_ASSIGN(const Hash other, root_at(old_size, reader));
  if (!verify_consistency(old_size, new_size, other, now_.checkpoint.root, proof)) return not_the_tiles(new_size);
  return std::optional<FollowOutcome>(split_view(state_.seen.back(), other, std::move(proof)));
}

Result<FollowOutcome> Visit::larger() {
  if (state_.known.size != 0) {
    TRY_ASSIGN(auto found, against_the_past());
    if (found) return *std::move(found);
  }
  VerifyInput input = shown_.input;
  input.policy = policy_;
  TRY_ASSIGN(ContinuedReport continued,
             verify_from(state_.known, now_.checkpoint.root, state_.log_keys, input, options_));
  const bool failed = continued.report.failed();
  FollowOutcome seen = outcome(failed                          ? FollowOutcome::Kind::failed
                               : continued.report.incomplete() ? FollowOutcome::Kind::incomplete
                                                               : FollowOutcome::Kind::followed);
  seen.report = std::move(continued.report);
  if (seen.kind != FollowOutcome::Kind::followed) return seen;
  if (continued.known.authors.size() > most_authors) {
    return make_error(ErrorKind::invalid,
                      say("The log has more than {0} authors, which a state cannot hold.", {most_authors}));
  }
  keep_note(seen.state);
  seen.state.known = std::move(continued.known);
  return seen;
}

Result<FollowOutcome> Visit::run() {
  TRY(open());
  if (now_.checkpoint.size == 0) {
    return make_error(ErrorKind::incomplete,
                      say("The log shows a checkpoint over no entries: there is nothing to verify."));
  }
  if (now_.checkpoint.size < state_.known.size) return smaller();
  if (now_.checkpoint.size == state_.known.size) return same_size();
  return larger();
}

}  // namespace

Result<FollowOutcome> follow(const AuditorState& state, const ShownLog& shown, const VerifyOptions& options) {
  INVARIANT(options.only_checks.empty() && !options.earlier && !options.keep);
  return Visit(state, shown, options).run();
}

std::string finding_of(const FollowOutcome& outcome) {
  switch (outcome.kind) {
    case FollowOutcome::Kind::followed:
      return say("{0} new entries verified; they extend the {1} that were seen before.",
                 {outcome.to - outcome.from, outcome.from});
    case FollowOutcome::Kind::nothing_new:
      return say("Nothing new: the log still shows the {0} entries that were seen.", {outcome.to});
    case FollowOutcome::Kind::incomplete:
      return say("Nothing wrong was found in what is new, but something could not be checked.");
    case FollowOutcome::Kind::failed:
      return say("What is new since {0} entries does not verify.", {outcome.from});
    case FollowOutcome::Kind::rolled_back:
      return say(
          "Rollback: the log shows {0} entries, and {1} were seen before. Its end was cut off, or an old copy was "
          "restored or is being shown.",
          {outcome.to, outcome.from});
    case FollowOutcome::Kind::split_view:
      return say(
          "Split view: the log signed another history. What it shows now, {0} entries, does not contain what it "
          "showed before.",
          {outcome.to});
  }
  return {};
}

}  // namespace sunledger
