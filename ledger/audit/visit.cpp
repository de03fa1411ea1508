#include "ledger/audit/visit.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/proof/policy.h"

namespace sunledger {
namespace {

// A log's key may be changed; the auditor learns the new one elsewhere, as the first.
Status trust(const VerifierKey& key, AuditorState& state) {
  if (std::find(state.log_keys.begin(), state.log_keys.end(), key) != state.log_keys.end()) return {};
  if (key.name != state.origin()) {
    return make_error(ErrorKind::conflict,
                      say("The key given is of {0}, and the state follows {1}.", {key.name, state.origin()}),
                      say("Keep one state a log."));
  }
  if (state.log_keys.size() >= most_log_keys) {
    return make_error(ErrorKind::invalid, say("A state holds at most {0} keys of one log.", {most_log_keys}));
  }
  state.log_keys.push_back(key);
  return {};
}

Result<AuditorState> state_for(const TilesFolder& source, const VisitRequest& request) {
  TRY_ASSIGN(auto kept, load_state(request.state_path));
  AuditorState state;
  if (kept) {
    state = *std::move(kept);
    if (request.log_key) TRY(trust(*request.log_key, state));
  } else {
    if (request.log_key) state.log_keys = {*request.log_key};
    // A policy may say by itself whose log it is.
    if (!request.log_key && request.policy) {
      TRY_ASSIGN(const Policy policy, parse_policy(*request.policy));
      state.log_keys = log_keys_of(policy, source.origin());
    }
    if (state.log_keys.empty()) {
      return make_error(ErrorKind::usage, say("This is the first visit, and the log's key is not named."),
                        say("Give --log-vkey VKEY, as the federation published it elsewhere: a key that comes with the "
                            "log proves nothing."));
    }
  }
  if (request.policy) state.policy = *request.policy;
  if (source.origin() != state.origin()) {
    return make_error(
        ErrorKind::conflict,
        say("The checkpoint is of {0}, and {1} follows {2}.", {source.origin(), request.state_path, state.origin()}),
        say("Keep one state a log."));
  }
  return state;
}

// Everything from the first entry on, rules and all.
Status replay(const TilesFolder& source, const VerifyOptions& options, FollowOutcome& outcome) {
  VerifyInput input = source.input();
  input.policy.emplace();
  if (!outcome.state.policy.empty()) {
    TRY_ASSIGN(input.policy, parse_policy(outcome.state.policy));
  }
  input.policy->logs.clear();
  for (const VerifierKey& key : outcome.state.log_keys) input.policy->logs.push_back({key, ""});
  TRY_ASSIGN(outcome.report, verify_log(input, options));
  if (outcome.report->failed()) {
    outcome.kind = FollowOutcome::Kind::failed;
  } else if (outcome.report->incomplete()) {
    outcome.kind = FollowOutcome::Kind::incomplete;
  }
  return {};
}

}  // namespace

Result<VisitResult> visit(const TilesFolder& source, const VisitRequest& request, const VerifyOptions& options) {
  TRY_ASSIGN(const AuditorState state, state_for(source, request));
  VisitResult result;
  TRY_ASSIGN(result.outcome, follow(state, ShownLog{source.note(), source.input()}, options));
  FollowOutcome& outcome = result.outcome;
  if (request.full && outcome.moved()) TRY(replay(source, options, outcome));
  if (outcome.evidence) {
    TRY_ASSIGN(result.evidence_path, keep_evidence(request.state_path, *outcome.evidence));
  } else if (outcome.moved()) {
    TRY(keep_state(request.state_path, outcome.state));
  }
  return result;
}

}  // namespace sunledger
