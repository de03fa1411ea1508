// How close verification comes to bare Ed25519 verification, how two threads share it, and how fast the structure alone
// is read. Payments on a few lines, in memory: what is measured is judging, not a disk.

#include <sodium.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "ledger/event/entry.h"
#include "ledger/verify/verify.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/bench.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

// The same messages verified with nothing around it.
double bare_seconds(const TestLog& log) {
  const std::string_view domain("sunledger/event/v1\0", 19);
  std::array<unsigned char, 4096> message{};
  std::memcpy(message.data(), domain.data(), domain.size());
  const double start = cpu_seconds();
  std::size_t valid = 0;
  for (const Bytes& bytes : log.entries) {
    const auto entry = read_entry(bytes);
    if (!entry || entry->signed_bytes.size() > message.size() - domain.size()) continue;
    std::memcpy(message.data() + domain.size(), entry->signed_bytes.data(), entry->signed_bytes.size());
    valid += crypto_sign_verify_detached(entry->signature.bytes.data(), message.data(),
                                         domain.size() + entry->signed_bytes.size(), entry->author.bytes.data()) == 0;
  }
  const double seconds = cpu_seconds() - start;
  if (valid < log.size() - 1) std::abort();  // the charter's entry is longer than the buffer
  return seconds;
}

struct Spent {
  double cpu = 0, wall = 0;
};

Spent verify_seconds(const VerifyInput& input, unsigned threads, const std::vector<std::string>& only) {
  const double cpu = cpu_seconds();
  const double wall = wall_seconds();
  const VerifyReport report = verify_now(input, threads, only);
  if (report.failed()) std::abort();
  return {cpu_seconds() - cpu, wall_seconds() - wall};
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000;
  constexpr int rounds = 5;
  TestLog log;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 1000 == 0) log.checkpoint();
    log.pay(i % 3 == 0 ? "L1" : i % 3 == 1 ? "L2" : "L3", 100);
  }
  log.checkpoint();
  log.store_tiles();
  log.store_facts();
  const VerifyInput input = log.input();
  const std::vector<std::string> structure = {"entries", "tree"};
  const auto entries = static_cast<double>(log.size());

  std::vector<double> ratios, two_threads, speedups, rates, bare, whole, structural;
  for (int round = 0; round < rounds; ++round) {
    // One after the other in the same round, so that all meet the same machine.
    const double bare_cpu = bare_seconds(log);
    const Spent one = verify_seconds(input, 1, {});
    const Spent two = verify_seconds(input, 2, {});
    const Spent structure_one = verify_seconds(input, 1, structure);
    const Spent structure_two = verify_seconds(input, 2, structure);
    ratios.push_back(bare_cpu / one.cpu);
    two_threads.push_back(one.wall / two.wall);
    speedups.push_back(one.cpu / structure_one.cpu);
    rates.push_back(entries / structure_two.wall);
    bare.push_back(bare_cpu / entries * 1e6);
    whole.push_back(one.cpu / entries * 1e6);
    structural.push_back(structure_one.cpu / entries * 1e6);
  }
  report_plain("verify_bare_signature", median(bare), "us");
  report_plain("verify_whole_entry", median(whole), "us");
  report_plain("verify_structure_entry", median(structural), "us");
  report("verify_signature_ratio", median(ratios), "ratio", Target::at_least, 0.9);
  report("verify_two_threads", median(two_threads), "ratio", Target::at_least, 1.7);
  report("verify_structure_speedup", median(speedups), "ratio", Target::at_least, 25);
  report("verify_structure_rate", median(rates), "entries/s", Target::at_least, 800'000);
  report_plain("verify_anonymous_memory", anonymous_mb(), "MB");
}
