#pragma once
// Recorded times held against the times at which witnesses cosigned. With T the witnesses' time of a checkpoint over S
// entries, and A the allowance for clocks and for the way of a checkpoint to its witnesses:
//
//   position < S:  recorded ≤ T + A      it was there when they signed; a later time is a dated-ahead entry
//   position ≥ S:  recorded ≥ T − A      it was not yet in what they were shown; an earlier time is a back-dated entry,
//                                        or one that was kept from the witnesses
//
// The second holds because a log shows its witnesses the newest checkpoint it has (`checkpoint publish` signs one
// first). T is the middle of the known witnesses' times (WitnessedAt), the one that is kinder to the log where there
// are two.

#include <cstdint>
#include <string>

#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/continuation.h"
#include "ledger/verify/problem_book.h"

namespace sunledger {

inline constexpr std::uint64_t clock_allowance_ms = 5 * 60 * 1000;

class WitnessedTime {
 public:
  // `known` as an earlier look left it. `clock_is_set`: the log's clock is not the world's (a demonstration's), so that
  // differences are worth a note only.
  WitnessedTime(const KnownPart& known, bool clock_is_set, ProblemBook& book);

  // The entries of the chunk from position `from` on, and every checkpoint that ends in it.
  void judge(const JudgedChunk& chunk, std::uint64_t from);
  void finish();
  std::uint64_t no_earlier_than_ms() const { return no_earlier_than_ms_; }

 private:
  void settle(const SeenCheckpoint& checkpoint);
  void found(std::uint64_t position, std::string message);

  std::uint64_t no_earlier_than_ms_;
  std::uint64_t checkpoint_size_ = 0;  // whose cosignatures gave it; 0: an earlier look
  bool clock_is_set_;
  ProblemBook& book_;
  bool judged_anything_;
  std::uint64_t latest_ms_, latest_position_;  // the largest recorded time so far
};

}  // namespace sunledger
