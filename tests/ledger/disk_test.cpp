// The disk says no: full, read-only, or read beside.
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/people/key_file.h"
#include "ledger/proof/hash.h"
#include "tests/support/child.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;
namespace fs = std::filesystem;

namespace {

// A small disk of its own, where root may mount one.
struct SmallDisk {
  explicit SmallDisk(std::string where, const char* size) : path(std::move(where)) {
    fs::create_directories(path);
    mounted = ::mount("tmpfs", path.c_str(), "tmpfs", 0, size) == 0;
  }
  ~SmallDisk() {
    if (mounted) ::umount2(path.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  std::string path;
  bool mounted;
};

void are_there(const Ledger& ledger, const std::vector<Receipt>& receipts) {
  for (const Receipt& receipt : receipts) {
    const auto bytes = ledger.entry_bytes(receipt.position);
    if (!bytes.ok() || leaf_hash(*bytes) != receipt.leaf) FAIL("position " << receipt.position.value << " is lost");
  }
}

}  // namespace

TEST_CASE("a full disk stops recording with a clear word, and loses nothing that had a receipt") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100'000'000));
  REQUIRE(federation.ledger().checkpoint());
  federation.close();
  const SmallDisk disk(federation.folder() / "small", "size=6m");
  if (!disk.mounted) {
    WARN("Skipped: mounting a small tmpfs is not allowed here; the next test limits the files instead.");
    return;
  }
  const std::string dir = disk.path + "/ledger";
  fs::copy(federation.dir(), dir, fs::copy_options::recursive);
  std::vector<Receipt> receipts;
  {
    const auto ledger = Ledger::open_to_write(dir, federation.options());
    REQUIRE(ledger.ok());
    std::optional<Error> error;
    for (int i = 0; i < 1000 && !error; ++i) {
      std::vector<Ledger::Draft> drafts;
      for (int n = 0; n < 200; ++n) {
        drafts.push_back(payment(federation.today(), std::to_string(i) + "-" + std::to_string(n), "康复-01", 1));
      }
      auto result = (*ledger)->record(federation.recorder().key, drafts);
      if (result.ok()) {
        receipts.insert(receipts.end(), result.receipts.begin(), result.receipts.end());
      } else {
        error = result.failure->error;
        CHECK(result.receipts.empty());
        CHECK(result.failure->refusal_note.empty());  // nobody judged the event
      }
    }
    REQUIRE(error.has_value());
    CHECK(error->kind == ErrorKind::io);
    CHECK_FALSE(error->hint.empty());
    are_there(**ledger, receipts);
    // One small event might fit, but how the log ends is not known until it is opened again.
    const Ledger::Draft small = payment(federation.today(), "small", "康复-01", 1);
    const auto refused = (*ledger)->record(federation.recorder().key, std::span(&small, 1));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.failure->error.kind == ErrorKind::io);
    CHECK_FALSE((*ledger)->checkpoint().ok());
  }
  are_there(**Ledger::open_to_read(dir), receipts);
  REQUIRE(::mount("tmpfs", disk.path.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
  const auto ledger = Ledger::open_to_write(dir, federation.options());
  if (!ledger.ok()) FAIL(ledger.error().message);
  are_there(**ledger, receipts);
  CHECK(replay_problem(**ledger) == "");
  const Ledger::Draft small = payment(federation.today(), "small", "康复-01", 1);
  CHECK((*ledger)->record(federation.recorder().key, std::span(&small, 1)).ok());
  CHECK((*ledger)->checkpoint().ok());
}

TEST_CASE("a program whose files may not grow stops like one whose disk is full, and the next one goes on") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100'000'000));
  const std::string key = federation.folder() / "recorder.key";
  REQUIRE(save_key_file(key, *new_unencrypted_key_file(federation.recorder().key, "recorder", KeyPurpose::author)));
  federation.close();
  std::vector<Receipt> receipts;
  Child child(LEDGER_WRITER_PROGRAM, {"fill", federation.dir(), key, std::to_string(300 * 1024)});
  while (const auto report = child.next()) {
    if (report->kind != Report::receipt) continue;
    receipts.push_back({});
    receipts.back().position = Position(report->position);
    receipts.back().leaf = report->hash;
  }
  CHECK(child.wait() == 3);  // an io error, said and not died of
  CHECK(receipts.size() > 20);
  REQUIRE(federation.open());
  are_there(federation.ledger(), receipts);
  CHECK(replay_problem(federation.ledger()) == "");
  federation.record(federation.recorder(), payment(federation.today(), "after", "康复-01", 1));
}

TEST_CASE("a log key whose folder takes no more keeps checkpoints back, but not receipts") {
  Federation federation;
  const std::string budget = "康复-01";
  federation.record(federation.recorder(), budget_line(2025, budget, 10'000));
  const std::string head = federation.log_key() + ".head";
  const auto before = read_file(head, 4096);
  fs::remove(head);
  fs::create_directory(head);  // nothing can be put in its place
  const Receipt receipt = federation.record(federation.recorder(), payment(federation.today(), "1", budget, 1));
  const auto note = federation.ledger().checkpoint();
  REQUIRE_FALSE(note.ok());
  CHECK(note.error().message.find(head) != std::string::npos);
  // The signature did not leave: readers see the checkpoint before it.
  CHECK(**(*Ledger::open_to_read(federation.dir()))->latest_checkpoint() == *before);
  fs::remove(head);
  REQUIRE(federation.ledger().checkpoint());
  REQUIRE(federation.open());
  are_there(federation.ledger(), {receipt});
}

TEST_CASE("a folder that may only be read is read, and says that it cannot be written") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 10'000));
  REQUIRE(federation.ledger().checkpoint());
  const Hash root = federation.ledger().root();
  federation.close();
  const std::string copy = federation.folder() / "copy";
  fs::create_directory(copy);
  // A read-only mount where root may make one; file modes mean nothing to root.
  const bool mounted = ::mount(federation.dir().c_str(), copy.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
                       ::mount(nullptr, copy.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
  std::string dir = copy;
  if (!mounted) {
    if (::geteuid() == 0) {
      WARN("Skipped: root may neither mount nor be kept out by file modes here.");
      return;
    }
    dir = federation.dir();
    for (const auto& entry : fs::recursive_directory_iterator(dir)) {
      fs::permissions(entry,
                      fs::perms::all & ~(fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write),
                      fs::perm_options::replace);
    }
    fs::permissions(dir, fs::perms::owner_read | fs::perms::owner_exec);
  }
  const auto reader = Ledger::open_to_read(dir);
  const auto writer = Ledger::open_to_write(dir, federation.options());
  std::string problem = "not opened";
  if (reader.ok()) problem = replay_problem(**reader);
  if (mounted) ::umount2(copy.c_str(), MNT_DETACH);
  if (!mounted) fs::permissions(dir, fs::perms::owner_all);
  REQUIRE(reader.ok());
  CHECK((*reader)->root() == root);
  CHECK(problem == "");
  REQUIRE_FALSE(writer.ok());
  CHECK((writer.error().kind == ErrorKind::io || writer.error().kind == ErrorKind::permission));
  CHECK_FALSE(writer.error().hint.empty());
}
