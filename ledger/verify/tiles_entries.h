#pragma once
// The entries of a log that is read through tiles (or anything else that verification reads), as a source for folds:
// what a report draws from a live log it draws from a folder of tiles alike. The bytes are taken as they come; whether
// they are the log's is a check's matter.

#include <cstdint>
#include <list>

#include "ledger/event/entry_source.h"
#include "ledger/verify/entry_chunk.h"

namespace sunledger {

// Not for several threads.
class TilesEntries final : public EntrySource {
 public:
  // The first `size` entries of what `read` reads. An entry that cannot be read or taken apart, or says that it stands
  // elsewhere, is an error (corrupt) with its position.
  TilesEntries(ReadEntries read, std::uint64_t size) : read_(std::move(read)), size_(size) {}

  std::uint64_t size() const override { return size_; }
  Result<Bytes> entry_bytes(Position position) const override;
  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override;

 private:
  struct Bundle {
    std::uint64_t index = 0;
    EntryChunk chunk;
  };
  ReadEntries read_;
  std::uint64_t size_;
  mutable std::list<Bundle> recent_;  // those that single entries were asked of last
};

}  // namespace sunledger
