#pragma once
// The first half of an import: every event of the file judged in a trial, as if it were recorded now. What passes waits
// on disk; what does not is reported by its row.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "cli/import/event_reader.h"
#include "cli/import/import.h"
#include "cli/import/judged_rows.h"
#include "ledger/ledger.h"

namespace sunledger {

// The batch that a file's import has, or would get.
struct ImportAttempt {
  Hash file;  // SHA-256
  unsigned number = 1;
  std::uint64_t batch = 0;  // position of the open BatchOpened; 0: none yet
  BatchFact fact;           // of that batch
};

// Errors: io; conflict when another officer has this file's import open.
Result<ImportAttempt> find_attempt(const Ledger& ledger, const PublicKey& author, const ImportRequest& request);

class Judging {
 public:
  Judging(const Ledger& ledger, const PublicKey& author, const ImportRequest& request, const ImportAttempt& attempt,
          ImportOutcome& outcome);

  // Judges the whole file into the outcome. False: the caller stopped it.
  Result<bool> run(const ImportProgress& progress);
  // What is to be recorded, from the first.
  JudgedRows take_rows() { return std::move(*rows_); }

 private:
  Status start();
  Status take(EventReader::Made made);
  Status accept(const JudgedRows::Kept& kept, const Judgement& judgement);
  Status note_repeated(const JudgedRows::Kept& kept, std::uint64_t earlier);
  Status note_refused(const JudgedRows::Kept& kept, const Judgement& judgement);
  Status judge_as_batch();
  Status keep_row(std::uint64_t row);
  Result<std::uint64_t> row_at(std::uint64_t trial_position);
  Result<std::optional<Day>> recorded_day(const CommandId& command);
  void problem(std::uint64_t row, std::string column, std::string message, std::string hint, std::string rule);

  const Ledger& ledger_;
  PublicKey author_;
  const ImportRequest& request_;
  const ImportAttempt& attempt_;
  ImportOutcome& outcome_;
  Facts known_;
  std::unique_ptr<Ledger::Trial> trial_;
  std::optional<JudgedRows> rows_;
  std::uint64_t batch_ = 0;                  // that drafts are judged in
  std::uint64_t first_trial_ = 0;            // the position that the trial gave to the first event of the file
  std::optional<TemporaryFile> trial_rows_;  // u64 each: the row behind each position of the trial, from first_trial_
};

}  // namespace sunledger
