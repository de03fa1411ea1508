// What it costs the tier above to follow a hundred counties of a hundred thousand events each when each has a hundred
// new ones, beside counties that have hardly begun; and to sum them.

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "ledger/anchors/anchor_visit.h"
#include "ledger/anchors/mirror.h"
#include "ledger/export_tiles.h"
#include "projections/reports/rollup.h"
#include "projections/views/view_store.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/bench.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t counties = 100;
constexpr std::size_t fresh = 100;

struct GrowingLog : TestLog {
  GrowingLog() : next(draft(recorder, payment("V", "L1", 100))) {}
  void grow(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      force(recorder, next);
      ++next.envelope.number;
    }
    checkpoint();
    store_tiles();
  }
  void publish(const std::string& folder) {
    fs::remove_all(folder);
    if (!export_tiles(*this, input().hash_tile, checkpoints.rbegin()->second, folder)) std::abort();
  }
  Draft next;
};

std::string county(const std::string& dir, std::size_t i) {
  return anchor_folder(dir, "c" + std::to_string(i));
}

AnchorVisit visit(const TestLog& log, const std::string& folder, const std::string& tiles) {
  auto files = files_below(tiles);
  if (!files) std::abort();
  auto done = visit_anchor(folder, log.log_vkey(), *files, {});
  if (!done || done->outcome.kind != FollowOutcome::Kind::followed) std::abort();
  return std::move(*done);
}

struct Cost {
  double cpu_seconds = 0, wall_seconds = 0;
};

// All counties have so many entries and are known; then each has `fresh` more.
Cost cost_of_following(GrowingLog& log, std::size_t there, const std::string& dir, const std::string& tiles) {
  log.grow(there - log.size());
  log.publish(tiles);
  visit(log, county(dir, 0), tiles);
  // The others are the same county again: linked, since files are replaced and never written into.
  for (std::size_t i = 1; i < counties; ++i) {
    fs::copy(county(dir, 0), county(dir, i), fs::copy_options::recursive | fs::copy_options::create_hard_links);
  }
  log.grow(fresh);
  log.publish(tiles);
  const double cpu = cpu_seconds(), wall = wall_seconds();
  for (std::size_t i = 0; i < counties; ++i) visit(log, county(dir, i), tiles);
  return {cpu_seconds() - cpu, wall_seconds() - wall};
}

double rollup_seconds(const TestLog& log, const std::string& dir) {
  const auto root = root_at(log.size(), hash_reader_of_tiles(log.size(), log.input().hash_tile));
  if (!root) std::abort();
  std::map<std::string, FollowedLedger> followed;
  for (std::size_t i = 0; i < counties; ++i) {
    FollowedLedger& ledger = followed["c" + std::to_string(i)];
    ledger.sound.position = ledger.last.position = 1;
    ledger.sound.size = log.size();
    ledger.sound.root = *root;
  }
  read_followed(followed, dir, true);  // folds and saves, as the visits of "anchor follow" do
  const double start = wall_seconds();
  for (const RolledUpLedger& one : read_followed(followed, dir, true)) {
    if (!one.accounts) std::abort();
  }
  return wall_seconds() - start;
}

}  // namespace

int main() {
  TemporaryFolder folder;
  double few_seconds = 0;
  for (const std::size_t there : {std::size_t{1'000}, std::size_t{100'000}}) {
    GrowingLog log;
    const std::string dir = folder / std::to_string(there), tiles = folder / "tiles";
    const Cost cost = cost_of_following(log, there, dir, tiles);
    report_plain("follow_100_counties_of_" + std::to_string(there) + "_wall", cost.wall_seconds, "s");
    report_plain("follow_100_counties_of_" + std::to_string(there) + "_new_entry",
                 cost.cpu_seconds * 1e6 / counties / fresh, "us");
    if (there == 1'000) {
      few_seconds = cost.cpu_seconds;
      continue;
    }
    report("follow_100_counties_many_to_few", cost.cpu_seconds / few_seconds, "ratio", Target::at_most, 1.5);
    report_plain("roll_up_100_counties", rollup_seconds(log, dir), "s");
  }
  return 0;
}
