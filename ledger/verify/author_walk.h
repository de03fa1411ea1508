#pragma once
// Each author's own sequence, followed from where an earlier look left it: numbers without gaps, and heads that belong
// to this history. What the whole rules say about authors is a replay's matter (replay.h).

#include <functional>
#include <optional>

#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/continuation.h"
#include "ledger/verify/problem_book.h"

namespace sunledger {

class AuthorWalk {
 public:
  // Whether that is the root over the first `size` entries of this log.
  using HoldsRoot = std::function<Result<bool>(std::uint64_t size, const Hash& root)>;

  AuthorWalk(AuthorPlaces places, HoldsRoot holds_root, ProblemBook& book)
      : places_(std::move(places)), holds_root_(std::move(holds_root)), book_(book) {}

  // The entries of the chunk from position `from` on.
  void judge(const JudgedChunk& chunk, std::uint64_t from);
  const AuthorPlaces& places() const { return places_; }

 private:
  void judge_number(AuthorPlace& place, const JudgedEntry& entry, std::uint64_t position);
  void judge_head(AuthorPlace& place, const JudgedEntry& entry, std::uint64_t position);

  AuthorPlaces places_;
  HoldsRoot holds_root_;
  ProblemBook& book_;
  std::optional<std::uint64_t> first_unread_;
};

// Answers from the hash tiles of a log of `size` entries with that root, by consistency proofs, so that tiles which are
// not this log's cannot make a foreign root its own. Remembers roots; not for several threads.
AuthorWalk::HoldsRoot holds_root_by_tiles(std::uint64_t size, const Hash& root, const TileReader& tiles);

}  // namespace sunledger
