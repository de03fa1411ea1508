// Followed ledgers: what each showed, recorded so that it can be held to it.
//
// An anchor that broke stays broken: two histories signed by one key cannot be healed, only followed anew, under
// another id, once somebody has found out what happened. A ledger that rotated its log key is added again under another
// id too.

#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/policy.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

std::string lines_of(capnp::List<capnp::Text>::Reader lines) {
  std::string text;
  for (const auto line : lines) text += std::string(view_of(line)) + "\n";
  return text;
}

void add_anchor(Judge& judge, schema::AnchorAdded::Reader added) {
  const std::string_view id = view_of(added.getAnchor());
  const std::string_view origin = view_of(added.getOrigin());
  const auto key = PublicKey::from({added.getLogKey().begin(), added.getLogKey().size()});
  if (!is_origin(origin)) {
    judge.refuse(Rule::event_fields, say("“{0}” is not an origin.", {origin}),
                 N_("Use the name in the ledger's vkey, before the first “+”."));
    return;
  }
  if (!key || !is_acceptable_key(*key)) {
    judge.refuse(Rule::key_possession, say("The log key is not a sound Ed25519 key."));
    return;
  }
  const auto own = judge.facts.ledger();
  if (own && own->origin == origin) {
    judge.refuse(Rule::event_reference, say("A ledger does not follow itself."));
    return;
  }
  if (judge.facts.anchor(id)) {
    judge.refuse(Rule::identity_unique, say("The anchor “{0}” is recorded already.", {id}),
                 N_("Use another identifier, or correct the recorded one by its own event."), ErrorKind::conflict);
    return;
  }
  std::string other;
  judge.facts.scan_anchors([&](std::string_view known, const AnchorFact& fact) {
    if (fact.origin == origin && fact.log_key == *key && !fact.broken) other = known;
    return other.empty();
  });
  if (!other.empty()) {
    judge.refuse(Rule::identity_unique, say("{0} with this log key is followed already, as “{1}”.", {origin, other}),
                 N_("Record what it shows under that id."), ErrorKind::conflict);
    return;
  }
  if (added.hasPolicy()) {
    const auto policy = parse_policy(lines_of(added.getPolicy()));
    if (!policy) {
      judge.refuse(Rule::event_fields, say("The policy cannot be read: {0}", {policy.error().message}));
      return;
    }
  }
  AnchorFact fact;
  fact.name = text_of(added.getName());
  fact.origin = origin;
  fact.place = text_of(added.getPlace());
  fact.log_key = *key;
  judge.facts.set_anchor(id, fact);
}

// The note is that ledger's own word for exactly this size and root.
bool note_holds(Judge& judge, const AnchorFact& anchor, schema::AnchorRecorded::Reader recorded) {
  const VerifierKey key{anchor.origin, NoteKeyType::ed25519, anchor.log_key};
  const std::string_view note = as_text({recorded.getNote().begin(), recorded.getNote().size()});
  const auto opened = open_checkpoint(note, std::span(&key, 1), verify);
  const auto root = Hash::from({recorded.getRoot().begin(), recorded.getRoot().size()});
  if (!opened) {
    judge.refuse(Rule::event_reference,
                 say("The note is no checkpoint of {0}: {1}", {anchor.origin, opened.error().message}),
                 N_("Only what that ledger itself signed is recorded about it."));
    return false;
  }
  if (opened->checkpoint.origin != anchor.origin || opened->checkpoint.size != recorded.getSize() || !root ||
      opened->checkpoint.root != *root) {
    judge.refuse(Rule::event_reference,
                 say("The event says another origin, size or root than the note that it holds."));
    return false;
  }
  return true;
}

void record_anchor(Judge& judge, schema::AnchorRecorded::Reader recorded) {
  const std::string_view id = view_of(recorded.getAnchor());
  auto anchor = judge.facts.anchor(id);
  if (!anchor) {
    judge.refuse(Rule::event_reference, say("There is no anchor “{0}”.", {id}),
                 N_("Add it first (AnchorAdded), with its log key."));
    return;
  }
  if (!note_holds(judge, *anchor, recorded)) return;
  const bool has_problem = recorded.hasProblem();
  const bool is_consistent = recorded.getOutcome() == schema::AnchorOutcome::CONSISTENT;
  if (is_consistent == has_problem) {
    judge.refuse(Rule::event_fields, say("What was wrong is said where something was wrong, and only there."));
    return;
  }
  const auto root = Hash::from({recorded.getRoot().begin(), recorded.getRoot().size()});
  switch (recorded.getOutcome()) {
    case schema::AnchorOutcome::CONSISTENT:
      if (anchor->broken) {
        judge.refuse(Rule::event_reference, say("“{0}” showed two histories: it is not followed any more.", {id}),
                     N_("Find out what happened; then an administrator adds it again under another id."));
        return;
      }
      if (recorded.getSize() < anchor->size || (recorded.getSize() == anchor->size && *root != anchor->root)) {
        judge.refuse(Rule::event_reference,
                     say("At {0} entries it does not extend the {1} that were recorded before.",
                         {recorded.getSize(), anchor->size}),
                     N_("Record it as behind or broken, as it is."));
        return;
      }
      anchor->size = recorded.getSize();
      anchor->root = *root;
      break;
    case schema::AnchorOutcome::BEHIND:
      if (recorded.getSize() >= anchor->size) {
        judge.refuse(Rule::event_reference, say("It is not behind: {0} entries were recorded before.", {anchor->size}));
        return;
      }
      return;
    case schema::AnchorOutcome::UNSOUND:
      if (recorded.getSize() <= anchor->size) {
        judge.refuse(
            Rule::event_reference,
            say("At {0} entries nothing is new: {1} were recorded before.", {recorded.getSize(), anchor->size}),
            N_("Record it as behind or broken, as it is."));
      }
      return;
    case schema::AnchorOutcome::BROKEN:
      anchor->broken = true;
      break;
  }
  judge.facts.set_anchor(id, *anchor);
}

}  // namespace

void judge_anchor(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::ANCHOR_ADDED:
      return add_anchor(judge, event.getAnchorAdded());
    case Event::ANCHOR_RECORDED:
      return record_anchor(judge, event.getAnchorRecorded());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
