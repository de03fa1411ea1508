// A copy of a ledger, made of its entries. Each is judged again on facts folded anew, so that what comes out is what
// the log would have recorded, and nothing of what lay beside the entries has to be trusted.
//
// The store's meta key `restored` says what the copy is: absent, an original; "-", it waits for a comparison; else the
// checkpoint from outside that it was compared with. It lies among the entries and not in a file, so that it cannot be
// lost or forgotten; whoever takes it away on purpose still meets the head beside the log key (head_keeper.h), and
// those outside who saw more.

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/ledger_state.h"
#include "ledger/sitting.h"
#include "ledger/sound_events.h"

namespace sunledger {
namespace {

constexpr std::string_view restored_key = "restored";
constexpr std::string_view waits = "-";
constexpr std::size_t checkpoints_at_once = 1000;

}  // namespace

Result<bool> Ledger::State::awaits_comparison() const {
  TRY_ASSIGN(const auto mark, store->meta(restored_key));
  return mark == waits;
}

Status Ledger::State::may_be_written() const {
  TRY_ASSIGN(const bool waiting, awaits_comparison());
  if (!waiting) return {};
  return make_error(
      ErrorKind::refused,
      say("{0} was restored from a backup and can only be read: nobody has shown yet that the log went no further.",
          {dir}),
      say("Compare it with the newest checkpoint that somebody else holds – an auditor, a witness, an author's "
          "receipt: "
          "“sunledger restore compare FILE”."));
}

// How far the log went, only the head beside the log key can tell, or else whoever says that nobody holds more. A
// checkpoint over no more than the copy has would also be there if the log had gone on: it proves nothing about that.
Status Ledger::State::is_known_to_be_newest(const Checkpoint& outside, NewestAnywhere claim) {
  const std::uint64_t size = frontier.size();
  const std::string note = note_beside_log_key();
  std::uint64_t head_size = 0;
  if (!note.empty()) {
    const auto head = log_keys.open(note, verify);
    if (!head) {
      return make_error(ErrorKind::corrupt, say("The head beside the log key: {0}", {head.error().message}),
                        say("It is of another log, or damaged; or the log's key was replaced after this backup: then "
                            "bring the missing entries back first (“sunledger restore more TILES”)."));
    }
    head_size = head->checkpoint.size;
    if (head_size > size) {
      Error error = make_error(
          ErrorKind::incomplete,
          say("The log key signed {0} entries, as the head beside it says, and this copy has {1}: {2} are missing. "
              "The copy can still only be read, so that the log does not get a second history.",
              {head_size, size, head_size - size}),
          say("Bring the missing entries back from exported tiles, a package or another backup that has them: "
              "“sunledger restore more TILES”; then compare again."));
      error.position = Position(size);
      return error;
    }
    TRY(agrees_with(head->checkpoint));
    if (head_size == size) return {};
  }
  if (claim == NewestAnywhere::said && outside.size == size) return {};
  const std::string what =
      note.empty() ? say("The head beside the log key is missing, and a checkpoint over {0} of this copy's {1} entries "
                         "does not tell whether the log went further.",
                         {outside.size, size})
                   : say("The head beside the log key is an old one, over {0} entries, and a checkpoint over {1} of "
                         "this copy's {2} entries does not tell whether the log went further.",
                         {head_size, outside.size, size});
  return make_error(
      ErrorKind::incomplete, what,
      say("Put back the head that lay beside the log key when the ledger was lost. If there is none, ask everybody who "
          "may hold a checkpoint – auditors, witnesses, authors – and compare with the newest, over all {0} entries, "
          "and --newest. With that you answer for it that nobody holds a newer one: if one exists, what you record "
          "makes a second history, and witnesses and auditors will find it.",
          {size}));
}

// A log key that came back from its safe place without its head: the comparison stands in for it.
Status Ledger::State::put_back_lost_head() const {
  TRY_ASSIGN(const Settings known, load_settings(dir));
  const std::string head = known.log_key + ".head";
  if (!path_exists(known.log_key) || path_exists(head) || latest_note.empty()) return {};
  return replace_file(head, latest_note);
}

Result<std::unique_ptr<Ledger>> Ledger::begin_restored(const std::string& dir, const std::string& log_key_path) {
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->options.clock = system_clock();
  TRY_ASSIGN(state->store, Store::create(dir));
  TRY(save_settings(dir, {log_key_path, {}}));
  Store::Batch batch(*state->store);
  batch.meta(restored_key, waits);
  TRY(state->store->commit(batch));
  state->prepare();
  state->restoring = true;
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

Result<std::unique_ptr<Ledger>> Ledger::open_restored(const std::string& dir) {
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->options.clock = system_clock();
  TRY_ASSIGN(state->store, Store::open_to_write(dir));
  TRY(state->load());
  TRY_ASSIGN(const bool waiting, state->awaits_comparison());
  if (!waiting) {
    return make_error(ErrorKind::conflict, say("{0} is no restored copy that waits for a comparison.", {dir}),
                      say("Nothing is to be done; record as always."));
  }
  state->restoring = true;
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

bool Ledger::awaits_comparison() const {
  const auto waiting = state_->awaits_comparison();
  return waiting && *waiting;
}

Result<std::string> Ledger::log_key_path() const {
  TRY_ASSIGN(const Settings settings, load_settings(state_->dir));
  return settings.log_key;
}

Status Ledger::take_sequenced(std::span<const BytesView> entries) {
  State& state = *state_;
  INVARIANT(state.restoring);
  const std::lock_guard lock(state.door);
  TRY(state.broken);
  std::vector<SignedEvent> events;
  events.reserve(entries.size());
  for (const BytesView bytes : entries) {
    auto entry = read_entry(bytes);
    if (!entry) {
      Error error = std::move(entry).error();
      error.position = Position(state.frontier.size() + events.size());
      return error;
    }
    events.push_back({Bytes(entry->signed_bytes.begin(), entry->signed_bytes.end()), entry->signature});
  }
  if (const auto first = first_unsound(events)) {
    Error error = first->error;
    if (error.kind != ErrorKind::incomplete) error.kind = ErrorKind::corrupt;
    error.position = Position(state.frontier.size() + first->index);
    return error;
  }
  Sitting sitting(state);
  TRY(sitting.take_sequenced(entries, events));
  if (auto stored = sitting.commit(); !stored) {
    state.broken = stored;
    return stored;
  }
  if (state.log_keys.steps().empty() || sitting.log_key_changed()) {
    TRY_ASSIGN(state.ledger, state.identity_from_facts());
    state.load_log_keys();
  }
  return {};
}

Status Ledger::take_checkpoints(std::span<const std::string> notes) {
  State& state = *state_;
  INVARIANT(state.restoring);
  const std::lock_guard lock(state.door);
  Store::Batch batch(*state.store);
  std::size_t taken = 0;
  for (const std::string& note : notes) {
    TRY_ASSIGN(const SignedCheckpoint opened, state.log_keys.open(note, verify));
    TRY(state.agrees_with(opened.checkpoint));
    batch.checkpoint(opened.checkpoint.size, note);
    if (opened.checkpoint.size >= state.latest.size) {
      state.latest = opened.checkpoint;
      state.latest_note = note;
    }
    if (++taken % checkpoints_at_once == 0) TRY(state.store->commit(batch));
  }
  return state.store->commit(batch);
}

Status Ledger::compared_with(const std::string& note, NewestAnywhere claim) {
  State& state = *state_;
  INVARIANT(state.restoring);
  const std::lock_guard lock(state.door);
  TRY_ASSIGN(const SignedCheckpoint opened, state.log_keys.open(note, verify));
  const std::uint64_t size = state.frontier.size();
  if (opened.checkpoint.size > size) {
    Error error = make_error(
        ErrorKind::incomplete,
        say("The checkpoint covers {0} entries and this copy has {1}: positions {2} to {3} are missing. The copy can "
            "still only be read, so that the log does not get a second history.",
            {opened.checkpoint.size, size, size, opened.checkpoint.size - 1}),
        say("Bring the missing entries back from exported tiles, a package or another backup that has them: "
            "“sunledger restore more TILES”; then compare again."));
    error.position = Position(size);
    return error;
  }
  TRY(state.agrees_with(opened.checkpoint));
  TRY(state.is_known_to_be_newest(opened.checkpoint, claim));
  TRY(state.put_back_lost_head());
  Store::Batch batch(*state.store);
  batch.meta(restored_key, note);
  TRY(state.store->commit(batch));
  state.restoring = false;
  return {};
}

}  // namespace sunledger
