// Acts about those who administer the ledger: as many of them must stand behind such an act as the charter asks for, so
// that no single administrator, and no single stolen key, takes the ledger over. An act that needs more than its author
// is judged, recorded and waits; with the last endorsement it is judged again and takes effect at that position.
//
// While it waits, the entry of the act (and of each endorsement that is not the last) notes the rule
// administration.quorum, so that a reader of entries alone can tell what is in force: an act that does not note it, and
// one that a later ActEndorsed names which does not note it.

#include "ledger/event/open.h"
#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

// An amendment that cites no decision is never one administrator's alone (house rule 6).
constexpr std::size_t least_for_amendment = 2;

bool has_administrator(capnp::List<schema::Role>::Reader roles) {
  for (const schema::Role role : roles) {
    if (role == schema::Role::ADMINISTRATOR) return true;
  }
  return false;
}

bool is_administrator(Judge& judge, std::string_view person) {
  const auto fact = judge.facts.person(person);
  return fact && fact->relieved_at == 0 && (fact->roles & administrator_bit) != 0;
}

// Whether the act gives or takes an administrator's power, or the log's own key.
bool is_about_administration(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::OFFICER_APPOINTED:
      return has_administrator(event.getOfficerAppointed().getRoles());
    case Event::ROLES_CHANGED: {
      const auto changed = event.getRolesChanged();
      return has_administrator(changed.getRoles()) != is_administrator(judge, view_of(changed.getPerson()));
    }
    case Event::OFFICER_RELIEVED:
      return is_administrator(judge, view_of(event.getOfficerRelieved().getPerson()));
    case Event::KEY_REGISTERED: {
      const auto registered = event.getKeyRegistered();
      return !registered.hasReplaces() && is_administrator(judge, view_of(registered.getPerson()));
    }
    case Event::KEY_REVOKED: {
      const auto revoked = event.getKeyRevoked();
      const auto key = PublicKey::from({revoked.getKey().begin(), revoked.getKey().size()});
      const auto fact = key ? judge.facts.key(*key) : std::nullopt;
      return fact && fact->person != judge.person && is_administrator(judge, fact->person);
    }
    case Event::DELEGATION_GRANTED:
      return event.getDelegationGranted().getRole() == schema::Role::ADMINISTRATOR;
    case Event::DELEGATION_ENDED: {
      const auto fact = judge.facts.delegation(view_of(event.getDelegationEnded().getDelegation()));
      return fact && fact->role == static_cast<std::uint8_t>(schema::Role::ADMINISTRATOR) &&
             fact->from != judge.person && fact->to != judge.person;
    }
    case Event::LOG_KEY_ROTATED:
      return true;
    default:
      return false;
  }
}

bool is_amendment_without_decision(const Judge& judge) {
  const auto event = judge.event.getEvent();
  return event.isCharterAmended() && !event.getCharterAmended().hasDecision();
}

// How many administrators must stand behind the event; 0 and 1: its author's signature is enough.
std::size_t administrators_needed(Judge& judge) {
  if (!judge.facts.has_charter()) return 0;
  const RuleParameters& charter = judge.facts.charter();
  if (is_amendment_without_decision(judge)) {
    return std::max(least_for_amendment,
                    static_cast<std::size_t>(std::max<std::int64_t>(charter.amendment_administrators, 0)));
  }
  if (charter.administrators_quorum <= 1 || !is_about_administration(judge)) return 0;
  // Never more than there are: the last administrator must be able to appoint the next.
  return std::min(static_cast<std::size_t>(charter.administrators_quorum), judge.facts.administrators().size());
}

// Those who still count: in their seats, with the key they signed with in force.
void drop_signers_who_left(Judge& judge, PendingActFact& act) {
  std::erase_if(act.signers, [&](const PendingActFact::Signer& signer) {
    const auto key = judge.facts.key(signer.key);
    const auto seats = judge.facts.administrator_seats(signer.person, judge.recorded_day);
    return !key || key->revoked_at != 0 || std::find(seats.begin(), seats.end(), signer.seat) == seats.end();
  });
}

// A seat that nobody has signed for yet, by somebody who has not signed yet.
bool sign_for_a_seat(Judge& judge, PendingActFact& act) {
  for (const auto& signer : act.signers) {
    if (signer.person == judge.person) return false;
  }
  for (const std::string& seat : judge.facts.administrator_seats(judge.person, judge.recorded_day)) {
    if (std::any_of(act.signers.begin(), act.signers.end(), [&](const auto& signer) { return signer.seat == seat; })) {
      continue;
    }
    act.signers.push_back({judge.person, seat, judge.envelope.author});
    return true;
  }
  return false;
}

void wait_for_others(Judge& judge, std::size_t needed) {
  const std::size_t there_are = judge.facts.administrators().size();
  if (there_are < needed) {
    judge.refuse(Rule::administration_quorum,
                 say("It takes {0} administrators in office with a key in force; there are {1}.", {needed, there_are}),
                 N_("Cite an adopted decision instead, or appoint another administrator first."));
    return;
  }
  // Sound as things are now, or it is refused at once; its effect comes with the last endorsement.
  FactOverlay apart(judge.facts.store());
  Facts facts(apart);
  Judge attempt(facts, judge.event, judge.envelope, judge.place);
  attempt.person = judge.person;
  attempt.roles = judge.roles;
  attempt.recorded_day = judge.recorded_day;
  attempt.is_endorsed = true;
  judge_family(attempt);
  if (attempt.refused()) {
    judge.judgement = std::move(attempt.judgement);
    return;
  }
  PendingActFact act;
  act.signed_bytes = judge.signed_bytes;
  act.day = judge.recorded_day;
  sign_for_a_seat(judge, act);
  judge.facts.set_pending_act(judge.place.position.value, act);
  judge.find(Rule::administration_quorum);
}

// With the last administrator that it takes, the act is judged as if it were recorded here.
void take_effect(Judge& judge, std::uint64_t position, PendingActFact& act) {
  EventOpener opener;
  const auto opened = opener.open_stored(as_bytes(act.signed_bytes));
  INVARIANT(opened.ok());  // it passed the gate when it was recorded
  const Envelope envelope = envelope_of(*opened);
  Judge again(judge.facts, *opened, envelope, judge.place);
  again.signed_bytes = act.signed_bytes;
  again.recorded_day = judge.recorded_day;
  again.is_endorsed = true;
  bool holds = judge_author(again);
  if (holds && act.signers.size() < administrators_needed(again)) {
    judge.facts.set_pending_act(position, act);
    judge.find(Rule::administration_quorum);
    return;
  }
  if (holds) {
    judge_family(again);
    holds = !again.refused();
  }
  if (!holds) {
    judge.judgement.kind = Judgement::Kind::refused;
    judge.judgement.refusal = std::move(again.judgement.refusal);
    judge.judgement.refusal->message =
        say("The act at position {0} cannot take effect any more: {1}", {position, judge.judgement.refusal->message});
    return;
  }
  judge.facts.erase_pending_act(position);
  for (const std::uint16_t rule : again.judgement.found) judge.find(static_cast<Rule>(rule));
}

void endorse(Judge& judge, std::uint64_t position) {
  auto act = judge.facts.pending_act(position);
  if (!act) {
    judge.refuse(Rule::event_reference, say("No act at position {0} waits for administrators.", {position}),
                 N_("See “sunledger officer list”."));
    return;
  }
  if (judge.facts.has_lapsed(*act, judge.recorded_day)) {
    judge.refuse(Rule::administration_quorum,
                 say("The act at position {0} has lapsed: it waited since {1}, longer than {2} days.",
                     {position, to_text(act->day), judge.facts.charter().endorse_days}),
                 N_("Record the act again."));
    return;
  }
  drop_signers_who_left(judge, *act);
  if (!sign_for_a_seat(judge, *act)) {
    judge.refuse(Rule::administration_quorum,
                 say("{0} stands behind the act at position {1} already; it takes other administrators.",
                     {judge.person, position}),
                 N_("Let another administrator endorse it. An administrator's deputy counts in that administrator's "
                    "place, once."));
    return;
  }
  take_effect(judge, position, *act);
}

// Nobody who signs for it gains by it; the meeting that decided and the days until it takes force stand for the
// administrators who cannot sign.
void recover(Judge& judge, schema::AdministratorRecovered::Reader recovered) {
  const std::string_view person = view_of(recovered.getPerson());
  if (person == judge.person) {
    judge.refuse(Rule::separation_person, say("{0} cannot record a new key for themselves.", {person}),
                 N_("Let another secretary or approver record it."));
    return;
  }
  if (!person_in_office(judge, person)) return;
  if (!is_administrator(judge, person)) {
    judge.refuse(Rule::administration_quorum, say("{0} is not an administrator.", {person}),
                 N_("An administrator registers the keys of everybody else (key rotate --proof)."));
    return;
  }
  const std::string_view id = view_of(recovered.getDecision());
  const auto decision = judge.facts.decision(id);
  if (!decision || decision->state != DecisionState::adopted ||
      decision->kind != static_cast<std::uint8_t>(DecisionClass::appointment)) {
    judge.refuse(Rule::administration_quorum, say("“{0}” is no adopted decision on an appointment.", {id}),
                 N_("Let the body that decides on appointments decide it, and record its resolution first."));
    return;
  }
  if (!judge.take_identity(identity_family::recovery, id, id)) return;
  const auto key = proven_key(judge, person, recovered.getKey(), recovered.getProof());
  if (!key) return;
  const auto days = static_cast<std::int32_t>(judge.facts.charter().recovery_days);
  judge.facts.plan_recovery(
      {Day(judge.recorded_day.since_1970 + days), *key, std::string(person), judge.place.position.value});
  judge.find(Rule::administrator_recovered);
}

}  // namespace

void judge_with_quorum(Judge& judge) {
  const std::size_t needed = administrators_needed(judge);
  if (needed > 1) return wait_for_others(judge, needed);
  judge_family(judge);
}

void judge_administration(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::ACT_ENDORSED:
      return endorse(judge, event.getActEndorsed().getPosition());
    case Event::ADMINISTRATOR_RECOVERED:
      return recover(judge, event.getAdministratorRecovered());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
