// An import of a million payments: rows judged and recorded a second, and memory, which must not grow with the file.
// A first argument gives another number of rows.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "cli/import/import.h"
#include "cli/import/kinds/kinds.h"
#include "tests/support/bench.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr int lines = 50;

void write_payments(const std::string& path, std::uint64_t rows, Day day) {
  std::ofstream out(path, std::ios::binary);
  out << "voucher,date,line,payee,account_tail,purpose,memo,amount,method\n";
  for (std::uint64_t i = 0; i < rows; ++i) {
    out << 'V' << i << ',' << to_text(day) << ",P" << i % lines
        << ",阳光托养服务中心,6217,care,居家托养服务,1.00,treasury\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  Federation federation;
  for (int i = 0; i < lines; ++i) {
    federation.record(federation.recorder(), budget_line(year_of(federation.today()), "P" + std::to_string(i),
                                                         100'000'000'000, schema::LineKind::BASIC_PUBLIC));
  }
  ImportRequest request;
  request.kind = import_kind("payments");
  request.file = federation.folder() / "payments.csv";
  request.day = federation.today();
  request.scratch_dir = federation.folder().path();
  write_payments(request.file, rows, federation.today());

  const double before = anonymous_mb();
  double judging_peak = before;
  double peak = before;
  std::uint64_t calls = 0;
  const auto outcome = run_import(federation.ledger(), federation.recorder().key, request,
                                  [&](ImportPhase phase, std::uint64_t, std::uint64_t) {
                                    if (++calls % 10 != 0) return true;
                                    peak = std::max(peak, anonymous_mb());
                                    if (phase == ImportPhase::judging) judging_peak = peak;
                                    return true;
                                  });
  if (!outcome.ok() || outcome->end != ImportOutcome::End::recorded) {
    std::fprintf(stderr, "%s\n",
                 outcome.ok() ? outcome->report.to_lines().front().c_str() : outcome.error().message.c_str());
    return 1;
  }
  const auto a_second = [&](std::uint64_t milliseconds) {
    return static_cast<double>(rows) * 1000 / static_cast<double>(std::max<std::uint64_t>(milliseconds, 1));
  };
  report_plain("import_judged", a_second(outcome->judging_ms), "rows/s");
  report_plain("import_recorded", a_second(outcome->recording_ms), "events/s");
  report("import_judging_memory", judging_peak - before, "MB", Target::at_most, 64);
  // As in ledger_bench: 64 MB beyond the store's block cache, which may hold 32 MB and is part of this figure.
  report("import_memory_beyond_start", peak - before, "MB", Target::at_most, 64 + 32);
}
