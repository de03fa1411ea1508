// The tier above visits a county's ledger: what is new is fetched, verified and kept; what does not hold leaves
// everything as it was.

#include "ledger/anchors/anchor_visit.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/anchors/mirror.h"
#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

namespace fs = std::filesystem;
using Kind = FollowOutcome::Kind;

// A county that publishes, and the tier above with a folder for it.
struct Tiers {
  explicit Tiers(std::size_t payments = 300) { publish(county, payments); }

  void publish(TestLog& log, std::size_t payments) {
    for (std::size_t i = 0; i < payments; ++i) log.pay("L1", 100);
    log.checkpoint();
    log.store_tiles();
    show(log);
  }
  void show(TestLog& log) {
    fs::remove_all(folder / "tiles");
    REQUIRE(export_tiles(log, log.input().hash_tile, log.checkpoints.rbegin()->second, folder / "tiles").ok());
  }
  Result<AnchorVisit> try_to_visit() {
    files = 0;
    const FetchFile below = files_below(folder / "tiles").value();
    const FetchFile counted = [this, below](const std::string& path, std::size_t limit_bytes) {
      ++files;
      return below(path, limit_bytes);
    };
    VerifyOptions options;
    options.threads = 2;
    return visit_anchor(folder / "anchor", county.log_vkey(), counted, options);
  }
  AnchorVisit visit() {
    auto visit = try_to_visit();
    if (!visit) throw std::runtime_error(visit.error().message);
    return std::move(visit).value();
  }
  // How many entries the copy gives under the root of so many of the county's.
  Result<std::uint64_t> copied(std::uint64_t size) {
    const auto root = root_at(size, hash_reader_of_tiles(county.size(), county.input().hash_tile));
    TRY_ASSIGN(const auto entries, MirroredEntries::open(folder / "anchor/mirror", size, root.value()));
    std::uint64_t count = 0;
    TRY(entries->each_entry(Position(0), [&](const Entry&, BytesView bytes) -> Result<bool> {
      if (Bytes(bytes.begin(), bytes.end()) == county.entries[count]) ++count;
      return true;
    }));
    return count;
  }
  std::string kept_state() { return read_file(folder / "anchor/state", longest_state_bytes).value(); }

  TemporaryFolder folder;
  TestLog county;
  std::atomic<std::uint64_t> files = 0;
};

}  // namespace

TEST_CASE("A visit keeps what it verified, and the next one fetches only what is new") {
  Tiers tiers(3000);
  CHECK(tiers.visit().outcome.kind == Kind::followed);
  const std::uint64_t first_size = tiers.county.size();
  CHECK(tiers.copied(first_size).value() == first_size);
  const std::uint64_t first_files = tiers.files;

  tiers.publish(tiers.county, 10);
  const AnchorVisit second = tiers.visit();
  CHECK(second.outcome.kind == Kind::followed);
  CHECK(second.outcome.from == first_size);
  CHECK(second.checkpoint.size == tiers.county.size());
  CHECK(tiers.files < 10);
  CHECK(tiers.files * 2 < first_files);
  CHECK(tiers.copied(tiers.county.size()).value() == tiers.county.size());
  // What stood before can still be counted as it stood.
  CHECK(tiers.copied(first_size).value() == first_size);
}

TEST_CASE("A visit without anything new leaves all as it is") {
  Tiers tiers;
  tiers.visit();
  const std::string before = tiers.kept_state();
  CHECK(tiers.visit().outcome.kind == Kind::nothing_new);
  CHECK(tiers.kept_state() == before);
  CHECK(tiers.copied(tiers.county.size()).value() == tiers.county.size());
}

TEST_CASE("A county that shows fewer entries, or another history, changes nothing here and leaves evidence") {
  Tiers tiers(10);
  TestLog other;  // the same ledger, before it told something else
  for (int i = 0; i < 10; ++i) other.pay("L1", 100);
  const std::string older = other.checkpoint();
  other.store_tiles();
  tiers.publish(tiers.county, 20);
  tiers.visit();
  const std::string before = tiers.kept_state();
  SECTION("fewer") {
    tiers.show(other);
    const AnchorVisit visit = tiers.visit();
    CHECK(visit.outcome.kind == Kind::rolled_back);
    CHECK(path_exists(visit.evidence_path));
  }
  SECTION("another history") {
    tiers.publish(other, 0);
    for (int i = 0; i < 30; ++i) other.pay("L1", 777);
    other.checkpoint();
    other.store_tiles();
    tiers.show(other);
    const AnchorVisit visit = tiers.visit();
    CHECK(visit.outcome.kind == Kind::split_view);
    REQUIRE(visit.outcome.evidence);
    CHECK(check_evidence(*visit.outcome.evidence).ok());
  }
  CHECK(tiers.kept_state() == before);
  CHECK(tiers.copied(tiers.county.size()).value() == tiers.county.size());
}

TEST_CASE("New entries that do not verify are not kept") {
  Tiers tiers;
  tiers.visit();
  const std::uint64_t size = tiers.county.size();
  const std::string before = tiers.kept_state();
  auto draft = tiers.county.draft(tiers.county.recorder, TestLog::payment("forged", "L1", 100));
  tiers.county.force(tiers.county.reviewer, draft);  // signed by somebody else than it says
  tiers.publish(tiers.county, 5);
  CHECK(tiers.visit().outcome.kind == Kind::failed);
  CHECK(tiers.kept_state() == before);
  CHECK(tiers.copied(size).value() == size);
  CHECK_FALSE(tiers.copied(tiers.county.size()).ok());
}

TEST_CASE("Entries that were verified cannot come differently later") {
  Tiers tiers(100);
  tiers.visit();
  const std::uint64_t size = tiers.county.size();
  tiers.publish(tiers.county, 20);
  // The bundle with the new entries begins with old ones; one byte of those is another.
  const std::string bundle = tiers.folder / ("tiles/" + tile_path(tile_in_tree(entries_level, 0, tiers.county.size())));
  std::string bytes = read_file(bundle, 1 << 26).value();
  bytes[300] = static_cast<char>(bytes[300] ^ 1);
  REQUIRE(replace_file(bundle, bytes).ok());
  CHECK(tiers.visit().outcome.kind == Kind::failed);
  CHECK(tiers.copied(size).value() == size);
}

TEST_CASE("The copy itself refuses other bytes for what it keeps") {
  TemporaryFolder folder;
  const auto lay = [&](const std::string& path, const std::string& content) -> Status {
    TRY_ASSIGN(const auto mirror, Mirror::open(folder / "mirror"));
    const FetchFile fetch = mirror->laying_aside([&](const std::string&, std::size_t) -> Result<Bytes> {
      const BytesView bytes = as_bytes(content);
      return Bytes(bytes.begin(), bytes.end());
    });
    TRY(fetch(path, 1000));
    return mirror->keep("a note");
  };
  CHECK(lay("tile/entries/000.p/2", "ab").ok());
  CHECK(lay("tile/entries/000.p/3", "abc").ok());
  CHECK_FALSE(path_exists(folder / "mirror/tile/entries/000.p/2"));
  CHECK(lay("tile/entries/000", "axcd").error().kind == ErrorKind::corrupt);
  CHECK_FALSE(path_exists(folder / "mirror/tile/entries/000"));
  CHECK(lay("tile/entries/000", "abcd").ok());
  CHECK(lay("tile/entries/000.p/2", "ab").ok());
  CHECK(lay("tile/entries/000.p/2", "ax").error().kind == ErrorKind::corrupt);
}

TEST_CASE("A visit that was killed before its state was kept is done again") {
  Tiers tiers;
  tiers.visit();
  const std::string before = tiers.kept_state();
  tiers.publish(tiers.county, 50);
  tiers.visit();
  REQUIRE(replace_file(tiers.folder / "anchor/state", before).ok());
  REQUIRE(create_folder(tiers.folder / "anchor/mirror/incoming/tile/entries").ok());
  REQUIRE(replace_file(tiers.folder / "anchor/mirror/incoming/tile/entries/000", "half of it").ok());
  CHECK(tiers.visit().outcome.kind == Kind::followed);
  CHECK(tiers.copied(tiers.county.size()).value() == tiers.county.size());
}

TEST_CASE("A copy that was damaged gives no figures") {
  Tiers tiers(600);
  tiers.visit();
  const std::string bundle = tiers.folder / "anchor/mirror/tile/entries/001";
  std::string bytes = read_file(bundle, 1 << 26).value();
  bytes[5000] = static_cast<char>(bytes[5000] ^ 1);
  REQUIRE(replace_file(bundle, bytes).ok());
  const auto copied = tiers.copied(tiers.county.size());
  REQUIRE_FALSE(copied.ok());
  CHECK(copied.error().kind == ErrorKind::corrupt);
}

TEST_CASE("The log of another key is not followed under this anchor") {
  Tiers tiers;
  TestLog stranger("demo.example/stranger");
  tiers.publish(stranger, 3);
  CHECK(tiers.try_to_visit().error().kind == ErrorKind::conflict);
}

TEST_CASE("No id of an anchor leads out of the ledger's folder") {
  CHECK(anchor_folder("L", "sixian-2") == "L/anchors/sixian-2");
  for (const std::string id : {"../x", "a/b", ".", "泗县", "A", ""}) {
    const std::string folder = anchor_folder("L", id);
    CHECK(folder.starts_with("L/anchors/_"));
    CHECK(folder.substr(10).find_first_of("./") == std::string::npos);
  }
}
