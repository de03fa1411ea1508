// One log key follows another, and a crash at any instant leaves a ledger that opens with one of the two:
//
//   1  DIR/settings names the next key's file                 the old key signs
//   2  the next key's file, then its head: the old key's      the old key signs
//   3  LogKeyRotated is recorded, and in force                the next key signs: its file is looked up in settings
//   4  the first checkpoint of the next key, head first
//   5  the old key's head becomes that checkpoint: an older copy of the folder, which does not know the new key, can no
//      longer be opened with the old one
//   6  DIR/settings names the next key alone
//
// An opening looks which key is in force by the log, takes the file that holds it, and does again what is left of 4
// to 6.

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/ledger_state.h"
#include "ledger/new_place.h"
#include "ledger/people/key_file.h"

namespace sunledger {
namespace {

bool holds_key(const std::string& path, const PublicKey& key) {
  const auto loaded = path.empty() ? Result<LoadedKeyFile>(Error{}) : load_key_file(path);
  return loaded.ok() && loaded->file.public_key == key;
}

// What may be recorded while no key signs: the way out.
bool replaces_a_lost_key(schema::Event::Reader event) {
  return event.isLogKeyRotated() || event.isActEndorsed();
}

}  // namespace

Result<std::unique_ptr<HeadKeeper>> Ledger::State::keeper_at(const std::string& path) {
  return HeadKeeper::open(path, log_keys, options.log_passphrase);
}

Status Ledger::State::open_keeper() {
  const PublicKey in_force = log_keys.in_force().key;
  const bool is_next = !settings.next_log_key.empty() && !holds_key(settings.log_key, in_force) &&
                       holds_key(settings.next_log_key, in_force);
  if (!is_next) {
    const bool is_gone = !path_exists(settings.log_key) && !settings.next_log_key.empty();
    if (is_gone || options.log_key_is_lost) {
      notes.push_back(
          say("The log key {0} cannot be used: nothing is signed, and only the rotation that replaces it can "
              "be recorded. Compare this copy with a checkpoint kept elsewhere before you go on.",
              {settings.log_key}));
      return {};
    }
    TRY_ASSIGN(keeper, keeper_at(settings.log_key));
    return {};
  }
  // In force since the last opening. Its head may be as old as the key: the old key's, where it still lies there, is as
  // good, for the log knows both.
  TRY_ASSIGN(keeper, keeper_at(settings.next_log_key));
  const auto old_note = HeadKeeper::read_note(settings.log_key);
  const auto old_head = old_note ? log_keys.open(*old_note, verify) : Result<SignedCheckpoint>(Error{});
  if (old_head && old_head->checkpoint.size > keeper->last_signed()->size) {
    TRY(keeper->keep(old_head->checkpoint, *old_note));
  }
  return {};
}

Status Ledger::State::finish_rotation() {
  if (!keeper || settings.next_log_key.empty() || !holds_key(settings.next_log_key, keeper->vkey().key)) return {};
  if (log_keys.key_for(latest.size) != log_keys.in_force()) TRY(sign_checkpoint());
  const std::string old_head = settings.log_key + ".head";
  if (path_exists(old_head)) TRY(replace_file(old_head, latest_note));
  settings = {settings.next_log_key, {}};
  return save_settings(dir, settings);
}

Status Ledger::State::take_up_next_log_key() {
  load_log_keys();
  if (!next || next->vkey().key != log_keys.in_force().key) {
    // Prepared by another run of the program; its passphrase may be another one.
    next.reset();  // its lock too
    TRY_ASSIGN(next,
               HeadKeeper::open_next(settings.next_log_key, log_keys, log_keys.in_force().key, options.log_passphrase));
  }
  keeper = std::move(next);
  if (!latest_note.empty() && (!keeper->last_signed() || keeper->last_signed()->size < latest.size)) {
    TRY(keeper->keep(latest, latest_note));
  }
  return finish_rotation();
}

Status Ledger::State::may_be_taken(const std::vector<Request*>& group) {
  if (keeper) return {};
  for (const Request* request : group) {
    for (const SignedEvent& event : request->events) {
      const auto opened = opener.open_stored(event.signed_bytes);
      if (opened && replaces_a_lost_key(opened->getEvent())) continue;
      return make_error(ErrorKind::permission, say("The log key is lost, and its successor is not in force yet."),
                        say("Let administrators endorse the rotation (officer list shows it)."));
    }
  }
  return {};
}

Result<Ledger::NextLogKey> Ledger::prepare_log_key(const std::string& key_path, const Passphrase& passphrase) {
  INVARIANT(writable());
  State& state = *state_;
  const std::lock_guard lock(state.door);
  TRY(state.broken);
  const std::string path = real_path(key_path);
  if (path.starts_with(real_path(state.dir) + "/")) {
    return make_error(ErrorKind::invalid, say("The log key must lie outside the ledger's folder {0}.", {state.dir}),
                      say("An old copy of the folder would bring back an old head; keep the key elsewhere."));
  }
  const bool goes_on = path == state.settings.next_log_key;
  if (!goes_on && path_exists(path)) {
    return make_error(ErrorKind::conflict, say("{0} exists already.", {path}),
                      say("Choose another place for the log key: each ledger has its own."));
  }
  if (!goes_on && !state.settings.next_log_key.empty()) {
    Facts facts(*state.log_facts);
    std::optional<std::uint64_t> waiting;
    const Day now = day_at(state.options.clock(), facts.charter().utc_offset_minutes);
    facts.scan_pending_acts([&](std::uint64_t position, const PendingActFact& act) {
      const auto opened = state.opener.open_stored(as_bytes(act.signed_bytes));
      if (opened && opened->getEvent().isLogKeyRotated() && !facts.has_lapsed(act, now)) waiting = position;
      return !waiting;
    });
    if (waiting) {
      return make_error(ErrorKind::conflict,
                        say("The rotation at position {0} still waits for administrators.", {*waiting}),
                        say("Let them endorse it, or go on with its own key file {0}.", {state.settings.next_log_key}));
    }
  }
  Settings settings = state.settings;
  settings.next_log_key = path;
  TRY(save_settings(state.dir, settings));
  state.settings = settings;
  state.next.reset();  // its lock too
  if (path_exists(path)) {
    TRY_ASSIGN(const LoadedKeyFile loaded, load_key_file(path));
    TRY_ASSIGN(state.next, HeadKeeper::open_next(path, state.log_keys, loaded.file.public_key,
                                                 [&] { return Passphrase::from(as_text(passphrase.view())); }));
  } else {
    TRY_ASSIGN(state.next, HeadKeeper::create(path, state.ledger.origin, passphrase));
  }
  if (!state.latest_note.empty()) TRY(state.next->keep(state.latest, state.latest_note));
  const LogKeyHandover handover{state.ledger.genesis, state.log_keys.in_force().key, state.next->vkey().key};
  NextLogKey made{handover.new_key, state.next->sign_handover(handover), std::nullopt};
  if (state.keeper) made.handover = state.keeper->sign_handover(handover);
  return made;
}

}  // namespace sunledger
