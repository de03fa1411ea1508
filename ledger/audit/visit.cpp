#include "ledger/audit/visit.h"

#include "ledger/base/text.h"
#include "ledger/proof/policy.h"

namespace sunledger {
namespace {

// A policy may say by itself whose log it is.
Result<std::optional<VerifierKey>> key_by_policy(const std::string& policy_text, const std::string& origin) {
  TRY_ASSIGN(const Policy policy, parse_policy(policy_text));
  const auto keys = log_keys_of(policy, origin);
  if (keys.size() != 1) return std::optional<VerifierKey>();
  return std::optional(keys.front());
}

Result<AuditorState> state_for(const TilesFolder& source, const VisitRequest& request) {
  TRY_ASSIGN(auto kept, load_state(request.state_path));
  AuditorState state;
  if (kept) {
    state = *std::move(kept);
    if (request.log_key && *request.log_key != state.log_key) {
      return make_error(ErrorKind::conflict,
                        say("{0} follows a log under another key than the one given.", {request.state_path}),
                        say("Leave --log-vkey away, or begin a new state under another name."));
    }
  } else {
    std::optional<VerifierKey> key = request.log_key;
    if (!key && request.policy) {
      TRY_ASSIGN(key, key_by_policy(*request.policy, source.origin()));
    }
    if (!key) {
      return make_error(ErrorKind::usage, say("This is the first visit, and the log's key is not named."),
                        say("Give --log-vkey VKEY, as the federation published it elsewhere: a key that comes with the "
                            "log proves nothing."));
    }
    state.log_key = *std::move(key);
  }
  if (request.policy) state.policy = *request.policy;
  if (source.origin() != state.log_key.name) {
    return make_error(ErrorKind::conflict,
                      say("The checkpoint is of {0}, and {1} follows {2}.",
                          {source.origin(), request.state_path, state.log_key.name}),
                      say("Keep one state a log."));
  }
  return state;
}

// Everything from the first entry on, rules and all.
Status replay(const TilesFolder& source, const VerifyOptions& options, FollowOutcome& outcome) {
  VerifyInput input = source.input();
  input.log_key = outcome.state.log_key;
  if (!outcome.state.policy.empty()) {
    TRY_ASSIGN(input.policy, parse_policy(outcome.state.policy));
  }
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
