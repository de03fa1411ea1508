#include "ledger/anchors/anchor_visit.h"

#include <algorithm>

#include "ledger/anchors/mirror.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

Result<AuditorState> state_of(const std::string& path, const VerifierKey& log_key) {
  TRY_ASSIGN(auto kept, load_state(path));
  AuditorState state;
  state.log_keys = {log_key};
  if (!kept) return state;
  if (kept->log_keys != state.log_keys) {
    return make_error(ErrorKind::conflict, say("{0} follows another log than this anchor.", {path}),
                      say("Remove that folder; the next visit verifies everything again."));
  }
  return *std::move(kept);
}

}  // namespace

Result<AnchorVisit> visit_anchor(const std::string& folder, const VerifierKey& log_key, FetchFile published,
                                 const VerifyOptions& options) {
  TRY_ASSIGN(const auto mirror, Mirror::open(folder + "/mirror"));
  const std::string state_path = folder + "/state";
  TRY_ASSIGN(const AuditorState state, state_of(state_path, log_key));
  TRY_ASSIGN(const auto source, TilesFolder::fetched(mirror->laying_aside(std::move(published))));
  if (source->origin() != log_key.name) {
    return make_error(ErrorKind::conflict,
                      say("The checkpoint is of {0}, not of {1}.", {source->origin(), log_key.name}),
                      say("Look whether the place is the right one."));
  }
  AnchorVisit visit;
  visit.note = source->note();
  TRY_ASSIGN(visit.outcome, follow(state, ShownLog{source->note(), source->input()}, options));
  // follow() has verified its signature.
  TRY_ASSIGN(const Note note, parse_note(visit.note));
  TRY_ASSIGN(visit.checkpoint, parse_checkpoint(note.text));
  if (visit.outcome.evidence) {
    TRY_ASSIGN(visit.evidence_path, keep_evidence(state_path, *visit.outcome.evidence));
  }
  if (!visit.outcome.moved()) return visit;
  TRY(mirror->keep(visit.note));
  TRY(keep_state(state_path, visit.outcome.state));
  return visit;
}

std::string anchor_folder(const std::string& ledger_dir, std::string_view id) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const bool is_plain = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), plain);
  return ledger_dir + "/anchors/" +
         (is_plain ? std::string(id) : "_" + to_hex(sha256(as_bytes(id)).view()).substr(0, 32));
}

}  // namespace sunledger
