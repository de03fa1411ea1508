#pragma once
// The tree and the entries as static files that any web server can serve (C2SP tlog-tiles).
//
//   tile/<L>/<N>[.p/<W>]        hashes of up to 256 complete subtrees of height 8·L, 32 bytes each
//   tile/entries/<N>[.p/<W>]    up to 256 entries, each u16 length ‖ bytes
//
// N is written in groups of three digits, all but the last prefixed x: 1234067 → x001/x234/067. A partial tile has a
// width of 1 to 255, namely ⌊size / 256^L⌋ mod 256; a full one has no suffix.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/proof/tree.h"

namespace sunledger {

inline constexpr unsigned tile_height = 8;
inline constexpr unsigned full_tile_width = 1 << tile_height;
inline constexpr int entries_level = -1;  // the level of an entry bundle
inline constexpr std::size_t entry_size_limit_bytes = 65535;

struct Tile {
  int level = 0;  // entries_level, or 0 to 63
  std::uint64_t index = 0;
  unsigned width = full_tile_width;  // in hashes or entries, 1 to 256

  bool operator==(const Tile&) const = default;
};

// The path below the log's prefix, without a leading slash.
std::string tile_path(const Tile& tile);
// Strict: accepts exactly what tile_path writes.
Result<Tile> parse_tile_path(std::string_view path);

// How many hashes (entries) a tree of `size` leaves has at a tile level in all: ⌊size / 256^level⌋.
std::uint64_t hashes_at_tile_level(int level, std::uint64_t size);
// The tile of that level and index in a tree of `size` leaves, full or partial. Needs it to exist.
Tile tile_in_tree(int level, std::uint64_t index, std::uint64_t size);

// Visits every tile of a tree of `size` leaves in the order in which they are written: entries, level 0, upper levels;
// each level from left to right. Stops at the first error and returns it.
Status for_each_tile(std::uint64_t size, const std::function<Status(const Tile&)>& visit);
std::vector<Tile> tiles_of(std::uint64_t size);

// Invalid if there are more than 256 entries or one has more than 65,535 bytes.
Result<Bytes> encode_entry_bundle(std::span<const BytesView> entries);
// Exactly `width` entries, as views into `bundle`. Corrupt if there are fewer, more, or stray bytes.
Result<std::vector<BytesView>> decode_entry_bundle(BytesView bundle, unsigned width);

// The hash of a complete subtree inside a hash tile: 2^height hashes from index·2^height on, with height 0 to 8.
// Corrupt if the tile does not hold them.
Result<Hash> subtree_hash_in_tile(BytesView tile, unsigned height, unsigned index);

// The bytes of a tile. May give a wider tile of the same level and index, such as the full one that replaced a partial.
using TileReader = std::function<Result<Bytes>(const Tile&)>;

// A HashReader over the hash tiles of a tree of `size` leaves; remembers the last few tiles. Not for several threads.
HashReader hash_reader_of_tiles(std::uint64_t size, TileReader read_tile, std::size_t tiles_remembered = 16);

}  // namespace sunledger
