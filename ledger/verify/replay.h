#pragma once
// Every event judged again, in order, on facts folded anew: as the door judged it (ledger.cpp), with the entry's own
// recorded time. An event that is refused leaves no effect but its author's number, so that later numbers still fit.

#include <memory>

#include "ledger/rules/decide.h"
#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/problem_book.h"

namespace sunledger {

class Replay {
 public:
  // Errors: io when there is no scratch space.
  static Result<std::unique_ptr<Replay>> create(const std::string& scratch_dir, ProblemBook& book);
  ~Replay();

  void judge(const JudgedChunk& chunk, const RootAt& root_at, const EntryAt& entry_at);
  // Compares the stored facts, and names imports that are still open.
  void finish(const std::optional<StoredFacts>& stored);
  Status status() const;

 private:
  struct State;
  explicit Replay(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
