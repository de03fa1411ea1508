#include "ledger/verify/tiles_entries.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/proof/tiles.h"

namespace sunledger {
namespace {

Error corrupt_at(std::uint64_t position, std::string message) {
  Error error = make_error(ErrorKind::corrupt, std::move(message),
                           say("Fetch the tiles again from where they are published; if it stays so, tell the log's "
                               "keeper."));
  error.position = Position(position);
  return error;
}

Result<Entry> entry_in(const EntryChunk& chunk, std::size_t index, std::uint64_t position) {
  const auto bytes = chunk.entry(index);
  if (!bytes) return corrupt_at(position, chunk.why_unreadable(index));
  auto entry = read_entry(*bytes);
  if (!entry) return corrupt_at(position, entry.error().message);
  if (entry->position.value != position) {
    return corrupt_at(position,
                      say("The entry at position {0} says that it stands at {1}.", {position, entry->position.value}));
  }
  return entry;
}

}  // namespace

Result<Bytes> TilesEntries::entry_bytes(Position position) const {
  if (position.value >= size_) {
    return make_error(ErrorKind::not_found, say("There is no entry at position {0}.", {position.value}));
  }
  EntryChunk chunk;
  read_(position.value, 1, chunk);
  TRY(entry_in(chunk, 0, position.value));
  const BytesView bytes = *chunk.entry(0);
  return Bytes(bytes.begin(), bytes.end());
}

Status TilesEntries::each_entry(Position first,
                                const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const {
  EntryChunk chunk;
  for (std::uint64_t at = first.value; at < size_;) {
    // To the end of its bundle, so that none is read twice.
    const std::uint64_t count = std::min<std::uint64_t>(size_ - at, full_tile_width - at % full_tile_width);
    chunk.clear();
    read_(at, static_cast<std::size_t>(count), chunk);
    INVARIANT(chunk.size() == count);
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_ASSIGN(const Entry entry, entry_in(chunk, static_cast<std::size_t>(i), at + i));
      TRY_ASSIGN(const bool go_on, visit(entry, *chunk.entry(static_cast<std::size_t>(i))));
      if (!go_on) return {};
    }
    at += count;
  }
  return {};
}

}  // namespace sunledger
