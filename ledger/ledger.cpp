#include "ledger/ledger.h"

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/ledger_state.h"
#include "ledger/new_place.h"
#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/signed_receipt.h"
#include "ledger/sign_drafts.h"
#include "ledger/sitting.h"
#include "ledger/sound_events.h"

namespace sunledger {

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
    TRY(save_settings(building, {key_path, {}}));
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
  TRY(state->may_be_written());
  if (!state->options.clock) state->options.clock = system_clock();
  TRY_ASSIGN(state->settings, load_settings(dir));
  TRY(state->no_alarm());
  TRY(state->open_keeper());
  TRY(state->check_against_head());
  TRY(state->bring_heads_together());
  TRY(state->finish_rotation());
  state->writing = true;
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
  return state_->writing;
}
VerifierKey Ledger::log_vkey() const {
  return log_keys().in_force();
}
LogKeys Ledger::log_keys() const {
  const std::lock_guard lock(state_->door);
  return state_->log_keys;
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
  if (const auto first = first_unsound(events)) {
    const std::lock_guard lock(state_->door);
    result.failure =
        AppendFailure{first->error, first->index, state_->refusal_note(events[first->index], first->error)};
    return result;
  }
  if (events.empty()) return result;

  State::Request request{events, &result};
  std::unique_lock lock(state_->queue_mutex);
  state_->queue.push_back(&request);
  while (!request.done) {
    if (!state_->leading) {
      state_->lead(lock);
    } else {
      request.changed->wait(lock);
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

Result<std::string> Ledger::sign_receipt(const Receipt& receipt, const SignedEvent& event) const {
  const std::lock_guard lock(state_->door);
  if (!state_->keeper) {
    return make_error(ErrorKind::permission, say("The log key is lost: nothing is signed with it."),
                      say("Let administrators endorse the rotation (officer list shows it)."));
  }
  EventOpener opener;
  TRY_ASSIGN(const auto opened, opener.open_stored(event.signed_bytes));
  return state_->keeper->sign_statement(
      format_receipt({state_->ledger.origin, receipt.position.value, receipt.recorded_ms, receipt.leaf,
                      envelope_of(opened).command, sha256(event.signed_bytes)}));
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

Status Ledger::each_document(const std::function<Status(const Hash&)>& visit) const {
  return state_->documents->each(visit);
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
