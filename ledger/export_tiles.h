#pragma once
// Writes a log as a folder of tiles (C2SP tlog-tiles) that any web server can serve: entries, level-0 tiles, upper
// tiles, all of it synced, the checkpoint last. Stopped half-way it is started again: what is there and right stays.

#include <functional>
#include <string>

#include "ledger/event/entry_source.h"
#include "ledger/proof/tiles.h"

namespace sunledger {

struct ExportedTiles {
  std::uint64_t size = 0;
  std::uint64_t written = 0;  // files
  std::uint64_t kept = 0;     // files that were there already
};

// Exports what `note`, a signed checkpoint of this log, covers. `progress` is told entries. Errors: conflict when the
// folder holds another log, or a later or different state of this one; io; whatever the source says.
Result<ExportedTiles> export_tiles(const EntrySource& entries, const TileReader& hash_tile, const std::string& note,
                                   const std::string& dir,
                                   const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

// The tiles of `size` entries that a tree of `from` entries does not have in full: what is there already is not looked
// at, so that it costs what is new. Synced when it returns; no checkpoint is written, that is the caller's word.
Result<ExportedTiles> add_tiles(const EntrySource& entries, const TileReader& hash_tile, std::uint64_t from,
                                std::uint64_t size, const std::string& dir,
                                const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace sunledger
