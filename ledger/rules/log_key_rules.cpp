// The log key over time: who signs checkpoints from which position on.

#include "ledger/people/log_key_handover.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

bool is_known_key(Judge& judge, const PublicKey& key) {
  if (judge.facts.key(key) || judge.facts.planned_recovery(key)) return true;
  const auto log_keys = judge.facts.log_keys();
  return std::any_of(log_keys.begin(), log_keys.end(), [&](const LogKeyFact& known) { return known.key == key; });
}

void rotate(Judge& judge, schema::LogKeyRotated::Reader rotated) {
  const auto key = PublicKey::from({rotated.getKey().begin(), rotated.getKey().size()});
  const auto proof = Signature::from({rotated.getProof().begin(), rotated.getProof().size()});
  const auto log_keys = judge.facts.log_keys();
  const auto ledger = judge.facts.ledger();
  if (!key || !proof || !ledger || log_keys.empty() || !is_acceptable_key(*key)) {
    judge.refuse(Rule::log_key_handover, say("The new log key is not a sound Ed25519 key."));
    return;
  }
  if (is_known_key(judge, *key)) {
    judge.refuse(Rule::key_once, say("This key is registered already."),
                 N_("A log key signs nothing but the log's words, and never comes back: make a new one."),
                 ErrorKind::conflict);
    return;
  }
  const LogKeyHandover handover{ledger->genesis, log_keys.back().key, *key};
  if (!verify_handover(*key, handover, *proof)) {
    judge.refuse(Rule::log_key_handover, say("The proof that the new log key's secret is held is not valid."),
                 N_("Let “sunledger key rotate --log” make key and proof anew: they name the log key in force."));
    return;
  }
  if (rotated.hasHandover()) {
    const auto signature = Signature::from({rotated.getHandover().begin(), rotated.getHandover().size()});
    if (!signature || !verify_handover(handover.old_key, handover, *signature)) {
      judge.refuse(Rule::log_key_handover, say("The log key in force did not sign this handover."),
                   N_("Let “sunledger key rotate --log” make key and proof anew: they name the log key in force."));
      return;
    }
  } else {
    // Whoever knows only the old key cannot follow: a lead that stays.
    judge.find(Rule::log_key_no_handover);
  }
  judge.facts.add_log_key({judge.place.position.value, *key, rotated.hasHandover()});
}

}  // namespace

void judge_log_key(Judge& judge) {
  rotate(judge, judge.event.getEvent().getLogKeyRotated());
}

}  // namespace sunledger
