#include "cli/cosigned_head.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/witness/cosigned_checkpoints.h"

namespace sunledger {

Result<std::optional<Policy>> named_policy(const Context& context, const std::string& flag, const Ledger& ledger) {
  const std::string path = context.setting(flag, "SUNLEDGER_POLICY", "policy");
  if (path.empty()) return std::optional<Policy>();
  TRY_ASSIGN(Policy policy, read_policy(path));
  const auto ours = ledger.log_keys().all();
  const bool is_ours = policy.logs.empty() || std::any_of(policy.logs.begin(), policy.logs.end(), [&](const auto& log) {
                         return std::find(ours.begin(), ours.end(), log.key) != ours.end();
                       });
  if (is_ours) return std::optional<Policy>(std::move(policy));
  return make_error(ErrorKind::invalid, say("{0} names other logs, not {1}.", {path, ledger.origin()}),
                    say("Add the line “log {0}”.", {format_vkey(ledger.log_vkey())}));
}

Result<CosignedHead> open_cosigned(const Ledger& ledger, const Policy& policy, const std::string& note) {
  TRY_ASSIGN(const Note parsed, parse_note(note));
  TRY_ASSIGN(const Checkpoint checkpoint, parse_checkpoint(parsed.text));
  const auto known = keys_to_know(policy, ledger.log_keys().key_for(checkpoint.size));
  CosignedHead head;
  TRY_ASSIGN(head.opened, open_checkpoint(note, known, verify));
  head.note = note;
  head.witnesses = witnesses_among(policy, head.opened.signatures);
  for (const VerifiedSignature& signature : head.opened.signatures) {
    head.cosigned_at_seconds = std::max(head.cosigned_at_seconds, signature.cosigned_at_seconds.value_or(0));
  }
  return head;
}

Result<std::optional<CosignedHead>> latest_cosigned(const Ledger& ledger, const Policy& policy) {
  std::optional<CosignedHead> found;
  TRY(CosignedCheckpoints(ledger.dir()).each([&](std::uint64_t, const std::string& note) -> Result<bool> {
    TRY_ASSIGN(CosignedHead head, open_cosigned(ledger, policy, note));
    if (!is_quorum(policy, head.witnesses)) return true;
    found = std::move(head);
    return false;
  }));
  return found;
}

Result<std::string> checkpoint_to_show(const Context& context, const Ledger& ledger, const std::string& policy_flag) {
  TRY_ASSIGN(const auto policy, named_policy(context, policy_flag, ledger));
  if (policy && policy->needs_witnesses()) {
    TRY_ASSIGN(auto head, latest_cosigned(ledger, *policy));
    if (head) return std::move(head->note);
    return make_error(ErrorKind::not_found,
                      say("No checkpoint was cosigned by the policy's quorum “{0}” yet.", {policy->quorum}),
                      say("Ask the witnesses with “sunledger checkpoint publish”."));
  }
  TRY_ASSIGN(const auto note, ledger.latest_checkpoint());
  if (!note) {
    return make_error(ErrorKind::not_found, say("No checkpoint was signed yet."),
                      say("Sign one with “sunledger checkpoint”."));
  }
  TRY_ASSIGN(const SignedCheckpoint opened, ledger.log_keys().open(*note, verify));
  TRY_ASSIGN(const auto cosigned, CosignedCheckpoints(ledger.dir()).at(opened.checkpoint.size));
  if (!cosigned) return *note;
  // Only of the same tree: whatever lies in that folder, the log's word is the store's.
  TRY_ASSIGN(const SignedCheckpoint kept, ledger.log_keys().open(*cosigned, verify));
  return kept.checkpoint == opened.checkpoint ? *cosigned : *note;
}

}  // namespace sunledger
