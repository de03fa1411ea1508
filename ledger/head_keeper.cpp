#include "ledger/head_keeper.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/key_file.h"

namespace sunledger {
namespace {

constexpr std::size_t head_limit_bytes = 64 * 1024;

Error forked(std::string message) {
  Error error =
      make_error(ErrorKind::corrupt, std::move(message),
                 say("Stop. Restore the newest copy of the ledger, and compare it with a checkpoint kept elsewhere; "
                     "the log key must never sign two histories."));
  error.name = "checkpoint.consistent";
  return error;
}

}  // namespace

HeadKeeper::HeadKeeper(std::string key_path, VerifierKey vkey, SecretKey key)
    : key_path_(std::move(key_path)), head_path_(key_path_ + ".head"), vkey_(std::move(vkey)), key_(std::move(key)) {}

HeadKeeper::~HeadKeeper() {
  if (lock_ >= 0) ::close(lock_);
}

// Given back by the system when the process dies.
Status HeadKeeper::lock() {
  lock_ = ::open(key_path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
  if (lock_ >= 0 && errno == EWOULDBLOCK) {
    return make_error(ErrorKind::busy, say("Another process signs with the log key {0}.", {key_path_}),
                      say("A log has one writer. If two copies of the ledger share this key, write only one of them."));
  }
  return make_error(ErrorKind::io, say("The log key {0} cannot be locked: {1}.", {key_path_, std::strerror(errno)}));
}

Result<std::unique_ptr<HeadKeeper>> HeadKeeper::create(const std::string& key_path, const std::string& origin,
                                                       const Passphrase& passphrase) {
  if (path_exists(key_path + ".head")) {
    return make_error(ErrorKind::conflict,
                      say("{0} exists already: another ledger's log key was here.", {key_path + ".head"}),
                      say("Choose another place for the log key."));
  }
  SecretKey key = SecretKey::generate();
  VerifierKey vkey{origin, NoteKeyType::ed25519, key.public_key()};
  TRY_ASSIGN(const KeyFile file, passphrase.empty() ? new_unencrypted_key_file(key, origin, KeyPurpose::log)
                                                    : new_key_file(key, origin, KeyPurpose::log, passphrase));
  TRY(save_key_file(key_path, file));
  std::unique_ptr<HeadKeeper> keeper(new HeadKeeper(key_path, std::move(vkey), std::move(key)));
  TRY(keeper->lock());
  return keeper;
}

Result<std::unique_ptr<HeadKeeper>> HeadKeeper::open(const std::string& key_path, const LogKeys& keys,
                                                     const std::function<Result<Passphrase>()>& passphrase) {
  TRY_ASSIGN(auto keeper, open_next(key_path, keys, keys.in_force().key, passphrase));
  if (keeper->last_signed_) return keeper;
  if (!path_exists(keeper->head_path_)) {
    return forked(
        say("{0} is missing: nobody can tell whether this copy of the ledger is the newest.", {keeper->head_path_}));
  }
  return forked(say("{0} does not hold a checkpoint that this log key signed.", {keeper->head_path_}));
}

Result<std::unique_ptr<HeadKeeper>> HeadKeeper::open_next(const std::string& key_path, const LogKeys& keys,
                                                          const PublicKey& expected,
                                                          const std::function<Result<Passphrase>()>& passphrase) {
  TRY_ASSIGN(const LoadedKeyFile loaded, load_key_file(key_path));
  if (loaded.file.public_key != expected || loaded.file.purpose != KeyPurpose::log) {
    return make_error(ErrorKind::permission, say("{0} is not the log key of {1}.", {key_path, keys.origin()}),
                      say("Name this ledger's own log key with --log-key."));
  }
  Passphrase words;
  if (loaded.file.is_encrypted()) {
    if (!passphrase) {
      return make_error(ErrorKind::permission,
                        say("The log key {0} is encrypted and no passphrase was given.", {key_path}),
                        say("Give --log-passphrase-file, or run from a terminal."));
    }
    TRY_ASSIGN(words, passphrase());
  }
  TRY_ASSIGN(SecretKey key, unlock(loaded.file, words));
  VerifierKey vkey{keys.origin(), NoteKeyType::ed25519, expected};
  std::unique_ptr<HeadKeeper> keeper(new HeadKeeper(key_path, vkey, std::move(key)));
  TRY(keeper->lock());  // before the head is read: from here on nobody else moves it
  auto note = read_note(key_path);
  if (!note && note.error().kind != ErrorKind::not_found) return std::move(note).error();
  const auto head = note ? keys.open(*note, verify) : Result<SignedCheckpoint>(Error{});
  if (!head) return keeper;
  keeper->last_signed_ = head->checkpoint;
  keeper->last_note_ = *note;
  return keeper;
}

Result<std::string> HeadKeeper::sign(const Checkpoint& checkpoint,
                                     const std::function<Status(const std::string& note)>& store) {
  if (last_signed_) {
    if (checkpoint.size < last_signed_->size) {
      return forked(
          say("The ledger has {0} entries, but its log key signed {1}.", {checkpoint.size, last_signed_->size}));
    }
    if (checkpoint.size == last_signed_->size && checkpoint.root != last_signed_->root) {
      return forked(
          say("At {0} entries the ledger's root differs from the one that its log key signed.", {checkpoint.size}));
    }
  }
  TRY_ASSIGN(std::string note,
             sign_checkpoint(checkpoint, vkey_.key, [this](BytesView message) { return key_.sign(message); }));
  // The head goes first: readers see the note as soon as it is stored, and from then on no older copy may pass.
  TRY(keep(checkpoint, note));
  TRY(store(note));
  return note;
}

Status HeadKeeper::keep(const Checkpoint& checkpoint, const std::string& note) {
  TRY(replace_file(head_path_, note));
  last_signed_ = checkpoint;
  last_note_ = note;
  return {};
}

Result<std::string> HeadKeeper::read_note(const std::string& key_path) {
  return read_file(key_path + ".head", head_limit_bytes);
}

Signature HeadKeeper::sign_handover(const LogKeyHandover& handover) const {
  return sunledger::sign_handover(key_, handover);
}

Result<std::string> HeadKeeper::sign_statement(std::string_view text) const {
  return sign_note(text, vkey_.name, vkey_.key, [this](BytesView message) { return key_.sign(message); });
}

}  // namespace sunledger
