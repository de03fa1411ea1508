// What a crash leaves: everything that was acknowledged, and batches wholly or not at all.
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

TEST_CASE("a writer killed at any moment loses nothing that it acknowledged") {
  Folder folder;
  made_up::created(folder.ledger());
  std::mt19937 random(20221122);
  std::uint64_t acknowledged = 0;
  for (unsigned round = 0; round < 30; ++round) {
    made_up::Writer writer(folder.ledger(), round);
    writer.wait_for_reports(static_cast<unsigned>(1 + random() % 5));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30000));
    acknowledged = writer.kill();
    const auto store = made_up::opened_to_read(folder.ledger());
    REQUIRE(store->size().value() >= acknowledged);
    if (round % 5 == 4) REQUIRE(made_up::problem(*store) == std::nullopt);
  }
  const auto store = made_up::opened_to_write(folder.ledger());
  CHECK(store->size().value() >= acknowledged);
  CHECK(made_up::problem(*store) == std::nullopt);
}

namespace {

// Ten batches of ten, all of them in the write-ahead log only.
std::string written_ahead(const Folder& folder) {
  auto store = made_up::created(folder.ledger());
  for (int i = 0; i < 10; ++i) REQUIRE(made_up::append(*store, 10));
  store.reset();
  const std::string path = folder.last_file(".log");
  REQUIRE(std::filesystem::file_size(path) > 20000);
  return path;
}

}  // namespace

TEST_CASE("a write-ahead log cut anywhere leaves whole batches, to readers and to the writer alike") {
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    Folder folder;
    const std::string path = written_ahead(folder);
    std::filesystem::resize_file(path, random() % std::filesystem::file_size(path));
    const auto seen = [](const Store& store) {
      CHECK(made_up::problem(store) == std::nullopt);
      return store.size().value();
    };
    const std::uint64_t read = seen(*made_up::opened_to_read(folder.ledger()));
    CHECK(read < 100);
    CHECK(read % 10 == 0);
    const auto store = made_up::opened_to_write(folder.ledger());
    CHECK(seen(*store) == read);
    REQUIRE(made_up::append(*store, 5));
    CHECK(made_up::problem(*store) == std::nullopt);
  }
}

TEST_CASE("a flipped byte in the write-ahead log ends it there, is spoken of, and the log is set aside") {
  std::mt19937 random(11);
  for (int round = 0; round < 12; ++round) {
    Folder folder;
    const std::string path = written_ahead(folder);
    const std::uint64_t bytes = std::filesystem::file_size(path);
    made_up::flip_byte(path, bytes / 2 + random() % (bytes / 2));
    CHECK_FALSE(made_up::opened_to_read(folder.ledger())->dropped_on_recovery().empty());
    CHECK_FALSE(std::filesystem::exists(folder.ledger() + "/set-aside"));  // a reader writes nothing

    auto store = made_up::opened_to_write(folder.ledger());
    CHECK(made_up::problem(*store) == std::nullopt);
    CHECK(store->size().value() < 100);
    CHECK_FALSE(store->dropped_on_recovery().empty());
    const std::string kept = folder.ledger() + "/set-aside/1/" + std::filesystem::path(path).filename().string();
    REQUIRE(std::filesystem::exists(kept));
    CHECK(std::filesystem::file_size(kept) == bytes);
    store.reset();
    CHECK(made_up::opened_to_write(folder.ledger())->dropped_on_recovery().empty());
  }
}

TEST_CASE("a missing table file is a corrupt log and not a shorter one") {
  Folder folder;
  auto store = made_up::created(folder.ledger());
  REQUIRE(made_up::append(*store, 500));
  REQUIRE(store->compact());
  store.reset();
  std::filesystem::remove(folder.last_file(".sst"));
  CHECK_FALSE(Store::open_to_write(folder.ledger()).ok());
  CHECK_FALSE(Store::open_to_read(folder.ledger()).ok());
}

namespace {

// A small disk of its own, where root may mount one.
struct SmallDisk {
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=12m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  std::string path_;
  bool mounted_;
};

}  // namespace

TEST_CASE("a full disk stops the writer, and what was acknowledged is there when room was made") {
  Folder folder;
  const SmallDisk disk(folder.path() + "/disk");
  if (!disk.mounted_) {
    WARN("Skipped: mounting a small tmpfs is not allowed here.");
    return;
  }
  const std::string ledger = disk.path_ + "/ledger";
  std::uint64_t acknowledged = 0;
  {
    const auto store = made_up::created(ledger);
    std::optional<Error> error;
    for (int i = 0; i < 1000 && !error; ++i) {
      if (auto appended = made_up::append(*store, 200); appended) {
        acknowledged += 200;
      } else {
        error = appended.error();
      }
    }
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::io);
    CHECK_FALSE(error->hint.empty());
    CHECK(store->size().value() == acknowledged);
    CHECK(made_up::problem(*store) == std::nullopt);
    const auto refused = made_up::append(*store, 1);  // a smaller one might fit, but the log's end is not known
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::io);
  }
  CHECK(made_up::opened_to_read(ledger)->size().value() >= acknowledged);
  REQUIRE(::mount("tmpfs", disk.path_.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
  const auto store = made_up::opened_to_write(ledger);
  CHECK(store->size().value() >= acknowledged);
  CHECK(store->size().value() <= acknowledged + 200);
  CHECK(made_up::problem(*store) == std::nullopt);
  REQUIRE(made_up::append(*store, 10));
}

TEST_CASE("a file that may not grow stops the writer as a full disk does") {
  Folder folder;
  const auto store = made_up::created(folder.ledger());
  REQUIRE(made_up::append(*store, 100));
  rlimit old{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const rlimit small{200 * 1024, old.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  std::uint64_t acknowledged = 100;
  bool failed = false;
  for (int i = 0; i < 20 && !failed; ++i) {
    failed = !made_up::append(*store, 100).ok();
    if (!failed) acknowledged += 100;
  }
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  CHECK(failed);
  CHECK_FALSE(made_up::append(*store, 1).ok());
  const auto reader = made_up::opened_to_read(folder.ledger());
  CHECK(reader->size().value() == acknowledged);
  CHECK(made_up::problem(*reader) == std::nullopt);
}
