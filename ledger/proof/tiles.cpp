#include "ledger/proof/tiles.h"

#include <algorithm>
#include <list>

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr int highest_level = 63;
constexpr std::string_view tile_prefix = "tile/";
constexpr std::string_view entries_name = "entries";

Error not_a_tile_path(std::string_view path) {
  // The path may come from anywhere: only its size is repeated.
  return make_error(ErrorKind::invalid, say("A path of {0} bytes does not name a tile.", {path.size()}),
                    say("Tile paths look like tile/0/x001/x234/067 or tile/entries/000.p/17."));
}

std::string three_digits(std::uint64_t value) {
  std::string digits = std::to_string(value);
  return std::string(3 - digits.size(), '0') + digits;
}

std::optional<unsigned> read_three_digits(std::string_view text) {
  unsigned value = 0;
  if (text.size() != 3) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

// Takes the text up to the next '/' off `rest`, or all of it.
std::string_view take_part(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('/'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::optional<int> read_level(std::string_view text) {
  if (text == entries_name) return entries_level;
  const auto level = parse_decimal(text);
  if (!level || *level > highest_level) return std::nullopt;
  return static_cast<int>(*level);
}

// Reads x001/x234/067, one spelling for each number: the first group of several is not 000.
std::optional<std::uint64_t> read_index(std::string_view& rest, bool& partial) {
  std::uint64_t index = 0;
  for (bool first = true;; first = false) {
    std::string_view part = take_part(rest);
    const bool more = part.starts_with('x');
    if (more) {
      part.remove_prefix(1);
    } else if (part.ends_with(".p")) {
      part.remove_suffix(2);
      partial = true;
    }
    const auto group = read_three_digits(part);
    if (!group || (first && more && *group == 0)) return std::nullopt;
    if (index > (UINT64_MAX - *group) / 1000) return std::nullopt;
    index = index * 1000 + *group;
    if (!more) return index;
  }
}

unsigned height_of_level(int level) {
  return level == entries_level ? 0 : static_cast<unsigned>(level) * tile_height;
}

Error corrupt_bundle(std::string message) {
  return make_error(ErrorKind::corrupt, std::move(message), say("Fetch the entry bundle again."));
}

}  // namespace

std::string tile_path(const Tile& tile) {
  INVARIANT(tile.level >= entries_level && tile.level <= highest_level);
  INVARIANT(tile.width >= 1 && tile.width <= full_tile_width);
  std::string number = three_digits(tile.index % 1000);
  for (std::uint64_t rest = tile.index / 1000; rest != 0; rest /= 1000) {
    number.insert(0, "x" + three_digits(rest % 1000) + "/");
  }
  std::string path(tile_prefix);
  path += tile.level == entries_level ? std::string(entries_name) : std::to_string(tile.level);
  path += "/" + number;
  if (tile.width != full_tile_width) path += ".p/" + std::to_string(tile.width);
  return path;
}

Result<Tile> parse_tile_path(std::string_view path) {
  std::string_view rest = path;
  if (!rest.starts_with(tile_prefix) || rest.ends_with('/')) return not_a_tile_path(path);
  rest.remove_prefix(tile_prefix.size());
  Tile tile;
  const auto level = read_level(take_part(rest));
  bool partial = false;
  const auto index = read_index(rest, partial);
  if (!level || !index) return not_a_tile_path(path);
  tile.level = *level;
  tile.index = *index;
  if (partial) {
    const auto width = parse_decimal(rest);
    if (!width || *width == 0 || *width >= full_tile_width) return not_a_tile_path(path);
    tile.width = static_cast<unsigned>(*width);
  } else if (!rest.empty()) {
    return not_a_tile_path(path);
  }
  return tile;
}

std::uint64_t hashes_at_tile_level(int level, std::uint64_t size) {
  const unsigned height = height_of_level(level);
  return height >= 64 ? 0 : size >> height;
}

Tile tile_in_tree(int level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t hashes = hashes_at_tile_level(level, size);
  const std::uint64_t full_tiles = hashes / full_tile_width;
  if (index < full_tiles) return {level, index, full_tile_width};
  const auto width = static_cast<unsigned>(hashes % full_tile_width);
  INVARIANT(index == full_tiles && width != 0);
  return {level, index, width};
}

Status for_each_tile(std::uint64_t size, const std::function<Status(const Tile&)>& visit) {
  for (int level = entries_level; hashes_at_tile_level(level, size) != 0; ++level) {
    const std::uint64_t hashes = hashes_at_tile_level(level, size);
    const std::uint64_t tiles = hashes / full_tile_width + (hashes % full_tile_width != 0 ? 1 : 0);
    for (std::uint64_t index = 0; index < tiles; ++index) TRY(visit(tile_in_tree(level, index, size)));
  }
  return {};
}

std::vector<Tile> tiles_of(std::uint64_t size) {
  std::vector<Tile> tiles;
  const Status collected = for_each_tile(size, [&](const Tile& tile) -> Status {
    tiles.push_back(tile);
    return {};
  });
  INVARIANT(collected.ok());
  return tiles;
}

Result<Bytes> encode_entry_bundle(std::span<const BytesView> entries) {
  if (entries.size() > full_tile_width) {
    return make_error(ErrorKind::invalid,
                      say("An entry bundle holds at most {0} entries, not {1}.", {full_tile_width, entries.size()}));
  }
  Bytes bundle;
  for (const BytesView& entry : entries) {
    if (entry.size() > entry_size_limit_bytes) {
      return make_error(ErrorKind::invalid,
                        say("An entry has at most {0} bytes, not {1}.", {entry_size_limit_bytes, entry.size()}));
    }
    put_u16(bundle, static_cast<std::uint16_t>(entry.size()));
    bundle.insert(bundle.end(), entry.begin(), entry.end());
  }
  return bundle;
}

Result<std::vector<BytesView>> decode_entry_bundle(BytesView bundle, unsigned width) {
  INVARIANT(width >= 1 && width <= full_tile_width);
  std::vector<BytesView> entries;
  entries.reserve(width);
  while (entries.size() < width) {
    if (bundle.size() < 2) return corrupt_bundle(say("The entry bundle ends before entry {0}.", {entries.size()}));
    const std::size_t length = get_u16(bundle);
    bundle = bundle.subspan(2);
    if (bundle.size() < length) return corrupt_bundle(say("The entry bundle ends inside entry {0}.", {entries.size()}));
    entries.push_back(bundle.first(length));
    bundle = bundle.subspan(length);
  }
  if (!bundle.empty()) {
    return corrupt_bundle(say("The entry bundle has {0} bytes after its last entry.", {bundle.size()}));
  }
  return entries;
}

Result<Hash> subtree_hash_in_tile(BytesView tile, unsigned height, unsigned index) {
  INVARIANT(height <= tile_height && index < full_tile_width >> height);
  const std::size_t begin = (std::size_t{index} << height) * Hash::size_bytes;
  const std::size_t size_bytes = (std::size_t{1} << height) * Hash::size_bytes;
  const bool whole_hashes = tile.size() % Hash::size_bytes == 0;
  if (!whole_hashes || tile.size() > full_tile_width * Hash::size_bytes || tile.size() < begin + size_bytes) {
    return make_error(ErrorKind::corrupt, say("A hash tile has {0} bytes, which cannot be right.", {tile.size()}),
                      say("Fetch the tile again."));
  }
  std::array<Hash, full_tile_width> hashes;
  std::size_t count = std::size_t{1} << height;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(hashes[i].bytes.data(), tile.data() + begin + i * Hash::size_bytes, Hash::size_bytes);
  }
  for (; count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
  }
  return hashes[0];
}

namespace {

// The tiles that a proof needs lie on two paths to the top, so a handful remembered reads each only once.
class TileMemory {
 public:
  TileMemory(TileReader read_tile, std::size_t capacity)
      : read_tile_(std::move(read_tile)), capacity_(std::max<std::size_t>(capacity, 1)) {}

  Result<BytesView> get(const Tile& tile) {
    const auto found = std::find_if(tiles_.begin(), tiles_.end(), [&](const auto& t) { return t.first == tile; });
    if (found != tiles_.end()) {
      tiles_.splice(tiles_.begin(), tiles_, found);
    } else {
      TRY_ASSIGN(Bytes bytes, read_tile_(tile));
      if (bytes.size() < tile.width * Hash::size_bytes) {
        return make_error(ErrorKind::corrupt,
                          say("The tile {0} has {1} bytes instead of {2}.",
                              {tile_path(tile), bytes.size(), tile.width * Hash::size_bytes}),
                          say("Fetch the tile again."));
      }
      if (tiles_.size() == capacity_) tiles_.pop_back();
      tiles_.emplace_front(tile, std::move(bytes));
    }
    return BytesView(tiles_.front().second);
  }

 private:
  TileReader read_tile_;
  std::size_t capacity_;
  std::list<std::pair<Tile, Bytes>> tiles_;  // last used first
};

}  // namespace

HashReader hash_reader_of_tiles(std::uint64_t size, TileReader read_tile, std::size_t tiles_remembered) {
  auto memory = std::make_shared<TileMemory>(std::move(read_tile), tiles_remembered);
  return [size, memory](unsigned level, std::uint64_t index) -> Result<Hash> {
    if (level >= 64 || index >= size >> level) {
      return make_error(ErrorKind::invalid, say("The subtree {1} of height {0} is not inside a tree of {2} entries.",
                                                {level, index, size}));
    }
    const unsigned height = level % tile_height;
    const std::uint64_t first_hash = index << height;  // cannot overflow: index < size >> level
    const Tile tile = tile_in_tree(static_cast<int>(level / tile_height), first_hash / full_tile_width, size);
    TRY_ASSIGN(const BytesView bytes, memory->get(tile));
    const auto index_in_tile = static_cast<unsigned>(index % (full_tile_width >> height));
    return subtree_hash_in_tile(bytes, height, index_in_tile);
  };
}

}  // namespace sunledger
