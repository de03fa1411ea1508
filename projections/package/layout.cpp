#include "projections/package/layout.h"

#include <algorithm>
#include <iterator>

#include "ledger/base/file.h"
#include "ledger/proof/tiles.h"
#include "projections/package/read_me.h"

namespace sunledger {
namespace {

bool is_tile_of(std::string_view path, std::uint64_t size) {
  const auto tile = parse_tile_path(path);
  if (!tile) return false;
  const std::uint64_t hashes = tile->level == entries_level ? size : hashes_at_tile_level(tile->level, size);
  return tile->index <= hashes / full_tile_width && tile->index * full_tile_width < hashes &&
         tile_in_tree(tile->level, tile->index, size) == *tile;
}

}  // namespace

bool belongs_in_package(std::string_view path, std::uint64_t size) {
  constexpr std::string_view single[] = {
      newest_checkpoint_path, checkpoints_path,   policy_path,       people_path, keys_path,
      log_vkeys_path,         example_entry_path, example_proof_path};
  if (std::find(std::begin(single), std::end(single), path) != std::end(single)) return true;
  const auto read_mes = read_me_paths();
  if (std::find(read_mes.begin(), read_mes.end(), path) != read_mes.end()) return true;
  // Each of these folders has a check that knows every file of it (package.history, package.reports).
  for (const std::string_view folder : {"charters/", "documents/", "reports/"}) {
    if (path.starts_with(folder)) return true;
  }
  const std::string tiles = std::string(tiles_path) + "/";
  return path.starts_with(tiles) && is_tile_of(path.substr(tiles.size()), size);
}

bool is_package(const std::string& dir) {
  for (const char* path : {trailer_path, sums_path, newest_checkpoint_path}) {
    if (path_exists(dir + "/" + path)) return true;
  }
  return false;
}

std::string tiles_in(const std::string& dir) {
  return is_package(dir) ? dir + "/" + tiles_path : dir;
}

}  // namespace sunledger
