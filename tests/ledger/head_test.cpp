// The head beside the log key against the log: cut, replaced, missing or foreign, each is said clearly.
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/log/store.h"
#include "ledger/proof/hash.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;
namespace fs = std::filesystem;

namespace {

// The write-ahead log that is being written.
std::string write_ahead_log(const std::string& dir) {
  std::string last;
  for (const auto& file : fs::directory_iterator(dir + "/log")) {
    if (file.path().extension() == ".log") last = std::max(last, file.path().string());
  }
  REQUIRE_FALSE(last.empty());
  return last;
}

bool mentions(const std::vector<std::string>& notes, const std::string& words) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

// A line, four payments one by one, and after each of them how long the write-ahead log is.
struct Year {
  Federation federation;
  std::vector<std::uint64_t> log_bytes;
  std::vector<Receipt> receipts;

  Year() {
    REQUIRE(federation.open());  // so that the write-ahead log begins here
    federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
    for (int i = 0; i < 4; ++i) pay(i);
  }
  void pay(int number) {
    receipts.push_back(
        federation.record(federation.recorder(), payment(federation.today(), std::to_string(number), "康复-01", 100)));
    log_bytes.push_back(fs::file_size(write_ahead_log(federation.dir())));
  }
  void cut_to(std::uint64_t bytes) {
    federation.close();
    fs::resize_file(write_ahead_log(federation.dir()), bytes);
  }
};

}  // namespace

TEST_CASE("a write-ahead log cut below the last signed checkpoint is refused by the writer, and readers are told") {
  Year year;
  REQUIRE(year.federation.ledger().checkpoint());
  const std::uint64_t size = year.federation.ledger().size();
  year.cut_to(year.log_bytes[1]);
  const auto reader = Ledger::open_to_read(year.federation.dir());
  REQUIRE(reader.ok());
  CHECK((*reader)->size() == size - 2);
  const std::string missing = "positions " + std::to_string(size - 2) + " to " + std::to_string(size - 1);
  CHECK(mentions((*reader)->recovery_notes(), missing));
  for (int i = 0; i < 2; ++i) {  // refusing changes nothing
    const Status opened = year.federation.open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ErrorKind::corrupt);
    CHECK(opened.error().name == "checkpoint.consistent");
    CHECK(opened.error().message.find(missing) != std::string::npos);
    CHECK_FALSE(opened.error().hint.empty());
  }
}

TEST_CASE("a write-ahead log cut above the last signed checkpoint opens and says what fell away") {
  Year year;
  REQUIRE(year.federation.ledger().checkpoint());
  year.pay(4);
  const std::uint64_t covered = year.federation.ledger().size() - 1;
  const std::uint64_t before = fs::file_size(write_ahead_log(year.federation.dir()));
  year.pay(5);
  const std::uint64_t after = fs::file_size(write_ahead_log(year.federation.dir()));
  year.cut_to(before + (after - before) / 2);
  {
    const auto reader = Ledger::open_to_read(year.federation.dir());
    REQUIRE(reader.ok());
    CHECK((*reader)->size() == covered + 1);
    CHECK_FALSE((*reader)->recovery_notes().empty());
  }
  REQUIRE(year.federation.open());
  CHECK(year.federation.ledger().size() == covered + 1);
  const auto notes = year.federation.ledger().recovery_notes();
  CHECK(mentions(notes, "position " + std::to_string(covered)));
  CHECK(mentions(notes, "checkpoint"));
  CHECK(replay_problem(year.federation.ledger()) == "");
  year.pay(5);
  REQUIRE(year.federation.open());
  CHECK(year.federation.ledger().recovery_notes().empty());
}

TEST_CASE("without its head file, or with a garbled or foreign one, a ledger is not written") {
  Federation federation;
  Federation other;
  REQUIRE(federation.ledger().checkpoint());
  federation.close();
  const std::string head = federation.log_key() + ".head";
  const std::string kept = *read_file(head, 4096);
  const auto refusal = [&] {
    const Status opened = federation.open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().name == "checkpoint.consistent");
    CHECK(opened.error().message.find(head) != std::string::npos);
    CHECK(Ledger::open_to_read(federation.dir()).ok());
  };
  fs::remove(head);
  refusal();
  REQUIRE(replace_file(head, ""));
  refusal();
  std::string garbled = kept;
  garbled[kept.size() / 2] ^= 1;
  REQUIRE(replace_file(head, garbled));
  refusal();
  REQUIRE(replace_file(head, *read_file(other.log_key() + ".head", 4096)));
  refusal();
  REQUIRE(replace_file(head, kept));
  CHECK(federation.open());
}

TEST_CASE("a head that is older than the ledger's own checkpoint catches up, and an older copy is then noticed") {
  Federation federation;
  REQUIRE(federation.ledger().checkpoint());
  const std::string old_head = *read_file(federation.log_key() + ".head", 4096);
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100));
  const std::string note = *federation.ledger().checkpoint();
  federation.close();
  REQUIRE(replace_file(federation.log_key() + ".head", old_head));
  REQUIRE(federation.open());
  CHECK(*read_file(federation.log_key() + ".head", 4096) == note);
}

TEST_CASE("a head that is newer than the ledger's own checkpoint is stored, as after a kill between the two") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100));
  federation.close();
  const std::string copy = federation.folder() / "copy";
  fs::copy(federation.dir(), copy, fs::copy_options::recursive);
  REQUIRE(federation.open());
  const std::string note = *federation.ledger().checkpoint();
  const std::uint64_t size = federation.ledger().size();
  federation.close();
  fs::remove_all(federation.dir());
  fs::rename(copy, federation.dir());  // the same entries, without the checkpoint
  REQUIRE(federation.open());
  CHECK(federation.ledger().size() == size);
  CHECK(**federation.ledger().latest_checkpoint() == note);
  CHECK(**(*Ledger::open_to_read(federation.dir()))->latest_checkpoint() == note);
}

TEST_CASE("a stored checkpoint that the log key never signed stops the writer, and can be examined") {
  Federation federation;
  REQUIRE(federation.ledger().checkpoint());
  const std::uint64_t size = federation.ledger().size();
  federation.close();
  {
    const auto store = Store::open_to_write(federation.dir());
    REQUIRE(store.ok());
    Store::Batch batch(**store);
    batch.checkpoint(size + 5, "demo.example/county\n99\nforged\n");
    REQUIRE((*store)->commit(batch));
  }
  const Status opened = federation.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().name == "checkpoint.consistent");
  const auto reader = Ledger::open_to_examine(federation.dir());
  REQUIRE(reader.ok());
  CHECK(mentions((*reader)->recovery_notes(), "not signed"));
  CHECK(replay_problem(**reader) == "");
}

TEST_CASE("another ledger's log key does not open this one, nor does a missing one") {
  Federation federation;
  Federation other;
  federation.close();
  other.close();
  const std::string away = federation.folder() / "away.key";
  fs::rename(federation.log_key(), away);
  const Status missing = federation.open();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find(federation.log_key()) != std::string::npos);
  fs::copy_file(other.log_key(), federation.log_key());
  const Status foreign = federation.open();
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().kind == ErrorKind::permission);
  CHECK(foreign.error().message.find("demo.example/county") != std::string::npos);
  fs::remove(federation.log_key());
  fs::rename(away, federation.log_key());
  CHECK(federation.open());
}

TEST_CASE("an encrypted log key opens with its passphrase only, and the ledger is whole after a wrong one") {
  TemporaryFolder folder;
  const Officer administrator{"admin", SecretKey::generate()};
  auto right = Passphrase::from("一句只有管理员知道的话");
  REQUIRE(right.ok());
  const auto giving = [](const char* words) {
    Ledger::Options options;
    options.log_passphrase = [words] { return Passphrase::from(words); };
    return options;
  };
  const std::string dir = folder / "ledger";
  REQUIRE(Ledger::create(dir, genesis_of("demo.example/county", administrator, Day(20089)), administrator.key,
                         folder / "log.key", *right, {})
              .ok());
  const auto wrong = Ledger::open_to_write(dir, giving("guess"));
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().kind == ErrorKind::permission);
  const auto none = Ledger::open_to_write(dir, {});
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().kind == ErrorKind::permission);
  CHECK_FALSE(none.error().hint.empty());
  CHECK(Ledger::open_to_read(dir).ok());  // reading needs no key
  CHECK(Ledger::open_to_write(dir, giving("一句只有管理员知道的话")).ok());
}
