#pragma once
// Writes an auditor's package: everything that a stranger needs to verify a log without asking anybody, bound to one
// signed checkpoint. The same log, checkpoint and policy give the same bytes. Memory stays flat: it is written as the
// entries are read.

#include <functional>
#include <string>
#include <vector>

#include "ledger/event/entry_source.h"
#include "ledger/proof/tiles.h"
#include "projections/package/trailer.h"

namespace sunledger {

struct PackageSource {
  const EntrySource& entries;
  TileReader hash_tile;
  std::string note;    // the signed checkpoint that the package covers
  std::string policy;  // C2SP tlog-policy, as a file; empty: none
  // Kept checkpoints, ascending by size, until `visit` returns false.
  std::function<Status(const std::function<bool(std::uint64_t size, std::string_view note)>& visit)> each_checkpoint;
  std::function<Result<Bytes>(const Hash&)> document;
  std::function<Status(const std::string& dir)> write_tiles;  // what `note` covers, into that folder
  std::function<void(std::uint64_t done)> progress;           // entries, after the tiles
};

struct WrittenPackage {
  Trailer trailer;
  std::vector<Hash> missing;  // documents that the log cites and the ledger does not hold unchanged
};

// Errors: conflict, busy (new_folder.h); invalid for an empty log; those of the source.
Result<WrittenPackage> write_package(const PackageSource& source, const std::string& dir);

}  // namespace sunledger
