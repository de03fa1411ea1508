// A log exported as tiles verifies from the folder; whatever is missing, too large or misleading there is named.

#include "ledger/verify/tiles_folder.h"

#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "tiles.XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  std::string path;
  std::string operator/(const std::string& name) const { return path + "/" + name; }
};

Result<ExportedTiles> export_to(const std::string& dir, const TestLog& log, const std::string& note) {
  return export_tiles(log, log.input().hash_tile, note, dir);
}

struct Exported {
  explicit Exported(std::size_t payments = 300) {
    for (std::size_t i = 0; i < payments; ++i) log.pay("L1", 100);
    log.checkpoint();
    log.store_tiles();
    const auto done = export_to(dir.path, log, log.checkpoints.rbegin()->second);
    REQUIRE(done.ok());
    CHECK(done->size == log.size());
  }
  VerifyReport verify(std::vector<std::string> only = {"entries", "tree"}) const {
    const auto folder = TilesFolder::open(dir.path);
    REQUIRE(folder.ok());
    VerifyInput input = (*folder)->input();
    input.log_key = log.log_vkey();
    return verify_now(input, 2, std::move(only));
  }
  TestLog log;
  Folder dir;
};

void write(const std::string& path, const std::string& content) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

std::string content_of(const std::string& path) {
  return read_file(path, 64 << 20).value();
}

}  // namespace

TEST_CASE("an exported log verifies from its tiles") {
  const Exported exported;
  const VerifyReport report = exported.verify({});
  CHECK(failures(report).empty());
  CHECK_FALSE(report.incomplete());
  CHECK(report.size == 310);
  CHECK(result_of(report, Check::rules_replayed).count == 310);
  CHECK(result_of(report, Check::facts_recomputed).state == CheckState::not_checked);
  // Exactly the files of C2SP tlog-tiles for 310 entries.
  for (const char* name :
       {"checkpoint", "tile/entries/000", "tile/entries/001.p/54", "tile/0/000", "tile/0/001.p/54", "tile/1/000.p/1"}) {
    CAPTURE(name);
    CHECK(fs::is_regular_file(exported.dir / name));
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(exported.dir.path)) files += entry.is_regular_file();
  CHECK(files == 6);
}

TEST_CASE("every file of an export that is flipped, cut, lengthened or gone is found") {
  const Exported exported;
  for (const char* name :
       {"tile/entries/000", "tile/entries/001.p/54", "tile/0/000", "tile/0/001.p/54", "tile/1/000.p/1"}) {
    CAPTURE(name);
    const std::string path = exported.dir / name;
    const std::string sound = content_of(path);
    std::string changed = sound;
    changed[sound.size() / 2] = static_cast<char>(changed[sound.size() / 2] ^ 4);
    for (const std::string& content :
         {changed, sound.substr(0, sound.size() - 1), sound + "x", sound + sound, std::string()}) {
      write(path, content);
      CHECK(exported.verify().failed());
    }
    fs::remove(path);
    CHECK(exported.verify().failed());
    write(path, sound);
    CHECK_FALSE(exported.verify().failed());
  }
}

TEST_CASE("a bundle that cannot be read names its range, and the rest is judged") {
  const Exported exported;
  fs::remove(exported.dir / "tile/entries/000");
  const VerifyReport report = exported.verify();
  CHECK(result_of(report, Check::entries_readable).problem_count == 256);
  CHECK(result_of(report, Check::entries_readable).problems[0].position == Position(0));
  CHECK(result_of(report, Check::entries_readable).problems[0].message.find("tile/entries/000") != std::string::npos);
  CHECK(result_of(report, Check::entries_encoding).count == 54);
  CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::ok);  // its stored hashes are sound
}

TEST_CASE("the full tile may stand for the partial one that it replaced") {
  Exported exported(200);
  const std::string old_note = content_of(exported.dir / "checkpoint");
  for (int i = 0; i < 100; ++i) exported.log.pay("L2", 100);
  exported.log.checkpoint();
  exported.log.store_tiles();
  REQUIRE(export_to(exported.dir.path, exported.log, exported.log.checkpoints.rbegin()->second).ok());
  for (const char* name : {"tile/entries/000.p", "tile/0/000.p"}) fs::remove_all(exported.dir / name);
  write(exported.dir / "checkpoint", old_note);
  const VerifyReport report = exported.verify();
  CHECK(failures(report).empty());
  CHECK(report.size == 210);
}

TEST_CASE("symbolic links inside a folder of tiles are refused") {
  const Exported exported;
  const std::string outside = exported.dir / "elsewhere";
  fs::rename(exported.dir / "tile/0/000", outside);
  fs::create_symlink(outside, exported.dir / "tile/0/000");
  CHECK(exported.verify().failed());
  fs::remove(exported.dir / "tile/0/000");
  fs::rename(outside, exported.dir / "tile/0/000");
  CHECK_FALSE(exported.verify().failed());
  fs::rename(exported.dir / "tile/entries", exported.dir / "moved");
  fs::create_directory_symlink(exported.dir / "moved", exported.dir / "tile/entries");
  CHECK(exported.verify().failed());
}

TEST_CASE("a folder without a checkpoint, or with something else in its place, is no log") {
  const Exported exported;
  const std::string path = exported.dir / "checkpoint";
  fs::remove(path);
  CHECK(TilesFolder::open(exported.dir.path).error().kind == ErrorKind::not_found);
  write(path, "demo.example/county\n310\n");
  CHECK_FALSE(TilesFolder::open(exported.dir.path).ok());
  write(path, std::string(2 << 20, 'x'));
  CHECK_FALSE(TilesFolder::open(exported.dir.path).ok());
  fs::remove(path);
  fs::create_directory(path);
  CHECK_FALSE(TilesFolder::open(exported.dir.path).ok());
  CHECK(TilesFolder::open(exported.dir / "nowhere").error().kind == ErrorKind::not_found);
}

TEST_CASE("a checkpoint that claims more than there is fails") {
  const Exported exported;
  TestLog larger;
  for (int i = 0; i < 900; ++i) larger.pay("L1", 100);
  write(exported.dir / "checkpoint", larger.checkpoint());
  CHECK(exported.verify().failed());
}

TEST_CASE("a checkpoint that claims any size at all ends the verification at what is there") {
  const Exported exported;
  const std::string sound = content_of(exported.dir / "checkpoint");
  const std::size_t size_begins = sound.find('\n') + 1;
  const std::size_t size_ends = sound.find('\n', size_begins);
  for (const char* claimed : {"5000000000", "18446744073709551615"}) {
    write(exported.dir / "checkpoint", sound.substr(0, size_begins) + claimed + sound.substr(size_ends));
    // Of the bundle that is there in part only nothing counts: it has not the width that the claimed size asks for.
    const VerifyReport report = exported.verify({});
    CAPTURE(claimed, failures(report));
    const CheckResult& readable = result_of(report, Check::entries_readable);
    CHECK(readable.state == CheckState::failed);
    CHECK(readable.problems[0].position == Position(256));
    CHECK(readable.problem_count < 100'000);
    CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::failed);
    CHECK_FALSE(report.root);
    // Whichever check is asked for alone: none passes.
    for (const CheckText& text : check_table()) {
      if (has(package_checks(), text.check) || text.check == Check::files_intact) continue;
      CAPTURE(text.name);
      const VerifyReport alone = exported.verify({text.name});
      CHECK((alone.failed() || alone.incomplete()));
    }
  }
}

TEST_CASE("behind many bundles that are gone, what is there is judged as long as its hashes are") {
  const Exported exported(256 * 66);
  for (int bundle = 1; bundle < 66; ++bundle) {
    fs::remove(exported.dir / ("tile/entries/" + std::string(bundle < 10 ? "00" : "0") + std::to_string(bundle)));
  }
  const VerifyReport report = exported.verify();
  CHECK(result_of(report, Check::entries_readable).problem_count == std::uint64_t{256} * 65);
  CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::ok);
}

TEST_CASE("an export that is repeated writes nothing again, and one that was stopped is completed") {
  Exported exported;
  const std::string note = exported.log.checkpoints.rbegin()->second;
  const auto again = export_to(exported.dir.path, exported.log, note);
  REQUIRE(again.ok());
  CHECK(again->written == 0);
  CHECK(again->kept == 5);
  // Stopped before the checkpoint, with half a file left over.
  fs::remove(exported.dir / "checkpoint");
  write(exported.dir / "tile/0/000", "half");
  write(exported.dir / "tile/1/000.p/1.unfinished", "half");
  fs::remove(exported.dir / "tile/1/000.p/1");
  const auto completed = export_to(exported.dir.path, exported.log, note);
  REQUIRE(completed.ok());
  CHECK(completed->written == 2);
  CHECK(failures(exported.verify()).empty());
}

TEST_CASE("an export continues its own log and no other") {
  Exported exported;
  const std::string first = exported.log.checkpoints.rbegin()->second;
  exported.log.pay("L1", 5);
  exported.log.checkpoint();
  exported.log.store_tiles();
  const std::string second = exported.log.checkpoints.rbegin()->second;
  REQUIRE(export_to(exported.dir.path, exported.log, second).ok());
  CHECK(failures(exported.verify()).empty());
  CHECK(export_to(exported.dir.path, exported.log, first).error().kind == ErrorKind::conflict);
  TestLog fork;
  for (int i = 0; i < 320; ++i) fork.pay("L2", 3);
  fork.store_tiles();
  CHECK(export_to(exported.dir.path, fork, fork.checkpoint()).error().kind == ErrorKind::conflict);
  // A checkpoint over more entries than the source has.
  CHECK_FALSE(export_to(exported.dir.path, exported.log, fork.checkpoint_with(fork.log_key, 330)).ok());
}

TEST_CASE("tiles that are fetched are judged like a folder's; what cannot be fetched is named") {
  const Exported exported;
  std::atomic<int> fetched = 0;
  std::string unreachable;
  const FetchFile fetch = [&](const std::string& path, std::size_t limit_bytes) -> Result<Bytes> {
    ++fetched;
    if (path == unreachable) return make_error(ErrorKind::io, "The server does not answer.");
    TRY_ASSIGN(const std::string text, read_file(exported.dir / path, limit_bytes));
    return Bytes(text.begin(), text.end());
  };
  const auto verify = [&] {
    const auto tiles = TilesFolder::fetched(fetch);
    REQUIRE(tiles.ok());
    VerifyInput input = (*tiles)->input();
    input.log_key = exported.log.log_vkey();
    return verify_now(input, 3, {"entries", "tree"});
  };
  CHECK(failures(verify()).empty());
  CHECK(fetched == 7);  // checkpoint, two bundles besides entry 0's, two leaf tiles, one above: each once
  unreachable = "tile/entries/001.p/54";
  const VerifyReport report = verify();
  CHECK(failures(report) == "entries.readable 256");
  CHECK(report.checks.front().problems.front().message.find("does not answer") != std::string::npos);
  unreachable = "checkpoint";
  CHECK(TilesFolder::fetched(fetch).error().kind == ErrorKind::io);
}
