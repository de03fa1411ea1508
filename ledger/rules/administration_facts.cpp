// Facts about who administers the ledger and which keys speak for it, and about the ledgers that it follows.

#include "ledger/rules/fact_families.h"
#include "ledger/rules/facts.h"

namespace sunledger {

template <class A>
void members_of(PendingActFact::Signer& f, A& a) {
  a(f.person, f.seat, f.key);
}
template <class A>
void members_of(PendingActFact& f, A& a) {
  a(f.signed_bytes, f.day, f.signers);
}
template <class A>
void members_of(LogKeyFact& f, A& a) {
  a(f.since, f.key, f.handed_over);
}
template <class A>
void members_of(RecoveryFact& f, A& a) {
  a(f.in_force, f.key, f.person, f.position);
}
template <class A>
void members_of(AnchorFact& f, A& a) {
  a(f.name, f.origin, f.place, f.log_key, f.size, f.root, f.broken);
}

namespace {

std::string recovery_key(const RecoveryFact& fact) {
  return key_of(family_recovery, static_cast<std::uint64_t>(fact.in_force.since_1970)) +
         std::string(as_text(fact.key.view()));
}

void put_waiting(FactStore& store, std::uint64_t count) {
  const std::string counter(1, family_recovery);
  if (count == 0) return store.erase(counter);
  std::string bytes;
  append_u64(bytes, count);
  store.put(counter, bytes);
}

void erase_recovery(FactStore& store, const RecoveryFact& fact) {
  std::string bytes;
  const std::uint64_t waiting = store.get(std::string(1, family_recovery), bytes) ? number_of(bytes) : 1;
  store.erase(recovery_key(fact));
  put_waiting(store, waiting - 1);
}

}  // namespace

// ---- acts that wait

std::optional<PendingActFact> Facts::pending_act(std::uint64_t position) {
  return decode<PendingActFact>(stored(*store_, scratch_, key_of(family_pending_act, position)));
}

void Facts::set_pending_act(std::uint64_t position, const PendingActFact& fact) {
  store_->put(key_of(family_pending_act, position), encode(fact));
}

void Facts::erase_pending_act(std::uint64_t position) {
  store_->erase(key_of(family_pending_act, position));
}

void Facts::scan_pending_acts(const std::function<bool(std::uint64_t, const PendingActFact&)>& visit) {
  store_->scan(std::string(1, family_pending_act), [&](std::string_view key, std::string_view value) {
    const auto fact = decode<PendingActFact>(value);
    return !fact || visit(number_of(key.substr(1)), *fact);
  });
}

bool Facts::has_lapsed(const PendingActFact& fact, Day day) {
  return day.since_1970 - fact.day.since_1970 > charter().endorse_days;
}

// ---- log keys

std::vector<LogKeyFact> Facts::log_keys() {
  std::vector<LogKeyFact> keys;
  const auto opened = ledger();
  if (!opened) return keys;
  keys.push_back({0, opened->log_key, true});
  store_->scan(std::string(1, family_log_key), [&](std::string_view, std::string_view value) {
    if (const auto fact = decode<LogKeyFact>(value)) keys.push_back(*fact);
    return true;
  });
  return keys;
}

void Facts::add_log_key(const LogKeyFact& fact) {
  store_->put(key_of(family_log_key, fact.since), encode(fact));
}

bool is_about_log_keys(std::string_view fact_key) {
  return !fact_key.empty() && fact_key.front() == family_log_key;
}

// ---- recovered keys

// How many wait stands under the family's letter alone: asked before each event, so it must not cost a scan.
void Facts::plan_recovery(const RecoveryFact& fact) {
  const auto waiting = stored(*store_, scratch_, std::string(1, family_recovery));
  store_->put(recovery_key(fact), encode(fact));
  put_waiting(*store_, (waiting ? number_of(*waiting) : 0) + 1);
  has_recoveries_ = true;
}

std::optional<RecoveryFact> Facts::planned_recovery(const PublicKey& key) {
  std::optional<RecoveryFact> found;
  if (!has_recoveries_) has_recoveries_ = stored(*store_, scratch_, std::string(1, family_recovery)).has_value();
  if (!*has_recoveries_) return found;
  store_->scan(std::string(1, family_recovery), [&](std::string_view name, std::string_view value) {
    auto fact = name.size() > 1 ? decode<RecoveryFact>(value) : std::nullopt;
    if (fact && fact->key == key) found = std::move(fact);
    return !found;
  });
  return found;
}

void Facts::drop_recovery(const PublicKey& key) {
  const auto fact = planned_recovery(key);
  if (!fact) return;
  erase_recovery(*store_, *fact);
  has_recoveries_.reset();
}

void Facts::advance_recoveries(Day recorded_day) {
  if (!has_recoveries_) has_recoveries_ = stored(*store_, scratch_, std::string(1, family_recovery)).has_value();
  if (!*has_recoveries_) return;
  std::vector<RecoveryFact> due;
  store_->scan(std::string(1, family_recovery), [&](std::string_view name, std::string_view value) {
    const auto fact = name.size() > 1 ? decode<RecoveryFact>(value) : std::nullopt;
    if (!fact) return true;
    if (fact->in_force > recorded_day) return false;
    due.push_back(*fact);
    return true;
  });
  for (const RecoveryFact& fact : due) {
    erase_recovery(*store_, fact);
    has_recoveries_.reset();
    if (!key(fact.key)) set_key(fact.key, KeyFact{fact.person, fact.position, 0, 0});
  }
}

// ---- entries looked at again, and followed ledgers

std::optional<std::uint64_t> Facts::reconfirmed_at(std::uint64_t position) {
  const auto bytes = stored(*store_, scratch_, key_of(family_reconfirmed, position));
  if (!bytes || bytes->size() != 8) return std::nullopt;
  return number_of(*bytes);
}

void Facts::set_reconfirmed(std::uint64_t position, std::uint64_t at) {
  std::string bytes;
  append_u64(bytes, at);
  store_->put(key_of(family_reconfirmed, position), bytes);
}

std::optional<AnchorFact> Facts::anchor(std::string_view id) {
  return decode<AnchorFact>(stored(*store_, scratch_, key_of(family_anchor, id)));
}

void Facts::set_anchor(std::string_view id, const AnchorFact& fact) {
  store_->put(key_of(family_anchor, id), encode(fact));
}

void Facts::scan_anchors(const std::function<bool(std::string_view, const AnchorFact&)>& visit) {
  store_->scan(std::string(1, family_anchor), [&](std::string_view key, std::string_view value) {
    const auto fact = decode<AnchorFact>(value);
    return !fact || visit(key.substr(1), *fact);
  });
}

}  // namespace sunledger
