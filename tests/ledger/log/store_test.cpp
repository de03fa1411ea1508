#include "ledger/log/store.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/ledger/log/story.h"

using namespace sunledger;
using made_up::Folder;

TEST_CASE("a log is what was committed, now and after it was opened again") {
  Folder folder;
  auto store = made_up::created(folder.ledger());
  CHECK(store->size().value() == 0);
  REQUIRE(made_up::append(*store, 700));
  REQUIRE(made_up::append(*store, 1));
  CHECK(made_up::problem(*store) == std::nullopt);
  store.reset();
  store = made_up::opened_to_write(folder.ledger());
  CHECK(store->size().value() == 701);
  CHECK(made_up::problem(*store) == std::nullopt);
  REQUIRE(made_up::append(*store, 67000));  // past 256², so three levels
  REQUIRE(store->compact());
  CHECK(made_up::problem(*store) == std::nullopt);
  store.reset();
  CHECK(made_up::problem(*made_up::opened_to_read(folder.ledger())) == std::nullopt);
  CHECK(made_up::opened_to_read(folder.ledger())->dropped_on_recovery().empty());
}

TEST_CASE("facts can be overwritten, erased and scanned by prefix in order") {
  Folder folder;
  const auto store = made_up::created(folder.ledger());
  Store::Batch batch(*store);
  for (const char* key : {"b/2", "a", "b/10", "c", "b/1"}) batch.fact(key, std::string("of ") + key);
  REQUIRE(store->commit(batch));
  CHECK(batch.empty());
  batch.fact("b/1", "new");
  batch.erase_fact("b/2");
  REQUIRE(store->commit(batch));

  std::string seen;
  REQUIRE(store->scan_facts("b/", [&](std::string_view key, std::string_view value) {
    seen += std::string(key) + "=" + std::string(value) + " ";
    return true;
  }));
  CHECK(seen == "b/1=new b/10=of b/10 ");
  int visits = 0;
  REQUIRE(store->scan_facts("", [&](std::string_view, std::string_view) { return ++visits < 2; }));
  CHECK(visits == 2);
  std::string value = "untouched";
  CHECK(store->fact("b/2", value).value() == false);
  CHECK(value == "untouched");
}

TEST_CASE("checkpoints are found by size, the latest first of all") {
  Folder folder;
  const auto store = made_up::created(folder.ledger());
  CHECK(store->latest_checkpoint().value() == std::nullopt);
  Store::Batch batch(*store);
  for (const std::uint64_t size : {1, 255, 256, 70000}) batch.checkpoint(size, "note " + std::to_string(size));
  batch.meta("origin", "demo.example/1");
  REQUIRE(store->commit(batch));
  CHECK(store->latest_checkpoint().value() == "note 70000");
  CHECK(store->checkpoint(255).value() == "note 255");
  CHECK(store->checkpoint(2).value() == std::nullopt);
  CHECK(store->meta("origin").value() == "demo.example/1");
  CHECK(store->meta("other").value() == std::nullopt);
  std::vector<std::uint64_t> sizes;
  REQUIRE(store->scan_checkpoints(200, [&](std::uint64_t size, std::string_view) {
    sizes.push_back(size);
    return true;
  }));
  CHECK(sizes == std::vector<std::uint64_t>{255, 256, 70000});
}

TEST_CASE("a position beyond the end is not found, and a walk from there is empty") {
  Folder folder;
  const auto store = made_up::created(folder.ledger());
  REQUIRE(made_up::append(*store, 3));
  const auto read = store->entry(Position(3));
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::not_found);
  CHECK(read.error().position == Position(3));
  auto cursor = store->entries_from(Position(3));
  Position position;
  BytesView bytes;
  CHECK(cursor.next(position, bytes).value() == false);
  CHECK(store->entry(Position(2)).value() == made_up::entry(2));
}

TEST_CASE("there is one writer, and the second is told so") {
  Folder folder;
  const auto store = made_up::created(folder.ledger());
  const auto second = Store::open_to_write(folder.ledger());
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::busy);
  CHECK_FALSE(second.error().hint.empty());
}

TEST_CASE("a writer in another process is noticed too, and its death lets go of the ledger") {
  Folder folder;
  made_up::created(folder.ledger());
  made_up::Writer writer(folder.ledger(), 1);
  writer.wait_for_reports(1);
  const auto second = Store::open_to_write(folder.ledger());
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::busy);
  writer.kill();
  CHECK(Store::open_to_write(folder.ledger()).ok());
}

TEST_CASE("a ledger is not made over another, nor opened where there is none") {
  Folder folder;
  for (const auto& result :
       {Store::open_to_write(folder.ledger()).error(), Store::open_to_read(folder.ledger()).error()}) {
    CHECK(result.kind == ErrorKind::not_found);
  }
  made_up::created(folder.ledger());
  const auto again = Store::create(folder.ledger());
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::conflict);
}

TEST_CASE("a ledger that was being made when the power went is made anew") {
  Folder folder;
  std::filesystem::create_directories(folder.ledger() + "/log.new/left");
  CHECK(made_up::created(folder.ledger())->size().value() == 0);
  CHECK_FALSE(std::filesystem::exists(folder.ledger() + "/log.new"));
}

TEST_CASE("hashes stand in full tiles and rows as in a plain list, whatever the sizes of the batches") {
  CHECK(rc::check([] {
    const auto chunks = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(1U, 300U));
    Folder folder(Folder::Place::memory);
    auto store = made_up::created(folder.ledger());
    std::uint64_t size = 0;
    for (const unsigned chunk : chunks) {
      if (size > 1500) break;
      std::vector<Hash> hashes;
      for (unsigned i = 0; i < chunk; ++i) hashes.push_back(made_up::tile_hash(2, size + i));
      Store::Batch batch(*store);
      // In two steps: a batch continues itself as well as the store.
      batch.hashes(2, size, std::span(hashes).first(chunk / 2));
      batch.hashes(2, size + chunk / 2, std::span(hashes).subspan(chunk / 2));
      RC_ASSERT(store->commit(batch).ok());
      size += chunk;
      if (chunk % 5 == 0) {
        store.reset();
        store = made_up::opened_to_write(folder.ledger());
      }
    }
    for (std::uint64_t first = 0; first < size; first += 256) {
      const auto width = static_cast<unsigned>(std::min<std::uint64_t>(256, size - first));
      const auto tile = store->hash_tile(2, first / 256, width);
      RC_ASSERT(tile.ok());
      RC_ASSERT(tile->size() == width * 32U);
      for (unsigned i = 0; i < width; ++i) {
        RC_ASSERT(Hash::from(BytesView(*tile).subspan(i * 32U, 32)) == made_up::tile_hash(2, first + i));
      }
      if (width < 256) RC_ASSERT(store->hash_tile(2, first / 256, width + 1).error().kind == ErrorKind::not_found);
    }
  }));
}

TEST_CASE("hashes added one by one are right at every size to 600") {
  Folder folder(Folder::Place::memory);
  const auto store = made_up::created(folder.ledger());
  for (std::uint64_t size = 1; size <= 600; ++size) {
    const Hash hash = made_up::tile_hash(0, size - 1);
    Store::Batch batch(*store);
    batch.hashes(0, size - 1, {&hash, 1});
    REQUIRE(store->commit(batch));
    for (std::uint64_t first = 0; first < size; first += 256) {
      const auto width = static_cast<unsigned>(std::min<std::uint64_t>(256, size - first));
      const auto tile = store->hash_tile(0, first / 256, width);
      REQUIRE(tile);
      Bytes expected;
      for (unsigned i = 0; i < width; ++i) {
        const Hash row = made_up::tile_hash(0, first + i);
        expected.insert(expected.end(), row.bytes.begin(), row.bytes.end());
      }
      REQUIRE(*tile == expected);
    }
    REQUIRE_FALSE(store->hash_tile(0, size / 256, static_cast<unsigned>(size % 256) + 1).ok());
  }
}
