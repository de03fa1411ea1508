// package.reports: the reports inside, drawn again from the entries. Equal bytes are the usual case; a report that
// differs is redrawn by itself, to say where, or that another version drew it.

#include <set>

#include "ledger/base/in_language.h"
#include "ledger/base/text.h"
#include "ledger/proof/tiles.h"
#include "ledger/proof/tree.h"
#include "ledger/verify/tiles_entries.h"
#include "projections/package/package_checks.h"
#include "projections/package/package_reports.h"
#include "projections/redraw/redraw.h"
#include "projections/redraw/redrawn_text.h"

namespace sunledger {
namespace {

class ReportsCheck {
 public:
  ReportsCheck(const PackageFiles& files, ProblemBook& book)
      : files_(files), book_(book), input_(files.input()), entries_(input_.read_entries, input_.size) {}

  void run() {
    if (input_.size == 0) return;
    const Status drawn = compare_with_drawn();
    if (!drawn) {
      unjudged(say("The entries cannot be read to their end: {0}", {drawn.error().message}));
      return;
    }
    const Status looked = look_for_others();
    if (!looked) problem(looked.error().message);
  }

 private:
  void problem(std::string message) { book_.problem(Check::package_reports, std::nullopt, std::move(message)); }
  void unjudged(std::string message) { book_.unjudged(Check::package_reports, std::nullopt, std::move(message)); }

  Status compare_with_drawn() {
    // Where the language is not known, each report is redrawn by what it says of itself.
    const InLanguage as_written(files_.trailer() ? files_.trailer()->language : std::string());
    const ReportsSource source{entries_, input_.size, [this](std::uint64_t size) { return root(size); }};
    return draw_package_reports(source, [this](const std::string& path, const std::string& text) -> Status {
      known_.insert(path);
      const auto there = files_.folder().read(path, max_reported_bytes);
      if (!there) {
        problem(there.error().message);
      } else if (as_text(*there) == text) {
        book_.count(Check::package_reports, 1);
      } else {
        differing_.push_back(path);
      }
      return {};
    });
  }

  // After the language is the reader's again.
  Status look_for_others() {
    for (const std::string& path : differing_) redraw_alone(path);
    return files_.folder().each_file([this](const std::string& path) -> Status {
      if (path.starts_with("reports/") && known_.count(path) == 0) redraw_alone(path);
      return {};
    });
  }

  void redraw_alone(const std::string& path) {
    const auto there = files_.folder().read(path, max_reported_bytes);
    if (!there) return problem(there.error().message);
    const auto redrawn =
        redraw(as_text(*there), {entries_, files_.tiles().origin(), [this](std::uint64_t size) { return root(size); }});
    book_.count(Check::package_reports, 1);
    if (!redrawn) {
      const std::string why = say("{0}: {1}", {path, redrawn.error().message});
      return redrawn.error().kind == ErrorKind::incomplete ? unjudged(why) : problem(why);
    }
    if (redrawn->stated.position.value + 1 != input_.size) {
      return problem(say("{0} speaks of {1} entries, the package has {2}.",
                         {path, redrawn->stated.position.value + 1, input_.size}));
    }
    const auto error = redrawn_error(*redrawn, path);
    if (!error) return;
    return error->kind == ErrorKind::incomplete ? unjudged(error->message) : problem(error->message);
  }

  Result<Hash> root(std::uint64_t size) const {
    return root_at(size, hash_reader_of_tiles(input_.size, input_.hash_tile));
  }

  const PackageFiles& files_;
  ProblemBook& book_;
  VerifyInput input_;
  TilesEntries entries_;
  std::set<std::string> known_;
  std::vector<std::string> differing_;
};

}  // namespace

void check_reports(const PackageFiles& files, ProblemBook& book) {
  ReportsCheck(files, book).run();
}

}  // namespace sunledger
