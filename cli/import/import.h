#pragma once
// An import: the whole file is judged before anything is stored, then stored wholly or not at all (house rule 3). Up to
// `max_events_at_once` events go in one append. More become a batch – BatchOpened, chunks, BatchClosed with count, sum
// and root – of which nothing counts before its close. Killed half-way, the same file takes it up again where it
// stopped; the events of a batch are those of the file that were not recorded when it was opened, in the file's order.
// Memory does not grow with the file: what was judged waits on disk.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "cli/import/kind.h"
#include "cli/import/row_report.h"
#include "ledger/ledger.h"

namespace sunledger {

inline constexpr std::size_t max_events_at_once = 1000;

struct ImportRequest {
  const ImportKind* kind = nullptr;
  std::string file;
  HeaderMap map;
  // Of events whose rows have no date, and of the batch's own: today, or an earlier day that the officer gives.
  Day day;
  std::string scratch_dir;  // "" for TMPDIR or /tmp
};

enum class ImportPhase {
  judging,   // done: rows read; total: 0, not known yet
  recording  // done and total: events
};
// Called now and then. False stops: at once while judging, behind the chunk being written while recording.
using ImportProgress = std::function<bool(ImportPhase phase, std::uint64_t done, std::uint64_t total)>;

struct ImportOutcome {
  enum class End {
    recorded,     // everything stands and counts
    nothing_new,  // every row was recorded before
    tried,        // try_import: everything would be recorded
    refused,      // the report has problems; nothing was stored
    stopped       // by the caller; `batch` says whether an import is open
  };
  End end = End::recorded;
  RowReport report;
  TableNotes notes;
  Hash file;                                     // SHA-256
  std::uint64_t events = 0;                      // that this run judged to be new
  std::int64_t fen = 0;                          // their sum
  std::uint64_t conflicts = 0;                   // problems that are: same key, other content
  std::uint64_t resumed_after = 0;               // events of this import that an earlier run had recorded
  std::map<std::uint16_t, std::uint64_t> found;  // rules let through by the charter, with the number of events
  std::uint64_t recorded = 0;                    // events that this run stored
  std::optional<Position> first, last;           // where
  std::uint64_t batch = 0;                       // position of BatchOpened; 0 for an import of one append
  std::uint64_t judging_ms = 0, recording_ms = 0;
};

// Judges the whole file and stores nothing. Needs neither a key nor the right to write.
Result<ImportOutcome> try_import(const Ledger& ledger, const PublicKey& author, const ImportRequest& request,
                                 const ImportProgress& progress = {});

// Problems with rows stand in the outcome's report. Errors: the file, the disk, the key's role; an import of the same
// file that another officer has open (conflict); a row that what was recorded meanwhile made impossible (refused).
Result<ImportOutcome> run_import(Ledger& ledger, const SecretKey& author, const ImportRequest& request,
                                 const ImportProgress& progress = {});

// Ends an open import: what it recorded stays in the log and never counts. Errors: as the rules say.
Result<Receipt> abandon_import(Ledger& ledger, const SecretKey& author, Position batch, const std::string& reason,
                               Day day);

}  // namespace sunledger
