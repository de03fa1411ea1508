#pragma once
// Entries and tree hashes of a folder of tiles, read again and computed up to the root. Costs what is read.

#include <cstdint>
#include <functional>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

// That many entries with that root over them.
struct TreeAt {
  std::uint64_t size = 0;
  Hash root;
};

// The entries from position `from.size` up to `to.size` lead from the one root to the other, and the tree hashes that
// lie there are theirs. `progress` is told positions. Errors: corrupt with the first position where it does not hold.
Status read_back(const TilesFolder& tiles, const TreeAt& from, const TreeAt& to,
                 const std::function<void(std::uint64_t)>& progress = {});

// The entries themselves, a few hundred at a time, in order. Errors: corrupt where one cannot be read, and what `visit`
// returns.
Status each_chunk(const TilesFolder& tiles, std::uint64_t from, std::uint64_t to,
                  const std::function<Status(std::span<const BytesView> entries)>& visit);

}  // namespace sunledger
