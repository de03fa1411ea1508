#include "ledger/verify/replay.h"

#include <exception>

#include "ledger/base/text.h"
#include "ledger/event/entry.h"
#include "ledger/event/open.h"
#include "ledger/rules/scratch_facts.h"

namespace sunledger {
namespace {

// Remembers what one event changed, so that it can be taken back.
class UndoableFacts : public FactStore {
 public:
  explicit UndoableFacts(ScratchFacts& below) : below_(below) {}

  bool get(std::string_view key, std::string& value) override { return below_.get(key, value); }
  void put(std::string_view key, std::string_view value) override { change(key, value); }
  void erase(std::string_view key) override { change(key, std::nullopt); }
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override {
    below_.scan(prefix, visit);
  }
  Status status() const override { return below_.status(); }

  void keep() { used_ = 0; }
  void undo() {
    while (used_ > 0) {
      const Change& change = changes_[--used_];
      if (change.was_there) {
        below_.put(change.key, change.value);
      } else {
        below_.erase(change.key);
      }
    }
  }

 private:
  struct Change {
    std::string key, value;
    bool was_there = false;
  };

  void change(std::string_view key, std::optional<std::string_view> value) {
    if (used_ == changes_.size()) changes_.emplace_back();
    Change& change = changes_[used_++];  // its strings keep their room
    change.key = key;
    change.was_there = below_.exchange(key, value, change.value);
  }

  ScratchFacts& below_;
  std::vector<Change> changes_;
  std::size_t used_ = 0;
};

// Which check a refusal belongs to.
Check check_of(std::string_view rule) {
  if (rule == "event.running-number") return Check::authors_running_number;
  if (rule == "event.head") return Check::authors_heads;
  if (rule == "event.author" || rule == "event.role" || rule == "separation.person") return Check::authors_roles;
  return Check::rules_replayed;
}

std::string names_of(const std::vector<std::uint16_t>& rules) {
  if (rules.empty()) return say("none");
  std::string names;
  for (std::uint16_t number : rules) {
    const RuleText* rule = rule_by_number(number);
    names += (names.empty() ? "" : ", ") + (rule == nullptr ? std::to_string(number) : std::string(rule->name));
  }
  return names;
}

// A fact's key for people: its family, and its identity where that is text.
std::string shown_key(std::string_view key) {
  for (char c : key) {
    if (c != '\x1f' && static_cast<unsigned char>(c) < 0x20) return to_hex(as_bytes(key));
  }
  std::string shown(key);
  for (char& c : shown) {
    if (c == '\x1f') c = ' ';
  }
  for (char c : key) {
    if (static_cast<unsigned char>(c) >= 0x7f) return to_hex(as_bytes(key));
  }
  return shown;
}

constexpr Check replay_checks[] = {Check::authors_running_number, Check::authors_roles, Check::authors_heads,
                                   Check::rules_replayed};

}  // namespace

struct Replay::State {
  explicit State(std::unique_ptr<ScratchFacts> scratch_in, ProblemBook& book_in)
      : scratch(std::move(scratch_in)), undoable(*scratch), facts(undoable), book(book_in) {}

  std::unique_ptr<ScratchFacts> scratch;
  UndoableFacts undoable;
  Facts facts;
  ProblemBook& book;
  EventOpener opener;
  std::optional<std::uint64_t> first_without_effect;
  std::optional<std::uint64_t> first_unknown;  // a kind or value that needs newer software

  void judge_entry(const JudgedEntry& judged, const Entry& entry, const Place& place, const Hash& leaf, BytesView bytes,
                   const RootAt& root_at, const EntryAt& entry_at);
  void leave_out(const JudgedEntry* judged, const PublicKey* author, std::uint64_t position);
  void refused(const Judgement& judgement, std::uint64_t position);
  std::string without_effect() const;
  void compare(const StoredFacts& stored);
  void name_open_imports();
};

// Since an event's effect is missing, later refusals may be its consequence: said with each.
std::string Replay::State::without_effect() const {
  if (!first_without_effect) return {};
  return " " + say("(Judged without the effect of position {0}.)", {*first_without_effect});
}

void Replay::State::leave_out(const JudgedEntry* judged, const PublicKey* author, std::uint64_t position) {
  undoable.undo();
  facts.flush();  // imports' running counts of earlier events
  facts.forget();
  if (judged != nullptr && author != nullptr && facts.recorded_events_of(*author) < judged->number) {
    facts.set_recorded_events_of(*author, judged->number, facts.last_head_of(*author));
  }
  undoable.keep();
  if (!first_without_effect) first_without_effect = position;
}

void Replay::State::refused(const Judgement& judgement, std::uint64_t position) {
  const Position at(position);
  if (judgement.kind == Judgement::Kind::repeated) {
    book.problem(Check::rules_replayed, at,
                 say("The command was recorded at position {0} already.", {judgement.earlier}) + without_effect());
    return;
  }
  const Error& refusal = *judgement.refusal;
  const Check check = check_of(refusal.name);
  if (refusal.kind == ErrorKind::incomplete) {
    if (!first_unknown) first_unknown = position;
    book.unjudged(Check::rules_replayed, at, refusal.message);
  } else if (first_unknown && check != Check::authors_running_number) {
    book.unjudged(
        check, at,
        refusal.message + " " + say("(Position {0}, which needs newer software, may explain it.)", {*first_unknown}));
  } else {
    book.problem(check, at, refusal.message + without_effect());
  }
}

void Replay::State::judge_entry(const JudgedEntry& judged, const Entry& entry, const Place& place, const Hash& leaf,
                                BytesView bytes, const RootAt& root_at, const EntryAt& entry_at) {
  DecideOptions options;
  options.encoding_known = true;
  options.entry_at = entry_at;
  const Judgement judgement = decide(facts, opener, entry.signed_bytes, place, root_at, options);
  if (judgement.kind != Judgement::Kind::accepted) {
    refused(judgement, place.position.value);
    leave_out(&judged, &entry.author, place.position.value);
    return;
  }
  if (judgement.found != entry.rules) {
    std::string message = say("The entry notes as let through: {0}; judged again, it is: {1}.",
                              {names_of(entry.rules), names_of(judgement.found)});
    if (first_unknown) {
      book.unjudged(Check::rules_replayed, place.position, std::move(message));
    } else {
      book.problem(Check::rules_replayed, place.position, message + without_effect());
    }
  }
  settle(facts, place, judged.batch, leaf, bytes);
  undoable.keep();
}

void Replay::State::compare(const StoredFacts& stored) {
  std::uint64_t seen = 0;
  std::string value;
  const auto visited = stored.each([&](std::string_view key, std::string_view kept) {
    ++seen;
    if (!scratch->get(key, value)) {
      book.problem(Check::facts_recomputed, std::nullopt,
                   say("The stored fact {0} does not follow from the entries.", {shown_key(key)}));
    } else if (value != kept) {
      book.problem(Check::facts_recomputed, std::nullopt,
                   say("The stored fact {0} is not the one that the entries give.", {shown_key(key)}));
    }
    return true;
  });
  if (!visited) book.problem(Check::facts_recomputed, std::nullopt, visited.error().message);
  book.count(Check::facts_recomputed, seen);
  // Every stored fact was found here: as many facts on both sides means the same facts.
  if (book.problems_of(Check::facts_recomputed) == 0 && seen == scratch->count()) return;
  const auto missing = scratch->each([&](std::string_view key, std::string_view) -> Status {
    const auto there = stored.get(key, value);
    if (!there) return there.error();
    if (!*there) {
      book.problem(Check::facts_recomputed, std::nullopt,
                   say("The fact {0}, which the entries give, is not stored.", {shown_key(key)}));
    }
    return {};
  });
  if (!missing) book.problem(Check::facts_recomputed, std::nullopt, missing.error().message);
}

void Replay::State::name_open_imports() {
  std::vector<std::uint64_t> positions;
  scratch->scan("I", [&](std::string_view key, std::string_view) {
    if (key.size() == 9) positions.push_back(get_u64(as_bytes(key.substr(1))));
    return true;
  });
  for (std::uint64_t position : positions) {
    const auto batch = facts.batch(position);
    if (!batch || batch->state != BatchState::open) continue;
    book.note(Check::batches_closed, Position(position),
              say("This import is still open: {0} of {1} events are recorded, and none of them counts yet.",
                  {batch->count, batch->expected_count}));
  }
  book.count(Check::batches_closed, positions.size());
}

Replay::Replay(std::unique_ptr<State> state) : state_(std::move(state)) {}
Replay::~Replay() = default;

Result<std::unique_ptr<Replay>> Replay::create(const std::string& scratch_dir, ProblemBook& book) {
  TRY_ASSIGN(auto scratch, ScratchFacts::create(scratch_dir));
  return std::unique_ptr<Replay>(new Replay(std::make_unique<State>(std::move(scratch), book)));
}

Status Replay::status() const {
  return state_->scratch->status();
}

void Replay::judge(const JudgedChunk& chunk, const RootAt& root_at, const EntryAt& entry_at) {
  std::uint64_t judged_entries = 0;
  for (std::size_t i = 0; i < chunk.judged.size(); ++i) {
    const std::uint64_t position = chunk.first + i;
    const JudgedEntry& judged = chunk.judged[i];
    const auto bytes = chunk.entries.entry(i);
    const auto entry = bytes && judged.sound ? read_entry(*bytes) : Result<Entry>(Error{});
    if (!entry) {
      // Named by entries.readable or entries.encoding; here it only has no effect.
      for (Check check : replay_checks) {
        state_->book.unjudged(check, Position(position), say("The event could not be read, so it was not judged."));
      }
      state_->leave_out(nullptr, nullptr, position);
      continue;
    }
    ++judged_entries;
    // The place is where the entry stands, whatever it says: entries.contiguous names the difference.
    const Place place{Position(position), entry->recorded_ms};
    try {
      state_->judge_entry(judged, *entry, place, chunk.leaves[i], *bytes, root_at, entry_at);
    } catch (const std::exception&) {
      // Bytes that passed the gate and the field check do not get here; if they do, it is one entry's problem.
      state_->book.problem(Check::rules_replayed, Position(position), say("The event could not be judged."));
      state_->leave_out(&judged, &entry->author, position);
    }
  }
  for (Check check : replay_checks) state_->book.count(check, judged_entries);
}

void Replay::finish(const std::optional<StoredFacts>& stored) {
  state_->facts.flush();
  state_->name_open_imports();
  if (!stored) {
    state_->book.not_checked(Check::facts_recomputed, say("No facts are stored here."));
  } else {
    state_->compare(*stored);
  }
}

}  // namespace sunledger
