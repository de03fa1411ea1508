#include "ledger/verify/entry_chunk.h"

namespace sunledger {

void EntryChunk::clear() {
  constexpr std::size_t usual_bytes = 1 << 20;
  if (bytes_.capacity() > usual_bytes) Bytes().swap(bytes_);  // one chunk of huge entries does not keep its memory
  bytes_.clear();
  extents_.clear();
  unreadable_.clear();
}

void EntryChunk::add(BytesView entry) {
  extents_.push_back({bytes_.size(), static_cast<std::uint32_t>(entry.size()), true});
  bytes_.insert(bytes_.end(), entry.begin(), entry.end());
}

void EntryChunk::add_unreadable(std::string why) {
  unreadable_.emplace_back(extents_.size(), std::move(why));
  extents_.push_back({bytes_.size(), 0, false});
}

std::string EntryChunk::why_unreadable(std::size_t index) const {
  for (const auto& [at, why] : unreadable_) {
    if (at == index) return why;
  }
  return {};
}

}  // namespace sunledger
