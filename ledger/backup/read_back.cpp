#include "ledger/backup/read_back.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

constexpr std::uint64_t chunk_entries = 4 * full_tile_width;

Error differs(std::uint64_t position, std::string message) {
  Error error =
      make_error(ErrorKind::corrupt, std::move(message),
                 say("Keep these files as evidence, and use others: another backup, or tiles exported anew."));
  error.position = Position(position);
  return error;
}

// The compact range of the first `size` entries, as the stored tree hashes give it.
Result<Frontier> frontier_at(std::uint64_t size, const HashReader& stored) {
  std::vector<Hash> nodes;
  std::uint64_t done = 0;
  for (unsigned level = 64; level-- > 0;) {
    if ((size >> level & 1) == 0) continue;
    TRY_ASSIGN(const Hash node, stored(level, done >> level));
    nodes.push_back(node);
    done += std::uint64_t{1} << level;
  }
  return Frontier::from_nodes(size, nodes);
}

}  // namespace

Status each_chunk(const TilesFolder& tiles, std::uint64_t from, std::uint64_t to,
                  const std::function<Status(std::span<const BytesView> entries)>& visit) {
  const VerifyInput input = tiles.input();
  EntryChunk chunk;
  std::vector<BytesView> entries;
  for (std::uint64_t first = from; first < to;) {
    const std::uint64_t count = std::min(to - first, chunk_entries - first % chunk_entries);
    chunk.clear();
    input.read_entries(first, static_cast<std::size_t>(count), chunk);
    entries.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const auto bytes = chunk.entry(i);
      if (!bytes)
        return differs(first + i, say("Position {0} cannot be read: {1}", {first + i, chunk.why_unreadable(i)}));
      entries.push_back(*bytes);
    }
    TRY(visit(entries));
    first += count;
  }
  return {};
}

Status read_back(const TilesFolder& tiles, const TreeAt& from, const TreeAt& to,
                 const std::function<void(std::uint64_t)>& progress) {
  const HashReader stored = hash_reader_of_tiles(to.size, tiles.input().hash_tile);
  TRY_ASSIGN(Frontier frontier, frontier_at(from.size, stored));
  if (frontier.root() != from.root) {
    return differs(from.size, say("The tree hashes do not give the root over the first {0} entries.", {from.size}));
  }
  std::optional<Error> wrong;
  const auto compare = [&](unsigned level, std::uint64_t index, const Hash& hash) {
    if (wrong || level % tile_height != 0) return;
    const auto there = stored(level, index);
    if (there && *there == hash) return;
    wrong =
        differs(index << level, say("The tree hash of level {0} at {1} is not that of the entries.", {level, index}));
  };
  TRY(each_chunk(tiles, from.size, to.size, [&](std::span<const BytesView> entries) -> Status {
    for (const BytesView bytes : entries) frontier.append(leaf_hash(bytes), compare);
    if (wrong) return *wrong;
    if (progress) progress(frontier.size());
    return {};
  }));
  if (frontier.root() == to.root) return {};
  return differs(from.size,
                 say("The entries from position {0} on do not give the root over {1} entries.", {from.size, to.size}));
}

}  // namespace sunledger
