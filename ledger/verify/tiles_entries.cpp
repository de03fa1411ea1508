#include "ledger/verify/tiles_entries.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/proof/tiles.h"

namespace sunledger {
namespace {

constexpr std::size_t bundles_remembered = 16;

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
  // Folds ask for entries near each other, such as the payments of a review.
  const std::uint64_t index = position.value / full_tile_width, first = index * full_tile_width;
  const auto known =
      std::find_if(recent_.begin(), recent_.end(), [&](const Bundle& one) { return one.index == index; });
  if (known != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, known);
  } else {
    if (recent_.size() >= bundles_remembered) {
      recent_.splice(recent_.begin(), recent_, std::prev(recent_.end()));
    } else {
      recent_.emplace_front();
    }
    recent_.front().index = index;
    recent_.front().chunk.clear();
    read_(first, static_cast<std::size_t>(std::min<std::uint64_t>(full_tile_width, size_ - first)),
          recent_.front().chunk);
  }
  const auto at = static_cast<std::size_t>(position.value - first);
  TRY(entry_in(recent_.front().chunk, at, position.value));
  const BytesView bytes = *recent_.front().chunk.entry(at);
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
