// Bytes changed on disk: found, and named.
#include <catch2/catch.hpp>
#include <random>

#include "ledger/base/file.h"
#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

namespace {

constexpr std::uint64_t size = 2000;

// Where the entry stands in the file: its first 128 bytes don't compress and are found as they are.
std::uint64_t offset_of_entry(const std::string& path, std::uint64_t position) {
  const Bytes entry = made_up::entry(position);
  const auto content = read_file(path, std::size_t{1} << 30);
  const auto at = content->find(std::string(entry.begin(), entry.begin() + 100));
  REQUIRE(at != std::string::npos);
  return at;
}

// The table file that holds the entries.
std::string entries_file(const Folder& folder) {
  std::string largest;
  for (const auto& file : std::filesystem::directory_iterator(folder.database())) {
    if (file.path().extension() != ".sst") continue;
    if (largest.empty() || file.file_size() > std::filesystem::file_size(largest)) largest = file.path().string();
  }
  return largest;
}

void make_tables(const Folder& folder) {
  const auto store = made_up::created(folder.ledger());
  REQUIRE(made_up::append(*store, size));
  REQUIRE(store->compact());
}

}  // namespace

TEST_CASE("a flipped byte in an entry is named by the walk, by the look-up and by the check of files") {
  Folder folder;
  make_tables(folder);
  const std::string path = entries_file(folder);
  for (const std::uint64_t position : {0, 1234, 1999}) {
    const std::uint64_t offset = offset_of_entry(path, position) + 50;
    made_up::flip_byte(path, offset);
    const auto store = made_up::opened_to_read(folder.ledger());

    const auto read = store->entry(Position(position));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::corrupt);
    CHECK(read.error().position == Position(position));

    auto cursor = store->entries_from(Position(0));
    Position at;
    BytesView bytes;
    std::uint64_t whole = 0;
    auto more = cursor.next(at, bytes);
    for (; more && *more; more = cursor.next(at, bytes)) {
      REQUIRE(Bytes(bytes.begin(), bytes.end()) == made_up::entry(whole));
      ++whole;
    }
    REQUIRE_FALSE(more);
    CHECK(more.error().kind == ErrorKind::corrupt);
    CHECK(more.error().position == Position(whole));  // the first of the damaged block
    CHECK(whole <= position);
    CHECK(position - whole < 100);
    CHECK_FALSE(cursor.next(at, bytes).ok());

    const auto checked = store->verify_files();
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::corrupt);
    CHECK(checked.error().message.find(std::filesystem::path(path).filename().string()) != std::string::npos);
    made_up::flip_byte(path, offset);
  }
  CHECK(made_up::problem(*made_up::opened_to_read(folder.ledger())) == std::nullopt);
}

TEST_CASE("a flipped byte anywhere in a table, the manifest or CURRENT is found") {
  Folder folder;
  make_tables(folder);
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder.database())) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".sst") || name.starts_with("MANIFEST") || name == "CURRENT")
      paths.push_back(file.path().string());
  }
  REQUIRE(paths.size() >= 5);
  std::mt19937_64 random(5);
  for (const auto& path : paths) {
    for (int round = 0; round < 25; ++round) {
      const std::uint64_t offset = random() % std::filesystem::file_size(path);
      made_up::flip_byte(path, offset);
      const auto store = Store::open_to_read(folder.ledger());
      const auto checked = store ? (*store)->verify_files() : Status(store.error());
      INFO(path << " offset " << offset);
      CHECK_FALSE(checked.ok());
      made_up::flip_byte(path, offset);
    }
  }
  CHECK(made_up::opened_to_read(folder.ledger())->verify_files().ok());
}
