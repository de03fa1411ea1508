#pragma once
// A backup: a ledger's entries as tiles (C2SP tlog-tiles, so that whoever can verify tiles can verify a backup), its
// signed checkpoints and its documents, in a folder that only grows.
//
//   BACKUP/backup                what counts of it (manifest.h), replaced last
//   BACKUP/checkpoint, tile/…    entries and tree hashes, as exported
//   BACKUP/checkpoints/<n>       signed notes (growing_list.h), in base64
//   BACKUP/document-list/<n>     the names of documents (growing_list.h), in hex
//   BACKUP/documents/…           the documents, by content
//   BACKUP/lock                  held by the one who adds
//
// It is made of what a reader sees, beside a writer that goes on. A backup adds what is new since the last one and
// reads it back; what the last one wrote is never changed, so that it stays good whatever happens to this one. Not in a
// backup: the log key and the head beside it, officers' keys, views (they follow from the entries) and what is recorded
// but not yet under a signed checkpoint.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ledger/backup/manifest.h"
#include "ledger/ledger.h"

namespace sunledger {

struct BackupOptions {
  bool whole = false;                                                     // read everything that is there already, too
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // entries
};

struct MadeBackup {
  BackupManifest manifest;
  std::uint64_t entries_before = 0;
  std::uint64_t checkpoints_added = 0, documents_added = 0;
  std::uint64_t not_signed_yet = 0;  // entries behind the last checkpoint, which are not in it
  std::vector<Hash> damaged;         // documents that are no longer what their names say, and so are not in it
};

// Errors: conflict (the folder holds something else, or another history), busy (somebody adds to it already), corrupt
// (the ledger does not hold what was signed; what was written does not read back), not_found (no checkpoint yet), io.
Result<MadeBackup> make_backup(const Ledger& ledger, const std::string& dir, const BackupOptions& options = {});

}  // namespace sunledger
