#include "ledger/verify/verify.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <thread>

#include "ledger/base/text.h"
#include "ledger/event/entry.h"
#include "ledger/event/entry_source.h"
#include "ledger/event/open.h"
#include "ledger/proof/hash.h"
#include "ledger/verify/author_walk.h"
#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/log_key_chain.h"
#include "ledger/verify/problem_book.h"
#include "ledger/verify/replay.h"
#include "ledger/verify/tree_walk.h"
#include "ledger/verify/witnessed_time.h"

namespace sunledger {
namespace {

// Entries in flight; a chunk of usual entries is a few hundred KiB, one of the largest 16 MiB.
constexpr std::size_t bytes_in_flight = 24 << 20;

// How many bundles may be missing one after the other, entries and hashes. A checkpoint's size is a claim that costs
// its writer nothing: what is read is bounded by what is there.
constexpr std::size_t missing_chunks_in_a_row = 64;

constexpr Check of_replay[] = {Check::authors_running_number, Check::authors_roles,    Check::authors_heads,
                               Check::rules_replayed,         Check::facts_recomputed, Check::batches_closed};

bool any_of(const CheckSet& wanted, std::initializer_list<Check> checks) {
  return std::any_of(checks.begin(), checks.end(), [&](Check check) { return has(wanted, check); });
}

bool wants_replay(const CheckSet& wanted) {
  return std::any_of(std::begin(of_replay), std::end(of_replay), [&](Check check) { return has(wanted, check); });
}

// The log's first key as entry 0 states it; `genesis` becomes that entry's hash.
std::optional<VerifierKey> recorded_log_key(const VerifyInput& input, Hash& genesis) {
  if (input.size == 0) return std::nullopt;
  EntryChunk chunk;
  input.read_entries(0, 1, chunk);
  const auto bytes = chunk.size() == 1 ? chunk.entry(0) : std::nullopt;
  const auto entry = bytes ? read_entry(*bytes) : Result<Entry>(Error{});
  if (!entry) return std::nullopt;
  genesis = sha256(*bytes);
  EventOpener opener;
  const auto opened = opener.open(entry->signed_bytes);
  if (!opened || !opened->getEvent().isLedgerOpened()) return std::nullopt;
  try {
    const auto ledger = opened->getEvent().getLedgerOpened();
    const auto key = PublicKey::from({ledger.getLogKey().begin(), ledger.getLogKey().size()});
    if (!key) return std::nullopt;
    return VerifierKey{text_of(ledger.getOrigin()), NoteKeyType::ed25519, *key};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// Checks that need nothing from before the known part.
CheckSet checks_of_what_is_new() {
  CheckSet set;
  for (Check check : {Check::entries_readable, Check::entries_contiguous, Check::entries_encoding, Check::entries_time,
                      Check::signatures_valid, Check::authors_running_number, Check::authors_heads, Check::tree_hashes,
                      Check::tree_checkpoints, Check::entries_witnessed_time}) {
    set.set(static_cast<std::size_t>(check));
  }
  return set;
}

// The nodes of the tree over the first `tiles` full level-0 tiles.
Result<std::vector<Hash>> nodes_over(std::uint64_t tiles, const HashReader& reader) {
  std::vector<Hash> nodes;
  std::uint64_t before = 0;
  for (unsigned bit = 64; bit-- > 0;) {
    if ((tiles >> bit & 1) == 0) continue;
    TRY_ASSIGN(const Hash node, reader(tile_height + bit, before >> bit));
    nodes.push_back(node);
    before += std::uint64_t{1} << bit;
  }
  return nodes;
}

// The log's keys as somebody outside this log keeps them: one given alone, or those of a policy, which names several
// where the log's key was changed.
std::vector<VerifierKey> keys_from_outside(const VerifyInput& input, const std::optional<VerifierKey>& recorded) {
  if (input.log_key) return {*input.log_key};
  if (!input.policy || input.policy->logs.empty()) return {};
  if (recorded) {
    if (auto keys = log_keys_of(*input.policy, recorded->name); !keys.empty()) return keys;
  }
  return {input.policy->logs.front().key};  // not this log's: nothing here will hold
}

class Verification {
 public:
  Verification(const VerifyInput& input, const VerifyOptions& options, const CheckSet& wanted, KnownPart known = {})
      : input_(input), options_(options), wanted_(wanted), book_(wanted), known_(std::move(known)) {
    const unsigned threads = std::max(1U, options.threads);
    slots_.resize(std::size_t{4} * threads);
    chunks_ = input.size / chunk_entries + (input.size % chunk_entries != 0 ? 1 : 0);
    next_to_start_ = next_to_settle_ = known_.size / chunk_entries;
    if (options.earlier && options.earlier->entries != 0) landmark_ = options.earlier;
    if (known_.size != 0) landmark_ = EarlierRun{known_.size, known_.root};
  }

  Result<VerifyReport> run();
  // The same behind the known part, under the root of a verified checkpoint.
  Result<ContinuedReport> run_behind(const Hash& root, const std::vector<VerifierKey>& log_keys);
  // The entries are not those of options.earlier: the run ended there.
  bool earlier_run_differs() const { return earlier_differs_; }

 private:
  struct Slot {
    JudgedChunk chunk;
    bool ready = false;
  };

  void work();
  // Takes chunks that are ready, in order, until the next one is not. Called with the lock held.
  void settle_ready(std::unique_lock<std::mutex>& lock);
  void settle(JudgedChunk& chunk);
  void settle_findings(const JudgedChunk& chunk);
  void meet_landmark(const JudgedChunk& chunk);
  void keep_progress(const JudgedChunk& chunk);
  void notice_missing(const JudgedChunk& chunk);
  void name_the_missing();
  Status judge_all();
  VerifyReport report() const;
  void look_beyond_the_end();
  void judge_witnesses();
  void judge_reports();
  void finish();

  std::size_t count_of(std::uint64_t chunk) const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(chunk_entries, input_.size - chunk * chunk_entries));
  }
  Slot& slot_of(std::uint64_t chunk) { return slots_[chunk % slots_.size()]; }
  bool may_start() const {
    if (next_to_start_ - next_to_settle_ >= slots_.size()) return false;
    return in_flight_bytes_ < bytes_in_flight || next_to_start_ == next_to_settle_;
  }

  const VerifyInput& input_;
  const VerifyOptions& options_;
  CheckSet wanted_;
  ProblemBook book_;
  std::vector<VerifierKey> outside_keys_;
  std::optional<VerifierKey> log_key_;  // the reader's, else entry 0's
  std::optional<LogKeyChain> log_keys_;
  KnownPart known_;  // nothing, unless only what is behind it is verified
  std::unique_ptr<TreeWalk> tree_;
  std::unique_ptr<Replay> replay_;
  std::unique_ptr<AuthorWalk> authors_;  // instead of a replay, behind the known part
  std::optional<WitnessedTime> times_;
  RootAt root_at_;
  EntryAt entry_at_;
  // The entries up to here must have this root, since something was taken from an earlier look at them.
  std::optional<EarlierRun> landmark_;
  bool earlier_differs_ = false;
  bool signatures_hold_ = true;
  std::optional<std::uint64_t> missing_from_;  // where the chunks begin that are missing up to the last one settled
  bool gave_up_ = false;                       // too many are: the run ended behind them
  std::chrono::steady_clock::time_point kept_at_ = std::chrono::steady_clock::now();
  Status sound_;  // of the scratch space

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::uint64_t chunks_ = 0, next_to_start_ = 0, next_to_settle_ = 0;
  std::size_t in_flight_bytes_ = 0;
  bool settling_ = false;

  std::optional<std::uint64_t> last_ms_;
  std::uint64_t unknown_kinds_ = 0, notes_ = 0, documents_ = 0;
};

void Verification::work() {
  ChunkJudging judging;
  judging.wanted = wanted_;
  judging.signatures_from = options_.earlier ? options_.earlier->entries : known_.size;
  judging.needs_leaves = tree_ != nullptr;
  ChunkJudge judge(input_, *log_keys_, judging);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return next_to_start_ == chunks_ || may_start(); });
    if (next_to_start_ == chunks_) return;
    const std::uint64_t chunk = next_to_start_++;
    Slot& slot = slot_of(chunk);
    lock.unlock();
    judge.judge(chunk * chunk_entries, count_of(chunk), slot.chunk);
    lock.lock();
    slot.ready = true;
    in_flight_bytes_ += slot.chunk.entries.size_bytes();
    settle_ready(lock);
  }
}

void Verification::settle_ready(std::unique_lock<std::mutex>& lock) {
  if (settling_) return;
  settling_ = true;
  while (next_to_settle_ < next_to_start_ && slot_of(next_to_settle_).ready) {
    Slot& slot = slot_of(next_to_settle_);
    lock.unlock();
    settle(slot.chunk);
    lock.lock();
    in_flight_bytes_ -= slot.chunk.entries.size_bytes();
    slot.ready = false;
    ++next_to_settle_;
    if (earlier_differs_ || gave_up_) chunks_ = next_to_start_;  // what is under way is settled, no more is begun
    changed_.notify_all();
  }
  settling_ = false;
}

void Verification::settle_findings(const JudgedChunk& chunk) {
  for (const ChunkFinding& finding : chunk.findings) {
    if (finding.check == Check::signatures_valid) signatures_hold_ = false;
    if (finding.weight == ChunkFinding::Weight::problem) {
      book_.problem(finding.check, finding.position, finding.message);
    } else {
      book_.unjudged(finding.check, finding.position, finding.message);
    }
  }
  book_.count(Check::entries_readable, chunk.readable);
  book_.count(Check::entries_contiguous, chunk.headers);
  book_.count(Check::entries_encoding, chunk.readable);
  book_.count(Check::entries_time, chunk.headers);
  book_.count(Check::signatures_valid, chunk.signatures);
  book_.count(Check::tree_hashes, chunk.stored_hashes);
  book_.count(Check::tree_checkpoints, chunk.notes);
  book_.count(Check::tree_witnesses, chunk.witnessed);
  book_.count(Check::documents_present, chunk.documents);
  signatures_hold_ = signatures_hold_ && chunk.signatures == chunk.entries.size();
  unknown_kinds_ += chunk.unknown_kinds;
  notes_ += chunk.notes;
  documents_ += chunk.documents;
}

// Before the chunk joins the tree.
void Verification::meet_landmark(const JudgedChunk& chunk) {
  if (!landmark_ || landmark_->entries > chunk.first + chunk.entries.size()) return;
  const bool same = tree_->root_in(chunk, landmark_->entries) == landmark_->root;
  if (!same && known_.size == 0) {
    earlier_differs_ = true;
  } else if (!same) {
    book_.problem(Check::tree_hashes, Position(landmark_->entries - 1),
                  say("The first {0} entries do not have the root that was verified earlier.", {landmark_->entries}));
  }
  landmark_.reset();
}

void Verification::keep_progress(const JudgedChunk& chunk) {
  if (!options_.keep || !signatures_hold_ || landmark_ || earlier_differs_) return;
  if (chunk.entries.size() != chunk_entries) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - kept_at_ < std::chrono::milliseconds(options_.keep_every_ms)) return;
  const auto root = tree_->root();
  if (!root) return;
  options_.keep({chunk.first + chunk_entries, *root});
  kept_at_ = now;
}

// Neither an entry nor a hash. Where hashes are stored the tree goes on over missing entries, and so does the run.
void Verification::notice_missing(const JudgedChunk& chunk) {
  if (gave_up_) return;
  if (chunk.readable != 0 || (tree_ && !chunk.unknown_leaf)) {
    missing_from_.reset();
    return;
  }
  if (!missing_from_) missing_from_ = chunk.first;
  const std::uint64_t end = chunk.first + chunk.entries.size();
  gave_up_ = end - *missing_from_ >= missing_chunks_in_a_row * chunk_entries && end != input_.size;
}

void Verification::name_the_missing() {
  const std::string why =
      say("The log is said to have {0} entries, and nothing can be read from position {1} on: the verification ended "
          "there.",
          {input_.size, *missing_from_});
  for (const CheckText& text : check_table()) {
    if (text.check == Check::files_intact) continue;
    if (text.check == Check::entries_readable || text.check == Check::tree_checkpoints) {
      book_.problem(text.check, Position(*missing_from_), why);
    } else {
      book_.unjudged(text.check, Position(*missing_from_), why);
    }
  }
}

void Verification::settle(JudgedChunk& chunk) {
  settle_findings(chunk);
  meet_landmark(chunk);
  if (chunk.first_ms) {
    if (last_ms_ && *chunk.first_ms < *last_ms_) {
      book_.problem(Check::entries_time, Position(*chunk.first_ms_position),
                    say("It was recorded before the entry that precedes it."));
    }
    last_ms_ = chunk.last_ms;
  }
  if (known_.size == 0) log_keys_->learn(chunk);  // behind a known part only the reader's keys count
  log_keys_->open_left_over(chunk, policy_for(input_, wanted_), book_);
  if (tree_) tree_->add(chunk);
  if (replay_) replay_->judge(chunk, root_at_, entry_at_);
  if (known_.size == 0) log_keys_->judge(chunk, book_);
  if (authors_) authors_->judge(chunk, known_.size);
  if (book_.wants(Check::entries_witnessed_time)) times_->judge(chunk, known_.size);
  keep_progress(chunk);
  notice_missing(chunk);
  if (options_.progress) options_.progress(chunk.first + chunk.entries.size(), input_.size);
}

// A checkpoint over more entries than there are: the log's end is missing.
void Verification::look_beyond_the_end() {
  if (input_.size == UINT64_MAX) return;
  const auto listed = input_.each_checkpoint(input_.size + 1, [&](std::uint64_t size, std::string_view) {
    book_.problem(Check::tree_checkpoints, Position(input_.size),
                  say("A checkpoint over {0} entries is stored, but there are only {1}: positions {1} to {2} are "
                      "missing.",
                      {size, input_.size, size - 1}));
    return true;
  });
  if (!listed) book_.problem(Check::tree_checkpoints, Position(input_.size), listed.error().message);
}

// The newest checkpoint that the quorum cosigned says how far the witnesses have seen this history.
void Verification::judge_witnesses() {
  if (!input_.policy) return book_.not_checked(Check::tree_witnesses, say("No policy was given."));
  const std::string& quorum = input_.policy->quorum;
  if (!input_.policy->needs_witnesses()) {
    return book_.not_checked(Check::tree_witnesses, say("The policy asks for no witness."));
  }
  const auto witnessed = tree_->last_witnessed();
  if (!witnessed) {
    book_.problem(Check::tree_witnesses, std::nullopt,
                  say("No checkpoint here is cosigned by the policy's quorum “{0}”.", {quorum}));
  } else if (*witnessed < input_.size) {
    book_.unjudged(Check::tree_witnesses, Position(*witnessed),
                   say("The quorum “{0}” cosigned the first {1} entries; the {2} after them are not witnessed yet.",
                       {quorum, *witnessed, input_.size - *witnessed}));
  }
}

// What was reviewed must be what the entries give.
void Verification::judge_reports() {
  if (!input_.judge_reports) {
    return book_.not_checked(Check::reports_submitted, say("Reports are not drawn here."));
  }
  const Status judged = input_.judge_reports([this](const ReportJudgement& one) {
    book_.count(Check::reports_submitted, 1);
    if (one.state == ReportJudgement::State::other_figures) {
      book_.problem(Check::reports_submitted, one.position, one.message);
    } else if (one.state == ReportJudgement::State::not_redrawable) {
      book_.unjudged(Check::reports_submitted, one.position, one.message);
    }
  });
  if (!judged) book_.unjudged(Check::reports_submitted, judged.error().position, judged.error().message);
}

void Verification::finish() {
  if (gave_up_) name_the_missing();
  if (tree_) tree_->finish();
  if (book_.wants(Check::tree_hashes) && !input_.hash_tile) {
    book_.not_checked(Check::tree_hashes, say("No tree hashes are stored here."));
  }
  if (book_.wants(Check::tree_checkpoints)) {
    if (input_.each_checkpoint) look_beyond_the_end();
    if (notes_ == 0 && !gave_up_) {
      book_.not_checked(Check::tree_checkpoints, say("No checkpoint is stored here."));
    } else if (notes_ != 0 && !log_key_) {
      book_.problem(Check::tree_checkpoints, Position(0),
                    say("Entry 0 names no log key, so that no checkpoint's signature can be checked."));
    }
    if (known_.size == 0) log_keys_->finish(book_);
  }
  if (book_.wants(Check::tree_witnesses) && !gave_up_) judge_witnesses();
  if (documents_ != 0 && !input_.document) {
    book_.not_checked(Check::documents_present, say("The documents are not here."));
  }
  if (book_.wants(Check::reports_submitted)) judge_reports();
  times_->finish();
  if (replay_) replay_->finish(input_.facts);
  if (!book_.wants(Check::files_intact)) return;
  if (!input_.files) {
    book_.not_checked(Check::files_intact, say("These are not a ledger's own files."));
  } else {
    // Bytes that no entry, hash or fact is made of count too: damage there is damage coming nearer.
    const Status intact = input_.files();
    book_.count(Check::files_intact, 1);
    if (!intact) book_.problem(Check::files_intact, std::nullopt, intact.error().message);
  }
}

Status Verification::judge_all() {
  times_.emplace(known_, log_key_ && log_key_->name.starts_with("demo."), book_);
  std::vector<std::thread> others;
  for (unsigned i = 1; i < options_.threads; ++i) others.emplace_back([this] { work(); });
  work();
  for (std::thread& other : others) other.join();
  INVARIANT(next_to_settle_ == chunks_);
  if (!earlier_differs_) finish();
  if (tree_) TRY(tree_->status());
  if (replay_) TRY(replay_->status());
  return {};
}

VerifyReport Verification::report() const {
  VerifyReport report;
  report.checks = book_.results();
  report.origin = log_key_ ? log_key_->name : std::string();
  report.size = input_.size;
  if (tree_) report.root = tree_->root();
  report.unknown_kinds = unknown_kinds_;
  report.earlier = options_.earlier ? options_.earlier->entries : 0;
  // A key that nothing was held against is none.
  report.trusted_key = !outside_keys_.empty() && has(wanted_, Check::tree_checkpoints);
  return report;
}

Result<VerifyReport> Verification::run() {
  Hash genesis;
  const auto recorded_key = recorded_log_key(input_, genesis);
  outside_keys_ = keys_from_outside(input_, recorded_key);
  log_key_ = outside_keys_.empty() ? recorded_key : std::optional(outside_keys_.front());
  log_keys_.emplace(recorded_key, outside_keys_, genesis);
  const bool replays = wants_replay(wanted_);
  const bool keeps = options_.earlier || options_.keep;
  if (replays || keeps || any_of(wanted_, {Check::tree_hashes, Check::tree_checkpoints, Check::tree_witnesses})) {
    TRY_ASSIGN(tree_, TreeWalk::create(input_.hash_tile, options_.scratch_dir, replays, book_));
  }
  if (replays) {
    TRY_ASSIGN(replay_, Replay::create(options_.scratch_dir, book_));
    root_at_ = [this](std::uint64_t size) { return tree_->root_at(size); };
    entry_at_ = [this](std::uint64_t position) -> Result<Bytes> {
      EntryChunk one;
      input_.read_entries(position, 1, one);
      const auto bytes = one.size() == 1 ? one.entry(0) : std::nullopt;
      if (bytes) return Bytes(bytes->begin(), bytes->end());
      return make_error(ErrorKind::corrupt, say("The entry at position {0} cannot be read.", {position}));
    };
  }
  if (options_.earlier) {
    book_.note(
        Check::signatures_valid, std::nullopt,
        say("The signatures of the first {0} entries were verified in an earlier run; the entries still have the "
            "root that was noted then.",
            {options_.earlier->entries}));
  }
  TRY(judge_all());
  return report();
}

Result<ContinuedReport> Verification::run_behind(const Hash& root, const std::vector<VerifierKey>& log_keys) {
  INVARIANT(input_.hash_tile && known_.size < input_.size && !options_.earlier);
  INVARIANT(!log_keys.empty());
  outside_keys_ = log_keys;
  log_key_ = outside_keys_.front();
  Hash genesis;
  std::optional<VerifierKey> recorded_key;
  if (known_.size == 0) recorded_key = recorded_log_key(input_, genesis);
  log_keys_.emplace(recorded_key, outside_keys_, genesis);
  const std::uint64_t tiles = known_.size / full_tile_width;
  TRY_ASSIGN(const auto nodes, nodes_over(tiles, hash_reader_of_tiles(input_.size, input_.hash_tile)));
  TRY_ASSIGN(tree_, TreeWalk::create_behind(input_.hash_tile, tiles, nodes, book_));
  authors_ =
      std::make_unique<AuthorWalk>(known_.authors, holds_root_by_tiles(input_.size, root, input_.hash_tile), book_);
  if (known_.size % full_tile_width == 0 && known_.size != 0) last_ms_ = known_.recorded_ms;
  TRY(judge_all());
  // What is known afterwards rests on this root, whatever checkpoints the input lists.
  if (tree_->root() != root && book_.problems_of(Check::tree_checkpoints) == 0) {
    book_.problem(Check::tree_checkpoints, Position(input_.size - 1),
                  say("The first {0} entries are not those over which the checkpoint was signed.", {input_.size}));
  }
  ContinuedReport continued{report(), {}};
  continued.known =
      KnownPart{input_.size, root, last_ms_.value_or(0), times_->no_earlier_than_ms(), authors_->places()};
  return continued;
}

}  // namespace

bool VerifyReport::failed() const {
  return std::any_of(checks.begin(), checks.end(), [](const auto& c) { return c.state == CheckState::failed; });
}

std::uint64_t VerifyReport::looked_at() const {
  return std::accumulate(checks.begin(), checks.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const CheckResult& check) { return sum + check.count; });
}

std::uint64_t VerifyReport::not_checked() const {
  return static_cast<std::uint64_t>(std::count_if(checks.begin(), checks.end(), [](const CheckResult& check) {
    return check.state == CheckState::not_checked || check.state == CheckState::incomplete;
  }));
}

bool VerifyReport::incomplete() const {
  return unknown_kinds != 0 || size == 0 || looked_at() == 0 || (needs_outside_key && !trusted_key) ||
         std::any_of(checks.begin(), checks.end(), [](const auto& c) { return c.state == CheckState::incomplete; });
}

bool has_outside_key(const VerifyInput& input) {
  return input.log_key || (input.policy && !input.policy->logs.empty());
}

Result<VerifyReport> verify_log(const VerifyInput& input, const VerifyOptions& options) {
  TRY_ASSIGN(const CheckSet named, checks_named(options.only_checks));
  CheckSet wanted = named & ~package_checks();
  if (wanted.any() && has_outside_key(input)) wanted.set(static_cast<std::size_t>(Check::tree_checkpoints));
  if (wanted.none()) {
    return make_error(ErrorKind::usage, say("These checks are about an auditor's package, and this is none."),
                      say("Name a folder that “sunledger export package” wrote."));
  }
  const auto earlier = options.earlier;
  if (!earlier || earlier->entries <= input.size) {
    Verification verification(input, options, wanted);
    TRY_ASSIGN(VerifyReport report, verification.run());
    if (!verification.earlier_run_differs()) return report;
  }
  // Nothing may be taken from the earlier run: all is verified, and the difference itself is a finding.
  VerifyOptions afresh = options;
  afresh.earlier.reset();
  afresh.keep = nullptr;
  TRY_ASSIGN(VerifyReport report, Verification(input, afresh, wanted).run());
  for (CheckResult& result : report.checks) {
    if (result.check != Check::signatures_valid) continue;
    result.state = CheckState::failed;
    ++result.problem_count;
    const std::uint64_t last = std::min(earlier->entries, input.size);
    result.problems.insert(
        result.problems.begin(),
        Problem{Position(last == 0 ? 0 : last - 1),
                earlier->entries > input.size
                    ? say("An earlier run verified {0} entries of this log; now there are only {1}.",
                          {earlier->entries, input.size})
                    : say("The first {0} entries are not those that an earlier run verified: they were changed since.",
                          {earlier->entries})});
  }
  return report;
}

Result<ContinuedReport> verify_from(const KnownPart& known, const Hash& root, const std::vector<VerifierKey>& log_keys,
                                    const VerifyInput& input, const VerifyOptions& options) {
  return Verification(input, options, checks_of_what_is_new(), known).run_behind(root, log_keys);
}

ReadEntries read_entries_of(const EntrySource& source) {
  return [&source](std::uint64_t first, std::size_t count, EntryChunk& out) {
    const std::size_t end = out.size() + count;
    std::uint64_t position = first;
    while (out.size() < end) {
      const auto walked = source.each_entry(Position(position), [&](const Entry&, BytesView bytes) -> Result<bool> {
        out.add(bytes);
        ++position;
        return out.size() < end;
      });
      if (out.size() == end) return;
      if (walked && position >= source.size()) return;  // there is no more
      // The walk stopped at this entry: damaged bytes are still bytes to be judged.
      if (const auto bytes = source.entry_bytes(Position(position))) {
        out.add(*bytes);
      } else {
        out.add_unreadable(bytes.error().message);
      }
      ++position;
    }
  };
}

}  // namespace sunledger
