// What verifying a package costs beside the bare Ed25519 verification of its events, how fast its structure alone is
// read, and how fast it is written. The files are in the page cache: what is measured is judging, not a disk.

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "ledger/event/entry.h"
#include "tests/projections/package/package_story.h"
#include "tests/support/bench.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

// The same messages verified with nothing around it.
double bare_seconds(const TestLog& log) {
  const std::string_view domain("sunledger/event/v1\0", 19);
  Bytes message(domain.begin(), domain.end());
  const double start = cpu_seconds();
  std::size_t valid = 0;
  for (const Bytes& bytes : log.entries) {
    const auto entry = read_entry(bytes);
    if (!entry) std::abort();
    message.resize(domain.size());
    message.insert(message.end(), entry->signed_bytes.begin(), entry->signed_bytes.end());
    valid += crypto_sign_verify_detached(entry->signature.bytes.data(), message.data(), message.size(),
                                         entry->author.bytes.data()) == 0;
  }
  const double seconds = cpu_seconds() - start;
  if (valid != log.size()) std::abort();
  return seconds;
}

struct Spent {
  double cpu = 0, wall = 0;
};

Spent verify_seconds(const Packed& packed, unsigned threads, const std::vector<std::string>& only) {
  VerifyOptions options;
  options.threads = threads;
  options.only_checks = only;
  const double cpu = cpu_seconds();
  const double wall = wall_seconds();
  const auto report = verify_package({packed.dir(), packed.log.log_vkey(), std::nullopt}, options);
  if (!report || report->failed() || report->incomplete()) std::abort();
  return {cpu_seconds() - cpu, wall_seconds() - wall};
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000;
  constexpr int rounds = 5;
  const Packed packed("demo.example/county", count);
  const std::vector<std::string> structure = {"entries", "tree", "package.complete"};
  const std::vector<std::string> own = {"package"};
  const auto entries = static_cast<double>(packed.log.size());

  std::vector<double> ratios, rates, bare, whole, said, written;
  for (int round = 0; round < rounds; ++round) {
    // One after the other in the same round, so that all meet the same machine.
    const double bare_cpu = bare_seconds(packed.log);
    const Spent one = verify_seconds(packed, 1, {});
    const Spent own_one = verify_seconds(packed, 1, own);
    const Spent structure_two = verify_seconds(packed, 2, structure);
    const double start = wall_seconds();
    if (!write_package(source_of(packed.log), packed.folder / "again")) std::abort();
    written.push_back(entries / (wall_seconds() - start));
    fs::remove_all(packed.folder / "again");
    ratios.push_back(bare_cpu / one.cpu);
    rates.push_back(entries / structure_two.wall);
    bare.push_back(bare_cpu / entries * 1e6);
    whole.push_back(one.cpu / entries * 1e6);
    said.push_back(own_one.cpu / entries * 1e6);
  }
  report_plain("package_bare_signature", median(bare), "us");
  report_plain("package_whole_entry", median(whole), "us");
  report_plain("package_own_checks_entry", median(said), "us");
  report_plain("package_written", median(written), "entries/s");
  report("package_signature_ratio", median(ratios), "ratio", Target::at_least, 0.9);
  report("package_structure_rate", median(rates), "entries/s", Target::at_least, 800'000);
  report_plain("package_anonymous_memory", anonymous_mb(), "MB");
}
