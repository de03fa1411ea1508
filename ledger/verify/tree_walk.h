#pragma once
// The tree over the recomputed leaf hashes, as it grows tile by tile: compares the stored tiles above level 0, and
// knows the root at every size so far. Leaf hashes spill to an unnamed file; the tiles above them stay in memory, 32
// bytes for 256 entries.

#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "ledger/proof/tiles.h"
#include "ledger/proof/tree.h"
#include "ledger/verify/chunk_judge.h"
#include "ledger/verify/problem_book.h"

namespace sunledger {

class LeafFile;

class TreeWalk {
 public:
  // `keep_leaves` when roots at arbitrary sizes will be asked for. Errors: io.
  static Result<std::unique_ptr<TreeWalk>> create(const TileReader& stored, const std::string& scratch_dir,
                                                  bool keep_leaves, ProblemBook& book);
  // Begins behind the first `full_tiles` level-0 tiles, whose tree has these nodes (Frontier::nodes over the tiles'
  // roots); whether they are this log's shows in root_in() at a size whose root is known. Errors: invalid.
  static Result<std::unique_ptr<TreeWalk>> create_behind(const TileReader& stored, std::uint64_t full_tiles,
                                                         std::span<const Hash> nodes, ProblemBook& book);
  ~TreeWalk();

  // The next chunk's leaves: all of them full tiles but the last.
  void add(const JudgedChunk& chunk);
  // The right edge: partial tiles.
  void finish();

  // Whose leaf hash is unknown; no root after it can be computed.
  std::optional<std::uint64_t> broken_at() const { return broken_at_; }
  // The newest checkpoint with the right root that the policy's quorum cosigned; nothing if there is none.
  std::optional<std::uint64_t> last_witnessed() const { return last_witnessed_; }
  // The root over the first `size` entries, which end in the chunk that is added next, or right before it.
  std::optional<Hash> root_in(const JudgedChunk& next, std::uint64_t size) const;
  Result<Hash> root_at(std::uint64_t size);
  std::optional<Hash> root() const;
  Status status() const { return status_; }

 private:
  TreeWalk(const TileReader& stored, ProblemBook& book);
  void judge_checkpoints(const JudgedChunk& chunk);
  // Hashes of one tile of that level, from the `begin`th hash of the level on.
  void compare_tile(unsigned level, std::uint64_t begin, std::span<const Hash> hashes);
  // The hashes of that level that are in a tile which is not complete yet, or became so with the last one.
  void compare_last_tile(unsigned level);
  // Which hash of that level is the first in tiles_.
  std::uint64_t first_of(unsigned level) const;
  void remember_root(std::uint64_t size, const Hash& root);
  Hash root_with(const Frontier& low) const;

  const TileReader& stored_;
  ProblemBook& book_;
  std::unique_ptr<LeafFile> leaves_;
  Frontier upper_;                        // over the full level-0 tiles' roots
  Frontier low_;                          // over the last, partial tile's leaves
  std::uint64_t begin_ = 0;               // level-0 tiles behind which the walk began
  std::vector<std::vector<Hash>> tiles_;  // hashes of tile levels 1, 2, … from where the walk began
  std::optional<std::uint64_t> broken_at_;
  std::uint64_t last_good_checkpoint_ = 0;
  std::uint64_t bad_checkpoints_ = 0;
  std::optional<std::uint64_t> last_witnessed_;
  std::unordered_map<std::uint64_t, Hash> roots_;
  Status status_;
};

}  // namespace sunledger
