// What an incremental backup costs on top of little and of much that is there, and how fast a backup becomes a ledger.

#include <cstdlib>

#include "ledger/backup/backup.h"
#include "ledger/backup/restore.h"
#include "tests/support/bench.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr std::size_t fresh = 1000;
constexpr int rounds = 5;

struct GrowingLedger {
  Federation federation;
  std::string backup = federation.folder() / "backup";
  std::size_t vouchers = 0;

  GrowingLedger() { federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000'000)); }
  void grow(std::size_t count) {
    for (std::size_t done = 0; done < count;) {
      std::vector<Ledger::Draft> drafts;
      for (; done < count && drafts.size() < 1000; ++done) {
        drafts.push_back(payment(federation.today(), std::to_string(++vouchers), "康复-01", 1));
      }
      federation.record(federation.recorder(), drafts);
    }
    if (!federation.ledger().checkpoint()) std::abort();
  }
  // Beside the writer, as the command does it. Opening is any command's: it replays at most the write-ahead log.
  double backup_seconds() {
    const auto reader = Ledger::open_to_read(federation.dir());
    if (!reader) std::abort();
    const double start = cpu_seconds();
    if (!make_backup(**reader, backup)) std::abort();
    return cpu_seconds() - start;
  }
  double increment_seconds() {
    return median_of(rounds, [&] {
      grow(fresh);
      return backup_seconds();
    });
  }
};

}  // namespace

int main() {
  GrowingLedger ledger;
  ledger.grow(5'000);
  ledger.backup_seconds();
  const double on_few = ledger.increment_seconds();
  ledger.grow(50'000);
  const double all_new = ledger.backup_seconds();
  const double on_many = ledger.increment_seconds();
  report_plain("backup_1000_new_entries_on_10000", on_few * 1e3, "ms");
  report_plain("backup_1000_new_entries_on_60000", on_many * 1e3, "ms");
  report_plain("backup_50000_new_entries", all_new * 1e3, "ms");
  report("backup_increment_on_many_to_few", on_many / on_few, "ratio", Target::at_most, 1.5);
  const double start = cpu_seconds();
  const auto restored = restore_backup(ledger.backup, ledger.federation.folder() / "restored");
  if (!restored) return 1;
  report_plain("restore_entries_per_cpu_second", static_cast<double>(restored->entries) / (cpu_seconds() - start),
               "1/s");
  return 0;
}
