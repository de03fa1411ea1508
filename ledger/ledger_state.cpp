#include "ledger/ledger_state.h"

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "ledger/sitting.h"

namespace sunledger {
namespace {

// A group that shares one sync stays within this, so that memory is flat whatever callers hand in.
constexpr std::size_t group_limit_bytes = 8 * 1024 * 1024;

// The rules' word about the event, as opposed to a disk that failed.
bool is_verdict(const Error& error) {
  return error.kind != ErrorKind::io && error.kind != ErrorKind::corrupt;
}

Error wrong_history(std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Do not record anything. This folder is an older copy or was changed: bring back the "
                               "newest copy, and compare it "
                               "with a checkpoint kept elsewhere (sunledger verify)."));
  error.name = "checkpoint.consistent";
  return error;
}

}  // namespace

// Entry 0 says what the ledger is, even where the facts folded from it cannot be read.
Result<LedgerFact> Ledger::State::identity_from_entry_0() const {
  TRY_ASSIGN(const Bytes bytes, store->entry(Position(0)));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  EventOpener reader;
  TRY_ASSIGN(const schema::Signed::Reader opened, reader.open(entry.signed_bytes));
  if (!opened.getEvent().isLedgerOpened()) {
    return make_error(ErrorKind::corrupt, say("Entry 0 does not open a ledger."));
  }
  const auto opening = opened.getEvent().getLedgerOpened();
  const auto log_key = PublicKey::from({opening.getLogKey().begin(), opening.getLogKey().size()});
  return LedgerFact{sha256(bytes), text_of(opening.getOrigin()), text_of(opening.getName()),
                    log_key.value_or(PublicKey{})};
}

Status Ledger::State::load_tree() {
  TRY_ASSIGN(const std::uint64_t size, store->size());
  std::vector<Hash> nodes;
  const HashReader reader = hashes(size);
  std::uint64_t done = 0;
  for (unsigned level = 64; level-- > 0;) {
    if ((size >> level & 1) == 0) continue;
    TRY_ASSIGN(const Hash node, reader(level, done >> level));
    nodes.push_back(node);
    done += std::uint64_t{1} << level;
  }
  TRY_ASSIGN(frontier, Frontier::from_nodes(size, nodes));
  if (size == 0) return {};
  TRY_ASSIGN(const Bytes last, store->entry(Position(size - 1)));
  TRY_ASSIGN(const Entry entry, read_entry(last));
  last_recorded_ms = entry.recorded_ms;
  return {};
}

Status Ledger::State::load_checkpoint() {
  TRY_ASSIGN(const auto note, store->latest_checkpoint());
  if (!note) return {};
  const auto opened = log_keys.open(*note, verify);
  if (!opened) return wrong_history(say("The last stored checkpoint is not signed by the ledger's log key."));
  latest_note = *note;
  latest = opened->checkpoint;
  return {};
}

Result<LedgerFact> Ledger::State::identity_from_facts() const {
  LogFacts now(*store);
  Facts facts(now);
  const auto fact = facts.ledger();
  TRY(now.status());
  if (fact) return *fact;
  return make_error(ErrorKind::corrupt, say("{0} holds no opened ledger.", {dir}),
                    say("Make one with “sunledger init”, or verify this folder."));
}

void Ledger::State::prepare() {
  // Made once: what facts() gave away reads through it, also after a refresh.
  if (!log_facts) log_facts = std::make_unique<LogFacts>(*store);
  if (!documents) documents = std::make_unique<Documents>(dir, [](BytesView bytes) { return sha256(bytes); });
  notes = store->dropped_on_recovery();
  if (const auto waiting = awaits_comparison(); waiting && *waiting) {
    notes.push_back(
        say("This copy was restored from a backup and was not compared with a checkpoint from outside yet: it "
            "may be older than the log."));
  }
}

Status Ledger::State::load() {
  prepare();
  TRY_ASSIGN(ledger, identity_from_facts());
  load_log_keys();
  TRY(load_tree());
  return load_checkpoint();
}

void Ledger::State::load_log_keys() {
  LogFacts now(*store);
  log_keys = LogKeys(ledger.origin, ledger.log_key);
  for (const LogKeyFact& fact : Facts(now).log_keys()) {
    if (fact.since != 0) log_keys.follow(fact.since, fact.key);
  }
}

// What cannot be read is told and left to the checks, which say where.
Status Ledger::State::load_what_can_be_read() {
  prepare();
  const auto tell = [&](const Status& status) {
    if (!status) notes.push_back(status.error().message);
  };
  auto identity = identity_from_facts();
  if (!identity) {
    tell(identity.error());
    identity = identity_from_entry_0();
  }
  if (identity) {
    ledger = *identity;
  } else {
    tell(identity.error());
  }
  load_log_keys();
  tell(load_tree());
  tell(load_checkpoint());
  if (const auto size = store->size()) {
    examined_size = *size;
  } else {
    tell(size.error());
    examined_size = probed_size();
  }
  return {};
}

// Positions have no gaps: the first one that is not found ends the log. One that cannot be read is there.
std::uint64_t Ledger::State::probed_size() const {
  const auto is_there = [&](std::uint64_t position) {
    const auto bytes = store->entry(Position(position));
    return bytes.ok() || bytes.error().kind != ErrorKind::not_found;
  };
  std::uint64_t end = 1;
  while (is_there(end)) end *= 2;
  std::uint64_t begin = end / 2;  // there, or 0
  while (begin + 1 < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    (is_there(middle) ? begin : end) = middle;
  }
  return is_there(begin) ? begin + 1 : 0;
}

Status Ledger::State::agrees_with(const Checkpoint& signed_head) {
  if (signed_head.size > frontier.size()) {
    Error error = wrong_history(
        say("The ledger has {0} entries, but a checkpoint over {1} was signed: positions {2} to {3} are missing.",
            {frontier.size(), signed_head.size, frontier.size(), signed_head.size - 1}));
    error.position = Position(frontier.size());
    return error;
  }
  TRY_ASSIGN(const Hash root, sunledger::root_at(signed_head.size, hashes(frontier.size())));
  if (root != signed_head.root) {
    return wrong_history(
        say("The first {0} entries are not those over which a checkpoint was signed.", {signed_head.size}));
  }
  return {};
}

Status Ledger::State::check_against_head() {
  if (latest.size != 0) TRY(agrees_with(latest));
  if (!keeper) {
    // What the lost key signed last may still lie where it was.
    const auto head = log_keys.open(note_beside_log_key(), verify);
    return head ? agrees_with(head->checkpoint) : Status();
  }
  if (keeper->last_signed()) TRY(agrees_with(*keeper->last_signed()));
  if (!notes.empty() && keeper->last_signed()) {
    notes.push_back(say(
        "All {0} entries of the last signed checkpoint are there, and the log ends with position {1}. A write that "
        "was cut short had no receipt; whoever holds a receipt for a later position should hand its event in again.",
        {keeper->last_signed()->size, frontier.size() - 1}));
  }
  return {};
}

// Killed between the two places where a checkpoint is kept, one of them is behind.
Status Ledger::State::bring_heads_together() {
  if (!keeper) return {};
  const std::uint64_t beside = keeper->last_signed() ? keeper->last_signed()->size : 0;
  if (beside < latest.size) return keeper->keep(latest, latest_note);
  if (beside == latest.size) return {};
  Store::Batch batch(*store);
  batch.checkpoint(beside, keeper->last_note());
  TRY(store->commit(batch));
  latest = *keeper->last_signed();
  latest_note = keeper->last_note();
  return {};
}

// For readers, who have no key: the note is public, and where it cannot be read nothing follows from that.
std::string Ledger::State::note_beside_log_key() const {
  const auto known = load_settings(dir);
  if (!known) return {};
  // While a rotation is under way there are two; the larger head is the newer.
  std::string newest;
  std::uint64_t newest_size = 0;
  for (const std::string& path : {known->log_key, known->next_log_key}) {
    const auto note = path.empty() ? Result<std::string>(Error{}) : HeadKeeper::read_note(path);
    const auto read = note ? parse_note(*note) : Result<Note>(Error{});
    const auto head = read ? parse_checkpoint(read->text) : Result<Checkpoint>(Error{});
    if (note && newest.empty()) newest = *note;
    if (!head || head->size < newest_size) continue;
    newest = *note;
    newest_size = head->size;
  }
  return newest;
}

// `note_beside` was read before the log was: what it covers had been durable by then.
void Ledger::State::tell_what_is_missing() {
  if (log_keys.steps().empty()) return;
  const auto opened = log_keys.open(note_beside, verify);
  if (!opened) return;
  beside_log_key = agrees_with(opened->checkpoint);
  if (!beside_log_key) notes.push_back(beside_log_key.error().message);
}

Result<std::string> Ledger::State::sign_checkpoint() {
  TRY(broken);
  TRY(no_alarm());
  if (latest.size == frontier.size() && !latest_note.empty()) return latest_note;
  if (!keeper) {
    return make_error(ErrorKind::permission, say("The log key is lost, and its successor is not in force yet."),
                      say("Let administrators endorse the rotation (officer list shows it)."));
  }
  const Checkpoint checkpoint{ledger.origin, frontier.size(), frontier.root()};
  TRY_ASSIGN(std::string note, keeper->sign(checkpoint, [&](const std::string& text) {
    Store::Batch batch(*store);
    batch.checkpoint(checkpoint.size, text);
    return store->commit(batch);
  }));
  latest = checkpoint;
  latest_note = note;
  last_checkpoint_ms = options.clock();
  return note;
}

std::string Ledger::State::refusal_note(const SignedEvent& event, const Error& error) const {
  // Answers "was it handed in, and why was it not recorded" (formats.md). Five lines, so never a checkpoint.
  if (!keeper) return {};
  const std::string text = format_text("sunledger/refusal/v1\n{0}\n{1}\n{2} {3}\n{4}\n",
                                       {ledger.origin, to_hex(sha256(event.signed_bytes).view()), error.name,
                                        frontier.size(), to_base64(frontier.root().view())});
  auto note = keeper->sign_statement(text);
  return note ? *note : std::string();
}

void Ledger::State::commit_group(std::vector<Request*>& group) noexcept {
  const std::lock_guard lock(door);
  if (!broken) {
    for (Request* request : group) request->result->failure = AppendFailure{broken.error(), 0, {}};
    return;
  }
  if (const Status taken = may_be_taken(group); !taken) {
    for (Request* request : group) request->result->failure = AppendFailure{taken.error(), 0, {}};
    return;
  }
  Sitting sitting(*this);
  for (Request* request : group) {
    *request->result = sitting.take(request->events);
    if (auto& failure = request->result->failure; failure && is_verdict(failure->error)) {
      failure->refusal_note = refusal_note(request->events[failure->index], failure->error);
    }
  }
  if (auto stored = sitting.commit(); !stored) {
    broken = stored;
    for (Request* request : group) {
      request->result->receipts.clear();
      if (request->result->ok()) request->result->failure = AppendFailure{stored.error(), 0, {}};
    }
    return;
  }
  if (sitting.log_key_changed()) {
    if (const Status taken_up = take_up_next_log_key(); !taken_up) {
      broken = taken_up;
      return;
    }
  }
  const std::uint64_t now_ms = options.clock();
  const bool is_due = now_ms >= last_checkpoint_ms + options.checkpoint_every_ms ||
                      now_ms < last_checkpoint_ms;  // the clock was set back: don't wait until it has caught up
  if (options.checkpoint_every_ms != 0 && is_due && keeper) {
    // A checkpoint that could not be signed is tried again with the next group; what was recorded stays recorded.
    if (const auto note = sign_checkpoint(); !note && note.error().kind == ErrorKind::corrupt) broken = note.error();
  }
}

void Ledger::State::lead(std::unique_lock<std::mutex>& lock) {
  leading = true;
  std::vector<Request*> group;
  std::size_t bytes = 0;
  while (!queue.empty() && bytes < group_limit_bytes) {
    for (const SignedEvent& event : queue.front()->events) bytes += event.signed_bytes.size() + 256;
    group.push_back(queue.front());
    queue.pop_front();
  }
  lock.unlock();
  commit_group(group);
  lock.lock();
  std::vector<std::shared_ptr<std::condition_variable>> told;
  for (Request* request : group) {
    request->done = true;
    told.push_back(request->changed);
  }
  leading = false;
  if (!queue.empty()) told.insert(told.begin(), queue.front()->changed);
  // Without the lock, which each of them takes: who is woken should not have to wait again. The next leader comes
  // first.
  lock.unlock();
  for (const auto& changed : told) changed->notify_one();
  lock.lock();
}

}  // namespace sunledger
