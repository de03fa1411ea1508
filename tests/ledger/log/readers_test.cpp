// Readers beside a living writer, and where nothing may be written.
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

TEST_CASE("two readers beside a writer see whole batches only, and the log only grows") {
  Folder folder;
  made_up::created(folder.ledger());
  made_up::Writer writer(folder.ledger(), 3);
  writer.wait_for_reports(1);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(4);
  std::vector<std::string> problems[2];
  std::uint64_t sizes[2] = {0, 0};
  const auto read = [&](int number) {
    auto store = Store::open_to_read(folder.ledger());
    if (!store) {
      problems[number].push_back(store.error().message);
      return;
    }
    while (std::chrono::steady_clock::now() < until) {
      if (auto wrong = made_up::problem(**store)) problems[number].push_back(*wrong);
      const std::uint64_t size = (*store)->size().value();
      if (size < sizes[number]) problems[number].push_back("the log has become shorter");
      sizes[number] = size;
      if (auto moved = (*store)->refresh(); !moved) problems[number].push_back(moved.error().message);
    }
  };
  std::thread first(read, 0);
  std::thread second(read, 1);
  first.join();
  second.join();
  CHECK(problems[0] == std::vector<std::string>{});
  CHECK(problems[1] == std::vector<std::string>{});
  CHECK(sizes[0] > 1000);
  const std::uint64_t acknowledged = writer.kill();
  CHECK(made_up::opened_to_read(folder.ledger())->size().value() >= acknowledged);
}

TEST_CASE("a reader keeps its moment until it is refreshed, and a cursor keeps it even then") {
  Folder folder;
  const auto writer = made_up::created(folder.ledger());
  REQUIRE(made_up::append(*writer, 300));
  const auto reader = made_up::opened_to_read(folder.ledger());
  auto cursor = reader->entries_from(Position(0));
  REQUIRE(made_up::append(*writer, 300));
  REQUIRE(writer->compact());  // deletes the files that the reader began with
  REQUIRE(made_up::append(*writer, 1));
  CHECK(reader->size().value() == 300);
  CHECK(made_up::problem(*reader) == std::nullopt);
  REQUIRE(reader->refresh());
  CHECK(reader->size().value() == 601);
  CHECK(made_up::problem(*reader) == std::nullopt);
  std::uint64_t count = 0;
  Position position;
  BytesView bytes;
  while (cursor.next(position, bytes).value()) ++count;
  CHECK(count == 300);
}

TEST_CASE("reading writes nothing, not even a log file or a time of change") {
  Folder folder;
  {
    const auto store = made_up::created(folder.ledger());
    REQUIRE(made_up::append(*store, 10));
  }
  const auto files = [&] {
    std::string all;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.ledger())) {
      const auto changed = file.last_write_time().time_since_epoch().count();
      all += file.path().string() + " " + std::to_string(changed) + "\n";
    }
    return all;
  };
  const std::string before = files();
  const auto reader = made_up::opened_to_read(folder.ledger());
  CHECK(made_up::problem(*reader) == std::nullopt);
  REQUIRE(reader->refresh());
  REQUIRE(reader->verify_files());
  CHECK(files() == before);
}

TEST_CASE("a read-only disk can be read, and says no to a writer") {
  Folder folder;
  {
    const auto store = made_up::created(folder.ledger());
    REQUIRE(made_up::append(*store, 10));
  }
  const std::string dir = folder.ledger();
  const bool mounted = ::mount(dir.c_str(), dir.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
                       ::mount(nullptr, dir.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
  if (!mounted && ::geteuid() == 0) {
    ::umount2(dir.c_str(), MNT_DETACH);
    WARN("Skipped: root without the right to mount cannot make a folder read-only.");
    return;
  }
  if (!mounted) {
    for (const auto& folder_of : {dir, folder.database()}) ::chmod(folder_of.c_str(), 0555);
  }
  const auto reader = Store::open_to_read(dir);
  const auto writer = Store::open_to_write(dir);
  std::optional<std::string> wrong = reader ? made_up::problem(**reader) : reader.error().message;
  if (mounted) {
    ::umount2(dir.c_str(), MNT_DETACH);
  } else {
    for (const auto& folder_of : {dir, folder.database()}) ::chmod(folder_of.c_str(), 0755);
  }
  CHECK(wrong == std::nullopt);
  REQUIRE_FALSE(writer);
  CHECK(writer.error().kind == (mounted ? ErrorKind::io : ErrorKind::permission));
  CHECK_FALSE(writer.error().hint.empty());
}
