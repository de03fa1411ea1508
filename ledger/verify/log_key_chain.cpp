#include "ledger/verify/log_key_chain.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/people/log_key_handover.h"
#include "ledger/people/signing.h"

namespace sunledger {

LogKeyChain::LogKeyChain(const std::optional<VerifierKey>& recorded, const std::optional<VerifierKey>& outside,
                         const Hash& genesis)
    : genesis_(genesis) {
  if (outside) {
    origin_ = outside->name;
    outside_ = outside->key;
    candidates_.push_back(*outside);
  }
  if (!recorded) {
    if (outside) links_.push_back({0, outside->key, true});
    return;
  }
  if (!outside) origin_ = recorded->name;
  links_.push_back({0, recorded->key, true});
  // Another origin's key is not a candidate: its checkpoints are not this log's.
  const VerifierKey first{origin_, NoteKeyType::ed25519, recorded->key};
  if (std::find(candidates_.begin(), candidates_.end(), first) == candidates_.end()) candidates_.push_back(first);
}

std::vector<VerifierKey> LogKeyChain::candidates() const {
  const std::lock_guard lock(mutex_);
  return candidates_;
}

void LogKeyChain::follow(std::uint64_t since, const LogKeyEvent& rotation) {
  if (links_.empty()) return;
  const LogKeyHandover handover{genesis_, links_.back().key, *rotation.next};
  const bool handed_over = rotation.handover && verify_handover(handover.old_key, handover, *rotation.handover);
  links_.push_back({since, handover.new_key, handed_over});
  const VerifierKey key{origin_, NoteKeyType::ed25519, handover.new_key};
  const std::lock_guard lock(mutex_);
  if (std::find(candidates_.begin(), candidates_.end(), key) == candidates_.end()) candidates_.push_back(key);
}

void LogKeyChain::learn(const JudgedChunk& chunk) {
  for (const LogKeyEvent& event : chunk.log_key_events) {
    if (event.next && event.waits) {
      waiting_[event.position] = event;
    } else if (event.next) {
      follow(event.position, event);
    } else if (const auto act = waiting_.find(event.endorsed); act != waiting_.end() && !event.waits) {
      follow(event.position, act->second);
      waiting_.erase(act);
    }
  }
}

void LogKeyChain::open_left_over(JudgedChunk& chunk, ProblemBook& book) const {
  if (chunk.unopened.empty()) return;
  const auto known = candidates();
  for (const UnopenedNote& note : chunk.unopened) {
    const auto opened = open_note_of_size(note.size, note.text, known);
    if (opened) {
      chunk.checkpoints.push_back(*opened);
    } else {
      book.problem(Check::tree_checkpoints, Position(note.size == 0 ? 0 : note.size - 1), opened.error().message);
    }
  }
  chunk.unopened.clear();
  std::stable_sort(chunk.checkpoints.begin(), chunk.checkpoints.end(),
                   [](const SeenCheckpoint& a, const SeenCheckpoint& b) { return a.size < b.size; });
}

void LogKeyChain::judge_one(const SeenCheckpoint& checkpoint, ProblemBook& book) {
  const Position at(checkpoint.size == 0 ? 0 : checkpoint.size - 1);
  // The last key that took force before the checkpoint's end.
  std::size_t right = links_.size() - 1;
  while (right > 0 && links_[right].since >= checkpoint.size) --right;
  const auto trusted = static_cast<std::size_t>(
      std::find_if(links_.begin(), links_.end(), [&](const Link& link) { return outside_ == link.key; }) -
      links_.begin());
  if (checkpoint.signer != links_[right].key) {
    const bool is_old = std::any_of(links_.begin(), links_.begin() + static_cast<std::ptrdiff_t>(right),
                                    [&](const Link& link) { return link.key == checkpoint.signer; });
    if (is_old) {
      book.problem(Check::tree_checkpoints, at,
                   say("The checkpoint over {0} entries is signed by a log key that another one followed at position "
                       "{1}: only the new key signs from there on.",
                       {checkpoint.size, links_[right].since}));
    } else if (outside_ != checkpoint.signer || trusted < links_.size()) {
      // A reader's key that is nowhere in the log is said once, at the end.
      book.problem(Check::tree_checkpoints, at,
                   say("The checkpoint over {0} entries is signed by a key that was not the log's at that size.",
                       {checkpoint.size}));
    }
    return;
  }
  if (right < trusted) return;  // before the reader's key, or there is none: believed because of what follows
  outside_signed_ = true;
  for (std::size_t i = trusted + 1; i <= right; ++i) {
    if (links_[i].handed_over) continue;
    book.unjudged(
        Check::tree_checkpoints, at,
        say("It is signed by a log key that took force at position {0} without a handover from the key before "
            "it, which was lost: whoever trusts only an older key cannot tell.",
            {links_[i].since}));
    return;
  }
}

void LogKeyChain::judge(const JudgedChunk& chunk, ProblemBook& book) {
  if (links_.empty()) return;
  for (const SeenCheckpoint& checkpoint : chunk.checkpoints) judge_one(checkpoint, book);
  seen_ += chunk.checkpoints.size();
}

void LogKeyChain::finish(ProblemBook& book) const {
  if (!outside_ || links_.empty()) return;
  const auto names = [&](const std::vector<Link>& links) {
    return std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.key == *outside_; });
  };
  if (!names(links_)) {
    book.problem(Check::tree_checkpoints, Position(0),
                 links_.size() == 1 ? say("Entry 0 names another log key than the one given.")
                                    : say("Neither entry 0 nor a rotation names the log key given."));
  } else if (seen_ > 0 && !outside_signed_) {
    book.unjudged(Check::tree_checkpoints, Position(links_.back().since),
                  say("No checkpoint is signed by the log key given, or by one that followed it: what is older is only "
                      "consistent with itself."));
  }
}

}  // namespace sunledger
