#pragma once
// The checkpoints that witnesses cosigned, in the ledger's folder and beside its log: any process may add to them while
// another one records. Nothing here is secret, and nothing is lost with it that the witnesses would not give again.
//
//   DIR/cosigned/<20 decimal digits>    the signed note of a checkpoint over that many entries, with the log's
//   signature
//                                       and every cosignature collected

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/note.h"

namespace sunledger {

class CosignedCheckpoints {
 public:
  explicit CosignedCheckpoints(const std::string& ledger_dir) : dir_(ledger_dir + "/cosigned") {}

  // Adds cosignatures to the checkpoint's note; one by the same key replaces the earlier one. `note` is the log's, all
  // of whose signatures were verified. Errors: io; conflict when another checkpoint of that size is kept.
  Status add(std::uint64_t size, const std::string& note, const std::vector<NoteSignature>& cosignatures) const;
  // Nothing where there is none. Errors: io, corrupt.
  Result<std::optional<std::string>> at(std::uint64_t size) const;
  // From the newest to the oldest, until the visitor returns false.
  Status each(const std::function<Result<bool>(std::uint64_t size, const std::string& note)>& visit) const;

 private:
  std::string path_of(std::uint64_t size) const;
  std::string dir_;
};

}  // namespace sunledger
