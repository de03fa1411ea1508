// What a visit costs for each new entry, beside verifying its signature alone, on top of little and of much that was
// seen; and what a proof costs beside its signatures.

#include <cstdio>
#include <cstdlib>

#include "ledger/audit/follow.h"
#include "ledger/event/entry.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/verify/proof_file.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/bench.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr int rounds = 5;

struct GrowingLog : TestLog {
  GrowingLog() : next(draft(recorder, payment("V", "L1", 100))) {}
  void grow(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      force(recorder, next);
      ++next.envelope.number;
    }
    checkpoint();
    store_tiles();
  }
  ShownLog shown() const { return {checkpoints.rbegin()->second, input()}; }
  Draft next;
};

AuditorState visited(const TestLog& log, const ShownLog& shown) {
  AuditorState state;
  state.log_keys = {log.log_vkey()};
  auto outcome = follow(state, shown, {});
  if (!outcome || outcome->kind != FollowOutcome::Kind::followed) std::abort();
  return outcome->state;
}

struct Cost {
  double entry_us = 0;         // a new entry, on one thread
  double signature_share = 0;  // of it, measured right after
};

Cost visit_cost(const AuditorState& before, const TestLog& log, const ShownLog& shown) {
  std::vector<double> entries, shares;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_seconds();
    const auto outcome = follow(before, shown, {});
    if (!outcome || outcome->kind != FollowOutcome::Kind::followed) std::abort();
    const double visited_at = cpu_seconds();
    for (std::uint64_t at = outcome->from; at < outcome->to; ++at) {
      const auto entry = read_entry(log.entries[at]);
      if (!entry || !verify_event(entry->author, entry->signed_bytes, entry->signature)) std::abort();
    }
    const double visit = visited_at - start;
    entries.push_back(visit * 1e6 / static_cast<double>(outcome->to - outcome->from));
    shares.push_back((cpu_seconds() - visited_at) / visit);
  }
  return {median(entries), median(shares)};
}

}  // namespace

int main() {
  constexpr std::size_t fresh = 2000;
  GrowingLog log;
  double on_few_us = 0;
  for (const std::size_t there : {std::size_t{2'000}, std::size_t{100'000}}) {
    log.grow(there - log.size());
    const AuditorState before = visited(log, log.shown());
    log.grow(fresh);
    const Cost cost = visit_cost(before, log, log.shown());
    report_plain("follow_new_entries_on_" + std::to_string(there), cost.entry_us, "us");
    report_plain("follow_signature_share_on_" + std::to_string(there), cost.signature_share, "ratio");
    if (there == 2'000) {
      on_few_us = cost.entry_us;
    } else {
      report("follow_new_entries_on_many_to_few", cost.entry_us / on_few_us, "ratio", Target::at_most, 1.3);
    }
  }

  const std::uint64_t position = 54'321;
  OfflineProof proof;
  proof.index = position;
  proof.checkpoint_note = log.checkpoints.rbegin()->second;
  auto hashes = inclusion_proof(position, log.size(), hash_reader_of_tiles(log.size(), log.input().hash_tile));
  if (!hashes) return 1;
  proof.hashes = std::move(*hashes);
  const std::string text = format_offline_proof(proof);
  const VerifierKey key = log.log_vkey();
  const auto milliseconds_of = [&](const std::function<void()>& work) {
    constexpr int times = 200;
    return median_of(rounds, [&] {
      const double start = cpu_seconds();
      for (int i = 0; i < times; ++i) work();
      return (cpu_seconds() - start) * 1e3 / times;
    });
  };
  const double whole_ms = milliseconds_of([&] {
    if (!verify_proof(text, log.entries[position], std::span(&key, 1))) std::abort();
  });
  const double signatures_ms = milliseconds_of([&] {
    const auto entry = read_entry(log.entries[position]);
    if (!entry || !verify_event(entry->author, entry->signed_bytes, entry->signature) ||
        !open_checkpoint(proof.checkpoint_note, std::span(&key, 1), verify)) {
      std::abort();
    }
  });
  report("proof_verify_beside_signature", whole_ms - signatures_ms, "ms", Target::at_most, 1);
  return 0;
}
