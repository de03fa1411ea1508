#pragma once
// A ledger made of a backup. Every entry is judged again, every checkpoint's signature and root verified, every
// document held against its name. What comes out can only be read until it was compared with a checkpoint from outside
// (restored.cpp): a backup cannot know what the log has signed since, and a log that goes on from an older state has
// two histories.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/backup/manifest.h"
#include "ledger/ledger.h"

namespace sunledger {

struct RestoreOptions {
  std::string log_key;  // where the ledger will look for it; empty: as the backup says
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // entries
};

// Into a new folder, wholly or not at all. Errors: not_found (no backup there), conflict (the new folder is not empty),
// corrupt with the position (the backup was changed), incomplete (newer software wrote it), io.
Result<BackupManifest> restore_backup(const std::string& backup, const std::string& dir,
                                      const RestoreOptions& options = {});

struct BroughtBack {
  std::uint64_t from = 0, to = 0;  // sizes before and after
  std::uint64_t documents = 0;
};

// Entries that a restored copy lacks, out of tiles, a package's tiles or another backup, and the documents that lie
// in `documents_in` as in a ledger. What is there must be signed by the log – by a key that the copy knows, or by
// `log_key`, which came from outside – and be this copy's own history going on; each entry is judged again. Cut short,
// it goes on when asked again. Errors: conflict (nothing more is there), corrupt with the position, incomplete, io.
Result<BroughtBack> take_missing(Ledger& ledger, const std::string& tiles, const std::string& documents_in,
                                 const std::optional<VerifierKey>& log_key,
                                 const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace sunledger
