// Reading tree hashes, from full tiles or from the rows of a partial one.
#include <rocksdb/db.h>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/log/store_state.h"

namespace sunledger {
namespace {

using layout::Family;
constexpr std::size_t tile_bytes = layout::tile_width * layout::hash_bytes;

// The first `width` hashes of a full tile, or nothing when it is not stored as one.
Result<std::optional<Bytes>> read_full(const Database& database, unsigned level, std::uint64_t index, unsigned width) {
  std::string value;
  TRY_ASSIGN(const bool found, database.get(Family::tiles, layout::full_tile_key(level, index), value));
  if (!found) return std::optional<Bytes>();
  if (value.size() != tile_bytes) {
    return make_error(ErrorKind::corrupt, say("Tile {1} of level {0} has {2} bytes.", {level, index, value.size()}));
  }
  const BytesView bytes = as_bytes(value).first(width * layout::hash_bytes);
  return std::optional(Bytes(bytes.begin(), bytes.end()));
}

Result<std::optional<Bytes>> read_rows(const Database& database, unsigned level, std::uint64_t index, unsigned width) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.total_order_seek = true;
  const std::unique_ptr<rocksdb::Iterator> at(database.rocks().NewIterator(options, database.family(Family::tiles)));
  const std::uint64_t first = index * layout::tile_width;
  Bytes rows;
  rows.reserve(width * layout::hash_bytes);
  at->Seek(layout::tile_row_key(level, first));
  for (unsigned i = 0; i < width; ++i, at->Next()) {
    if (!at->status().ok()) return error_from(at->status());
    if (!at->Valid()) return std::optional<Bytes>();
    const auto key = at->key();
    if (layout::tile_row_index({key.data(), key.size()}, level) != first + i) return std::optional<Bytes>();
    if (at->value().size() != layout::hash_bytes) {
      return make_error(ErrorKind::corrupt,
                        say("Hash {1} of level {0} has {2} bytes.", {level, first + i, at->value().size()}));
    }
    const BytesView row = as_bytes({at->value().data(), at->value().size()});
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return std::optional(std::move(rows));
}

}  // namespace

Result<Bytes> Store::hash_tile(unsigned level, std::uint64_t index, unsigned width) const {
  INVARIANT(level < layout::level_count && width >= 1 && width <= layout::tile_width);
  const auto database = state_->now();
  TRY_ASSIGN(auto full, read_full(*database, level, index, width));
  if (full) return *std::move(full);
  TRY_ASSIGN(auto rows, read_rows(*database, level, index, width));
  if (rows) return *std::move(rows);
  // The writer may have filled the tile between the two looks.
  TRY_ASSIGN(full, read_full(*database, level, index, width));
  if (full) return *std::move(full);
  return make_error(ErrorKind::not_found,
                    say("Tile {1} of level {0} has fewer than {2} hashes in the log.", {level, index, width}));
}

}  // namespace sunledger
