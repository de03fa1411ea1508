#pragma once
// Events that were judged and wait on disk to be recorded, each with the row it came from.

#include <optional>
#include <string>
#include <vector>

#include "cli/import/spill.h"
#include "ledger/ledger.h"

namespace sunledger {

class JudgedRows {
 public:
  struct Kept {
    Ledger::Draft draft;  // its batch is for the reader to say
    std::uint64_t row = 0;
    std::uint64_t rows = 1;
  };

  static Result<JudgedRows> create(const std::string& scratch_dir);

  Status append(const Kept& kept);
  // From the first one on; appending may go on in between.
  Status rewind() { return events_.rewind(); }
  // Up to `limit` of the next ones; empty at the end.
  Result<std::vector<Kept>> next(std::size_t limit);
  std::uint64_t count() const { return events_.count(); }

 private:
  explicit JudgedRows(SpillFile events) : events_(std::move(events)) {}

  SpillFile events_;  // u64 row ‖ u64 rows ‖ u32 date ‖ command ‖ event bytes
};

}  // namespace sunledger
