#pragma once
// The log on disk: entries by position, tree hashes, facts and checkpoints, moved together by atomic, synced batches.
// One process writes, any number of processes read beside it. This is the one door to RocksDB, and the folder a
// ledger lives in: DIR/log (RocksDB; key layout in layout.h) and DIR/documents (documents.h).
//
// The store keeps what it is given and knows no event: who may append what is decided above (ledger.h).

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/position.h"
#include "ledger/base/result.h"

namespace sunledger {

// Reading is safe from many threads at once, and beside commit(). commit() and refresh() take one thread at a time;
// cursors keep the moment they began with.
class Store {
 public:
  // Makes an empty ledger in `dir` (made when missing) and opens it to write. A crash on the way leaves no ledger.
  // Errors: conflict when `dir` holds one already, io, permission.
  static Result<std::unique_ptr<Store>> create(const std::string& dir);
  // Errors: not_found, busy when another process (or this one) writes it already, io (read-only, full), permission,
  // corrupt naming the file, incomplete when newer software wrote it.
  static Result<std::unique_ptr<Store>> open_to_write(const std::string& dir);
  // Beside a live writer or alone, also from a read-only disk: writes nothing. Sees one moment of the log, whole
  // batches only, until refresh(). Errors: as above, without busy.
  static Result<std::unique_ptr<Store>> open_to_read(const std::string& dir);

  // A reader moves to what is on disk now; cheap when nothing has changed, and nothing to do for the writer. On an
  // error the reader keeps what it saw.
  Status refresh();

  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::string& dir() const;
  bool writable() const;

  // ---- entries

  // Number of entries: last position + 1.
  Result<std::uint64_t> size() const;
  // Errors: not_found; corrupt or io with the position.
  Result<Bytes> entry(Position position) const;

  // Walks the entries in order, reading ahead, checking checksums, leaving the cache alone. A gap is an error too.
  // One thread a cursor. It sees the moment of its creation; it may outlive refresh(), not the Store.
  class EntryCursor {
   public:
    ~EntryCursor();
    EntryCursor(EntryCursor&&) noexcept;
    EntryCursor& operator=(EntryCursor&&) noexcept;
    // False after the last entry. `bytes` is valid until the next call. An error carries the position that could not
    // be read and ends the walk: later calls give the same error.
    Result<bool> next(Position& position, BytesView& bytes);

   private:
    friend class Store;
    struct State;
    explicit EntryCursor(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  // From `first` to the end of the log. A `first` beyond the end gives an empty walk.
  EntryCursor entries_from(Position first) const;

  // ---- facts: opaque keys and values, folded from the log above

  // False when absent; `value` is then left as it was.
  Result<bool> fact(std::string_view key, std::string& value) const;
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;  // false stops the scan
  // Facts whose key begins with `prefix`, in the order of their bytes; all of them for "".
  Status scan_facts(std::string_view prefix, const Visit& visit) const;

  // ---- tree hashes: tile (level, index) holds the hashes of complete subtrees of 256^level leaves, numbers
  // 256·index and up (C2SP tlog-tiles)

  // The first `width` (1…256) hashes, 32 bytes each, of a full or still partial tile. Errors: not_found when fewer are
  // stored, corrupt.
  Result<Bytes> hash_tile(unsigned level, std::uint64_t index, unsigned width) const;

  // ---- checkpoints: signed notes by tree size

  Result<std::optional<std::string>> checkpoint(std::uint64_t size) const;
  Result<std::optional<std::string>> latest_checkpoint() const;
  using VisitCheckpoint = std::function<bool(std::uint64_t size, std::string_view note)>;  // false stops the scan
  Status scan_checkpoints(std::uint64_t from_size, const VisitCheckpoint& visit) const;    // ascending

  // ---- meta: origin and the like

  Result<std::optional<std::string>> meta(std::string_view key) const;

  // ---- writing

  // What is recorded together. Readers of the store do not see a batch before its commit.
  class Batch {
   public:
    explicit Batch(const Store& store);  // for this store, while it is open
    ~Batch();
    Batch(Batch&&) noexcept;
    Batch& operator=(Batch&&) noexcept;

    // Positions follow the store's size without a gap (INVARIANT at commit).
    void entry(Position position, BytesView bytes);
    // Hashes of complete subtrees of 256^level leaves, numbers first_index and up, following without a gap what is
    // stored and what this batch already has at this level (INVARIANT). Rows and full tiles are the store's business.
    void hashes(unsigned level, std::uint64_t first_index, std::span<const Hash> hashes);
    void fact(std::string_view key, std::string_view value);
    void erase_fact(std::string_view key);
    void checkpoint(std::uint64_t size, std::string_view note);
    void meta(std::string_view key, std::string_view value);

    bool empty() const;
    std::size_t bytes() const;  // about what the commit will write
    void clear();

   private:
    friend class Store;
    struct State;
    std::unique_ptr<State> state_;
  };

  // One atomic, synced write: when it returns ok, the batch is on disk; it is then cleared. After an error the store
  // refuses every further commit (io) until it is opened again: whether the failed batch reached the disk is only
  // known then – wholly or not at all – so nobody may have been told that it counts. Errors: io.
  Status commit(Batch& batch);

  // ---- care

  // Reads every byte of every table file against the checksum noted when it was made. Errors: corrupt naming the file.
  Status verify_files() const;

  // What RocksDB said it left out when it recovered the write-ahead log, one line each; empty when nothing was. A torn
  // end is normal after a power cut (nothing of it had a receipt); whether anything that had one is gone, only the
  // head kept beside the log key can say. The writer keeps those logs in DIR/set-aside/<n>.
  std::vector<std::string> dropped_on_recovery() const;

  // Bytes on disk.
  struct Sizes {
    std::uint64_t entries = 0;
    std::uint64_t tiles = 0;
    std::uint64_t facts = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t meta = 0;
    std::uint64_t write_ahead_log = 0;
    std::uint64_t other = 0;  // RocksDB's own: manifest, options, info log
  };
  Result<Sizes> sizes() const;
  // Empties the write-ahead log into tables and merges them. For measuring, and before copying a ledger.
  Status compact();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
