#include "projections/package/verify_package.h"

#include <algorithm>
#include <thread>

#include "ledger/base/text.h"
#include "ledger/verify/tiles_entries.h"
#include "projections/package/package_checks.h"
#include "projections/package/package_files.h"
#include "projections/redraw/submitted_figures.h"

namespace sunledger {
namespace {

// A package that cannot even be opened is a damaged one.
Result<std::unique_ptr<PackageFiles>> opened(const std::string& dir) {
  auto files = PackageFiles::open(dir);
  if (files) return files;
  Error error = std::move(files).error();
  if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::not_found) error.kind = ErrorKind::corrupt;
  return error;
}

Result<CheckSet> wanted_of(const VerifyOptions& options) {
  TRY_ASSIGN(CheckSet wanted, checks_named(options.only_checks));
  if (!options.only_checks.empty()) return wanted;
  for (const Check own : {Check::files_intact, Check::facts_recomputed}) wanted.reset(static_cast<std::size_t>(own));
  return wanted;
}

std::vector<std::string> names_of(const CheckSet& checks) {
  std::vector<std::string> names;
  for (const CheckText& text : check_table()) {
    if (has(checks, text.check)) names.emplace_back(text.name);
  }
  return names;
}

// The log's own checks; where none of them is wanted, a report that names the log only.
Result<VerifyReport> verify_log_inside(const PackageFiles& files, const PackageToVerify& package,
                                       const VerifyOptions& options, const CheckSet& wanted) {
  VerifyInput input = files.input();
  input.log_key = package.log_key;
  input.policy = package.policy;
  const TilesEntries entries(input.read_entries, input.size);
  input.judge_reports = judge_reports_of(entries);
  CheckSet of_the_log = wanted & ~package_checks();
  if (has_outside_key(input)) of_the_log.set(static_cast<std::size_t>(Check::tree_checkpoints));
  if (of_the_log.none()) {
    VerifyReport report;
    report.origin = files.tiles().origin();
    report.size = files.tiles().size();
    return report;
  }
  VerifyOptions how = options;
  how.only_checks = names_of(of_the_log);
  return verify_log(input, how);
}

}  // namespace

Result<Checkpoint> checkpoint_of_package(const std::string& dir) {
  TRY_ASSIGN(const auto files, opened(dir));
  TRY_ASSIGN(const Note note, parse_note(files->tiles().note()));
  return parse_checkpoint(note.text);
}

Result<VerifyReport> verify_package(const PackageToVerify& package, const VerifyOptions& options) {
  TRY_ASSIGN(const CheckSet wanted, wanted_of(options));
  TRY_ASSIGN(const auto files, opened(package.dir));
  ProblemBook book(wanted & package_checks());
  // Beside the log's own checks, where there is a thread for it.
  std::thread beside;
  if (book.wants(Check::package_complete)) {
    if (options.threads > 1) beside = std::thread([&] { check_complete(*files, book); });
    if (options.threads <= 1) check_complete(*files, book);
  }
  auto verified = verify_log_inside(*files, package, options, wanted);
  if (beside.joinable()) beside.join();
  TRY_ASSIGN(VerifyReport report, std::move(verified));
  if (book.wants(Check::package_totals) || book.wants(Check::package_history)) {
    check_what_entries_say(*files, book, nullptr);
  }
  if (book.wants(Check::package_reports)) check_reports(*files, book);
  for (CheckResult& result : book.results()) report.checks.push_back(std::move(result));
  std::sort(report.checks.begin(), report.checks.end(),
            [](const CheckResult& a, const CheckResult& b) { return a.check < b.check; });
  report.needs_outside_key = true;
  return report;
}

}  // namespace sunledger
