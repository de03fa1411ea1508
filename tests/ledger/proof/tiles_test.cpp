#include "ledger/proof/tiles.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/ledger/proof/naive_tree.h"

using namespace sunledger;

namespace {

// The hash tiles of a tree as a static server would hold them, by path.
using Served = std::map<std::string, Bytes>;

Served serve(std::size_t size) {
  Served files;
  std::map<std::pair<unsigned, std::uint64_t>, Hash> nodes;
  Frontier frontier;
  for (const Hash& leaf : naive::leaves(size)) {
    frontier.append(leaf, [&](unsigned level, std::uint64_t index, const Hash& hash) {
      if (level % tile_height == 0) nodes[{level / tile_height, index}] = hash;
    });
  }
  for (const Tile& tile : tiles_of(size)) {
    if (tile.level == entries_level) continue;
    Bytes& bytes = files[tile_path(tile)];
    for (std::uint64_t i = 0; i < tile.width; ++i) {
      const Hash& hash = nodes.at({static_cast<unsigned>(tile.level), tile.index * full_tile_width + i});
      bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
    }
  }
  return files;
}

TileReader read_from(const Served& files, std::size_t* reads = nullptr) {
  return [&files, reads](const Tile& tile) -> Result<Bytes> {
    if (reads != nullptr) ++*reads;
    const auto found = files.find(tile_path(tile));
    if (found == files.end()) return make_error(ErrorKind::not_found, "no tile " + tile_path(tile));
    return found->second;
  };
}

}  // namespace

TEST_CASE("tile paths are written in groups of three digits") {
  CHECK(tile_path({0, 0, 256}) == "tile/0/000");
  CHECK(tile_path({1, 1234067, 17}) == "tile/1/x001/x234/067.p/17");
  CHECK(tile_path({entries_level, 1000, 255}) == "tile/entries/x001/000.p/255");
  CHECK(tile_path({63, UINT64_MAX, 1}) == "tile/63/x018/x446/x744/x073/x709/x551/615.p/1");
}

TEST_CASE("any tile is read back from its path") {
  REQUIRE(rc::check([](std::uint64_t index, std::uint8_t shift, std::uint8_t level, std::uint8_t width) {
    const Tile tile{static_cast<int>(level % 65) - 1, index >> shift % 64, width + 1U};
    const auto parsed = parse_tile_path(tile_path(tile));
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == tile);
  }));
}

TEST_CASE("a tile has one path; other spellings are refused") {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile//000",
                           "tile/0//000",
                           "tile/0/000/",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/+1",
                           "tile/0/000.p/1/",
                           "tile/0/000.p/1/2",
                           "tile/0/000.p/1 ",
                           "tile/0/000p/1",
                           "tile/0/x000/001",
                           "tile/0/x000/x001/000",
                           "tile/0/x001",
                           "tile/0/x001.p/1",
                           "tile/0/x001/",
                           "tile/0/X001/000",
                           "tile/0/0a0",
                           "tile/0/-01",
                           "tile/0/0000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/+1/000",
                           "tile/Entries/000",
                           "tile/entries",
                           "tile/0/000\n",
                           "tile/0/../000",
                           "tile/0/x018/x446/x744/x073/x709/x551/616",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/999"}) {
    INFO(path);
    CHECK_FALSE(parse_tile_path(path));
  }
  CHECK_FALSE(parse_tile_path(std::string_view("tile/0/000\0", 11)));
  CHECK_FALSE(parse_tile_path("tile/0/" + std::string(1 << 20, 'x')));
}

TEST_CASE("a tree of 70,000 entries consists of these tiles, entries first and the top last") {
  const auto tiles = tiles_of(70000);
  REQUIRE(tiles.size() == 2 * 274 + 2 + 1);
  CHECK(tiles.front() == Tile{entries_level, 0, 256});
  CHECK(tiles[273] == Tile{entries_level, 273, 70000 % 256});
  CHECK(tiles[274] == Tile{0, 0, 256});
  CHECK(tiles[548] == Tile{1, 0, 256});
  CHECK(tiles[549] == Tile{1, 1, 70000 / 256 % 256});
  CHECK(tiles.back() == Tile{2, 0, 1});
}

TEST_CASE("no tile of any tree is empty, and there is none of an empty tree") {
  CHECK(tiles_of(0).empty());
  CHECK(tiles_of(1) == std::vector<Tile>{{entries_level, 0, 1}, {0, 0, 1}});
  CHECK(tiles_of(256) == std::vector<Tile>{{entries_level, 0, 256}, {0, 0, 256}, {1, 0, 1}});
  for (std::uint64_t size = 1; size < 2000; size += 13) {
    std::map<int, std::uint64_t> hashes;
    for (const Tile& tile : tiles_of(size)) {
      REQUIRE(tile.width >= 1);
      REQUIRE(tile.index * full_tile_width == hashes[tile.level]);
      hashes[tile.level] += tile.width;
    }
    REQUIRE(hashes[entries_level] == size);
    REQUIRE(hashes[0] == size);
  }
}

TEST_CASE("visiting stops at the first error") {
  int visited = 0;
  const Status status = for_each_tile(UINT64_MAX, [&](const Tile&) -> Status {
    if (++visited == 3) return make_error(ErrorKind::io, "disk full");
    return {};
  });
  CHECK_FALSE(status);
  CHECK(visited == 3);
}

TEST_CASE("proofs and roots read from tiles equal the naive definition") {
  for (const std::size_t size : std::initializer_list<std::size_t>{1, 2, 255, 256, 257, 300, 511, 512, 700}) {
    const Served files = serve(size);
    const HashReader reader = hash_reader_of_tiles(size, read_from(files), 3);
    const auto leaves = naive::leaves(size);
    REQUIRE(*root_at(size, reader) == naive::root(leaves));
    for (std::size_t index = 0; index < size; index += 17) {
      REQUIRE(*inclusion_proof(index, size, reader) == naive::path(index, leaves));
    }
    for (std::size_t old_size = 1; old_size <= size; old_size += 29) {
      REQUIRE(*consistency_proof(old_size, size, reader) == naive::consistency(old_size, leaves));
    }
  }
}

TEST_CASE("a tree that needs a third tile level gives the frontier's root") {
  const std::size_t size = 65536 + 300;
  const Served files = serve(size);
  Frontier frontier;
  const auto leaves = naive::leaves(size);
  for (const Hash& leaf : leaves) frontier.append(leaf);
  std::size_t reads = 0;
  const HashReader reader = hash_reader_of_tiles(size, read_from(files, &reads));
  REQUIRE(*root_at(size, reader) == frontier.root());
  const auto proof = *inclusion_proof(65700, size, reader);
  CHECK(verify_inclusion(65700, size, leaves[65700], frontier.root(), proof));
  CHECK(reads <= 6);
}

TEST_CASE("every flipped byte of a tile changes the root or is refused") {
  const std::size_t size = 300;
  Served files = serve(size);
  const Hash root = *root_at(size, hash_reader_of_tiles(size, read_from(files)));
  // The full level-0 tile is not read for the root: its hash stands in level 1. Its own check is the verifier's.
  for (const std::string path : {"tile/0/001.p/44", "tile/1/000.p/1"}) {
    for (std::size_t i = 0; i < files[path].size(); ++i) {
      files[path][i] ^= 1;
      REQUIRE(*root_at(size, hash_reader_of_tiles(size, read_from(files))) != root);
      files[path][i] ^= 1;
    }
  }
  const Hash in_level_1 = *subtree_hash_in_tile(files["tile/1/000.p/1"], 0, 0);
  CHECK(*subtree_hash_in_tile(files["tile/0/000"], tile_height, 0) == in_level_1);
  for (std::size_t i = 0; i < files["tile/0/000"].size(); i += 5) {
    files["tile/0/000"][i] ^= 1;
    REQUIRE(*subtree_hash_in_tile(files["tile/0/000"], tile_height, 0) != in_level_1);
    files["tile/0/000"][i] ^= 1;
  }
}

TEST_CASE("a tile that is too short is refused, and a full one may stand for a partial one") {
  Served files = serve(300);
  files["tile/0/001.p/44"] = Bytes(44 * 32 - 1);
  CHECK(root_at(300, hash_reader_of_tiles(300, read_from(files))).error().kind == ErrorKind::corrupt);

  const Served grown = serve(512);
  const TileReader full_only = [&](const Tile& tile) -> Result<Bytes> {
    return read_from(grown)({tile.level, tile.index, tile.level == 0 ? full_tile_width : 2});
  };
  CHECK(*root_at(300, hash_reader_of_tiles(300, full_only)) == naive::root(naive::leaves(300)));
}

TEST_CASE("what lies outside the tree or its tiles is not read") {
  const Served files = serve(300);
  const HashReader reader = hash_reader_of_tiles(300, read_from(files));
  CHECK(reader(0, 299));
  CHECK_FALSE(reader(0, 300));
  CHECK_FALSE(reader(8, 1));
  CHECK_FALSE(reader(64, 0));
  CHECK_FALSE(reader(200, 0));
  CHECK_FALSE(reader(0, UINT64_MAX));
  CHECK_FALSE(subtree_hash_in_tile(Bytes(33), 0, 0));
  CHECK_FALSE(subtree_hash_in_tile(Bytes(64), 2, 0));
  CHECK_FALSE(subtree_hash_in_tile(Bytes(257 * 32), 0, 0));
}

TEST_CASE("entry bundles give back their entries") {
  REQUIRE(rc::check([](const std::vector<Bytes>& entries) {
    RC_PRE(!entries.empty() && entries.size() <= full_tile_width);
    const std::vector<BytesView> views(entries.begin(), entries.end());
    const auto bundle = encode_entry_bundle(views);
    RC_ASSERT(bundle.ok());
    const auto width = static_cast<unsigned>(entries.size());
    const auto decoded = decode_entry_bundle(*bundle, width);
    RC_ASSERT(decoded.ok());
    RC_ASSERT(decoded->size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) RC_ASSERT(std::ranges::equal((*decoded)[i], entries[i]));
    if (width > 1) RC_ASSERT_FALSE(decode_entry_bundle(*bundle, width - 1).ok());
    if (width < full_tile_width) RC_ASSERT_FALSE(decode_entry_bundle(*bundle, width + 1).ok());
    RC_ASSERT_FALSE(decode_entry_bundle(BytesView(*bundle).first(bundle->size() - 1), width).ok());
  }));
}

TEST_CASE("an entry bundle holds at most 256 entries of at most 65,535 bytes") {
  const Bytes longest(65535, 7);
  const Bytes too_long(65536, 7);
  CHECK(encode_entry_bundle(std::vector<BytesView>{longest})->size() == 65537);
  CHECK_FALSE(encode_entry_bundle(std::vector<BytesView>{too_long}));
  CHECK(encode_entry_bundle(std::vector<BytesView>(256, BytesView())));
  CHECK_FALSE(encode_entry_bundle(std::vector<BytesView>(257, BytesView())));
}
