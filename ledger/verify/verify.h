#pragma once
// Verification: every byte of a log read again and judged by named checks, each of which runs alone. Trusts bytes and
// public keys, nothing else; does not know where the bytes come from, so that a live log, a folder of tiles and a
// package are judged alike.
//
// Chunks of one tile's entries are judged by several threads (form, signatures, leaf hashes) and then settled in order
// by whichever thread comes next (tree, checkpoints, rules). A bad entry does not end the run: it is named, its effect
// is left out of the facts, and what follows is judged without it. Memory stays flat: chunks are bounded, facts and
// leaf hashes spill to unnamed files.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/position.h"
#include "ledger/base/result.h"
#include "ledger/proof/note.h"
#include "ledger/proof/policy.h"
#include "ledger/proof/tiles.h"
#include "ledger/verify/check_table.h"
#include "ledger/verify/continuation.h"
#include "ledger/verify/entry_chunk.h"

namespace sunledger {

class EntrySource;

// Facts that were kept beside the log; they must equal those that the entries give.
struct StoredFacts {
  std::function<Status(const std::function<bool(std::string_view key, std::string_view value)>& visit)> each;
  std::function<Result<bool>(std::string_view key, std::string& value)> get;  // false when absent
};

// What redrawing says of an event that submits or reviews a report (supervision.capnp).
struct ReportJudgement {
  enum class State { equal, other_figures, not_redrawable };
  Position position;
  State state = State::not_redrawable;
  std::string message;  // empty where equal
};
// Every such event that cites figures. What reports mean is drawn by projections, which this room does not know
// (projections/redraw/submitted_figures.h). Errors: those of the entries.
using JudgeReports = std::function<Status(const std::function<void(const ReportJudgement&)>& visit)>;

// What there is to verify. `read_entries`, `hash_tile`, `each_checkpoint` and `document` are called by several threads.
struct VerifyInput {
  std::uint64_t size = 0;
  ReadEntries read_entries;
  TileReader hash_tile;  // stored tree hashes; empty when there are none
  // Signed notes with the tree size under which they are stored, from that size on, in the stored order, until `visit`
  // returns false. Empty when there are none.
  std::function<Status(std::uint64_t from_size,
                       const std::function<bool(std::uint64_t size, std::string_view note)>& visit)>
      each_checkpoint;
  // The log's key as somebody outside this log keeps it. Without it the key of entry 0 is used, and the log can only be
  // found consistent with itself.
  std::optional<VerifierKey> log_key;
  // Whom the reader trusts. Its logs' keys come from outside too and count where log_key is not given; its quorum is
  // what tree.witnesses asks for.
  std::optional<Policy> policy;
  std::optional<StoredFacts> facts;
  std::function<Status()> files;                       // reads every stored file against its checksum; empty for tiles
  std::function<Result<Bytes>(const Hash&)> document;  // open documents by content; empty when they are elsewhere
  JudgeReports judge_reports;                          // empty where nothing draws reports; one thread
};

struct VerifyOptions {
  std::vector<std::string> only_checks;  // names or groups; none: all
  unsigned threads = 1;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // entries; one call at a time
  std::string scratch_dir;                                                // "": TMPDIR or /tmp
  // An interrupted run's signatures are not verified again where the bytes still have the root that was noted then;
  // everything else is. If they have another root, that is a problem, and every signature is verified.
  std::optional<EarlierRun> earlier;
  // Told every `keep_every_ms`, while all signatures so far hold, what a later run may be given as `earlier`.
  std::function<void(const EarlierRun&)> keep;
  std::uint64_t keep_every_ms = 2000;
};

enum class CheckState { ok, failed, not_checked, incomplete };

struct Problem {
  std::optional<Position> position;
  std::string message;
};

inline constexpr std::size_t problems_kept = 100;

struct CheckResult {
  Check check = Check::entries_readable;
  CheckState state = CheckState::not_checked;
  std::uint64_t count = 0;        // what was looked at: entries, hashes, checkpoints, facts, documents, imports
  std::vector<Problem> problems;  // the first problems_kept
  std::uint64_t problem_count = 0;
  std::vector<Problem> notes;  // what could not be judged, or is worth knowing; the first problems_kept
  std::uint64_t note_count = 0;
};

struct VerifyReport {
  std::vector<CheckResult> checks;  // the wanted ones, in the table's order
  std::string origin;               // as entry 0 or the outside key says; may be empty
  std::uint64_t size = 0;
  std::optional<Hash> root;         // when the tree was computed and no leaf is unknown
  std::uint64_t unknown_kinds = 0;  // entries that need newer software
  std::uint64_t earlier = 0;        // entries whose signatures an earlier run verified
  bool trusted_key = false;         // the log key came from outside
  bool needs_outside_key = false;   // without one, being consistent with itself is not enough: a package

  bool failed() const;
  // Something could not be judged, or nothing was looked at at all: a log without entries proves nothing.
  bool incomplete() const;
  std::uint64_t looked_at() const;    // by all checks together
  std::uint64_t not_checked() const;  // checks that could not judge, or not everything
};

// Whether a key of the log came from outside. Then tree.checkpoints is made whatever checks are asked for: a key that
// nothing is held against would vouch for any log.
bool has_outside_key(const VerifyInput& input);

// Errors: usage (an unknown check, or none that is a log's), io (no scratch space). What is wrong with the log is in
// the report.
Result<VerifyReport> verify_log(const VerifyInput& input, const VerifyOptions& options);

struct ContinuedReport {
  VerifyReport report;
  KnownPart known;  // what is known now; of use only when nothing failed
};

// Verifies what stands behind `known` and reads little else: entries, signatures, authors' numbers and heads, tree,
// checkpoint, times. Rules are not judged: they need every entry from the first on; nor, behind a known part, which of
// the log's keys (input.log_key is not asked) signs from where on. `root` is that of all input.size entries, which the
// caller took from a verified checkpoint; the tiles must be there. Options: no checks, no earlier run. Errors: as
// above, and those of the tiles.
Result<ContinuedReport> verify_from(const KnownPart& known, const Hash& root, const std::vector<VerifierKey>& log_keys,
                                    const VerifyInput& input, const VerifyOptions& options);

// A source of entries as chunks; an entry that cannot be read is named and passed over. `source` outlives the result
// and may be read by several threads.
ReadEntries read_entries_of(const EntrySource& source);

}  // namespace sunledger
