#pragma once
// For the .cpp files of this folder only.

#include <algorithm>
#include <span>
#include <vector>

#include "ledger/base/text.h"
#include "ledger/ledger_state.h"
#include "ledger/proof/hash.h"

namespace sunledger {

// Entries judged one after the other on top of the log, reaching it together.
class Sitting {
 public:
  Sitting(Ledger::State& state)
      : state_(state),
        group_(remembered_facts(state)),
        facts_(group_, &state.charter_memory),
        frontier_(state.frontier),
        batch_(*state.store),
        recorded_ms_(std::max(state.last_recorded_ms, state.options.clock())) {}

  Facts& facts() { return facts_; }
  std::size_t bytes() const { return batch_.bytes(); }
  std::uint64_t size() const { return frontier_.size(); }
  const Frontier& frontier() const { return frontier_; }
  std::uint64_t recorded_ms() const { return recorded_ms_; }
  // Whether what was committed puts another log key into force.
  bool log_key_changed() const { return log_key_changed_; }

  // All of them or none; the store's batch grows only by what was accepted.
  Ledger::AppendResult take(std::span<const SignedEvent> events) {
    Ledger::AppendResult result;
    const Frontier before = frontier_;
    FactOverlay mine(group_);
    Facts facts(mine, &state_.charter_memory);
    std::vector<Bytes> entries;
    for (std::size_t i = 0; i < events.size(); ++i) {
      auto receipt = judge(facts, events[i], entries);
      if (!receipt) {
        result.receipts.clear();
        // A fact that could not be read looks like one that is not there: then the disk refuses, and not the rule.
        const Status sound = mine.status();
        result.failure = Ledger::AppendFailure{sound ? std::move(receipt).error() : sound.error(), i, {}};
        frontier_ = before;
        return result;
      }
      result.receipts.push_back(std::move(*receipt));
    }
    facts.flush();
    if (auto sound = mine.status(); !sound) {
      result.receipts.clear();
      result.failure = Ledger::AppendFailure{sound.error(), 0, {}};
      frontier_ = before;
      return result;
    }
    keep(before, mine, entries);
    const Hash root = frontier_.root();
    for (Receipt& receipt : result.receipts) {
      receipt.size = frontier_.size();
      receipt.root = root;
    }
    return result;
  }

  Status commit() {
    // In key order: the store's sorted memory takes neighbours faster than strangers.
    std::vector<const FactOverlay::Changes::value_type*> changes;
    changes.reserve(group_.changes().size());
    for (const auto& change : group_.changes()) changes.push_back(&change);
    std::sort(changes.begin(), changes.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* change : changes) {
      log_key_changed_ = log_key_changed_ || is_about_log_keys(change->first);
      if (change->second) {
        batch_.fact(change->first, *change->second);
      } else {
        batch_.erase_fact(change->first);
      }
    }
    if (batch_.empty()) return {};
    TRY(state_.store->commit(batch_));
    state_.remembered->committed(group_.changes());
    state_.frontier = frontier_;
    state_.last_recorded_ms = recorded_ms_;
    return {};
  }

 private:
  Result<Receipt> judge(Facts& facts, const SignedEvent& event, std::vector<Bytes>& entries) {
    const Place place{Position(frontier_.size()), recorded_ms_};
    const Judgement judgement = decide(
        facts, state_.opener, event.signed_bytes, place, [&](std::uint64_t size) { return root_at(size); },
        DecideOptions{.entry_at = [&](std::uint64_t position) { return entry_at(position, entries); }});
    if (judgement.kind == Judgement::Kind::refused) return *judgement.refusal;
    Receipt receipt;
    if (judgement.kind == Judgement::Kind::repeated) return earlier_receipt(judgement.earlier, entries);
    const auto opened = state_.opener.open_stored(event.signed_bytes);
    INVARIANT(opened.ok());
    const Envelope envelope = envelope_of(*opened);
    Entry entry{place.position, recorded_ms_, envelope.author, event.signature, judgement.found, event.signed_bytes};
    Bytes bytes;
    write_entry(entry, bytes);
    receipt.position = place.position;
    receipt.leaf = leaf_hash(bytes);
    receipt.recorded_ms = recorded_ms_;
    receipt.found = judgement.found;
    settle(facts, place, envelope.batch, receipt.leaf, bytes);
    frontier_.append(receipt.leaf);
    entries.push_back(std::move(bytes));
    return receipt;
  }

  // A command that is recorded, perhaps a moment ago in this very sitting.
  Result<Receipt> earlier_receipt(std::uint64_t position, const std::vector<Bytes>& entries) {
    TRY_ASSIGN(const Bytes bytes, entry_at(position, entries));
    TRY_ASSIGN(const Entry entry, read_entry(bytes));
    Receipt receipt;
    receipt.position = Position(position);
    receipt.leaf = leaf_hash(bytes);
    receipt.recorded_ms = entry.recorded_ms;
    receipt.found = entry.rules;
    receipt.repeated = true;
    return receipt;
  }

  // On disk, accepted in this sitting, or among the events of the caller being judged.
  Result<Bytes> entry_at(std::uint64_t position, const std::vector<Bytes>& entries) {
    const std::uint64_t first_mine = frontier_.size() - entries.size();
    if (position >= frontier_.size()) {
      return make_error(ErrorKind::not_found, say("There is no position {0}.", {position}));
    }
    if (position >= first_mine) return entries[position - first_mine];
    if (position >= state_.frontier.size()) return kept_[position - state_.frontier.size()];
    return state_.store->entry(Position(position));
  }

  Result<Hash> root_at(std::uint64_t size) {
    if (size <= state_.frontier.size()) return state_.root_at(size);
    // An author cannot have seen a checkpoint of entries that are not durable yet.
    return make_error(ErrorKind::not_found, say("There is no checkpoint at {0} entries.", {size}));
  }

  void keep(const Frontier& before, FactOverlay& mine, std::vector<Bytes>& entries) {
    frontier_ = before;
    for (Bytes& bytes : entries) {
      batch_.entry(Position(frontier_.size()), bytes);
      frontier_.append(leaf_hash(bytes), [&](unsigned level, std::uint64_t index, const Hash& hash) {
        if (level % tile_height == 0) batch_.hashes(level / tile_height, index, std::span(&hash, 1));
      });
      kept_.push_back(std::move(bytes));
    }
    group_.absorb(mine);
  }

  static RememberedFacts& remembered_facts(Ledger::State& state) {
    if (!state.remembered) state.remembered = std::make_unique<RememberedFacts>(*state.store);
    state.remembered->begin();
    return *state.remembered;
  }

  Ledger::State& state_;
  FactOverlay group_;
  Facts facts_;
  Frontier frontier_;
  Store::Batch batch_;
  std::vector<Bytes> kept_;
  bool log_key_changed_ = false;
  std::uint64_t recorded_ms_;
};

}  // namespace sunledger
