#pragma once
// The ledger's front door: open, append, read, checkpoint, prove.
//
// One writer process keeps a gap-free, append-only log of entries. An append is judged against facts folded from the
// log, and its entries, tree hashes, facts and identities reach the disk in one synced batch or not at all; callers
// that arrive together share one sync. A receipt means: durable at that position and in the tree. A checkpoint is
// signed with the log key, which lives outside the ledger's folder together with the last (size, root) it signed: an
// old copy of the folder is consistent with itself, and only that file can tell. The ledger refuses to open for writing
// when its tree is behind or different from what was signed.
//
// DIR/log          the store (log/store.h)          DIR/documents   open documents by content
// DIR/settings     where the log key lives (settings.h)   DIR/refusals    signed notes about refused events
// DIR/views        projections' saved states        LOGKEY, LOGKEY.head   outside DIR

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/clock.h"
#include "ledger/base/result.h"
#include "ledger/event/entry.h"
#include "ledger/event/entry_source.h"
#include "ledger/event/event.h"
#include "ledger/event/signed_event.h"
#include "ledger/people/passphrase.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/log_keys.h"
#include "ledger/proof/tree.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/facts.h"

namespace sunledger {

struct Receipt {
  Position position;
  Hash leaf;
  std::uint64_t recorded_ms = 0;
  std::uint64_t size = 0;            // of the tree that holds it
  Hash root;                         // at that size
  std::vector<std::uint16_t> found;  // rules let through
  bool repeated = false;             // it was recorded before, at this position
};

// What an author's program needs to sign: gives the event its place in the author's own sequence.
struct SigningHead {
  Hash ledger;
  std::string origin;
  std::uint64_t next_number = 1;
  std::uint64_t size = 0;  // the last checkpoint
  Hash root;
  std::string note;  // the signed checkpoint, for the author's program to verify
};

struct Alarm;  // alarm.h

struct Genesis {
  std::string origin, name;
  std::string person, person_name;  // the first administrator
  Charter charter;
  Hash charter_document;  // SHA-256 of the TOML
  Day day;                // of the opening
};

class Ledger : public EntrySource {
 public:
  struct Options {
    Clock clock;  // empty: the system's. Another one only for origins that begin with "demo." or in tests
    // Unlocks the log key; asked once, when writing.
    std::function<Result<Passphrase>()> log_passphrase;
    std::size_t checkpoint_every_ms = 1000;
    // The log key is lost: open without it, to record the rotation that replaces it and nothing else.
    bool log_key_is_lost = false;
  };

  // Makes a ledger whose first entries open it and adopt the charter; makes the log key at `log_key_path`, encrypted
  // with `log_passphrase` unless that is empty. Errors: conflict when either exists.
  static Result<std::unique_ptr<Ledger>> create(const std::string& dir, const Genesis& genesis,
                                                const SecretKey& administrator, const std::string& log_key_path,
                                                const Passphrase& log_passphrase, Options options);
  // Errors: busy (a second writer), corrupt (behind or different from what was signed), permission (log key), io.
  static Result<std::unique_ptr<Ledger>> open_to_write(const std::string& dir, Options options);
  // Beside a writer, from read-only folders too; needs no key.
  static Result<std::unique_ptr<Ledger>> open_to_read(const std::string& dir);
  // For verification: as open_to_read, but what is damaged inside is left to the checks, which name the position;
  // recovery_notes() says what could not be read. Its facts and root may be missing. No refresh.
  static Result<std::unique_ptr<Ledger>> open_to_examine(const std::string& dir);
  ~Ledger() override;

  const std::string& dir() const;
  const std::string& origin() const;
  bool writable() const;
  // The log's verifier key in force; and all of them, by the sizes of the checkpoints that they sign.
  VerifierKey log_vkey() const;
  LogKeys log_keys() const;

  // ---- reading
  std::uint64_t size() const override;
  Hash root() const;
  Result<Bytes> entry_bytes(Position position) const override;
  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override;
  // Facts as of now. Not for judging: a copy of the door's view for questions such as "what waits for me".
  Facts facts() const;
  // Reader: catch up with the writer.
  Status refresh();
  // What was let fall when the log was opened, in words; empty normally.
  std::vector<std::string> recovery_notes() const;
  // Reader: whether the log holds what the file beside its log key says was signed last; fine where that file is
  // elsewhere. Errors: corrupt, with the first position that is missing.
  Status holds_what_was_signed() const;

  // The last checkpoint that the log key signed, as it lay beside that key before this ledger was opened; empty where
  // it cannot be read. It can tell an old copy or a lost end, which the folder alone cannot.
  const std::string& head_beside_log_key() const;

  // ---- an alarm beside the log key (alarm.h); while one stands the ledger does not open for writing and signs nothing
  Result<std::optional<Alarm>> alarm() const;
  // Returns where it lies.
  Result<std::string> raise_alarm(const Alarm& alarm) const;
  Status settle_alarm(std::string_view how, std::uint64_t now_ms) const;

  // ---- proof
  Result<std::optional<std::string>> latest_checkpoint() const;  // the signed note
  Result<std::vector<Hash>> inclusion(Position position, std::uint64_t size) const;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) const;
  Result<Hash> root_at(std::uint64_t size) const;
  Result<Bytes> hash_tile(unsigned level, std::uint64_t index, unsigned width) const;
  Status each_checkpoint(std::uint64_t from_size,
                         const std::function<bool(std::uint64_t size, std::string_view note)>& visit) const;

  // ---- writing (thread-safe; one process)
  SigningHead signing_head(const PublicKey& author) const;
  // All of them or none. On refusal the error is the rule's, its hint holds what to do, and a note signed by the log
  // key says what was refused (see last_refusal). `failed_index` tells which event it was.
  struct AppendFailure {
    Error error;
    std::size_t index = 0;
    std::string refusal_note;  // signed; empty when the event could not be parsed or the disk failed
  };
  struct AppendResult {
    std::vector<Receipt> receipts;
    std::optional<AppendFailure> failure;
    bool ok() const { return !failure.has_value(); }
  };
  AppendResult append(std::span<const SignedEvent> events);

  // Signs events for a key held here, one after the other in the author's sequence, and appends them.
  struct Draft {
    EventBytes event;
    Day date;
    CommandId command;
    std::uint64_t batch = 0;
  };
  AppendResult record(const SecretKey& author, std::span<const Draft> drafts);
  // The first half of record(), for a caller that keeps what it signed (the outbox). Whoever signs for one author from
  // several threads lets them take turns.
  Result<std::vector<SignedEvent>> sign(const SecretKey& author, std::span<const Draft> drafts,
                                        std::size_t* failed_index = nullptr) const;

  // Judges drafts as if they were recorded now by this author, one after the other, without recording anything. Flat in
  // memory: facts of the trial spill to unnamed files in `scratch_dir`. Keeps its own view: other appends don't show.
  class Trial {
   public:
    virtual ~Trial() = default;
    virtual Judgement judge(const Draft& draft) = 0;
    // A failure of the scratch space or the log: nothing that was judged may then be relied on.
    virtual Status status() const = 0;
  };
  Result<std::unique_ptr<Trial>> begin_trial(const PublicKey& author, const std::string& scratch_dir) const;

  // Signs and stores a checkpoint of everything recorded so far; returns the note. The state beside the log key is
  // durable before the signature leaves.
  Result<std::string> checkpoint();

  // What its author can keep at once: the log's signed promise that the event is recorded there
  // (proof/signed_receipt.h). Errors: permission (the log key is lost).
  Result<std::string> sign_receipt(const Receipt& receipt, const SignedEvent& event) const;

  // Makes the next log key at `key_path`, outside the ledger's folder, encrypted unless the passphrase is empty, and
  // gives what LogKeyRotated needs; that event, once in force, makes it the ledger's (log_key_rotation.cpp). Asked
  // again for the same file before that, it gives the same key. Errors: conflict (the file holds something else,
  // another rotation waits), invalid (inside the folder), permission, io.
  struct NextLogKey {
    PublicKey key;
    Signature proof;
    std::optional<Signature> handover;  // absent when the ledger was opened without its log key
  };
  Result<NextLogKey> prepare_log_key(const std::string& key_path, const Passphrase& passphrase);

  // ---- a copy that is made of entries which were sequenced before (restored.cpp). Nothing new is recorded in it until
  // it was compared with a checkpoint from outside: it may be older than what the log has signed since.

  // Begins such a copy; identity and keys come with its first entries. Errors: conflict, io.
  static Result<std::unique_ptr<Ledger>> begin_restored(const std::string& dir, const std::string& log_key_path);
  // For whoever brings more entries, or the comparison. Needs no log key. Errors: conflict when it does not wait; and
  // as open_to_read, busy.
  static Result<std::unique_ptr<Ledger>> open_restored(const std::string& dir);
  bool awaits_comparison() const;
  // Entries from size() on, judged again; all of them or none. Errors: corrupt with the position, incomplete, io.
  Status take_sequenced(std::span<const BytesView> entries);
  // Signed checkpoints of entries that are here. Errors: corrupt (not signed by this log, or of another tree), io.
  Status take_checkpoints(std::span<const std::string> notes);
  // A checkpoint from outside, over no more entries than there are here: the copy is a ledger again, and waits no more.
  // Errors: corrupt (of another history, or not signed by this log), incomplete (it covers more), io.
  Status compared_with(const std::string& note);

  // Where the ledger looks for its log key.
  Result<std::string> log_key_path() const;

  // ---- documents by content
  Result<Hash> add_document(BytesView content);
  Result<Bytes> document(const Hash& hash) const;
  // The names of all documents; nothing is read. Errors: io, and what `visit` returns.
  Status each_document(const std::function<Status(const Hash&)>& visit) const;

  struct DiskSizes {
    std::uint64_t log = 0, tiles = 0, facts = 0, other = 0;
  };
  Result<DiskSizes> disk_sizes() const;
  Status compact();
  // Reads every byte of the store's table files against the checksums noted when they were made. Errors: corrupt.
  Status verify_files() const;

 private:
  friend class Sitting;
  struct State;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
