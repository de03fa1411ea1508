#pragma once
// What a Store and its Batch share: inside of this room only.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "ledger/log/database.h"
#include "ledger/log/store.h"

namespace sunledger {

// A level's hashes as far as the writer needs them: how many there are, and the rows of the partial tile.
struct LevelTail {
  std::uint64_t count = 0;  // = 256 · full tiles + rows.size() / 32
  Bytes rows;
};

struct Store::State {
  std::string dir;
  bool writable = false;
  std::unique_ptr<WriterLock> lock;  // before the database: let go last

  // The writer's own memory of the end of the log; commit() moves it.
  std::atomic<std::uint64_t> size = 0;
  std::array<LevelTail, layout::level_count> levels;
  std::atomic<bool> failed = false;

  std::shared_ptr<const Database> now() const {
    const std::lock_guard guard(mutex);
    return database;
  }
  void replace(std::shared_ptr<const Database> next) {
    const std::lock_guard guard(mutex);
    database = std::move(next);
  }

 private:
  mutable std::mutex mutex;
  std::shared_ptr<const Database> database;
};

}  // namespace sunledger
