#pragma once
// What every benchmark prints and how it measures: medians of several runs, ratios against this machine's own limit in
// the same run. Timing never decides a test.

#include <functional>
#include <string>
#include <vector>

namespace sunledger::testing {

double wall_seconds();
double cpu_seconds();  // of this process, all threads
// Anonymous memory of this process in MB (RssAnon): mapped files and page cache left out.
double anonymous_mb();

double median(std::vector<double> values);
// The median of `runs` results of `measure`.
double median_of(int runs, const std::function<double()>& measure);

enum class Target { at_least, at_most };
// BENCH <name> <value> <unit> target <op> <value> pass|miss
void report(const std::string& name, double value, const std::string& unit, Target op, double target);
// A figure without a target, for reading beside the others: "-" stands for target and verdict.
void report_plain(const std::string& name, double value, const std::string& unit);

}  // namespace sunledger::testing
