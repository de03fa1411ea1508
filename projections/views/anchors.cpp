#include "projections/views/anchors.h"

#include "projections/views/opened_event.h"
#include "projections/views/record.h"

namespace sunledger {

template <class Archive>
void members_of(AnchorSight& s, Archive& archive) {
  archive(s.position, s.recorded_ms, s.day.since_1970, s.size, s.root, s.note, s.outcome, s.problem);
}
template <class Archive>
void members_of(FollowedLedger& l, Archive& archive) {
  archive(l.added_at, l.added_on.since_1970, l.name, l.origin, l.place, l.policy, l.log_key, l.sound, l.last, l.broken,
          l.breaks);
}
template <class Archive>
void members_of(AnchorsView::State& s, Archive& archive) {
  archive(s.origin, s.name, s.ledgers);
}

namespace {

// The door has judged lengths; anything else comes out empty.
template <class Fixed>
Fixed fixed(capnp::Data::Reader data) {
  return Fixed::from({data.begin(), data.size()}).value_or(Fixed{});
}

AnchorSight sight(const OpenedEvent& opened, schema::AnchorRecorded::Reader recorded) {
  AnchorSight seen;
  seen.position = opened.position();
  seen.recorded_ms = opened.entry.recorded_ms;
  seen.day = opened.day();
  seen.size = recorded.getSize();
  seen.root = fixed<Hash>(recorded.getRoot());
  seen.note = as_text({recorded.getNote().begin(), recorded.getNote().size()});
  seen.outcome = static_cast<std::uint8_t>(recorded.getOutcome());
  seen.problem = text_of(recorded.getProblem());
  return seen;
}

}  // namespace

Bytes AnchorsView::state_bytes() const {
  Bytes out;
  RecordWriter{out}(state_);
  return out;
}

bool AnchorsView::load_state(BytesView bytes) {
  RecordReader reader(bytes);
  reader(state_);
  if (reader.complete()) return true;
  clear();
  return false;
}

Status AnchorsView::fold(const OpenedEvent& opened) {
  const auto event = opened.event();
  switch (event.which()) {
    case schema::Event::LEDGER_OPENED:
      state_.origin = text_of(event.getLedgerOpened().getOrigin());
      state_.name = text_of(event.getLedgerOpened().getName());
      break;
    case schema::Event::ANCHOR_ADDED: {
      const auto added = event.getAnchorAdded();
      FollowedLedger& ledger = state_.ledgers[text_of(added.getAnchor())];
      ledger.added_at = opened.position();
      ledger.added_on = opened.day();
      ledger.name = text_of(added.getName());
      ledger.origin = text_of(added.getOrigin());
      ledger.place = text_of(added.getPlace());
      ledger.policy.clear();
      for (const auto line : added.getPolicy()) ledger.policy += text_of(line) + "\n";
      ledger.log_key = fixed<PublicKey>(added.getLogKey());
      break;
    }
    case schema::Event::ANCHOR_RECORDED: {
      const auto recorded = event.getAnchorRecorded();
      const auto found = state_.ledgers.find(text_of(recorded.getAnchor()));
      if (found == state_.ledgers.end()) break;
      FollowedLedger& ledger = found->second;
      ledger.last = sight(opened, recorded);
      if (recorded.getOutcome() == schema::AnchorOutcome::CONSISTENT) {
        ledger.sound = ledger.last;
      } else {
        ++ledger.breaks;
        ledger.broken = ledger.broken || recorded.getOutcome() == schema::AnchorOutcome::BROKEN;
      }
      break;
    }
    default:
      break;
  }
  return {};
}

}  // namespace sunledger
