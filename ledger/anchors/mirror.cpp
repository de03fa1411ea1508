#include "ledger/anchors/mirror.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tiles.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view entries_prefix = "tile/entries/";
constexpr std::size_t longest_bundle_bytes = full_tile_width * (2 + entry_size_limit_bytes);

Error cannot_keep(const std::string& path, const std::error_code& code) {
  return make_error(ErrorKind::io, say("{0} cannot be written: {1}.", {path, code.message()}),
                    say("Make room or give the right to write there; what was kept before is untouched."));
}

// Everything written so far to the file system that holds `folder` is on the disk.
Status settle_disk(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  const bool settled = fd >= 0 && ::syncfs(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (!settled) return cannot_keep(folder, {code, std::generic_category()});
  return {};
}

std::string incoming_path(const std::string& folder, const std::string& path) {
  return folder + "/incoming/" + path;
}

Status lay_aside(const std::string& path, BytesView bytes) {
  std::error_code code;
  fs::create_directories(fs::path(path).parent_path(), code);
  if (code) return cannot_keep(path, code);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) return cannot_keep(path, {errno, std::generic_category()});
  std::size_t done = 0;
  int failure = 0;
  while (done < bytes.size() && failure == 0) {
    const ::ssize_t wrote = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (wrote >= 0) done += static_cast<std::size_t>(wrote);
    if (wrote < 0 && errno != EINTR) failure = errno;
  }
  if (::close(fd) != 0 && failure == 0) failure = errno;
  if (failure != 0) return cannot_keep(path, {failure, std::generic_category()});
  return {};
}

// Bundles of one index hold the same entries, one of them more: the shorter is how the longer begins.
Status agree(const std::string& kept_path, const std::string& came_path, const std::string& path) {
  TRY_ASSIGN(const std::string kept, read_file(kept_path, longest_bundle_bytes));
  TRY_ASSIGN(const std::string came, read_file(came_path, longest_bundle_bytes));
  if (came.starts_with(kept) || kept.starts_with(came)) return {};
  return make_error(ErrorKind::corrupt, say("{0} came with other entries than were verified before.", {path}),
                    say("Fetch it again; if it stays so, tell the keeper of that log, and keep what was shown."));
}

// The narrower and wider bundles of the same index that are kept.
std::vector<Tile> kept_beside(const std::string& folder, Tile tile) {
  std::vector<Tile> beside;
  const unsigned own = tile.width;
  tile.width = full_tile_width;
  const std::string whole = folder + "/" + tile_path(tile);
  if (own != full_tile_width && path_exists(whole)) beside.push_back(tile);
  std::error_code code;
  for (fs::directory_iterator at(whole + ".p", code), end; !code && at != end; at.increment(code)) {
    const auto width = parse_decimal(at->path().filename().string());
    if (!width || *width == 0 || *width >= full_tile_width || *width == own) continue;
    tile.width = static_cast<unsigned>(*width);
    beside.push_back(tile);
  }
  return beside;
}

Status take_in(const std::string& folder, const std::string& path) {
  TRY_ASSIGN(const Tile tile, parse_tile_path(path));
  const std::string target = folder + "/" + path, source = incoming_path(folder, path);
  for (const Tile& other : kept_beside(folder, tile)) TRY(agree(folder + "/" + tile_path(other), source, path));
  if (path_exists(target)) TRY(agree(target, source, path));
  std::error_code code;
  fs::create_directories(fs::path(target).parent_path(), code);
  if (!code) fs::rename(source, target, code);
  if (code) return cannot_keep(target, code);
  return {};
}

Result<Bytes> bytes_of(const std::string& path, std::size_t limit_bytes) {
  TRY_ASSIGN(const std::string text, read_file(path, limit_bytes));
  const BytesView bytes = as_bytes(text);
  return Bytes(bytes.begin(), bytes.end());
}

// In the order of their paths, so that a visit is kept the same way each time.
Result<std::vector<std::string>> laid_aside(const std::string& folder) {
  std::vector<std::string> paths;
  const fs::path incoming = folder + "/incoming";
  std::error_code code;
  if (!fs::exists(incoming, code)) return paths;
  for (fs::recursive_directory_iterator at(incoming, code), end; !code && at != end; at.increment(code)) {
    if (at->is_regular_file()) paths.push_back(at->path().lexically_relative(incoming).string());
  }
  if (code) return cannot_keep(incoming.string(), code);
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Result<std::unique_ptr<Mirror>> Mirror::open(const std::string& folder) {
  TRY(create_folder(folder));
  std::error_code code;
  fs::remove_all(folder + "/incoming", code);
  if (code) return cannot_keep(folder + "/incoming", code);
  return std::unique_ptr<Mirror>(new Mirror(folder));
}

// What was laid aside under a path is what everybody gets who asks for it again: the bytes that are verified are those
// that are kept, whatever else is published meanwhile.
FetchFile Mirror::laying_aside(FetchFile published) {
  return [this, published = std::move(published)](const std::string& path, std::size_t limit_bytes) -> Result<Bytes> {
    if (!path.starts_with(entries_prefix)) return published(path, limit_bytes);
    const std::string aside = incoming_path(folder_, path);
    {
      const std::lock_guard lock(mutex_);
      if (laid_.contains(path)) return bytes_of(aside, limit_bytes);
    }
    TRY_ASSIGN(Bytes bytes, published(path, limit_bytes));
    const std::lock_guard lock(mutex_);
    if (laid_.contains(path)) return bytes_of(aside, limit_bytes);
    TRY(lay_aside(aside, bytes));
    laid_.insert(path);
    return bytes;
  };
}

Status Mirror::keep(const std::string& note) {
  TRY_ASSIGN(const auto paths, laid_aside(folder_));
  TRY(settle_disk(folder_));
  for (const std::string& path : paths) TRY(take_in(folder_, path));
  TRY(settle_disk(folder_));
  TRY(replace_file(folder_ + "/checkpoint", note));
  // Only now is nothing narrower asked for any more.
  std::error_code ignored;
  for (const std::string& path : paths) {
    TRY_ASSIGN(const Tile tile, parse_tile_path(path));
    for (const Tile& other : kept_beside(folder_, tile)) {
      if (other.width < tile.width) fs::remove(folder_ + "/" + tile_path(other), ignored);
    }
  }
  fs::remove_all(folder_ + "/incoming", ignored);
  return {};
}

MirroredEntries::MirroredEntries(std::unique_ptr<TilesFolder> folder, std::uint64_t size, const Hash& root)
    : folder_(std::move(folder)), entries_(folder_->input().read_entries, size), root_(root) {}

Result<std::unique_ptr<MirroredEntries>> MirroredEntries::open(const std::string& folder, std::uint64_t size,
                                                               const Hash& root) {
  TRY_ASSIGN(auto tiles, TilesFolder::open(folder));
  if (tiles->size() < size) {
    return make_error(ErrorKind::incomplete,
                      say("{0} entries are at hand here, and {1} were recorded.", {tiles->size(), size}),
                      say("Run “sunledger anchor follow”."));
  }
  return std::unique_ptr<MirroredEntries>(new MirroredEntries(std::move(tiles), size, root));
}

Status MirroredEntries::each_entry(Position first,
                                   const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const {
  if (!proven_) {
    Frontier frontier;
    TRY(entries_.each_entry(Position(0), [&](const Entry&, BytesView bytes) -> Result<bool> {
      frontier.append(leaf_hash(bytes));
      return true;
    }));
    if (frontier.root() != root_) {
      return make_error(ErrorKind::corrupt,
                        say("The copy that is kept here is damaged: its {0} entries have another root than the one "
                            "that was recorded.",
                            {entries_.size()}),
                        say("Remove its folder below “anchors”, and run “sunledger anchor follow” again."));
    }
    proven_ = true;
  }
  return entries_.each_entry(first, visit);
}

}  // namespace sunledger
