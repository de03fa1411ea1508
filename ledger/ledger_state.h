#pragma once
// What the front door keeps while a ledger is open: the store, the log key's keeper, the tree's frontier, the queue of
// callers. For the .cpp files of this folder only: it reads events.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/event/open.h"
#include "ledger/head_keeper.h"
#include "ledger/ledger.h"
#include "ledger/log/documents.h"
#include "ledger/log/store.h"
#include "ledger/log_facts.h"
#include "ledger/proof/log_keys.h"
#include "ledger/proof/tiles.h"
#include "ledger/settings.h"

namespace sunledger {

struct Ledger::State {
  std::string dir;
  std::unique_ptr<Store> store;
  std::unique_ptr<HeadKeeper> keeper;
  std::unique_ptr<LogFacts> log_facts;
  std::unique_ptr<Documents> documents;
  Options options;
  LedgerFact ledger;
  LogKeys log_keys;
  Settings settings;                 // a writer's
  std::unique_ptr<HeadKeeper> next;  // the next log key, where a rotation was prepared here
  bool writing = false;
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
    // It is done, or first in the queue and nobody leads. Shared, because it is told after its caller may be gone.
    std::shared_ptr<std::condition_variable> changed = std::make_shared<std::condition_variable>();
  };
  std::mutex queue_mutex;
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
  bool restoring = false;  // takes entries that were sequenced before, and no others

  Result<LedgerFact> identity_from_facts() const;
  void load_log_keys();
  // log_key_rotation.cpp: the log key in force, wherever the settings say that it lies; none while a lost one is being
  // replaced.
  Status open_keeper();
  Result<std::unique_ptr<HeadKeeper>> keeper_at(const std::string& path);
  // After the event that puts another log key into force was committed.
  Status take_up_next_log_key();
  Status finish_rotation();
  // ledger_alarm.cpp
  Status no_alarm() const;
  Status may_be_taken(const std::vector<Request*>& group);
  Result<LedgerFact> identity_from_entry_0() const;
  void prepare();
  Status load_tree();
  Status load_checkpoint();
  Status load();
  // restored.cpp: refused while a restored copy was not compared with a checkpoint from outside.
  Result<bool> awaits_comparison() const;
  Status may_be_written() const;
  Status put_back_lost_head() const;
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

}  // namespace sunledger
