#include "ledger/verify/witnessed_time.h"

#include <algorithm>

#include "ledger/base/day.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

// A forged header may say any number.
std::string shown(std::uint64_t milliseconds_since_1970) {
  constexpr std::uint64_t last_ms = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z
  return to_text_utc(std::min(milliseconds_since_1970, last_ms));
}

}  // namespace

WitnessedTime::WitnessedTime(const KnownPart& known, bool clock_is_set, ProblemBook& book)
    : no_earlier_than_ms_(known.no_earlier_than_ms),
      clock_is_set_(clock_is_set),
      book_(book),
      judged_anything_(known.no_earlier_than_ms != 0),
      latest_ms_(known.recorded_ms),
      latest_position_(known.size == 0 ? 0 : known.size - 1) {}

void WitnessedTime::found(std::uint64_t position, std::string message) {
  if (clock_is_set_) {
    book_.note(Check::entries_witnessed_time, Position(position),
               message + " " + say("(The clock of a demonstration may be set.)"));
  } else {
    book_.problem(Check::entries_witnessed_time, Position(position), std::move(message));
  }
}

void WitnessedTime::settle(const SeenCheckpoint& checkpoint) {
  if (!checkpoint.at || checkpoint.size == 0) return;
  judged_anything_ = true;
  book_.count(Check::entries_witnessed_time, 1);
  if (latest_ms_ > checkpoint.at->until_ms + clock_allowance_ms) {
    found(latest_position_,
          say("It says that it was recorded at {0}, but witnesses cosigned it at {1} already: its time was set ahead.",
              {shown(latest_ms_), shown(checkpoint.at->until_ms)}));
  }
  const std::uint64_t from_ms = checkpoint.at->from_ms;
  const std::uint64_t bound = from_ms - std::min(from_ms, clock_allowance_ms);
  if (bound > no_earlier_than_ms_) {
    no_earlier_than_ms_ = bound;
    checkpoint_size_ = checkpoint.size;
  }
}

void WitnessedTime::judge(const JudgedChunk& chunk, std::uint64_t from) {
  auto next = chunk.checkpoints.begin();
  for (std::size_t i = 0; i < chunk.judged.size(); ++i) {
    const std::uint64_t position = chunk.first + i;
    for (; next != chunk.checkpoints.end() && next->size <= position; ++next) settle(*next);
    const JudgedEntry& entry = chunk.judged[i];
    if (!entry.has_header || position < from) continue;
    if (entry.recorded_ms > latest_ms_) {
      latest_ms_ = entry.recorded_ms;
      latest_position_ = position;
    }
    if (entry.recorded_ms >= no_earlier_than_ms_) continue;
    const std::string witnessed = shown(no_earlier_than_ms_ + clock_allowance_ms);
    found(position,
          checkpoint_size_ == 0
              ? say("It says that it was recorded at {0}, but at {1} witnesses cosigned the log without it: it was "
                    "back-dated, or kept back.",
                    {shown(entry.recorded_ms), witnessed})
              : say("It says that it was recorded at {0}, but at {1} witnesses cosigned {2} entries without it: it was "
                    "back-dated, or kept back.",
                    {shown(entry.recorded_ms), witnessed, checkpoint_size_}));
  }
  for (; next != chunk.checkpoints.end(); ++next) settle(*next);
}

void WitnessedTime::finish() {
  if (!judged_anything_) {
    book_.not_checked(Check::entries_witnessed_time, say("No cosignature of a known witness is stored here."));
  }
}

}  // namespace sunledger
