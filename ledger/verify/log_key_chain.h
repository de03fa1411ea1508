#pragma once
// Which key may have signed which checkpoint, as a log is read from its beginning: entry 0 names the first log key,
// LogKeyRotated the next ones. A key that a reader holds from outside is the anchor of trust:
//
//   the first key        later ones are believed as far as each key handed over to the next
//   a later key          what came before is believed, because that key signed checkpoints over all of it
//   no key               the log can only be found consistent with itself
//
// Signatures are verified by many threads against every key named so far (candidates); whether the key was the right
// one for the checkpoint's size is judged in order. When a rotation took effect, the entries themselves note; that they
// note it rightly is the rules' check.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/proof/log_keys.h"
#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/problem_book.h"

namespace sunledger {

class LogKeyChain {
 public:
  // `recorded`: entry 0's key; `outside`: the reader's, all of one name. One of them at least, or nothing is judged.
  // `genesis`: SHA-256 of entry 0, to which handovers are bound.
  LogKeyChain(const std::optional<VerifierKey>& recorded, const std::vector<VerifierKey>& outside, const Hash& genesis);

  // Any thread.
  std::vector<VerifierKey> candidates() const;

  // ---- in the order of the log, one thread
  // What the chunk's entries say about the log's keys.
  void learn(const JudgedChunk& chunk);
  // Verifies the notes that no candidate had signed when the chunk was judged.
  void open_left_over(JudgedChunk& chunk, const Policy* policy, ProblemBook& book) const;
  void judge(const JudgedChunk& chunk, ProblemBook& book);
  void finish(ProblemBook& book) const;

 private:
  struct Link {
    std::uint64_t since = 0;
    PublicKey key;
    bool handed_over = true;
  };
  void follow(std::uint64_t since, const LogKeyEvent& rotation);
  bool is_outside(const PublicKey& key) const;
  void judge_one(const SeenCheckpoint& checkpoint, ProblemBook& book);

  mutable std::mutex mutex_;
  std::vector<VerifierKey> candidates_;
  std::string origin_;
  Hash genesis_;
  std::vector<PublicKey> outside_;
  std::vector<Link> links_;  // in the order in which they took force
  std::map<std::uint64_t, LogKeyEvent> waiting_;
  std::uint64_t seen_ = 0;
  bool outside_signed_ = false;  // the reader's key, or one after it
};

}  // namespace sunledger
