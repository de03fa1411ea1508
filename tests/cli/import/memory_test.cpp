// A million rows in flat memory. Peak memory is a property of the whole process, so these run in a child of their own.

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "cli/import/key_sorter.h"
#include "cli/import/spill.h"
#include "table_fixture.h"

using namespace sunledger;
using namespace sunledger::test;

namespace {

constexpr std::uint64_t rows_written = 1'000'000;
constexpr long allowed_kib = 32 * 1024;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memory_is_ours = false;  // the sanitizer's own memory would be measured
#else
constexpr bool memory_is_ours = true;
#endif

// A line of /proc/self/status: "VmRSS:" now, "VmHWM:" the most since the peak was forgotten.
long status_kib(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stol(line.substr(name.size()));
  }
  return -1;
}

// Runs in a child; its peak memory may grow by 32 MiB at most.
bool stays_small(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::ofstream("/proc/self/clear_refs") << "5";  // forget the peak (proc(5))
    const long before = status_kib("VmRSS:");
    const bool done = work();
    const bool small = status_kib("VmHWM:") - before < allowed_kib;
    ::_exit(done && (small || !memory_is_ours) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a CSV file of a million rows is read in flat memory") {
  const Folder folder;
  const std::string path = folder.path("a.csv");
  {
    std::ofstream out(path, std::ios::binary);
    out << "voucher,date,amount,memo\n";
    for (std::uint64_t i = 0; i < rows_written; ++i)
      out << "2025-" << i << ",2025-03-01," << i << ".05,\"轮椅, 第二批\"\n";
  }
  CHECK(stays_small([&] {
    auto reader = TableReader::open(path, payment_columns());
    if (!reader) return false;
    std::uint64_t rows = 0;
    for (;;) {
      const auto row = (*reader)->next();
      if (!row || (*row && !(*row)->problems.empty())) return false;
      if (!*row) return rows == rows_written;
      ++rows;
    }
  }));
}

TEST_CASE("a million records are put aside and a million keys compared in flat memory") {
  CHECK(stays_small([] {
    auto spill = SpillFile::create();
    DuplicateFinder finder;
    if (!spill) return false;
    Bytes record(100, 1);
    for (std::uint64_t i = 0; i < rows_written; ++i) {
      Hash key;
      const std::uint64_t number = (i == rows_written - 1 ? 12345 : i) * 0x9E3779B97F4A7C15ULL;
      std::memcpy(key.bytes.data(), &number, sizeof number);
      if (!spill->append(record) || !finder.add(key, i)) return false;
    }
    if (!finder.sort() || !spill->rewind()) return false;
    const auto duplicate = finder.next();
    if (!duplicate || !*duplicate || (*duplicate)->first_row != 12345 || (*duplicate)->row != rows_written - 1)
      return false;
    if (const auto other = finder.next(); !other || *other) return false;
    for (std::uint64_t i = 0; i < rows_written; ++i) {
      if (const auto got = spill->next(); !got || !*got) return false;
    }
    return true;
  }));
}
