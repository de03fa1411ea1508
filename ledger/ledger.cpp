#include "ledger/ledger.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/head_keeper.h"
#include "ledger/log/documents.h"
#include "ledger/log/store.h"
#include "ledger/log_facts.h"
#include "ledger/new_place.h"
#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tiles.h"
#include "ledger/rules/scratch_facts.h"
#include "ledger/sign_drafts.h"

namespace sunledger {
namespace {

constexpr std::string_view settings_head = "sunledger-settings v1\nlog-key: ";
// A group that shares one sync stays within this, so that memory is flat whatever callers hand in.
constexpr std::size_t group_limit_bytes = 8 * 1024 * 1024;

Result<std::string> read_settings(const std::string& dir) {
  TRY_ASSIGN(std::string text, read_file(dir + "/settings", 64 * 1024));
  if (!text.starts_with(settings_head) || !text.ends_with('\n')) {
    return make_error(ErrorKind::corrupt, say("{0}/settings is damaged.", {dir}),
                      say("It holds two lines: “sunledger-settings v1” and “log-key: PATH”."));
  }
  return text.substr(settings_head.size(), text.size() - settings_head.size() - 1);
}

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

struct Ledger::State {
  std::string dir;
  std::unique_ptr<Store> store;
  std::unique_ptr<HeadKeeper> keeper;
  std::unique_ptr<LogFacts> log_facts;
  std::unique_ptr<Documents> documents;
  Options options;
  LedgerFact ledger;
  std::vector<std::string> notes;
  std::string note_beside;  // a reader's: the head beside the log key, read before the log was
  Status beside_log_key;    // of a reader

  // Guarded by `door`: what the next entry builds on.
  mutable std::mutex door;
  Frontier frontier;
  std::uint64_t last_recorded_ms = 0;
  std::uint64_t last_checkpoint_ms = 0;
  std::string latest_note;
  Checkpoint latest;
  std::uint64_t head_cached_size = 0;
  Hash head_cached_root;
  EventOpener opener;
  std::unique_ptr<RememberedFacts> remembered;
  CharterMemory charter_memory;
  Status broken;  // a failed write: nothing more is taken until the ledger is opened again

  // Group commit: the first caller leads, later ones wait for the shared sync.
  struct Request {
    std::span<const SignedEvent> events;
    AppendResult* result = nullptr;
    bool done = false;
  };
  std::mutex queue_mutex;
  std::condition_variable queue_changed;
  std::deque<Request*> queue;
  bool leading = false;
  std::mutex record_mutex;  // one author's sequence at a time in record()

  HashReader hashes(std::uint64_t size) const {
    return hash_reader_of_tiles(size, [this](const Tile& tile) {
      return store->hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
    });
  }

  Result<Hash> root_at(std::uint64_t size) {
    if (size == head_cached_size && size != 0) return head_cached_root;
    TRY_ASSIGN(const Hash root, sunledger::root_at(size, hashes(frontier.size())));
    head_cached_size = size;
    head_cached_root = root;
    return root;
  }

  std::uint64_t examined_size = 0;  // of a log that is examined: its tree may not be readable
  bool examining = false;

  Result<LedgerFact> identity_from_facts() const;
  Result<LedgerFact> identity_from_entry_0() const;
  void prepare();
  Status load_tree();
  Status load_checkpoint();
  Status load();
  Status load_what_can_be_read();
  std::uint64_t probed_size() const;
  Status agrees_with(const Checkpoint& signed_head);
  Status check_against_head();
  Status bring_heads_together();
  std::string note_beside_log_key() const;
  void tell_what_is_missing();
  void lead(std::unique_lock<std::mutex>& lock);
  // An exception here is memory running out between the disk and what we know of it: the process ends, as by kill -9,
  // and opening recovers. Nobody may be left waiting for a leader that is gone.
  void commit_group(std::vector<Request*>& group) noexcept;
  Result<std::string> sign_checkpoint();
  std::string refusal_note(const SignedEvent& event, const Error& error) const;
};

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
    const Judgement judgement =
        decide(facts, state_.opener, event.signed_bytes, place, [&](std::uint64_t size) { return root_at(size); });
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
    Bytes bytes;
    const std::uint64_t first_mine = frontier_.size() - entries.size();
    if (position >= first_mine) {
      bytes = entries[position - first_mine];
    } else if (position >= state_.frontier.size()) {
      bytes = kept_[position - state_.frontier.size()];
    } else {
      TRY_ASSIGN(bytes, state_.store->entry(Position(position)));
    }
    TRY_ASSIGN(const Entry entry, read_entry(bytes));
    Receipt receipt;
    receipt.position = Position(position);
    receipt.leaf = leaf_hash(bytes);
    receipt.recorded_ms = entry.recorded_ms;
    receipt.found = entry.rules;
    receipt.repeated = true;
    return receipt;
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
  std::uint64_t recorded_ms_;
};

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
  const VerifierKey vkey{ledger.origin, NoteKeyType::ed25519, ledger.log_key};
  const auto opened = open_checkpoint(*note, std::span(&vkey, 1), verify);
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
}

Status Ledger::State::load() {
  prepare();
  TRY_ASSIGN(ledger, identity_from_facts());
  TRY(load_tree());
  return load_checkpoint();
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
  const auto log_key_path = read_settings(dir);
  if (!log_key_path) return {};
  const auto note = HeadKeeper::read_note(*log_key_path);
  return note ? *note : std::string();
}

// `note_beside` was read before the log was: what it covers had been durable by then.
void Ledger::State::tell_what_is_missing() {
  const VerifierKey vkey{ledger.origin, NoteKeyType::ed25519, ledger.log_key};
  const auto opened = open_checkpoint(note_beside, std::span(&vkey, 1), verify);
  if (!opened) return;
  beside_log_key = agrees_with(opened->checkpoint);
  if (!beside_log_key) notes.push_back(beside_log_key.error().message);
}

Result<std::string> Ledger::State::sign_checkpoint() {
  TRY(broken);
  if (latest.size == frontier.size() && !latest_note.empty()) return latest_note;
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
  const std::uint64_t now_ms = options.clock();
  const bool is_due = now_ms >= last_checkpoint_ms + options.checkpoint_every_ms ||
                      now_ms < last_checkpoint_ms;  // the clock was set back: don't wait until it has caught up
  if (options.checkpoint_every_ms != 0 && is_due) {
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
  for (Request* request : group) request->done = true;
  leading = false;
  queue_changed.notify_all();
}

// ---- opening

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::create(const std::string& dir, const Genesis& genesis,
                                               const SecretKey& administrator, const std::string& log_key_path,
                                               const Passphrase& log_passphrase, Options options) {
  if (!options.clock) options.clock = system_clock();
  if (!is_origin(genesis.origin)) {
    return make_error(ErrorKind::invalid, say("“{0}” is not an origin.", {genesis.origin}),
                      say("Use a name like ledger.example/sixian, without spaces or “+”."));
  }
  TRY_ASSIGN(NewPlace place, NewPlace::prepare(dir, log_key_path));
  const std::string& building = place.building();
  const std::string& key_path = place.log_key();
  TRY_ASSIGN(auto keeper, HeadKeeper::create(key_path, genesis.origin, log_passphrase));
  place.log_key_was_made();
  {
    auto state = std::make_unique<State>();
    state->dir = building;
    state->options = options;
    TRY_ASSIGN(state->store, Store::create(building));
    state->keeper = std::move(keeper);
    state->ledger.origin = genesis.origin;
    Sitting sitting(*state);

    EventBuilder opening;
    auto opened = opening.root().initLedgerOpened();
    Byte id[32];
    random_bytes(id);
    opened.setId(capnp::Data::Reader(id, sizeof id));
    opened.setOrigin(genesis.origin);
    opened.setName(genesis.name);
    const PublicKey log_key = state->keeper->vkey().key;
    opened.setLogKey(capnp::Data::Reader(log_key.bytes.data(), 32));
    opened.setPerson(genesis.person);
    opened.setPersonName(genesis.person_name);
    TRY_ASSIGN(const PossessionProof proof, make_proof(administrator, genesis.person));
    opened.setProof(capnp::Data::Reader(proof.signature.bytes.data(), 64));

    EventBuilder adopting;
    auto adopted = adopting.root().initCharterAdopted();
    adopted.setTitle(genesis.charter.title);
    adopted.setDocument(capnp::Data::Reader(genesis.charter_document.bytes.data(), 32));
    auto parameters = adopted.initParameters(static_cast<unsigned>(genesis.charter.parameters.size()));
    for (unsigned i = 0; i < parameters.size(); ++i) {
      const Parameter& parameter = genesis.charter.parameters[i];
      parameters[i].setName(parameter.name);
      if (!parameter.value.empty()) parameters[i].setValue(parameter.value);
      if (!parameter.clause.empty()) parameters[i].setClause(parameter.clause);
      parameters[i].setIsDefault(parameter.is_default);
    }

    Envelope envelope;
    envelope.author = administrator.public_key();
    envelope.date = genesis.day;
    std::uint64_t number = 0;
    for (const EventBytes& event : {opening.finish(), adopting.finish()}) {
      envelope.number = ++number;
      envelope.command = command_for("genesis", format_text("{0} {1}", {genesis.origin, number}));
      SignedEvent signed_event;
      TRY_ASSIGN(signed_event.signed_bytes, compose_signed(envelope, event));
      signed_event.signature = sign_event(administrator, signed_event.signed_bytes);
      auto taken = sitting.take(std::span(&signed_event, 1));
      if (!taken.ok()) return taken.failure->error;
      sitting.facts().forget();
      const auto fact = sitting.facts().ledger();
      INVARIANT(fact.has_value());
      envelope.ledger = fact->genesis;
    }
    TRY(sitting.commit());
    TRY(state->load());
    TRY(state->sign_checkpoint());
    TRY(create_file(building + "/settings", std::string(settings_head) + key_path + "\n"));
  }
  TRY(place.put_in_place());
  if (!options.log_passphrase) {
    // The caller just gave it; asking again would be noise.
    auto copy = Passphrase::from(as_text(log_passphrase.view()));
    if (copy) {
      auto shared = std::make_shared<Passphrase>(std::move(*copy));
      options.log_passphrase = [shared] { return Passphrase::from(as_text(shared->view())); };
    }
  }
  return open_to_write(dir, std::move(options));
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_write(const std::string& dir, Options options) {
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->options = std::move(options);
  TRY_ASSIGN(state->store, Store::open_to_write(dir));
  TRY(state->load());
  if (!state->options.clock) state->options.clock = system_clock();
  TRY_ASSIGN(const std::string log_key_path, read_settings(dir));
  TRY_ASSIGN(state->keeper, HeadKeeper::open(log_key_path, state->ledger.origin, state->ledger.log_key,
                                             state->options.log_passphrase));
  TRY(state->check_against_head());
  TRY(state->bring_heads_together());
  state->last_checkpoint_ms = state->options.clock();
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_read(const std::string& dir) {
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->options.clock = system_clock();
  state->note_beside = state->note_beside_log_key();
  TRY_ASSIGN(state->store, Store::open_to_read(dir));
  TRY(state->load());
  state->tell_what_is_missing();
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_examine(const std::string& dir) {
  auto state = std::make_unique<State>();
  state->dir = dir;
  state->options.clock = system_clock();
  state->examining = true;
  state->note_beside = state->note_beside_log_key();
  TRY_ASSIGN(state->store, Store::open_to_read(dir));
  TRY(state->load_what_can_be_read());
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

const std::string& Ledger::dir() const {
  return state_->dir;
}
const std::string& Ledger::origin() const {
  return state_->ledger.origin;
}
bool Ledger::writable() const {
  return state_->keeper != nullptr;
}
VerifierKey Ledger::log_vkey() const {
  return VerifierKey{state_->ledger.origin, NoteKeyType::ed25519, state_->ledger.log_key};
}
std::vector<std::string> Ledger::recovery_notes() const {
  return state_->notes;
}
Status Ledger::holds_what_was_signed() const {
  return state_->beside_log_key;
}

// ---- reading

std::uint64_t Ledger::size() const {
  const std::lock_guard lock(state_->door);
  if (state_->examining) return state_->examined_size;
  return state_->frontier.size();
}

Hash Ledger::root() const {
  const std::lock_guard lock(state_->door);
  return state_->frontier.root();
}

Result<Bytes> Ledger::entry_bytes(Position position) const {
  return state_->store->entry(position);
}

Status Ledger::each_entry(Position first,
                          const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const {
  auto cursor = state_->store->entries_from(first);
  Position position;
  BytesView bytes;
  for (;;) {
    TRY_ASSIGN(const bool more, cursor.next(position, bytes));
    if (!more) return {};
    auto entry = read_entry(bytes);
    if (!entry || entry->position != position) {
      Error error = entry ? make_error(ErrorKind::corrupt, say("The entry at position {0} says that it is at {1}.",
                                                               {position.value, entry->position.value}))
                          : std::move(entry).error();
      error.position = position;
      return error;
    }
    TRY_ASSIGN(const bool go_on, visit(*entry, bytes));
    if (!go_on) return {};
  }
}

Facts Ledger::facts() const {
  return Facts(*state_->log_facts);
}

Status Ledger::refresh() {
  if (writable()) return {};
  std::string note_beside = state_->note_beside_log_key();
  TRY(state_->store->refresh());
  const std::lock_guard lock(state_->door);
  TRY(state_->load());
  state_->note_beside = std::move(note_beside);
  state_->tell_what_is_missing();
  return {};
}

const std::string& Ledger::head_beside_log_key() const {
  return state_->note_beside;
}

// ---- proof

Result<std::optional<std::string>> Ledger::latest_checkpoint() const {
  return state_->store->latest_checkpoint();
}

Result<std::vector<Hash>> Ledger::inclusion(Position position, std::uint64_t size) const {
  return inclusion_proof(position.value, size, state_->hashes(this->size()));
}

Result<std::vector<Hash>> Ledger::consistency(std::uint64_t old_size, std::uint64_t new_size) const {
  return consistency_proof(old_size, new_size, state_->hashes(size()));
}

Result<Hash> Ledger::root_at(std::uint64_t size) const {
  return sunledger::root_at(size, state_->hashes(this->size()));
}

Result<Bytes> Ledger::hash_tile(unsigned level, std::uint64_t index, unsigned width) const {
  return state_->store->hash_tile(level, index, width);
}

Status Ledger::each_checkpoint(std::uint64_t from_size,
                               const std::function<bool(std::uint64_t size, std::string_view note)>& visit) const {
  return state_->store->scan_checkpoints(from_size, visit);
}

// ---- writing

SigningHead Ledger::signing_head(const PublicKey& author) const {
  const std::lock_guard lock(state_->door);
  Facts facts(*state_->log_facts);
  SigningHead head;
  head.ledger = state_->ledger.genesis;
  head.origin = state_->ledger.origin;
  head.next_number = facts.recorded_events_of(author) + 1;
  head.size = state_->latest.size;
  head.root = state_->latest.root;
  head.note = state_->latest_note;
  return head;
}

Ledger::AppendResult Ledger::append(std::span<const SignedEvent> events) {
  AppendResult result;
  INVARIANT(writable());
  // Signatures need no facts: callers check them side by side, before they meet at the door.
  EventOpener opener;
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto opened = opener.open(events[i].signed_bytes);
    std::optional<Error> error;
    if (!opened) {
      error = std::move(opened).error();
    } else if (!verify_event(envelope_of(*opened).author, events[i].signed_bytes, events[i].signature)) {
      error = make_error(ErrorKind::permission, say("The event's signature is not valid for its author's key."),
                         say("Sign the event again with the author's own key."));
      error->name = text_of(Rule::event_signature).name;
    }
    if (!error) continue;
    const std::lock_guard lock(state_->door);
    result.failure = AppendFailure{*error, i, state_->refusal_note(events[i], *error)};
    return result;
  }
  if (events.empty()) return result;

  State::Request request{events, &result, false};
  std::unique_lock lock(state_->queue_mutex);
  state_->queue.push_back(&request);
  while (!request.done) {
    if (!state_->leading) {
      state_->lead(lock);
    } else {
      state_->queue_changed.wait(lock);
    }
  }
  return result;
}

Result<std::vector<SignedEvent>> Ledger::sign(const SecretKey& author, std::span<const Draft> drafts,
                                              std::size_t* failed_index) const {
  Facts known(*state_->log_facts);
  EventOpener opener;
  return sign_drafts(
      signing_head(author.public_key()), author, drafts,
      [&](const Draft& draft) {
        known.judge_for_batch(draft.batch);
        return is_recorded(known, opener, draft.command, draft.date, draft.event);
      },
      failed_index);
}

Ledger::AppendResult Ledger::record(const SecretKey& author, std::span<const Draft> drafts) {
  const std::lock_guard one_sequence(state_->record_mutex);
  AppendResult result;
  std::size_t failed_index = 0;
  auto events = sign(author, drafts, &failed_index);
  if (!events) {
    result.failure = AppendFailure{std::move(events).error(), failed_index, {}};
    return result;
  }
  return append(*events);
}

namespace {

class LedgerTrial : public Ledger::Trial {
 public:
  LedgerTrial(const Store& store, std::unique_ptr<ScratchFacts> accepted, const PublicKey& author, const Hash& ledger,
              std::uint64_t size, std::uint64_t recorded_ms)
      : base_(store),
        accepted_(std::move(accepted)),
        overlay_(*accepted_),
        facts_(overlay_),
        size_(size),
        recorded_ms_(recorded_ms) {
    accepted_->set_below(&base_);
    envelope_.author = author;
    envelope_.ledger = ledger;
    envelope_.number = 1;
  }

  Judgement judge(const Ledger::Draft& draft) override {
    envelope_.command = draft.command;
    envelope_.date = draft.date;
    envelope_.batch = draft.batch;
    Judgement judgement;
    const auto composed = compose_signed(envelope_, draft.event);
    if (!composed) {
      judgement.kind = Judgement::Kind::refused;
      judgement.refusal = composed.error();
      return judgement;
    }
    const Place place{Position(size_), recorded_ms_};
    judgement = decide(facts_, opener_, *composed, place, {}, DecideOptions{.trial = true});
    if (judgement.kind == Judgement::Kind::accepted) {
      facts_.flush();
      overlay_.merge_into(*accepted_);
      ++size_;
    } else {
      facts_.forget();
    }
    overlay_.drop();
    return judgement;
  }

  Status status() const override { return accepted_->status(); }

 private:
  LogFacts base_;
  std::unique_ptr<ScratchFacts> accepted_;
  FactOverlay overlay_;
  Facts facts_;
  EventOpener opener_;
  Envelope envelope_;
  std::uint64_t size_;
  std::uint64_t recorded_ms_;
};

}  // namespace

Result<std::unique_ptr<Ledger::Trial>> Ledger::begin_trial(const PublicKey& author,
                                                           const std::string& scratch_dir) const {
  TRY_ASSIGN(auto scratch, ScratchFacts::create(scratch_dir));
  const std::lock_guard lock(state_->door);
  return std::unique_ptr<Trial>(new LedgerTrial(*state_->store, std::move(scratch), author, state_->ledger.genesis,
                                                state_->frontier.size(),
                                                std::max(state_->last_recorded_ms, state_->options.clock())));
}

Result<std::string> Ledger::checkpoint() {
  const std::lock_guard lock(state_->door);
  return state_->sign_checkpoint();
}

// ---- documents

Result<Hash> Ledger::add_document(BytesView content) {
  return state_->documents->put(as_text(content));
}

Result<Bytes> Ledger::document(const Hash& hash) const {
  TRY_ASSIGN(const std::string content, state_->documents->get(hash));
  const BytesView view = as_bytes(content);
  return Bytes(view.begin(), view.end());
}

Result<Ledger::DiskSizes> Ledger::disk_sizes() const {
  TRY_ASSIGN(const Store::Sizes sizes, state_->store->sizes());
  return DiskSizes{sizes.entries, sizes.tiles, sizes.facts,
                   sizes.checkpoints + sizes.meta + sizes.write_ahead_log + sizes.other};
}

Status Ledger::verify_files() const {
  return state_->store->verify_files();
}

Status Ledger::compact() {
  return state_->store->compact();
}

}  // namespace sunledger
