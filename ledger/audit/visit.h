#pragma once
// A visit with its files: the auditor's state is read, the log followed, the new state or the evidence kept. The same
// from `sunledger audit follow` and `sunledger-verify follow`.

#include <optional>
#include <string>

#include "ledger/audit/follow.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

struct VisitRequest {
  std::string state_path;
  std::optional<VerifierKey>
      log_key;  // needed on the first visit; later, a further one, where the log's key was changed
  std::optional<std::string> policy;  // a tlog-policy's text; kept in the state, until another is given
  bool full = false;                  // replay the rules too, from the first entry on
};

struct VisitResult {
  FollowOutcome outcome;
  std::string evidence_path;  // empty: none
};

// The state is replaced only when everything held. Errors: usage (a first visit without the log's key), conflict (the
// state is of another log), those of follow() and of the files.
Result<VisitResult> visit(const TilesFolder& source, const VisitRequest& request, const VerifyOptions& options);

}  // namespace sunledger
