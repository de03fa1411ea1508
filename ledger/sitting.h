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
    Taken taken;
    for (std::size_t i = 0; i < events.size(); ++i) {
      auto receipt = judge(facts, events[i], taken);
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
    keep(mine, taken);
    const Hash root = frontier_.root();
    for (Receipt& receipt : result.receipts) {
      receipt.size = frontier_.size();
      receipt.root = root;
    }
    return result;
  }

  // Entries that another copy of this log sequenced, from its size on: each must be judged as it was, and become the
  // very same bytes. All of them or none. Errors: corrupt with the position; io; incomplete (newer software wrote it).
  Status take_sequenced(std::span<const BytesView> entries, std::span<const SignedEvent> events) {
    INVARIANT(entries.size() == events.size());
    FactOverlay mine(group_);
    Facts facts(mine, &state_.charter_memory);
    Taken taken;
    std::uint64_t earliest_ms = state_.last_recorded_ms;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::uint64_t position = frontier_.size();
      TRY_ASSIGN(const Entry entry, read_entry(entries[i]));
      if (entry.position.value != position) {
        return not_as_recorded(position, say("It says that it is at {0}.", {entry.position.value}));
      }
      if (entry.recorded_ms < earliest_ms) {
        return not_as_recorded(position, say("It says that it was recorded before the entry in front of it."));
      }
      earliest_ms = recorded_ms_ = entry.recorded_ms;
      const auto receipt = judge(facts, events[i], taken);
      TRY(mine.status());
      if (!receipt) return not_as_recorded(position, receipt.error().message, receipt.error().kind);
      if (receipt->repeated) return not_as_recorded(position, say("It repeats an earlier one."));
      const Bytes& made = taken.entries.back();
      if (!std::equal(made.begin(), made.end(), entries[i].begin(), entries[i].end())) {
        return not_as_recorded(position, say("The rules that it names as let through are not those that it breaks."));
      }
      roots_.push_back(frontier_.root());
    }
    facts.flush();
    TRY(mine.status());
    keep(mine, taken);
    return {};
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
  // What one call's events add to the log, until all of them are accepted.
  struct Taken {
    struct TileHash {
      unsigned level = 0;
      std::uint64_t index = 0;
      Hash hash;
    };
    std::vector<Bytes> entries;
    std::vector<TileHash> hashes;
  };

  // The event passed the gate where its signature was checked, or was composed here.
  Result<Receipt> judge(Facts& facts, const SignedEvent& event, Taken& taken) {
    const Place place{Position(frontier_.size()), recorded_ms_};
    const Judgement judgement = decide(
        facts, state_.opener, event.signed_bytes, place, [&](std::uint64_t size) { return root_at(size); },
        DecideOptions{.encoding_known = true,
                      .entry_at = [&](std::uint64_t position) { return entry_at(position, taken.entries); }});
    if (judgement.kind == Judgement::Kind::refused) return *judgement.refusal;
    Receipt receipt;
    if (judgement.kind == Judgement::Kind::repeated) return earlier_receipt(judgement.earlier, taken.entries);
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
    frontier_.append(receipt.leaf, [&](unsigned level, std::uint64_t index, const Hash& hash) {
      if (level % tile_height == 0) taken.hashes.push_back({level / tile_height, index, hash});
    });
    taken.entries.push_back(std::move(bytes));
    return receipt;
  }

  static Error not_as_recorded(std::uint64_t position, const std::string& why, ErrorKind kind = ErrorKind::corrupt) {
    const bool is_newer = kind == ErrorKind::incomplete;
    Error error =
        make_error(is_newer ? kind : ErrorKind::corrupt,
                   say("The entry at position {0} is not as this log would have recorded it. {1}", {position, why}),
                   is_newer ? say("Use a newer version of the program.")
                            : say("It was changed, or comes from elsewhere: fetch it again, and keep this copy "
                                  "as evidence."));
    error.position = Position(position);
    return error;
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
    if (size - state_.frontier.size() <= roots_.size()) return roots_[size - state_.frontier.size() - 1];
    // An author cannot have seen a checkpoint of entries that are not durable yet.
    return make_error(ErrorKind::not_found, say("There is no checkpoint at {0} entries.", {size}));
  }

  void keep(FactOverlay& mine, Taken& taken) {
    std::uint64_t position = frontier_.size() - taken.entries.size();
    for (Bytes& bytes : taken.entries) {
      batch_.entry(Position(position++), bytes);
      kept_.push_back(std::move(bytes));
    }
    for (const auto& [level, index, hash] : taken.hashes) batch_.hashes(level, index, std::span(&hash, 1));
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
  std::vector<Hash> roots_;  // after each entry of take_sequenced: their authors saw checkpoints among them
  bool log_key_changed_ = false;
  std::uint64_t recorded_ms_;
};

}  // namespace sunledger
