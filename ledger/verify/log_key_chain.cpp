#include "ledger/verify/log_key_chain.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/people/log_key_handover.h"
#include "ledger/people/signing.h"

namespace sunledger {

LogKeyChain::LogKeyChain(const std::optional<VerifierKey>& recorded, const std::vector<VerifierKey>& outside,
                         const Hash& genesis)
    : candidates_(outside), genesis_(genesis) {
  for (const VerifierKey& key : outside) outside_.push_back(key.key);
  if (!outside.empty()) origin_ = outside.front().name;
  if (!recorded) {
    if (!outside.empty()) links_.push_back({0, outside.front().key, true});
    return;
  }
  if (outside.empty()) origin_ = recorded->name;
  links_.push_back({0, recorded->key, true});
  // Under the reader's name for the log: another origin's checkpoints are not this log's.
  const VerifierKey first{origin_, NoteKeyType::ed25519, recorded->key};
  if (std::find(candidates_.begin(), candidates_.end(), first) == candidates_.end()) candidates_.push_back(first);
}

bool LogKeyChain::is_outside(const PublicKey& key) const {
  return std::find(outside_.begin(), outside_.end(), key) != outside_.end();
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

void LogKeyChain::open_left_over(JudgedChunk& chunk, const Policy* policy, ProblemBook& book) const {
  if (chunk.unopened.empty()) return;
  const auto known = candidates();
  for (const UnopenedNote& note : chunk.unopened) {
    const auto opened = open_note_of_size(note.size, note.text, known, policy);
    if (opened) {
      if (opened->is_witnessed) book.count(Check::tree_witnesses, 1);
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
  if (checkpoint.signer != links_[right].key) {
    const bool is_old = std::any_of(links_.begin(), links_.begin() + static_cast<std::ptrdiff_t>(right),
                                    [&](const Link& link) { return link.key == checkpoint.signer; });
    const bool is_linked =
        std::any_of(links_.begin(), links_.end(), [&](const Link& link) { return link.key == checkpoint.signer; });
    if (is_old) {
      book.problem(Check::tree_checkpoints, at,
                   say("The checkpoint over {0} entries is signed by a log key that another one followed at position "
                       "{1}: only the new key signs from there on.",
                       {checkpoint.size, links_[right].since}));
    } else if (is_linked || !is_outside(checkpoint.signer)) {
      // A reader's key that is nowhere in the log is said once, at the end.
      book.problem(Check::tree_checkpoints, at,
                   say("The checkpoint over {0} entries is signed by a key that was not the log's at that size.",
                       {checkpoint.size}));
    }
    return;
  }
  // From the reader's nearest key on, each key must have handed over to the next. Where all the reader's keys are later
  // ones, or there is none, it is believed because of what follows.
  std::optional<std::size_t> gap;
  std::size_t step = right;
  while (!is_outside(links_[step].key)) {
    if (!links_[step].handed_over) gap = step;
    if (step == 0) return;
    --step;
  }
  outside_signed_ = true;
  if (!gap) return;
  book.unjudged(Check::tree_checkpoints, at,
                say("It is signed by a log key that took force at position {0} without a handover from the key before "
                    "it, which was lost: whoever trusts only an older key cannot tell.",
                    {links_[*gap].since}));
}

void LogKeyChain::judge(const JudgedChunk& chunk, ProblemBook& book) {
  if (links_.empty()) return;
  for (const SeenCheckpoint& checkpoint : chunk.checkpoints) judge_one(checkpoint, book);
  seen_ += chunk.checkpoints.size();
}

void LogKeyChain::finish(ProblemBook& book) const {
  if (outside_.empty() || links_.empty()) return;
  const bool is_named =
      std::any_of(links_.begin(), links_.end(), [&](const Link& link) { return is_outside(link.key); });
  if (!is_named) {
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
