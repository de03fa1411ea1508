#include "projections/findings/findings_view.h"

#include "projections/views/opened_event.h"
#include "projections/views/record.h"

namespace sunledger {

template <class Archive>
void members_of(FoundEntry& entry, Archive& archive) {
  archive(entry.position, entry.kind, entry.day.since_1970, entry.person, entry.rules);
}
template <class Archive>
void members_of(FindingsView::State& state, Archive& archive) {
  archive(state.persons, state.found);
}

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
  if (opened.entry.rules.empty()) return {};
  const auto person = state_.persons.find(opened.entry.author);
  state_.found[opened.position()] = {opened.position(), static_cast<std::uint16_t>(event.which()), opened.day(),
                                     person == state_.persons.end() ? std::string() : person->second,
                                     opened.entry.rules};
  return {};
}

}  // namespace sunledger
