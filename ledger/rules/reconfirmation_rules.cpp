// Entries that were signed with a key between its compromise and its revocation stand, and are looked at again by
// another officer. Which they are, the log itself says: the entry's author key, and where that key's compromise was
// placed.

#include "ledger/event/entry.h"
#include "ledger/rules/judge.h"
#include "ledger/rules/roles.h"

namespace sunledger {
namespace {

struct EarlierEvent {
  PublicKey author;
  schema::Event::Which kind = schema::Event::LEDGER_OPENED;
};

std::optional<EarlierEvent> earlier_event(Judge& judge, EventOpener& opener, std::uint64_t position) {
  if (judge.entry_at == nullptr) return std::nullopt;
  const auto bytes = (*judge.entry_at)(position);
  const auto entry = bytes ? read_entry(*bytes) : Result<Entry>(Error{});
  if (!entry) return std::nullopt;
  const auto opened = opener.open_stored(entry->signed_bytes);
  if (!opened) return std::nullopt;
  return EarlierEvent{entry->author, opened->getEvent().which()};
}

// A rotated key is out of force too, and nothing that it signed is in doubt. Where the compromise was placed at 0, or
// nowhere, the event that ended the key tells the one from the other.
bool was_revoked(Judge& judge, EventOpener& opener, const KeyFact& key) {
  if (key.revoked_at == 0) return false;
  if (key.suspect_from != 0) return true;
  const auto ending = earlier_event(judge, opener, key.revoked_at);
  return ending && ending->kind != schema::Event::KEY_REGISTERED;
}

bool reconfirm_one(Judge& judge, EventOpener& opener, std::uint64_t position) {
  const auto event = is_earlier(judge, position) ? earlier_event(judge, opener, position) : std::nullopt;
  if (!event) {
    judge.refuse(Rule::event_reference, say("There is no entry at position {0} to re-confirm.", {position}),
                 N_("See “sunledger findings --rule key.revoked-since”."));
    return false;
  }
  const auto key = judge.facts.key(event->author);
  const bool is_suspect =
      key && was_revoked(judge, opener, *key) && position >= key->suspect_from && position < key->revoked_at;
  if (!is_suspect) {
    judge.refuse(Rule::reconfirmation_due, say("The entry at position {0} is not in doubt.", {position}),
                 N_("See “sunledger findings --rule key.revoked-since”."));
    return false;
  }
  if (const auto at = judge.facts.reconfirmed_at(position)) {
    judge.refuse(Rule::reconfirmation_due,
                 say("The entry at position {0} was re-confirmed at position {1}.", {position, *at}), nullptr,
                 ErrorKind::conflict);
    return false;
  }
  if (key->person == judge.person) {
    judge.refuse(Rule::separation_person,
                 say("{0} signed the entry at position {1}, or their key did.", {judge.person, position}),
                 N_("Let another officer re-confirm it."));
    return false;
  }
  const std::uint32_t allowed =
      roles_for(static_cast<unsigned>(event->kind)) | 1U << static_cast<unsigned>(schema::Role::REVIEWER);
  if ((judge.roles & allowed) == 0) {
    judge.refuse(Rule::event_role,
                 say("{0} may not re-confirm the entry at position {1}: it takes one of the roles {2}.",
                     {judge.person, position, role_names(allowed)}),
                 N_("Let an officer with that role record it."), ErrorKind::permission);
    return false;
  }
  judge.facts.set_reconfirmed(position, judge.place.position.value);
  return true;
}

}  // namespace

void judge_reconfirmation(Judge& judge) {
  EventOpener opener;
  for (const std::uint64_t position : judge.event.getEvent().getEntriesReconfirmed().getPositions()) {
    if (!reconfirm_one(judge, opener, position)) return;
  }
}

}  // namespace sunledger
