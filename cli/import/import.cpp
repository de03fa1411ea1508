#include "cli/import/import.h"

#include <chrono>

#include "cli/import/batch_command.h"
#include "cli/import/judging.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

std::uint64_t milliseconds_since(std::chrono::steady_clock::time_point start) {
  const auto passed = std::chrono::steady_clock::now() - start;
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

std::string how_to_go_on(std::uint64_t batch) {
  return say(
      "Nothing of it counts yet. Import the same file again to continue where it stopped, or end it with “sunledger "
      "import abandon {0}”.",
      {batch});
}

// The second half of an import: what was judged is recorded.
class Recording {
 public:
  Recording(Ledger& ledger, const SecretKey& author, const ImportRequest& request, const ImportAttempt& attempt,
            JudgedRows& rows, ImportOutcome& outcome)
      : ledger_(ledger), author_(author), request_(request), attempt_(attempt), rows_(rows), outcome_(outcome) {}

  Status at_once() {
    TRY_ASSIGN(const auto chunk, rows_.next(max_events_at_once));
    TRY(record(chunk));
    outcome_.end = ImportOutcome::End::recorded;
    return {};
  }

  Status as_batch(const ImportProgress& progress) {
    TRY(open());
    const std::uint64_t total = expected_.count;
    for (;;) {
      if (progress && !progress(ImportPhase::recording, frontier_.size(), total)) {
        outcome_.end = ImportOutcome::End::stopped;
        return {};
      }
      TRY_ASSIGN(const auto chunk, rows_.next(max_events_at_once));
      if (chunk.empty()) break;
      TRY(record(chunk));
    }
    TRY(close());
    if (progress) progress(ImportPhase::recording, total, total);
    outcome_.end = ImportOutcome::End::recorded;
    return {};
  }

 private:
  // What BatchOpened announces and BatchClosed repeats.
  struct Totals {
    std::uint64_t count = 0;
    std::int64_t fen = 0;
  };

  Status open() {
    if (attempt_.batch != 0) return take_up();
    expected_ = Totals{outcome_.events, outcome_.fen};
    EventBuilder builder;
    auto opened = builder.root().initBatchOpened();
    opened.setImport(capnp::Text::Reader(request_.kind->name.data(), request_.kind->name.size()));
    opened.setFile(capnp::Data::Reader(attempt_.file.bytes.data(), Hash::size_bytes));
    opened.setCount(expected_.count);
    opened.setAmount(expected_.fen);
    Ledger::Draft draft;
    draft.event = builder.finish();
    draft.date = request_.day;
    draft.command = batch_opened_command(request_.kind->name, attempt_.file, attempt_.number);
    const auto result = ledger_.record(author_, std::span(&draft, 1));
    if (!result.ok()) return result.failure->error;
    if (result.receipts.front().repeated) {
      return make_error(ErrorKind::conflict, say("This file's import was opened a moment ago by another program."),
                        say("Wait for it to end, then import the file again."));
    }
    outcome_.batch = result.receipts.front().position.value;
    return {};
  }

  Status take_up() {
    outcome_.batch = attempt_.batch;
    const BatchFact& fact = attempt_.fact;
    expected_ = Totals{fact.expected_count, fact.expected_fen};
    TRY_ASSIGN(frontier_, Frontier::from_nodes(fact.count, fact.nodes));
    if (fact.count + outcome_.events == expected_.count && fact.sum_fen + outcome_.fen == expected_.fen) return {};
    return make_error(
        ErrorKind::conflict,
        say("The import at position {0} announced {1} events; {2} are recorded and {3} of this file are left. Others "
            "recorded some of its rows since it was opened.",
            {attempt_.batch, expected_.count, fact.count, outcome_.events}),
        say("End it with “sunledger import abandon {0}”, then import the file again.", {attempt_.batch}));
  }

  Status record(const std::vector<JudgedRows::Kept>& chunk) {
    std::vector<Ledger::Draft> drafts;
    drafts.reserve(chunk.size());
    for (const JudgedRows::Kept& kept : chunk) {
      drafts.push_back(kept.draft);
      drafts.back().batch = outcome_.batch;
    }
    const auto result = ledger_.record(author_, drafts);
    if (!result.ok()) return meanwhile(chunk[result.failure->index].row, result.failure->error);
    for (std::size_t i = 0; i < result.receipts.size(); ++i) {
      const Receipt& receipt = result.receipts[i];
      if (receipt.repeated) {
        if (outcome_.batch == 0) continue;
        Error error = make_error(ErrorKind::conflict, say("Another officer recorded it a moment ago, at position {0}.",
                                                          {receipt.position.value}));
        return meanwhile(chunk[i].row, std::move(error));
      }
      ++outcome_.recorded;
      if (!outcome_.first) outcome_.first = receipt.position;
      outcome_.last = receipt.position;
      frontier_.append(receipt.leaf);
    }
    return {};
  }

  // A row that passed the trial and not the door: something was recorded in between, or the disk failed.
  Error meanwhile(std::uint64_t row, Error error) const {
    error.message = say("Row {0}: {1}", {row, error.message});
    if (outcome_.batch != 0) {
      error.message +=
          " " + say("{0} events of the import are recorded, at position {1}.", {frontier_.size(), outcome_.batch});
      error.hint += (error.hint.empty() ? "" : " ") + how_to_go_on(outcome_.batch);
    }
    return error;
  }

  Status close() {
    const Hash root = frontier_.root();
    EventBuilder builder;
    auto closed = builder.root().initBatchClosed();
    closed.setBatch(outcome_.batch);
    closed.setCount(expected_.count);
    closed.setAmount(expected_.fen);
    closed.setRoot(capnp::Data::Reader(root.bytes.data(), Hash::size_bytes));
    Ledger::Draft draft;
    draft.event = builder.finish();
    draft.date = request_.day;
    draft.command = batch_closed_command(outcome_.batch);
    const auto result = ledger_.record(author_, std::span(&draft, 1));
    if (result.ok()) return {};
    Error error = result.failure->error;
    error.hint += (error.hint.empty() ? "" : " ") + how_to_go_on(outcome_.batch);
    return error;
  }

  Ledger& ledger_;
  const SecretKey& author_;
  const ImportRequest& request_;
  const ImportAttempt& attempt_;
  JudgedRows& rows_;
  ImportOutcome& outcome_;
  Totals expected_;
  Frontier frontier_;  // over the batch's leaves
};

// The first half: what waits to be recorded, or nothing when the outcome says how it ended.
Result<std::optional<JudgedRows>> judge(const Ledger& ledger, const PublicKey& author, const ImportRequest& request,
                                        const ImportAttempt& attempt, const ImportProgress& progress,
                                        ImportOutcome& outcome) {
  INVARIANT(request.kind != nullptr);
  const auto start = std::chrono::steady_clock::now();
  outcome.file = attempt.file;
  Judging judging(ledger, author, request, attempt, outcome);
  TRY_ASSIGN(const bool whole, judging.run(progress));
  outcome.judging_ms = milliseconds_since(start);
  if (!whole) {
    outcome.end = ImportOutcome::End::stopped;
    outcome.batch = attempt.batch;
    return std::optional<JudgedRows>();
  }
  if (!outcome.report.clean()) {
    outcome.end = ImportOutcome::End::refused;
    return std::optional<JudgedRows>();
  }
  return std::optional<JudgedRows>(judging.take_rows());  // the trial's space is free before anything is recorded
}

}  // namespace

Result<ImportOutcome> try_import(const Ledger& ledger, const PublicKey& author, const ImportRequest& request,
                                 const ImportProgress& progress) {
  ImportOutcome outcome;
  TRY_ASSIGN(const ImportAttempt attempt, find_attempt(ledger, author, request));
  TRY_ASSIGN(const auto rows, judge(ledger, author, request, attempt, progress, outcome));
  if (rows) outcome.end = ImportOutcome::End::tried;
  return outcome;
}

Result<ImportOutcome> run_import(Ledger& ledger, const SecretKey& author, const ImportRequest& request,
                                 const ImportProgress& progress) {
  ImportOutcome outcome;
  TRY_ASSIGN(const ImportAttempt attempt, find_attempt(ledger, author.public_key(), request));
  TRY_ASSIGN(auto rows, judge(ledger, author.public_key(), request, attempt, progress, outcome));
  if (!rows) return outcome;
  const auto start = std::chrono::steady_clock::now();
  Recording recording(ledger, author, request, attempt, *rows, outcome);
  if (attempt.batch != 0 || outcome.events > max_events_at_once) {
    TRY(recording.as_batch(progress));
  } else if (outcome.events > 0) {
    TRY(recording.at_once());
  } else {
    outcome.end = ImportOutcome::End::nothing_new;
  }
  outcome.recording_ms = milliseconds_since(start);
  return outcome;
}

Result<Receipt> abandon_import(Ledger& ledger, const SecretKey& author, Position batch, const std::string& reason,
                               Day day) {
  EventBuilder builder;
  auto abandoned = builder.root().initBatchAbandoned();
  abandoned.setBatch(batch.value);
  if (!reason.empty()) abandoned.setReason(reason);
  Ledger::Draft draft;
  draft.event = builder.finish();
  draft.date = day;
  draft.command = batch_abandoned_command(batch.value);
  auto result = ledger.record(author, std::span(&draft, 1));
  if (!result.ok()) return std::move(result.failure->error);
  return std::move(result.receipts.front());
}

}  // namespace sunledger
