#include "cli/import/judging.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cli/import/batch_command.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::uint64_t rows_between_progress = 1000;

Result<Hash> hash_of_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto failed = [&] { return file_error(N_("Cannot read {0}: {1}."), path, errno); };
  if (fd < 0) return failed();
  Sha256 hash;
  std::array<Byte, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      Error error = failed();
      ::close(fd);
      return error;
    }
    if (got == 0) break;
    hash.update(BytesView(buffer).first(static_cast<std::size_t>(got)));
  }
  ::close(fd);
  return hash.finish();
}

// Where the officer looks first when that rule says no.
struct RuleColumn {
  std::string_view rule;
  std::array<std::string_view, 4> columns;
};
constexpr std::array rule_columns = {
    RuleColumn{"budget.line-exists", {"line"}},
    RuleColumn{"budget.available", {"amount"}},
    RuleColumn{"budget.year-open", {"year", "date"}},
    RuleColumn{"budget.notice-within", {"notice"}},
    RuleColumn{"budget.code-known", {"function"}},
    RuleColumn{"line.state", {"line"}},
    RuleColumn{"event.age", {"date"}},
    RuleColumn{"event.future-day", {"date"}},
    RuleColumn{"event.command", {"voucher", "number", "code", "line"}},
    RuleColumn{"payment.voucher-unique", {"voucher"}},
    RuleColumn{"identity.unique", {"number", "code"}},
    RuleColumn{"payment.purpose-allowed", {"purpose"}},
    RuleColumn{"payment.method-allowed", {"method"}},
    RuleColumn{"payment.cash-limit", {"amount"}},
    RuleColumn{"payment.large-fund", {"decision"}},
    RuleColumn{"payment.decision-within", {"decision"}},
    RuleColumn{"contract.within", {"contract"}},
    RuleColumn{"acceptance.before-payment", {"contract"}},
    RuleColumn{"payee.open", {"payee_kind"}},
    RuleColumn{"amount.arithmetic", {"amount"}},
};

std::string column_for(std::string_view rule, const ImportKind& kind) {
  for (const RuleColumn& entry : rule_columns) {
    if (entry.rule != rule) continue;
    for (const std::string_view wanted : entry.columns) {
      for (const FileColumn& column : kind.columns) {
        if (column.name == wanted) return column.name;
      }
    }
  }
  return {};
}

// What is wrong with the author or the import itself is wrong for every row alike: said once.
bool concerns_every_row(std::string_view rule) {
  return rule == "event.author" || rule == "event.role" || rule == "event.ledger" || rule == "batch.state";
}

}  // namespace

Result<ImportAttempt> find_attempt(const Ledger& ledger, const PublicKey& author, const ImportRequest& request) {
  ImportAttempt attempt;
  TRY_ASSIGN(attempt.file, hash_of_file(request.file));
  Facts facts = ledger.facts();
  for (;; ++attempt.number) {
    const auto opened = facts.command(batch_opened_command(request.kind->name, attempt.file, attempt.number));
    if (!opened) return attempt;
    const auto batch = facts.batch(opened->position);
    if (!batch || batch->state != BatchState::open) continue;
    const auto key = facts.key(author);
    if (!key || key->person != batch->person) {
      return make_error(
          ErrorKind::conflict,
          say("{0} has begun to import this very file; it is open at position {1}.", {batch->person, opened->position}),
          say("Let that officer import it again: it continues where it stopped. Or end it with "
              "“sunledger import abandon {0}”.",
              {opened->position}));
    }
    attempt.batch = opened->position;
    attempt.fact = *batch;
    return attempt;
  }
}

Judging::Judging(const Ledger& ledger, const PublicKey& author, const ImportRequest& request,
                 const ImportAttempt& attempt, ImportOutcome& outcome)
    : ledger_(ledger),
      author_(author),
      request_(request),
      attempt_(attempt),
      outcome_(outcome),
      known_(ledger.facts()),
      batch_(attempt.batch) {}

Status Judging::start() {
  first_trial_ = ledger_.size();
  TRY_ASSIGN(trial_, ledger_.begin_trial(author_, request_.scratch_dir));
  TRY_ASSIGN(trial_rows_, TemporaryFile::create(request_.scratch_dir));
  return {};
}

Status Judging::keep_row(std::uint64_t row) {
  Bytes bytes;
  put_u64(bytes, row);
  return trial_rows_->append(bytes);
}

Result<std::uint64_t> Judging::row_at(std::uint64_t trial_position) {
  TRY(trial_rows_->flush());
  std::array<Byte, 8> bytes{};
  TRY(trial_rows_->read_at((trial_position - first_trial_) * bytes.size(), bytes));
  return get_u64(bytes);
}

Result<bool> Judging::run(const ImportProgress& progress) {
  TRY_ASSIGN(rows_, JudgedRows::create(request_.scratch_dir));
  TRY(start());
  TRY_ASSIGN(EventReader reader, EventReader::open(*request_.kind, request_.file, request_.map));
  std::uint64_t said_at = 0;
  for (;;) {
    TRY_ASSIGN(auto made, reader.next(outcome_.report));
    if (!made) break;
    TRY(take(std::move(*made)));
    if (progress && outcome_.report.read() >= said_at + rows_between_progress) {
      said_at = outcome_.report.read();
      if (!progress(ImportPhase::judging, said_at, 0)) return false;
    }
  }
  outcome_.notes = reader.notes();
  outcome_.events = rows_->count();
  TRY(trial_->status());
  TRY(rows_->rewind());
  return true;
}

Status Judging::take(EventReader::Made made) {
  JudgedRows::Kept kept;
  kept.row = made.first_row;
  kept.rows = made.rows;
  kept.draft.event = std::move(made.event.event);
  kept.draft.command = made.event.command;
  kept.draft.batch = batch_;
  if (made.event.date) {
    kept.draft.date = *made.event.date;
  } else {
    TRY_ASSIGN(const auto recorded, recorded_day(made.event.command));
    kept.draft.date = recorded.value_or(request_.day);
  }
  const Judgement judgement = trial_->judge(kept.draft);
  switch (judgement.kind) {
    case Judgement::Kind::accepted:
      outcome_.fen += made.event.fen;
      return accept(kept, judgement);
    case Judgement::Kind::repeated:
      return note_repeated(kept, judgement.earlier);
    case Judgement::Kind::refused:
      return note_refused(kept, judgement);
  }
  return {};
}

// The day of a row without a date column is the day on which it was first recorded, or the same file on another day
// would be other content.
Result<std::optional<Day>> Judging::recorded_day(const CommandId& command) {
  const auto earlier = known_.command(command);
  if (!earlier) return std::optional<Day>();
  TRY_ASSIGN(const Bytes bytes, ledger_.entry_bytes(Position(earlier->position)));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  EventOpener opener;
  TRY_ASSIGN(const auto opened, opener.open_stored(entry.signed_bytes));
  return std::optional<Day>(Day(opened.getDate()));
}

Status Judging::accept(const JudgedRows::Kept& kept, const Judgement& judgement) {
  for (std::uint64_t i = 0; i < kept.rows; ++i) outcome_.report.count_new();
  for (const std::uint16_t rule : judgement.found) ++outcome_.found[rule];
  TRY(rows_->append(kept));
  TRY(keep_row(kept.row));
  // Too many for one append: from here on they are judged as what they will be, a batch's events.
  if (batch_ == 0 && rows_->count() == max_events_at_once + 1) return judge_as_batch();
  return {};
}

Status Judging::judge_as_batch() {
  TRY(start());
  EventBuilder builder;
  auto opened = builder.root().initBatchOpened();
  opened.setImport(capnp::Text::Reader(request_.kind->name.data(), request_.kind->name.size()));
  opened.setFile(capnp::Data::Reader(attempt_.file.bytes.data(), Hash::size_bytes));
  opened.setCount(rows_->count());
  Ledger::Draft opening;
  opening.event = builder.finish();
  opening.date = request_.day;
  opening.command = batch_opened_command(request_.kind->name, attempt_.file, attempt_.number);
  const Judgement judgement = trial_->judge(opening);
  if (judgement.kind != Judgement::Kind::accepted) {
    TRY(trial_->status());
    return judgement.refusal.value_or(make_error(ErrorKind::conflict, say("This import was opened a moment ago.")));
  }
  batch_ = first_trial_++;
  TRY(rows_->rewind());
  for (;;) {
    TRY_ASSIGN(auto chunk, rows_->next(max_events_at_once));
    if (chunk.empty()) return {};
    for (JudgedRows::Kept& kept : chunk) {
      kept.draft.batch = batch_;
      const Judgement again = trial_->judge(kept.draft);
      if (again.kind == Judgement::Kind::refused) {
        TRY(note_refused(kept, again));
      } else {
        TRY(keep_row(kept.row));
      }
    }
  }
}

Status Judging::note_repeated(const JudgedRows::Kept& kept, std::uint64_t earlier) {
  if (earlier >= first_trial_) {
    TRY_ASSIGN(const std::uint64_t row, row_at(earlier));
    if (request_.kind->apart_hint == nullptr) {
      outcome_.report.count_twice(kept.row, row);
      return {};
    }
    problem(kept.row, column_for("event.command", *request_.kind),
            say("The same stands in row {0}, and other rows stand between.", {row}), say(request_.kind->apart_hint),
            {});
    return {};
  }
  const auto command = known_.command(kept.draft.command);
  const std::uint64_t batch = command ? command->batch : 0;
  if (batch != 0 && batch == attempt_.batch) {
    ++outcome_.resumed_after;
  } else if (batch != 0 && !known_.counts(batch)) {
    problem(kept.row, {}, say("This row is part of another import that is still open, at position {0}.", {batch}),
            say("Import that file again to finish it, or end it with “sunledger import abandon {0}”.", {batch}), {});
    return {};
  }
  for (std::uint64_t i = 0; i < kept.rows; ++i) outcome_.report.count_same();
  return {};
}

Status Judging::note_refused(const JudgedRows::Kept& kept, const Judgement& judgement) {
  TRY(trial_->status());
  const Error& refusal = *judgement.refusal;
  if (concerns_every_row(refusal.name)) return refusal;
  const std::string column = column_for(refusal.name, *request_.kind);
  if (refusal.name != "event.command") {
    problem(kept.row, column, refusal.message, refusal.hint, refusal.name);
    return {};
  }
  ++outcome_.conflicts;
  if (judgement.earlier < first_trial_) {
    problem(kept.row, column, refusal.message, refusal.hint, refusal.name);
    return {};
  }
  TRY_ASSIGN(const std::uint64_t row, row_at(judgement.earlier));
  const char* hint = request_.kind->apart_hint;
  problem(kept.row, column, say("Row {0} has the same identity with other content.", {row}),
          hint != nullptr ? say(hint) : say("Correct one of the two rows, or give it another identity."), refusal.name);
  return {};
}

void Judging::problem(std::uint64_t row, std::string column, std::string message, std::string hint, std::string rule) {
  outcome_.report.add(TableProblem{row, std::move(column), std::move(message), std::move(hint), std::move(rule)});
}

}  // namespace sunledger
