// Bodies, persons in office, roles, keys, delegation.
//
// Rules may not see libsodium: whether a proof of possession holds is asked through people's possession.h.

#include "ledger/people/possession.h"
#include "ledger/people/signing.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

std::optional<PublicKey> public_key(capnp::Data::Reader data) {
  return PublicKey::from({data.begin(), data.size()});
}

std::uint32_t bits_of(capnp::List<schema::Role>::Reader roles) {
  std::uint32_t bits = 0;
  for (auto role : roles) bits |= 1U << static_cast<unsigned>(role);
  return bits;
}

bool register_proven_key(Judge& judge, std::string_view person, capnp::Data::Reader key_data,
                         capnp::Data::Reader proof_data) {
  const auto key = proven_key(judge, person, key_data, proof_data);
  if (key) judge.facts.set_key(*key, KeyFact{std::string(person), judge.place.position.value, 0, 0});
  return key.has_value();
}

bool body_exists(Judge& judge, std::string_view body) {
  if (body.empty() || judge.facts.body(body)) return true;
  judge.refuse(Rule::event_reference, say("There is no body “{0}”.", {body}),
               N_("Register it first (BodyRegistered)."));
  return false;
}

// Somebody must remain who can appoint, and has a key to sign it with.
bool leaves_an_administrator(Judge& judge, std::string_view without, const PublicKey* without_key = nullptr) {
  if (judge.facts.has_administrator_without(without, without_key)) return true;
  if (without_key == nullptr) {
    judge.refuse(Rule::event_role, say("{0} is the only administrator who has a key in force.", {without}),
                 N_("Appoint another administrator first."));
  } else {
    judge.refuse(Rule::event_role, say("No other key of an administrator is in force."),
                 N_("Register the key that follows it first, or let it be replaced (key rotate)."));
  }
  return false;
}

void open_ledger(Judge& judge, schema::LedgerOpened::Reader opened) {
  const std::string_view person = view_of(opened.getPerson());
  const auto log_key = public_key(opened.getLogKey());
  if (!log_key || !is_acceptable_key(*log_key) || opened.getId().size() != 32) {
    judge.refuse(Rule::key_possession, say("The log key is not a sound Ed25519 key."));
    return;
  }
  if (!register_proven_key(judge, person, judge.event.getAuthor(), opened.getProof())) return;
  judge.facts.set_person(person, PersonFact{text_of(opened.getPersonName()), {}, administrator_bit, 0, 0});
  // The genesis hash is that of the whole entry, which the sequencer knows once it is written: see seal_genesis.
  judge.facts.set_ledger(LedgerFact{Hash{}, text_of(opened.getOrigin()), text_of(opened.getName()), *log_key});
}

void register_body(Judge& judge, schema::BodyRegistered::Reader body) {
  if (!body_exists(judge, view_of(body.getParent()))) return;
  if (!judge.take_identity('b', view_of(body.getBody()), view_of(body.getBody()))) return;
  judge.facts.set_body(view_of(body.getBody()), BodyFact{text_of(body.getName()), text_of(body.getParent()),
                                                         static_cast<std::uint8_t>(body.getType())});
}

void appoint(Judge& judge, schema::OfficerAppointed::Reader appointed) {
  const std::string_view person = view_of(appointed.getPerson());
  const auto earlier = judge.facts.person(person);
  if (earlier && earlier->relieved_at == 0) {
    judge.refuse(Rule::identity_unique, say("{0} is in office already.", {person}),
                 N_("Change roles with RolesChanged; a further key is registered by “key rotate --proof PROOF”."),
                 ErrorKind::conflict);
    return;
  }
  if (!body_exists(judge, view_of(appointed.getBody()))) return;
  if (!register_proven_key(judge, person, appointed.getKey(), appointed.getProof())) return;
  judge.facts.set_person(person, PersonFact{text_of(appointed.getName()), text_of(appointed.getBody()),
                                            bits_of(appointed.getRoles()), judge.place.position.value, 0});
}

void change_roles(Judge& judge, schema::RolesChanged::Reader changed) {
  const std::string_view person = view_of(changed.getPerson());
  auto fact = person_in_office(judge, person);
  if (!fact || !body_exists(judge, view_of(changed.getBody()))) return;
  const std::uint32_t roles = bits_of(changed.getRoles());
  const bool loses = (fact->roles & administrator_bit) != 0 && (roles & administrator_bit) == 0;
  if (loses && !leaves_an_administrator(judge, person)) return;
  fact->roles = roles;
  if (changed.hasBody()) fact->body = text_of(changed.getBody());
  judge.facts.set_person(person, *fact);
}

void relieve(Judge& judge, schema::OfficerRelieved::Reader relieved) {
  const std::string_view person = view_of(relieved.getPerson());
  auto fact = person_in_office(judge, person);
  if (!fact) return;
  if ((fact->roles & administrator_bit) != 0 && !leaves_an_administrator(judge, person)) return;
  fact->relieved_at = judge.place.position.value;
  judge.facts.set_person(person, *fact);
}

void register_key(Judge& judge, schema::KeyRegistered::Reader registered) {
  const std::string_view person = view_of(registered.getPerson());
  if (!person_in_office(judge, person)) return;
  const bool rotation = registered.hasReplaces();
  if (rotation) {
    const auto old_key = public_key(registered.getReplaces());
    if (!old_key || *old_key != judge.envelope.author || judge.person != person) {
      judge.refuse(Rule::event_role, say("A key is replaced by an event that the old key itself signs."),
                   N_("Sign with the old key; if it is lost, let an administrator revoke it and register a new one."),
                   ErrorKind::permission);
      return;
    }
  } else if ((judge.roles & administrator_bit) == 0) {
    judge.refuse(Rule::event_role, say("Only an administrator registers a further key for a person."),
                 N_("To replace your own key, name the old one in “replaces” and sign with it."),
                 ErrorKind::permission);
    return;
  }
  if (!register_proven_key(judge, person, registered.getKey(), registered.getProof()) || !rotation) return;
  KeyFact old_fact = *judge.facts.key(judge.envelope.author);
  old_fact.revoked_at = judge.place.position.value;
  judge.facts.set_key(judge.envelope.author, old_fact);
}

// Until a recovered key takes force, any administrator alone may stop it.
void stop_recovery(Judge& judge, const PublicKey& key, const RecoveryFact& recovery) {
  if ((judge.roles & administrator_bit) == 0) {
    judge.refuse(Rule::event_role, say("A key is revoked by its owner or by an administrator."), nullptr,
                 ErrorKind::permission);
    return;
  }
  judge.facts.drop_recovery(key);
  const std::uint64_t here = judge.place.position.value;
  judge.facts.set_key(key, KeyFact{recovery.person, recovery.position, here, here});
}

void revoke_key(Judge& judge, schema::KeyRevoked::Reader revoked) {
  const auto key = public_key(revoked.getKey());
  if (const auto recovery = key ? judge.facts.planned_recovery(*key) : std::nullopt) {
    return stop_recovery(judge, *key, *recovery);
  }
  auto fact = key ? judge.facts.key(*key) : std::nullopt;
  if (!fact || fact->revoked_at != 0) {
    judge.refuse(Rule::event_reference, say("There is no such key in force."), N_("See “sunledger officer list”."));
    return;
  }
  if ((judge.roles & administrator_bit) == 0 && fact->person != judge.person) {
    judge.refuse(Rule::event_role, say("A key is revoked by its owner or by an administrator."), nullptr,
                 ErrorKind::permission);
    return;
  }
  // Its own position is the usual answer: the key is bad from now on, and nothing before is in doubt.
  if (revoked.getSince() > judge.place.position.value) {
    judge.refuse(Rule::event_reference,
                 say("The compromise is placed at position {0}, which is not recorded yet.", {revoked.getSince()}));
    return;
  }
  if (!leaves_an_administrator(judge, {}, &*key)) return;
  fact->revoked_at = judge.place.position.value;
  fact->suspect_from = revoked.getSince();
  judge.facts.set_key(*key, *fact);
}

void grant_delegation(Judge& judge, schema::DelegationGranted::Reader granted) {
  const std::string_view from = view_of(granted.getFrom());
  const std::string_view to = view_of(granted.getTo());
  if (!person_in_office(judge, from) || !person_in_office(judge, to)) return;
  if (from == to || granted.getFirstDay() > granted.getLastDay() ||
      granted.getFirstDay() < judge.recorded_day.since_1970) {
    judge.refuse(Rule::event_fields,
                 say("A delegation goes to another person, from today at the earliest, first day first."));
    return;
  }
  const std::string_view id = view_of(granted.getDelegation());
  if (!judge.take_identity('g', id, id)) return;
  judge.facts.set_delegation(
      id, DelegationFact{std::string(from), std::string(to), static_cast<std::uint8_t>(granted.getRole()),
                         Day(granted.getFirstDay()), Day(granted.getLastDay()), 0});
}

void end_delegation(Judge& judge, schema::DelegationEnded::Reader ended) {
  auto fact = judge.facts.delegation(view_of(ended.getDelegation()));
  if (!fact || fact->ended_at != 0) {
    judge.refuse(Rule::event_reference, say("There is no such delegation in force."));
    return;
  }
  fact->ended_at = judge.place.position.value;
  judge.facts.set_delegation(view_of(ended.getDelegation()), *fact);
}

}  // namespace

std::optional<PublicKey> proven_key(Judge& judge, std::string_view person, capnp::Data::Reader key_data,
                                    capnp::Data::Reader proof_data) {
  const auto key = public_key(key_data);
  const auto proof = Signature::from({proof_data.begin(), proof_data.size()});
  if (!key || !proof || !verify_possession(person, *key, *proof)) {
    judge.refuse(Rule::key_possession, say("The proof that {0} holds the key's secret is not valid.", {person}),
                 N_("Let the person make a proof with “sunledger key proof” for exactly this person id."));
    return std::nullopt;
  }
  if (judge.facts.key(*key) || judge.facts.planned_recovery(*key)) {
    judge.refuse(Rule::key_once, say("This key is registered already."),
                 N_("Every person needs keys of their own, and every key is registered once."), ErrorKind::conflict);
    return std::nullopt;
  }
  return key;
}

std::optional<PersonFact> person_in_office(Judge& judge, std::string_view person) {
  auto fact = judge.facts.person(person);
  if (fact && fact->relieved_at == 0) return fact;
  judge.refuse(Rule::event_reference, say("There is no person “{0}” in office.", {person}),
               N_("See “sunledger officer list”."));
  return std::nullopt;
}

void judge_people(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::LEDGER_OPENED:
      return open_ledger(judge, event.getLedgerOpened());
    case Event::BODY_REGISTERED:
      return register_body(judge, event.getBodyRegistered());
    case Event::OFFICER_APPOINTED:
      return appoint(judge, event.getOfficerAppointed());
    case Event::ROLES_CHANGED:
      return change_roles(judge, event.getRolesChanged());
    case Event::OFFICER_RELIEVED:
      return relieve(judge, event.getOfficerRelieved());
    case Event::KEY_REGISTERED:
      return register_key(judge, event.getKeyRegistered());
    case Event::KEY_REVOKED:
      return revoke_key(judge, event.getKeyRevoked());
    case Event::DELEGATION_GRANTED:
      return grant_delegation(judge, event.getDelegationGranted());
    case Event::DELEGATION_ENDED:
      return end_delegation(judge, event.getDelegationEnded());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
