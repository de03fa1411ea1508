#include "projections/views/follow.h"

#include <algorithm>

#include "ledger/proof/hash.h"
#include "projections/views/opened_event.h"

namespace sunledger {
namespace {

class Follower {
 public:
  Follower(std::span<View* const> views, const EntrySource& source)
      : views_(views), source_(source), payments_(source) {
    for (View* view : views_) covered_.push_back(view->covered());
  }

  // False when the entry is beyond `as_of`.
  Result<bool> take(const Entry& entry, const AsOf& as_of) {
    if (as_of.position && entry.position > *as_of.position) return false;
    if (as_of.recorded_ms && entry.recorded_ms > *as_of.recorded_ms) return false;
    TRY_ASSIGN(const schema::Signed::Reader opened, open(opener_, entry));
    const schema::Event::Reader event = opened.getEvent();
    const bool known = static_cast<std::uint16_t>(event.which()) < known_kinds();
    if (event.isBatchClosed()) TRY(fold_import(event.getBatchClosed().getBatch(), entry.position));
    const bool counts = opened.getBatch() == 0 || event.isBatchClosed() || event.isBatchAbandoned();
    if (counts && known) TRY(fold(entry, opened, entry.position));
    for (Covered& covered : covered_) {
      if (covered.size > entry.position.value) continue;
      covered.size = entry.position.value + 1;
      covered.recorded_ms = entry.recorded_ms;
      covered.unknown += known ? 0 : 1;
    }
    return true;
  }

  // The views say what they cover only when everything went well: a view half-way through an error is thrown away.
  Status finish() {
    for (std::size_t i = 0; i < views_.size(); ++i) {
      if (covered_[i].size == views_[i]->covered().size) continue;
      TRY_ASSIGN(const Bytes last, source_.entry_bytes(Position(covered_[i].size - 1)));
      covered_[i].last_leaf = leaf_hash(last);
      views_[i]->set_covered(covered_[i]);
    }
    return {};
  }

 private:
  static Result<schema::Signed::Reader> open(EventOpener& opener, const Entry& entry) {
    auto opened = opener.open_stored(entry.signed_bytes);
    if (opened) return opened;
    Error error = opened.error();
    error.kind = ErrorKind::corrupt;
    error.position = entry.position;
    return error;
  }

  // Folds what counts from `at` on into the views that have not been there.
  Status fold(const Entry& entry, schema::Signed::Reader opened, Position at) {
    const OpenedEvent event{entry, opened, payments_};
    for (std::size_t i = 0; i < views_.size(); ++i) {
      if (covered_[i].size > at.value) continue;
      Status folded = views_[i]->fold(event);
      if (folded) continue;
      Error error = folded.error();
      if (!error.position) error.position = entry.position;
      return error;
    }
    return {};
  }

  Status fold_import(std::uint64_t batch, Position closed_at) {
    return source_.each_entry(Position(batch + 1), [&](const Entry& entry, BytesView) -> Result<bool> {
      if (entry.position >= closed_at) return false;
      TRY_ASSIGN(const schema::Signed::Reader opened, open(import_opener_, entry));
      const bool known = static_cast<std::uint16_t>(opened.getEvent().which()) < known_kinds();
      if (opened.getBatch() == batch && known) TRY(fold(entry, opened, closed_at));
      return true;
    });
  }

  std::span<View* const> views_;
  const EntrySource& source_;
  PaymentReader payments_;
  EventOpener opener_, import_opener_;
  std::vector<Covered> covered_;
};

}  // namespace

Status follow(std::span<View* const> views, const EntrySource& source, const AsOf& as_of) {
  if (views.empty()) return {};
  std::uint64_t first = views.front()->covered().size;
  for (const View* view : views) first = std::min(first, view->covered().size);
  if (first >= source.size()) return {};
  Follower follower(views, source);
  TRY(source.each_entry(Position(first), [&](const Entry& entry, BytesView) { return follower.take(entry, as_of); }));
  return follower.finish();
}

}  // namespace sunledger
