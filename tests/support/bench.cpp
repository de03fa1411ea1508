#include "tests/support/bench.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace sunledger::testing {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

double wall_seconds() {
  return seconds_of(CLOCK_MONOTONIC);
}
double cpu_seconds() {
  return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double anonymous_mb() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("RssAnon:", 0) == 0) return std::stod(line.substr(8)) / 1024;
  }
  return 0;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double median_of(int runs, const std::function<double()>& measure) {
  std::vector<double> values;
  for (int i = 0; i < runs; ++i) values.push_back(measure());
  return median(std::move(values));
}

void report(const std::string& name, double value, const std::string& unit, Target op, double target) {
  const bool pass = op == Target::at_least ? value >= target : value <= target;
  std::printf("BENCH %s %.4g %s target %s %.4g %s\n", name.c_str(), value, unit.c_str(),
              op == Target::at_least ? ">=" : "<=", target, pass ? "pass" : "miss");
  std::fflush(stdout);
}

void report_plain(const std::string& name, double value, const std::string& unit) {
  std::printf("BENCH %s %.4g %s target - - -\n", name.c_str(), value, unit.c_str());
  std::fflush(stdout);
}

}  // namespace sunledger::testing
