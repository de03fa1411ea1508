#include "ledger/backup/backup.h"

#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "ledger/backup/restore.h"
#include "ledger/base/file.h"
#include "ledger/proof/hash.h"
#include "tests/support/child.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;
namespace fs = std::filesystem;

namespace {

// A federation that records payments and backs itself up.
struct Office {
  Federation federation;
  std::string backup = federation.folder() / "backup";
  int vouchers = 0, copies = 0;

  Office() {
    federation.record(federation.recorder(), budget_line(2025, "康复-01", 100'000'000));
    checkpoint();
  }
  std::string checkpoint() {
    const auto note = federation.ledger().checkpoint();
    REQUIRE(note.ok());
    return *note;
  }
  void pay(int count) {
    std::vector<Ledger::Draft> drafts;
    for (int i = 0; i < count; ++i) {
      drafts.push_back(payment(federation.today(), std::to_string(++vouchers), "康复-01", 1));
    }
    federation.record(federation.recorder(), drafts);
    checkpoint();
  }
  // As the program does: beside the writer.
  Result<MadeBackup> back_up(BackupOptions options = {}) {
    const auto reader = Ledger::open_to_read(federation.dir());
    REQUIRE(reader.ok());
    return make_backup(**reader, backup, options);
  }
  Result<std::string> restore() {
    const std::string dir = federation.folder() / ("restored-" + std::to_string(++copies));
    const auto restored = restore_backup(backup, dir);
    if (!restored) return restored.error();
    return dir;
  }
};

void must(const Status& status) {
  if (!status) FAIL(status.error().message);
}

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}

void holds_the_first(const std::string& dir, const Ledger& original, std::uint64_t size) {
  const auto copy = Ledger::open_to_read(dir);
  REQUIRE(copy.ok());
  REQUIRE((*copy)->size() == size);
  CHECK((*copy)->root() == *original.root_at(size));
  CHECK(*(*copy)->entry_bytes(Position(size - 1)) == *original.entry_bytes(Position(size - 1)));
  CHECK(replay_problem(**copy) == "");  // its facts are those of its entries
}

std::map<std::string, std::string> files_of(const std::string& dir) {
  std::map<std::string, std::string> files;
  for (const auto& item : fs::recursive_directory_iterator(dir)) {
    if (item.is_regular_file()) files[fs::relative(item.path(), dir)] = *read_file(item.path(), 1 << 26);
  }
  return files;
}

}  // namespace

TEST_CASE("a restored ledger is the one that was backed up, byte for byte and fact for fact") {
  Office office;
  office.pay(300);
  const Hash document = must(office.federation.ledger().add_document(as_bytes("会议记录")));
  const MadeBackup made = must(office.back_up());
  CHECK(made.manifest.entries == office.federation.ledger().size());
  CHECK(made.not_signed_yet == 0);
  CHECK(made.documents_added == 1);
  const std::string dir = must(office.restore());
  holds_the_first(dir, office.federation.ledger(), made.manifest.entries);
  const auto copy = Ledger::open_to_read(dir);
  CHECK(as_text(*(*copy)->document(document)) == "会议记录");
  std::vector<std::string> notes, copied;
  must(office.federation.ledger().each_checkpoint(0, [&](std::uint64_t, std::string_view note) {
    notes.emplace_back(note);
    return true;
  }));
  must((*copy)->each_checkpoint(0, [&](std::uint64_t, std::string_view note) {
    copied.emplace_back(note);
    return true;
  }));
  CHECK(copied == notes);
}

TEST_CASE("each backup adds what is new, and changes nothing of the one before") {
  Office office;
  std::mt19937 random(7);
  std::uint64_t before = 0;
  for (int round = 0; round < 6; ++round) {
    office.pay(1 + static_cast<int>(random() % 300));
    must(office.federation.ledger().add_document(as_bytes(std::to_string(round))));
    const auto earlier = path_exists(office.backup) ? files_of(office.backup) : std::map<std::string, std::string>();
    const MadeBackup made = must(office.back_up());
    CHECK(made.entries_before == before);
    CHECK(made.documents_added == 1);
    before = made.manifest.entries;
    const auto now = files_of(office.backup);
    for (const auto& [name, content] : earlier) {
      if (name == "backup" || name == "checkpoint") continue;
      const auto found = now.find(name);
      CAPTURE(name);
      if (found == now.end()) {
        CHECK(name.find(".p/") != std::string::npos);  // the former end's partial tiles alone
      } else {
        CHECK(found->second == content);
      }
    }
    holds_the_first(must(office.restore()), office.federation.ledger(), before);
  }
  const MadeBackup again = must(office.back_up({.whole = true, .progress = {}}));
  CHECK(again.checkpoints_added == 0);
  CHECK(again.documents_added == 0);
  CHECK(again.manifest.checkpoints.files == 6);
}

TEST_CASE("what is recorded behind the last checkpoint is told, and is not in the backup") {
  Office office;
  const std::uint64_t covered = office.federation.ledger().size();
  auto options = office.federation.options();
  options.checkpoint_every_ms = 0;
  office.federation.close();
  auto ledger = must(Ledger::open_to_write(office.federation.dir(), options));
  const Ledger::Draft paid = payment(office.federation.today(), "x", "康复-01", 1);
  REQUIRE(ledger->record(office.federation.recorder().key, std::span(&paid, 1)).ok());
  const MadeBackup made = must(office.back_up());
  CHECK(made.not_signed_yet == 1);
  CHECK(made.manifest.entries == covered);
}

TEST_CASE("a restored copy takes nothing new until a checkpoint from outside agrees with it") {
  Office office;
  office.pay(5);
  const std::string small = office.checkpoint();
  office.pay(5);
  const std::string same = office.checkpoint();
  must(office.back_up());
  office.pay(5);
  const std::string larger = office.checkpoint();
  office.federation.close();
  const std::string dir = must(office.restore());

  const auto refused = Ledger::open_to_write(dir, office.federation.options());
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorKind::refused);
  {
    const auto copy = must(Ledger::open_restored(dir));
    CHECK(copy->awaits_comparison());
    const Status behind = copy->compared_with(larger);
    REQUIRE_FALSE(behind.ok());
    CHECK(behind.error().kind == ErrorKind::incomplete);
    CHECK(behind.error().position == Position(copy->size()));
    CHECK(copy->awaits_comparison());
    // Another ledger of the same name, with a key of its own.
    Federation other;
    CHECK(copy->compared_with(*other.ledger().checkpoint()).error().kind == ErrorKind::corrupt);
    CHECK(copy->awaits_comparison());
    // An old checkpoint does not help against the head beside the log key, which is newer; nor does saying more.
    for (const std::string& old : {small, same}) {
      for (const auto claim : {Ledger::NewestAnywhere::unsaid, Ledger::NewestAnywhere::said}) {
        const Status older = copy->compared_with(old, claim);
        REQUIRE_FALSE(older.ok());
        CHECK(older.error().kind == ErrorKind::incomplete);
        CHECK(older.error().position == Position(copy->size()));
        CHECK(copy->awaits_comparison());
      }
    }
  }
  CHECK(Ledger::open_to_write(dir, office.federation.options()).error().kind == ErrorKind::refused);
  CHECK(Ledger::open_restored(dir).ok());
}

TEST_CASE("a checkpoint that agrees with a copy releases it once the head beside the log key covers all of it") {
  Office office;
  office.pay(5);
  const std::string small = office.checkpoint();
  office.pay(5);
  must(office.back_up());
  office.federation.close();
  const std::string dir = must(office.restore());
  must(must(Ledger::open_restored(dir))->compared_with(small));
  CHECK(Ledger::open_restored(dir).error().kind == ErrorKind::conflict);
  CHECK(Ledger::open_to_write(dir, office.federation.options()).ok());
}

TEST_CASE("a checkpoint over no more than the copy releases nothing while the head is missing or old") {
  Office office;
  office.pay(5);
  const std::string small = office.checkpoint();
  office.pay(5);
  const std::string same = office.checkpoint();
  must(office.back_up());
  office.pay(5);  // what the copy does not know of
  office.federation.close();
  const std::string dir = must(office.restore());
  const std::string head = office.federation.log_key() + ".head";
  const auto refuses = [&](const std::string& note, Ledger::NewestAnywhere claim) {
    const auto copy = must(Ledger::open_restored(dir));
    const Status compared = copy->compared_with(note, claim);
    REQUIRE_FALSE(compared.ok());
    CHECK(compared.error().kind == ErrorKind::incomplete);
    CHECK(copy->awaits_comparison());
  };
  fs::remove(head);
  for (const bool old_head : {false, true}) {
    if (old_head) must(replace_file(head, small));
    refuses(small, Ledger::NewestAnywhere::unsaid);
    refuses(same, Ledger::NewestAnywhere::unsaid);
    refuses(small, Ledger::NewestAnywhere::said);
    CHECK(path_exists(head) == old_head);  // a refusal puts no head back
  }
  // Something else in its place is not taken for a missing head.
  must(replace_file(head, "not a checkpoint"));
  CHECK(must(Ledger::open_restored(dir))->compared_with(same, Ledger::NewestAnywhere::said).error().kind ==
        ErrorKind::corrupt);
  must(replace_file(head, small));
  must(must(Ledger::open_restored(dir))->compared_with(same, Ledger::NewestAnywhere::said));
  CHECK(Ledger::open_to_write(dir, office.federation.options()).ok());
}

TEST_CASE("a copy and its original that share the log key cannot both be written") {
  Office office;
  office.pay(5);
  const std::string note = office.checkpoint();
  must(office.back_up());
  const std::string dir = must(office.restore());
  must(must(Ledger::open_restored(dir))->compared_with(note));
  // The original is open: one process at a time has the key.
  CHECK(Ledger::open_to_write(dir, office.federation.options()).error().kind == ErrorKind::busy);
  office.federation.close();
  {
    const auto copy = must(Ledger::open_to_write(dir, office.federation.options()));
    const Ledger::Draft paid = payment(office.federation.today(), "in the copy", "康复-01", 1);
    REQUIRE(copy->record(office.federation.recorder().key, std::span(&paid, 1)).ok());
    must(copy->checkpoint());
  }
  // The copy went on; the original is behind what the key signed.
  CHECK(office.federation.open().error().kind == ErrorKind::corrupt);
}

TEST_CASE("a log key that came back without its head gets it from the checkpoint that is said to be the newest") {
  Office office;
  const std::string note = office.checkpoint();
  must(office.back_up());
  office.federation.close();
  const std::string dir = must(office.restore());
  fs::remove(office.federation.log_key() + ".head");
  CHECK_FALSE(Ledger::open_to_write(dir, office.federation.options()).ok());
  must(must(Ledger::open_restored(dir))->compared_with(note, Ledger::NewestAnywhere::said));
  CHECK(*read_file(office.federation.log_key() + ".head", 4096) == note);
  CHECK(Ledger::open_to_write(dir, office.federation.options()).ok());
}

TEST_CASE("every damaged file of a backup is found: by the restoration, or by the next whole backup") {
  Office office;
  office.pay(300);
  must(office.federation.ledger().add_document(as_bytes("合同")));
  must(office.back_up());
  std::mt19937 random(3);
  for (const auto& [name, content] : files_of(office.backup)) {
    if (name == "lock" || name == "checkpoint") continue;  // neither is asked for what is in it
    CAPTURE(name);
    const std::string path = office.backup + "/" + name;
    const bool only_hashes = name.starts_with("tile/") && !name.starts_with("tile/entries/");
    for (int flip = 0; flip < 3; ++flip) {
      std::string damaged = content;
      damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
      must(replace_file(path, damaged));
      const auto whole = office.back_up({.whole = true, .progress = {}});
      CHECK_FALSE(whole.ok());
      if (only_hashes) continue;  // a restoration makes them anew
      const auto restored = office.restore();
      REQUIRE_FALSE(restored.ok());
      CHECK((restored.error().kind == ErrorKind::corrupt || restored.error().kind == ErrorKind::invalid));
    }
    fs::remove(path);
    if (!only_hashes) CHECK_FALSE(office.restore().ok());
    must(replace_file(path, content));
  }
  must(office.back_up({.whole = true, .progress = {}}));
  must(office.restore());
}

TEST_CASE("a folder that is something else, or another ledger's backup, is left as it is") {
  Office office;
  fs::create_directories(office.backup);
  must(replace_file(office.backup + "/notes.txt", "mine"));
  CHECK(office.back_up().error().kind == ErrorKind::conflict);
  fs::remove(office.backup + "/notes.txt");
  must(office.back_up());
  Office other;
  other.backup = office.backup;
  CHECK(other.back_up().error().kind == ErrorKind::conflict);
  must(office.restore());
}

TEST_CASE("a ledger that is older than its backup is not backed up over it") {
  Office office;
  office.pay(3);
  office.federation.close();
  const std::string old = office.federation.folder() / "old";
  fs::copy(office.federation.dir(), old, fs::copy_options::recursive);
  must(office.federation.open());
  office.pay(3);
  must(office.back_up());
  const auto reader = must(Ledger::open_to_read(old));
  CHECK(make_backup(*reader, office.backup).error().kind == ErrorKind::corrupt);
  holds_the_first(must(office.restore()), office.federation.ledger(), office.federation.ledger().size());
}

TEST_CASE("a backup killed at any moment leaves the one before good, and the next one goes on") {
  using Clock = std::chrono::steady_clock;
  Office office;
  office.pay(100);
  must(office.back_up());
  std::mt19937 random(22);
  int cut_short = 0;
  std::int64_t needed_us = 30'000;
  for (int round = 0; round < 16; ++round) {
    const std::uint64_t before = load_manifest(office.backup).value()->entries;
    office.pay(1 + static_cast<int>(random() % 200));
    must(office.federation.ledger().add_document(as_bytes("document " + std::to_string(round))));
    const auto began = Clock::now();
    bool whole = false;
    {
      Child child(BACKUP_MAKER_PROGRAM, {office.federation.dir(), office.backup});
      REQUIRE(child.next().has_value());
      std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<std::uint64_t>(needed_us)));
      if (round % 4 == 3) {
        whole = child.wait() == 0;
        needed_us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
      } else {
        child.kill();
        child.wait();
      }
    }
    const auto manifest = load_manifest(office.backup);
    REQUIRE((manifest.ok() && manifest->has_value()));
    const std::uint64_t now = (*manifest)->entries;
    CHECK((now == before || now == office.federation.ledger().size()));
    if (now == before) ++cut_short;
    if (round % 4 == 3) CHECK(whole);
    holds_the_first(must(office.restore()), office.federation.ledger(), now);
  }
  INFO(cut_short << " were cut short");
  CHECK(cut_short > 0);
  must(office.back_up({.whole = true, .progress = {}}));
}

TEST_CASE("a full disk stops a backup with a clear word, and the one before stays good") {
  Office office;
  office.pay(10);
  fs::create_directories(office.backup);
  if (::mount("tmpfs", office.backup.c_str(), "tmpfs", 0, "size=300k") != 0) {
    WARN("Skipped: mounting a small tmpfs is not allowed here.");
    return;
  }
  const MadeBackup first = must(office.back_up());
  office.pay(2000);
  const auto full = office.back_up();
  const auto restored = office.restore();
  must([&]() -> Status {
    if (::mount("tmpfs", office.backup.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0) return {};
    return make_error(ErrorKind::io, "remount");
  }());
  const auto after = office.back_up();
  const auto again = office.restore();
  ::umount2(office.backup.c_str(), MNT_DETACH);
  REQUIRE_FALSE(full.ok());
  CHECK(full.error().kind == ErrorKind::io);
  CHECK_FALSE(full.error().message.empty());
  holds_the_first(must(restored), office.federation.ledger(), first.manifest.entries);
  CHECK(must(after).manifest.entries == office.federation.ledger().size());
  holds_the_first(must(again), office.federation.ledger(), office.federation.ledger().size());
}
