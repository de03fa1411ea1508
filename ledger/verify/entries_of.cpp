#include "ledger/verify/entries_of.h"

#include <algorithm>
#include <list>

#include "ledger/base/text.h"
#include "ledger/verify/chunk_judge.h"

namespace sunledger {
namespace {

class ChunkedEntries final : public EntrySource {
 public:
  explicit ChunkedEntries(const VerifyInput& input) : input_(input) {}

  std::uint64_t size() const override { return input_.size; }

  Result<Bytes> entry_bytes(Position position) const override {
    if (position.value >= input_.size) {
      return make_error(ErrorKind::not_found,
                        say("There is no position {0}: here are {1} entries.", {position.value, input_.size}));
    }
    const Kept& kept = chunk_at(position.value / chunk_entries);
    TRY_ASSIGN(const BytesView bytes, view_of(kept.chunk, position.value));
    return Bytes(bytes.begin(), bytes.end());
  }

  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override {
    EntryChunk chunk;  // the visitor may read others meanwhile
    for (std::uint64_t at = first.value; at < input_.size;) {
      const std::uint64_t begin = at;
      const std::uint64_t end = std::min(input_.size, (at / chunk_entries + 1) * chunk_entries);
      chunk.clear();
      input_.read_entries(begin, static_cast<std::size_t>(end - begin), chunk);
      for (; at < end; ++at) {
        TRY_ASSIGN(const BytesView bytes, view_of(chunk, at, begin));
        auto entry = read_entry(bytes);
        if (!entry) {
          Error error = std::move(entry).error();
          error.position = Position(at);
          return error;
        }
        TRY_ASSIGN(const bool wants_more, visit(*entry, bytes));
        if (!wants_more) return {};
      }
    }
    return {};
  }

 private:
  struct Kept {
    std::uint64_t index = 0;
    EntryChunk chunk;
  };
  static constexpr std::size_t chunks_kept = 4;

  const Kept& chunk_at(std::uint64_t index) const {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.index == index; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return kept_.front();
    }
    if (kept_.size() < chunks_kept) {
      kept_.emplace_front();
    } else {
      kept_.splice(kept_.begin(), kept_, std::prev(kept_.end()));
    }
    Kept& kept = kept_.front();
    kept.index = index;
    kept.chunk.clear();
    const std::uint64_t first = index * chunk_entries;
    input_.read_entries(first, static_cast<std::size_t>(std::min<std::uint64_t>(chunk_entries, input_.size - first)),
                        kept.chunk);
    return kept;
  }

  static Result<BytesView> view_of(const EntryChunk& chunk, std::uint64_t position, std::uint64_t first) {
    const auto index = static_cast<std::size_t>(position - first);
    const auto bytes = index < chunk.size() ? chunk.entry(index) : std::nullopt;
    if (bytes) return *bytes;
    Error error = make_error(ErrorKind::corrupt,
                             say("The entry cannot be read: {0}",
                                 {index < chunk.size() ? chunk.why_unreadable(index) : say("It is missing.")}));
    error.position = Position(position);
    return error;
  }
  static Result<BytesView> view_of(const EntryChunk& chunk, std::uint64_t position) {
    return view_of(chunk, position, position - position % chunk_entries);
  }

  const VerifyInput& input_;
  mutable std::list<Kept> kept_;
};

}  // namespace

std::unique_ptr<EntrySource> entries_of(const VerifyInput& input) {
  return std::make_unique<ChunkedEntries>(input);
}

}  // namespace sunledger
