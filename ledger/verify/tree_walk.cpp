#include "ledger/verify/tree_walk.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t roots_remembered = 4096;

Error scratch_error(const std::string& folder) {
  return make_error(ErrorKind::io, say("Cannot use scratch space in {0}: {1}.", {folder, std::strerror(errno)}),
                    say("Free space there, or set TMPDIR to a folder with space."));
}

}  // namespace

// 32 bytes a leaf, written in order and read back a tile at a time.
class LeafFile {
 public:
  ~LeafFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  LeafFile() = default;
  LeafFile(const LeafFile&) = delete;
  LeafFile& operator=(const LeafFile&) = delete;

  Status open(std::string folder) {
    if (folder.empty()) {
      const char* from_environment = std::getenv("TMPDIR");
      folder = from_environment != nullptr && *from_environment != '\0' ? from_environment : "/tmp";
    }
    folder_ = folder;
    std::string name = folder + "/sunledger.XXXXXX";
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd_ < 0) return scratch_error(folder);
    ::unlink(name.c_str());
    return {};
  }
  Status append(std::span<const Hash> leaves) {
    const auto* bytes = reinterpret_cast<const char*>(leaves.data());
    std::size_t left = leaves.size_bytes();
    while (left > 0) {
      const ::ssize_t written = ::pwrite(fd_, bytes, left, static_cast<::off_t>(size_));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return scratch_error(folder_);
      bytes += written;
      left -= static_cast<std::size_t>(written);
      size_ += static_cast<std::uint64_t>(written);
    }
    return {};
  }
  Result<Bytes> tile(std::uint64_t index, unsigned width) const {
    Bytes bytes(width * Hash::size_bytes);
    const std::uint64_t begin = index * full_tile_width * Hash::size_bytes;
    const ::ssize_t got = ::pread(fd_, bytes.data(), bytes.size(), static_cast<::off_t>(begin));
    if (got != static_cast<::ssize_t>(bytes.size())) return scratch_error(folder_);
    return bytes;
  }

 private:
  std::string folder_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

static_assert(sizeof(Hash) == Hash::size_bytes);

Result<std::unique_ptr<TreeWalk>> TreeWalk::create(const TileReader& stored, const std::string& scratch_dir,
                                                   bool keep_leaves, ProblemBook& book) {
  std::unique_ptr<TreeWalk> walk(new TreeWalk(stored, book));
  if (keep_leaves) {
    walk->leaves_ = std::make_unique<LeafFile>();
    TRY(walk->leaves_->open(scratch_dir));
  }
  return walk;
}

Result<std::unique_ptr<TreeWalk>> TreeWalk::create_behind(const TileReader& stored, std::uint64_t full_tiles,
                                                          std::span<const Hash> nodes, ProblemBook& book) {
  std::unique_ptr<TreeWalk> walk(new TreeWalk(stored, book));
  TRY_ASSIGN(walk->upper_, Frontier::from_nodes(full_tiles, nodes));
  walk->begin_ = full_tiles;
  walk->last_good_checkpoint_ = full_tiles * full_tile_width;
  return walk;
}

TreeWalk::TreeWalk(const TileReader& stored, ProblemBook& book) : stored_(stored), book_(book) {}
TreeWalk::~TreeWalk() = default;

Hash TreeWalk::root_with(const Frontier& low) const {
  std::vector<Hash> nodes = upper_.nodes();
  for (const Hash& node : low.nodes()) nodes.push_back(node);
  if (nodes.empty()) return empty_root();
  Hash root = nodes.back();
  for (std::size_t i = nodes.size() - 1; i-- > 0;) root = node_hash(nodes[i], root);
  return root;
}

void TreeWalk::remember_root(std::uint64_t size, const Hash& root) {
  if (roots_.size() >= roots_remembered) roots_.clear();
  roots_.insert_or_assign(size, root);
}

void TreeWalk::add(const JudgedChunk& chunk) {
  if (leaves_ && status_) status_ = leaves_->append(chunk.leaves);
  if (!broken_at_ && chunk.unknown_leaf) {
    broken_at_ = chunk.unknown_leaf;
    for (Check check : {Check::tree_hashes, Check::tree_checkpoints, Check::tree_witnesses}) {
      book_.unjudged(check, Position(*broken_at_),
                     say("No hash of this entry is known: the tree from here on could not be judged."));
    }
  }
  judge_checkpoints(chunk);
  if (broken_at_) return;
  if (!chunk.subtree) {
    for (const Hash& leaf : chunk.leaves) low_.append(leaf);
    return;
  }
  upper_.append(*chunk.subtree, [&](unsigned height, std::uint64_t, const Hash& hash) {
    if (height % tile_height != 0) return;
    const unsigned level = 1 + height / tile_height;
    if (tiles_.size() < level) tiles_.resize(level);
    tiles_[level - 1].push_back(hash);
    if ((first_of(level) + tiles_[level - 1].size()) % full_tile_width == 0) compare_last_tile(level);
  });
}

std::uint64_t TreeWalk::first_of(unsigned level) const {
  return begin_ >> ((level - 1) * tile_height);
}

std::optional<Hash> TreeWalk::root_in(const JudgedChunk& next, std::uint64_t size) const {
  INVARIANT(size >= next.first && size - next.first <= next.leaves.size());
  if (broken_at_ || (next.unknown_leaf && size > *next.unknown_leaf)) return std::nullopt;
  Frontier low;
  while (next.first + low.size() < size) low.append(next.leaves[low.size()]);
  return root_with(low);
}

void TreeWalk::judge_checkpoints(const JudgedChunk& chunk) {
  if (chunk.checkpoints.empty()) return;
  Frontier low;
  for (const SeenCheckpoint& checkpoint : chunk.checkpoints) {
    if (broken_at_ && checkpoint.size > *broken_at_) {
      book_.unjudged(Check::tree_checkpoints, Position(checkpoint.size - 1),
                     say("The root over {0} entries could not be computed.", {checkpoint.size}));
      continue;
    }
    while (chunk.first + low.size() < checkpoint.size) low.append(chunk.leaves[low.size()]);
    const Hash root = root_with(low);
    remember_root(checkpoint.size, root);
    if (root == checkpoint.root) {
      last_good_checkpoint_ = checkpoint.size;
      if (checkpoint.is_witnessed) last_witnessed_ = checkpoint.size;
      continue;
    }
    if (checkpoint.is_witnessed) {
      book_.problem(Check::tree_witnesses, Position(checkpoint.size - 1),
                    say("The first {0} entries are not those that the witnesses saw.", {checkpoint.size}));
    }
    if (++bad_checkpoints_ == 1) {
      book_.problem(Check::tree_checkpoints, Position(checkpoint.size - 1),
                    say("The first {0} entries are not those over which the checkpoint was signed; the first {1} still "
                        "were: something between positions {1} and {2} was changed.",
                        {checkpoint.size, last_good_checkpoint_, checkpoint.size - 1}));
    } else {
      book_.problem(
          Check::tree_checkpoints, Position(checkpoint.size - 1),
          say("The first {0} entries are not those over which the checkpoint was signed.", {checkpoint.size}));
    }
  }
}

void TreeWalk::compare_last_tile(unsigned level) {
  const std::span<const Hash> hashes = tiles_[level - 1];
  const std::uint64_t end = first_of(level) + hashes.size();
  const std::uint64_t in_tile = (end - 1) % full_tile_width + 1;
  const auto here = hashes.last(static_cast<std::size_t>(std::min<std::uint64_t>(in_tile, hashes.size())));
  compare_tile(level, end - here.size(), here);
}

void TreeWalk::compare_tile(unsigned level, std::uint64_t begin, std::span<const Hash> hashes) {
  if (!stored_ || !book_.wants(Check::tree_hashes)) return;
  const std::uint64_t index = begin / full_tile_width;
  const std::size_t before = begin % full_tile_width;  // hashes of the tile that were compared earlier
  const Tile tile{static_cast<int>(level), index, static_cast<unsigned>(before + hashes.size())};
  const unsigned height = level * tile_height;
  const auto stored = stored_(tile);
  if (!stored || stored->size() < before * Hash::size_bytes + hashes.size_bytes()) {
    book_.problem(Check::tree_hashes, Position(index * full_tile_width << height),
                  stored ? say("The stored tile {0} is too short.", {tile_path(tile)})
                         : say("The stored tile {0} cannot be read: {1}", {tile_path(tile), stored.error().message}));
    return;
  }
  book_.count(Check::tree_hashes, hashes.size());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const Byte* there = stored->data() + (before + i) * Hash::size_bytes;
    if (std::memcmp(hashes[i].bytes.data(), there, Hash::size_bytes) == 0) continue;
    const std::uint64_t first = (begin + i) << height;
    book_.problem(Check::tree_hashes, Position(first),
                  say("The stored hash {0} of {1} is not that of the entries at positions {2} to {3}.",
                      {before + i, tile_path(tile), first, first + (std::uint64_t{1} << height) - 1}));
  }
}

void TreeWalk::finish() {
  if (broken_at_) return;
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    const auto level = static_cast<unsigned>(i + 1);
    if (tiles_[i].empty() || (first_of(level) + tiles_[i].size()) % full_tile_width == 0) continue;
    compare_last_tile(level);
  }
}

std::optional<Hash> TreeWalk::root() const {
  if (broken_at_) return std::nullopt;
  return root_with(low_);
}

Result<Hash> TreeWalk::root_at(std::uint64_t size) {
  if (const auto found = roots_.find(size); found != roots_.end()) return found->second;
  INVARIANT(leaves_ != nullptr);
  if (broken_at_ && size > *broken_at_) {
    return make_error(ErrorKind::incomplete, say("The root over {0} entries could not be computed.", {size}));
  }
  const HashReader reader = hash_reader_of_tiles(size, [&](const Tile& tile) -> Result<Bytes> {
    if (tile.level == 0) return leaves_->tile(tile.index, tile.width);
    const auto& hashes = tiles_[static_cast<std::size_t>(tile.level - 1)];
    const std::size_t begin = tile.index * full_tile_width;
    INVARIANT(begin + tile.width <= hashes.size());
    const auto* bytes = reinterpret_cast<const Byte*>(hashes.data() + begin);
    return Bytes(bytes, bytes + tile.width * Hash::size_bytes);
  });
  TRY_ASSIGN(const Hash root, sunledger::root_at(size, reader));
  remember_root(size, root);
  return root;
}

}  // namespace sunledger
