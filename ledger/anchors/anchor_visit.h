#pragma once
// The tier above visits a ledger below: it is followed as an auditor follows it (ledger/audit/follow.h), and what was
// verified is kept. One folder an anchor, nothing of it evidence: what counts is recorded in the own log.
//
//   FOLDER/state        how far it was verified (ledger/audit/auditor_state.h)
//   FOLDER/state.evidence-1…  two checkpoints that should not both exist (ledger/audit/evidence.h)
//   FOLDER/mirror       its entries (mirror.h)
//   FOLDER/views        saved states of views folded from them

#include <string>

#include "ledger/audit/follow.h"
#include "ledger/proof/note.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

struct AnchorVisit {
  FollowOutcome outcome;
  std::string note;  // the checkpoint that it showed
  Checkpoint checkpoint;
  std::string evidence_path;  // empty: none
};

// Costs what is new. The state moves only after the mirror, and both only where everything held; killed at any moment,
// the next visit does what is left. Errors: those of follow() and of the files; conflict when the published log is
// another than the key's.
Result<AnchorVisit> visit_anchor(const std::string& folder, const VerifierKey& log_key, FetchFile published,
                                 const VerifyOptions& options);

// The folder of an anchor below DIR/anchors: its id where that is a plain name, else a digest of it.
std::string anchor_folder(const std::string& ledger_dir, std::string_view id);

}  // namespace sunledger
