#include "ledger/export_tiles.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/note.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

constexpr std::size_t longest_bundle_bytes = full_tile_width * (2 + entry_size_limit_bytes);

Error cannot_write(const std::string& path) {
  return make_error(ErrorKind::io, say("{0} cannot be written: {1}.", {path, std::strerror(errno)}),
                    say("Free space there or choose another folder, and export again: it continues."));
}

class Export {
 public:
  Export(const EntrySource& entries, const TileReader& hash_tile, const std::string& dir)
      : entries_(entries), hash_tile_(hash_tile), dir_(dir) {}

  Result<ExportedTiles> run(const std::string& note,
                            const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    TRY_ASSIGN(const Note parsed, parse_note(note));
    TRY_ASSIGN(const Checkpoint checkpoint, parse_checkpoint(parsed.text));
    if (checkpoint.size > entries_.size()) {
      return make_error(ErrorKind::invalid, say("The checkpoint covers {0} entries, but there are only {1}.",
                                                {checkpoint.size, entries_.size()}));
    }
    TRY(create_folder(dir_));
    TRY(continues_what_is_there(checkpoint));
    TRY(write(0, checkpoint.size, progress));
    TRY(replace_file(dir_ + "/checkpoint", note));
    return result_;
  }

  Result<ExportedTiles> run(std::uint64_t from, std::uint64_t size,
                            const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    TRY(create_folder(dir_));
    TRY(write(from, size, progress));
    return result_;
  }

 private:
  // An export never rewrites what others may have fetched: the folder's own checkpoint must be this log's past.
  Status continues_what_is_there(const Checkpoint& now) {
    const auto note = read_file(dir_ + "/checkpoint", note_size_limit_bytes);
    if (!note) return note.error().kind == ErrorKind::not_found ? Status() : Status(note.error());
    const auto parsed = parse_note(*note);
    const auto there = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
    const std::string hint = say("Export to another folder, and keep this one to compare.");
    if (!there) return make_error(ErrorKind::conflict, say("{0}/checkpoint is no checkpoint.", {dir_}), hint);
    if (there->origin != now.origin) {
      return make_error(ErrorKind::conflict, say("{0} holds the log {1}.", {dir_, there->origin}), hint);
    }
    if (there->size > now.size) {
      return make_error(
          ErrorKind::conflict,
          say("{0} holds {1} entries already; this checkpoint covers only {2}.", {dir_, there->size, now.size}), hint);
    }
    TRY_ASSIGN(const Hash root, root_at(there->size, hash_reader_of_tiles(now.size, hash_tile_)));
    if (root != there->root) {
      return make_error(ErrorKind::conflict,
                        say("The {0} entries in {1} are not the first ones of this log.", {there->size, dir_}), hint);
    }
    return {};
  }

  Status write(std::uint64_t from, std::uint64_t size,
               const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    result_.size = size;
    TRY(write_bundles(from - from % full_tile_width, size, progress));
    const Status tiles = for_each_tile(size, [&](const Tile& tile) -> Status {
      if (tile.level == entries_level) return {};
      if (tile.width == full_tile_width && tile.index < hashes_at_tile_level(tile.level, from) / full_tile_width)
        return {};
      TRY_ASSIGN(Bytes bytes, hash_tile_(tile));
      bytes.resize(tile.width * Hash::size_bytes);
      return put(tile, bytes);
    });
    TRY(tiles);
    return sync();
  }

  Status write_bundles(std::uint64_t first, std::uint64_t size,
                       const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    if (first >= size) return {};
    Bytes bundle;
    std::uint64_t done = first;
    const Status walked = entries_.each_entry(Position(first), [&](const Entry&, BytesView bytes) -> Result<bool> {
      put_u16(bundle, static_cast<std::uint16_t>(bytes.size()));
      bundle.insert(bundle.end(), bytes.begin(), bytes.end());
      if (++done % full_tile_width == 0 || done == size) {
        TRY(put(tile_in_tree(entries_level, (done - 1) / full_tile_width, size), bundle));
        bundle.clear();
        if (progress) progress(done, size);
      }
      return done < size;
    });
    TRY(walked);
    if (done == size) return {};
    return make_error(ErrorKind::corrupt, say("The log ends at {0} entries instead of {1}.", {done, size}));
  }

  Status put(const Tile& tile, BytesView bytes) {
    const std::string path = dir_ + "/" + tile_path(tile);
    if (const auto there = read_file(path, longest_bundle_bytes);
        there && there->size() == bytes.size() && std::memcmp(there->data(), bytes.data(), bytes.size()) == 0) {
      ++result_.kept;
      return {};
    }
    const std::string folder = path.substr(0, path.rfind('/'));
    if (folders_.insert(folder).second) TRY(create_folder(folder));
    // Renamed into place when complete; made durable together, by one sync before the checkpoint.
    const std::string unfinished = path + ".unfinished";
    const int fd = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) return cannot_write(unfinished);
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ::ssize_t written = ::write(fd, bytes.data() + done, bytes.size() - done);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
    const bool complete = done == bytes.size();
    if (::close(fd) != 0 || !complete || std::rename(unfinished.c_str(), path.c_str()) != 0) return cannot_write(path);
    ++result_.written;
    return {};
  }

  Status sync() const {
    const int fd = ::open(dir_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::syncfs(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!synced) return cannot_write(dir_);
    return {};
  }

  const EntrySource& entries_;
  const TileReader& hash_tile_;
  std::string dir_;
  std::set<std::string> folders_;
  ExportedTiles result_;
};

}  // namespace

Result<ExportedTiles> export_tiles(const EntrySource& entries, const TileReader& hash_tile, const std::string& note,
                                   const std::string& dir,
                                   const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return Export(entries, hash_tile, dir).run(note, progress);
}

Result<ExportedTiles> add_tiles(const EntrySource& entries, const TileReader& hash_tile, std::uint64_t from,
                                std::uint64_t size, const std::string& dir,
                                const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return Export(entries, hash_tile, dir).run(from, size, progress);
}

}  // namespace sunledger
