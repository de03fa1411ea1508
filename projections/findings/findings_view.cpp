#include "projections/findings/findings_view.h"

#include "ledger/rules/rule.h"
#include "projections/views/endorsed_act.h"
#include "projections/views/opened_event.h"
#include "projections/views/record.h"

namespace sunledger {

template <class Archive>
void members_of(FoundEntry& entry, Archive& archive) {
  archive(entry.position, entry.kind, entry.day.since_1970, entry.person, entry.rules);
}
template <class Archive>
void members_of(RevokedKey& revoked, Archive& archive) {
  archive(revoked.position, revoked.since, revoked.until, revoked.key, revoked.day.since_1970);
}
template <class Archive>
void members_of(FindingsView::State& state, Archive& archive) {
  archive(state.persons, state.found, state.revoked, state.reconfirmed);
}

namespace {

constexpr auto quorum = static_cast<std::uint16_t>(Rule::administration_quorum);

void revoke(FindingsView::State& state, std::uint64_t position, schema::Signed::Reader act, std::uint64_t effect) {
  const auto revoked = act.getEvent().getKeyRevoked();
  const auto key = PublicKey::from({revoked.getKey().begin(), revoked.getKey().size()});
  if (!key || revoked.getSince() >= effect) return;
  state.revoked[position] = {position, revoked.getSince(), effect, *key, Day(act.getDate())};
}

}  // namespace

Bytes FindingsView::state_bytes() const {
  Bytes out;
  RecordWriter{out}(state_);
  return out;
}

bool FindingsView::load_state(BytesView bytes) {
  RecordReader reader(bytes);
  reader(state_);
  if (reader.complete()) return true;
  clear();
  return false;
}

Status FindingsView::fold(const OpenedEvent& opened) {
  const schema::Event::Reader event = opened.event();
  const auto remember = [&](capnp::Data::Reader key, capnp::Text::Reader person) {
    if (const auto known = PublicKey::from({key.begin(), key.size()})) state_.persons[*known] = text_of(person);
  };
  if (event.isLedgerOpened()) state_.persons[opened.entry.author] = text_of(event.getLedgerOpened().getPerson());
  if (event.isOfficerAppointed())
    remember(event.getOfficerAppointed().getKey(), event.getOfficerAppointed().getPerson());
  if (event.isKeyRegistered()) remember(event.getKeyRegistered().getKey(), event.getKeyRegistered().getPerson());
  const bool waits = waits_for_administrators(opened.entry);
  if (event.isKeyRevoked() && !waits) revoke(state_, opened.position(), opened.signed_event, opened.position());
  if (event.isEntriesReconfirmed()) {
    for (const std::uint64_t position : event.getEntriesReconfirmed().getPositions()) {
      state_.reconfirmed[position] = opened.position();
    }
  }
  TRY(visit_endorsed_act(opened, [&](std::uint64_t position, schema::Signed::Reader act) {
    if (act.getEvent().isKeyRevoked()) revoke(state_, position, act, opened.position());
    // It waits no more.
    const auto found = state_.found.find(position);
    if (found == state_.found.end()) return;
    std::erase(found->second.rules, quorum);
    if (found->second.rules.empty()) state_.found.erase(found);
  }));
  // One more endorsement is no lead of its own: the act that waits is.
  if (opened.entry.rules.empty() || (event.isActEndorsed() && waits)) return {};
  const auto person = state_.persons.find(opened.entry.author);
  state_.found[opened.position()] = {opened.position(), static_cast<std::uint16_t>(event.which()), opened.day(),
                                     person == state_.persons.end() ? std::string() : person->second,
                                     opened.entry.rules};
  return {};
}

}  // namespace sunledger
