#pragma once
// What an auditor does in stories: visits a log and keeps the state.

#include <atomic>
#include <stdexcept>

#include "ledger/audit/follow.h"
#include "tests/ledger/verify/test_log.h"

namespace sunledger::testing {

inline VerifierKey witness_key(const SecretKey& key, const std::string& name) {
  return {name, NoteKeyType::cosignature_v1, key.public_key()};
}

class Auditor {
 public:
  explicit Auditor(const VerifierKey& log_key) { state.log_keys = {log_key}; }

  // Looks at what the log shows now; keeps the state as visit() would. Throws on an Error.
  FollowOutcome visit(const TestLog& log, unsigned threads = 2) {
    auto outcome = try_to_visit(log, threads);
    if (!outcome) throw std::runtime_error(outcome.error().message);
    return std::move(outcome).value();
  }
  Result<FollowOutcome> try_to_visit(const TestLog& log, unsigned threads = 2) {
    ShownLog shown{log.checkpoints.rbegin()->second, log.input()};
    shown.input.log_key.reset();  // the auditor has its own
    shown.input.size = log.checkpoints.rbegin()->first;
    shown.input.hash_tile = [this, tiles = shown.input.hash_tile](const Tile& tile) {
      ++tiles_read;
      return tiles(tile);
    };
    shown.input.read_entries = [this, entries = shown.input.read_entries](std::uint64_t first, std::size_t count,
                                                                          EntryChunk& out) {
      entries_read += count;
      entries(first, count, out);
    };
    VerifyOptions options;
    options.threads = threads;
    tiles_read = entries_read = 0;
    auto outcome = follow(state, shown, options);
    if (outcome && outcome->moved()) state = outcome->state;
    return outcome;
  }

  AuditorState state;
  std::atomic<std::uint64_t> tiles_read = 0, entries_read = 0;
};

}  // namespace sunledger::testing
