#pragma once
// The checks of what a package says about its log. Each writes what it finds into the book, its own page only.

#include <functional>

#include "ledger/verify/problem_book.h"
#include "projections/package/package_files.h"

namespace sunledger {

// package.complete: trailer, SHA256SUMS, checkpoint and files say the same, and no file is there that they don't name.
void check_complete(const PackageFiles& files, ProblemBook& book);

// package.totals and package.history, as far as the book wants them, in one pass over the entries.
void check_what_entries_say(const PackageFiles& files, ProblemBook& book,
                            const std::function<void(std::uint64_t done)>& progress);

// package.reports.
void check_reports(const PackageFiles& files, ProblemBook& book);

}  // namespace sunledger
