#pragma once
// One visit of an auditor who was here before: the log's new checkpoint is signed, cosigned as the auditor's policy
// asks, and extends what was seen; and everything that is new is verified. Costs what is new, not what is there. Pure:
// the caller brings the state and what the log shows, and keeps what comes back.

#include <functional>
#include <optional>
#include <string>

#include "ledger/audit/auditor_state.h"
#include "ledger/audit/evidence.h"
#include "ledger/verify/verify.h"

namespace sunledger {

// What the log shows: its newest checkpoint, and tiles and entries under it (input.size is the checkpoint's).
struct ShownLog {
  std::string note;
  VerifyInput input;
};

struct FollowOutcome {
  enum class Kind {
    followed,     // `state` is the new one
    nothing_new,  // the checkpoint is the one that was seen; `state` holds its newest cosignatures
    incomplete,   // nothing is wrong, but something needs newer software; the state stays
    failed,       // what is new does not verify: `report`; the state stays
    rolled_back,  // fewer entries than were seen: `evidence`
    split_view    // what was seen is not in this history: `evidence`
  };
  Kind kind = Kind::nothing_new;
  std::uint64_t from = 0, to = 0;  // sizes seen before and shown now
  AuditorState state;
  std::optional<VerifyReport> report;  // of what is new
  std::optional<Evidence> evidence;

  bool moved() const { return kind == Kind::followed || kind == Kind::nothing_new; }
};

// `options.only_checks` and `options.earlier` are not for a visit. Errors: corrupt (the checkpoint is not signed by the
// log's key, or the tiles are not those of the checkpoint), incomplete (the policy's quorum did not cosign it), and
// whatever reading the tiles gives.
Result<FollowOutcome> follow(const AuditorState& state, const ShownLog& shown, const VerifyOptions& options);

// The sentence that names what was found.
std::string finding_of(const FollowOutcome& outcome);

}  // namespace sunledger
