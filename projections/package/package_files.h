#pragma once
// A package's folder opened for verification: the log inside as something to verify, and its own files. Nothing in it
// is trusted; what cannot be read is for the checks to name.

#include <memory>
#include <optional>
#include <string>

#include "ledger/base/folder.h"
#include "ledger/verify/tiles_folder.h"
#include "projections/package/checkpoint_notes.h"
#include "projections/package/trailer.h"

namespace sunledger {

class PackageFiles {
 public:
  // Errors: as TilesFolder::open, of the checkpoint.
  static Result<std::unique_ptr<PackageFiles>> open(const std::string& dir);

  const Folder& folder() const { return folder_; }
  const TilesFolder& tiles() const { return *tiles_; }
  const Result<Trailer>& trailer() const { return trailer_; }
  const Result<CheckpointNotes>& checkpoints() const { return checkpoints_; }
  // Entries, tiles, checkpoints and documents; for as long as this object lives. Any thread.
  VerifyInput input() const;

 private:
  explicit PackageFiles(Folder folder);

  Folder folder_;
  std::unique_ptr<TilesFolder> tiles_;
  Result<Trailer> trailer_;
  Result<CheckpointNotes> checkpoints_;
};

}  // namespace sunledger
