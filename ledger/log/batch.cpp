// What is recorded together, and the one place that writes to the log.
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/log/store_state.h"

namespace sunledger {

using layout::Family;

struct Store::Batch::State {
  struct NewHashes {
    std::uint64_t first = 0;
    Bytes rows;
  };

  std::weak_ptr<const Database> database;  // a forgotten batch must not keep the log open
  rocksdb::WriteBatch writes;
  std::optional<Position> first_entry;
  std::uint64_t entry_count = 0;
  std::array<NewHashes, layout::level_count> levels;

  rocksdb::ColumnFamilyHandle* family(Family family) const {
    const auto open = database.lock();
    INVARIANT(open != nullptr);
    return open->family(family);
  }
  void put(Family in, std::string_view key, std::string_view value) {
    const auto status = writes.Put(family(in), rocksdb::Slice(key), rocksdb::Slice(value));
    INVARIANT(status.ok());
  }
};

Store::Batch::Batch(const Store& store) : state_(std::make_unique<State>()) {
  state_->database = store.state_->now();
}
Store::Batch::~Batch() = default;
Store::Batch::Batch(Batch&&) noexcept = default;
Store::Batch& Store::Batch::operator=(Batch&&) noexcept = default;

void Store::Batch::entry(Position position, BytesView bytes) {
  if (!state_->first_entry) state_->first_entry = position;
  INVARIANT(position.value == state_->first_entry->value + state_->entry_count);
  ++state_->entry_count;
  state_->put(Family::entries, layout::entry_key(position), as_text(bytes));
}

void Store::Batch::hashes(unsigned level, std::uint64_t first_index, std::span<const Hash> hashes) {
  INVARIANT(level < layout::level_count);
  if (hashes.empty()) return;
  State::NewHashes& added = state_->levels[level];
  if (added.rows.empty()) added.first = first_index;
  INVARIANT(first_index == added.first + added.rows.size() / layout::hash_bytes);
  for (const Hash& hash : hashes) added.rows.insert(added.rows.end(), hash.bytes.begin(), hash.bytes.end());
}

void Store::Batch::fact(std::string_view key, std::string_view value) {
  state_->put(Family::facts, key, value);
}

void Store::Batch::erase_fact(std::string_view key) {
  const auto status = state_->writes.Delete(state_->family(Family::facts), rocksdb::Slice(key));
  INVARIANT(status.ok());
}

void Store::Batch::checkpoint(std::uint64_t size, std::string_view note) {
  state_->put(Family::checkpoints, layout::checkpoint_key(size), note);
}

void Store::Batch::meta(std::string_view key, std::string_view value) {
  INVARIANT(key != layout::format_key);
  state_->put(Family::meta, key, value);
}

bool Store::Batch::empty() const {
  return bytes() == 0;
}

std::size_t Store::Batch::bytes() const {
  std::size_t total = state_->writes.Count() == 0 ? 0 : state_->writes.GetDataSize();
  for (const auto& added : state_->levels) total += added.rows.size();
  return total;
}

void Store::Batch::clear() {
  state_->writes.Clear();
  state_->first_entry.reset();
  state_->entry_count = 0;
  for (auto& added : state_->levels) added = {};
}

Status Store::commit(Batch& batch) {
  State& store = *state_;
  Batch::State& state = *batch.state_;
  INVARIANT(store.writable);
  const auto database = store.now();
  INVARIANT(state.database.lock() == database);
  INVARIANT(!state.first_entry || state.first_entry->value == store.size.load());
  if (store.failed) {
    return make_error(ErrorKind::io, say("The ledger takes no more events since a write to its disk failed."),
                      say("Look after the disk and start again; everything that had a receipt is there."));
  }
  if (batch.empty()) return {};

  // The end of each level as it will be: filled tiles are written whole and their stored rows deleted, the rest are
  // rows. A row is written once and deleted once, which is what SingleDelete asks for.
  constexpr std::size_t tile_bytes = layout::tile_width * layout::hash_bytes;
  std::array<LevelTail, layout::level_count> levels = store.levels;
  for (unsigned level = 0; level < layout::level_count; ++level) {
    const auto& added = state.levels[level];
    if (added.rows.empty()) continue;
    LevelTail& tail = levels[level];
    INVARIANT(added.first == tail.count);
    std::size_t stored = tail.rows.size() / layout::hash_bytes;
    std::uint64_t tile_first = tail.count - stored;
    tail.count += added.rows.size() / layout::hash_bytes;
    BytesView left = added.rows;
    while (tail.rows.size() + left.size() >= tile_bytes) {
      const auto part = left.first(tile_bytes - tail.rows.size());
      tail.rows.insert(tail.rows.end(), part.begin(), part.end());
      left = left.subspan(part.size());
      state.put(Family::tiles, layout::full_tile_key(level, tile_first / layout::tile_width), as_text(tail.rows));
      for (std::uint64_t row = tile_first; row < tile_first + stored; ++row) {
        const auto status =
            state.writes.SingleDelete(state.family(Family::tiles), rocksdb::Slice(layout::tile_row_key(level, row)));
        INVARIANT(status.ok());
      }
      tail.rows.clear();
      stored = 0;
      tile_first += layout::tile_width;
    }
    tail.rows.insert(tail.rows.end(), left.begin(), left.end());
    for (std::size_t row = stored; row < tail.rows.size() / layout::hash_bytes; ++row) {
      const auto hash = BytesView(tail.rows).subspan(row * layout::hash_bytes, layout::hash_bytes);
      state.put(Family::tiles, layout::tile_row_key(level, tile_first + row), as_text(hash));
    }
  }

  rocksdb::WriteOptions options;
  options.sync = true;
  options.disableWAL = false;
  if (const auto status = database->rocks().Write(options, &state.writes); !status.ok()) {
    store.failed = true;
    return error_from(status);
  }
  store.levels = std::move(levels);
  store.size += state.entry_count;
  batch.clear();
  return {};
}

}  // namespace sunledger
