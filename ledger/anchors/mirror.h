#pragma once
// The entries of a followed ledger, kept by the tier above: what was once verified stays at hand, whether that ledger
// is to be reached or not. Grows by whole visits: what a visit fetches lies apart until it is verified, so that neither
// a lie nor a power cut touches what is there.
//
//   FOLDER/tile/entries/<N>[.p/<W>]   as published (C2SP tlog-tiles)
//   FOLDER/checkpoint                 the signed note over them, written last
//   FOLDER/incoming/…                 the same paths, of a visit that is under way
//
// Hash tiles are not kept: whoever doubts the copy computes the root from the entries.

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "ledger/base/result.h"
#include "ledger/verify/tiles_entries.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

class Mirror {
 public:
  // Makes the folder; what a killed visit left behind is dropped. Errors: io, permission.
  static Result<std::unique_ptr<Mirror>> open(const std::string& folder);

  // Fetches from `published` and lays entries aside on the way. Lives no longer than this object.
  FetchFile laying_aside(FetchFile published);
  // What was laid aside is verified: it becomes part of the copy, and `note` its checkpoint. Errors: corrupt when bytes
  // that were kept before came differently, io, invalid.
  Status keep(const std::string& note);

 private:
  explicit Mirror(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
  std::mutex mutex_;
  std::set<std::string> laid_;
};

// The first entries of a mirror, under a root that was verified: before the first fold over them the root is computed
// from their bytes, so that a damaged copy gives no figures. Not for several threads.
class MirroredEntries final : public EntrySource {
 public:
  // Errors: not_found (nothing was kept yet), incomplete (it holds fewer), invalid, io.
  static Result<std::unique_ptr<MirroredEntries>> open(const std::string& folder, std::uint64_t size, const Hash& root);

  std::uint64_t size() const override { return entries_.size(); }
  Result<Bytes> entry_bytes(Position position) const override { return entries_.entry_bytes(position); }
  // Errors: corrupt where the bytes are not those under the root.
  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override;

 private:
  MirroredEntries(std::unique_ptr<TilesFolder> folder, std::uint64_t size, const Hash& root);
  std::unique_ptr<TilesFolder> folder_;
  TilesEntries entries_;
  Hash root_;
  mutable bool proven_ = false;
};

}  // namespace sunledger
