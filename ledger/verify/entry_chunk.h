#pragma once
// Consecutive entries in one buffer that is used again and again; some of them may have been unreadable.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"

namespace sunledger {

class EntryChunk {
 public:
  void clear();
  void add(BytesView entry);
  void add_unreadable(std::string why);
  // Before adding many: the room they need.
  void reserve(std::size_t size_bytes) { bytes_.reserve(size_bytes); }

  std::size_t size() const { return extents_.size(); }
  std::size_t size_bytes() const { return bytes_.size(); }
  // Nothing where it could not be read. The view lives until something is added or cleared.
  std::optional<BytesView> entry(std::size_t index) const {
    const Extent& extent = extents_[index];
    if (!extent.readable) return std::nullopt;
    return BytesView(bytes_).subspan(extent.begin, extent.size);
  }
  std::string why_unreadable(std::size_t index) const;

 private:
  struct Extent {
    std::size_t begin = 0;
    std::uint32_t size = 0;
    bool readable = true;
  };
  Bytes bytes_;
  std::vector<Extent> extents_;
  std::vector<std::pair<std::size_t, std::string>> unreadable_;
};

// Adds the entries at positions first … first + count − 1, one item each, readable or not; what is missing at the end
// counts as unreadable. Called by several threads at once.
using ReadEntries = std::function<void(std::uint64_t first, std::size_t count, EntryChunk& out)>;

}  // namespace sunledger
