#include "ledger/backup/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unordered_set>

#include "ledger/backup/growing_list.h"
#include "ledger/backup/read_back.h"
#include "ledger/base/clock.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/export_tiles.h"
#include "ledger/log/documents.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

// Given back by the system when the process dies.
class BackupLock {
 public:
  ~BackupLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  BackupLock() = default;
  BackupLock(const BackupLock&) = delete;
  BackupLock& operator=(const BackupLock&) = delete;

  Status take(const std::string& dir) {
    const std::string path = dir + "/lock";
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) == 0) return {};
    if (fd_ >= 0 && errno == EWOULDBLOCK) {
      return make_error(ErrorKind::busy, say("Another backup into {0} is under way.", {dir}),
                        say("Wait until it is done."));
    }
    return make_error(ErrorKind::io, say("{0} cannot be locked: {1}.", {path, std::strerror(errno)}),
                      say("Choose a folder that may be written."));
  }

 private:
  int fd_ = -1;
};

// Nothing, or what a first backup that was cut short leaves.
bool may_become_a_backup(const std::string& dir) {
  std::error_code code;
  if (!path_exists(dir) || fs::is_empty(dir, code)) return true;
  return path_exists(dir + "/lock") && !path_exists(dir + "/settings");
}

class Backup {
 public:
  Backup(const Ledger& ledger, const std::string& dir, const BackupOptions& options)
      : ledger_(ledger), dir_(dir), options_(options) {}

  Result<MadeBackup> run() {
    TRY(ledger_.holds_what_was_signed());
    TRY(find_checkpoint());
    TRY(begin());
    if (options_.whole) TRY(read_what_is_there());
    TRY(add_entries());
    TRY(add_checkpoints());
    TRY(add_documents());
    TRY(put_in_place());
    return made_;
  }

 private:
  const BackupManifest& before() const { return before_; }

  Status find_checkpoint() {
    TRY_ASSIGN(const auto note, ledger_.latest_checkpoint());
    if (!note) {
      return make_error(ErrorKind::not_found, say("No checkpoint was signed yet, and a backup holds what one covers."),
                        say("Sign one with “sunledger checkpoint”."));
    }
    TRY_ASSIGN(const SignedCheckpoint opened, ledger_.log_keys().open(*note, verify));
    now_.origin = opened.checkpoint.origin;
    now_.entries = opened.checkpoint.size;
    now_.root = opened.checkpoint.root;
    now_.note = *note;
    TRY_ASSIGN(const Bytes first, ledger_.entry_bytes(Position(0)));
    now_.ledger = sha256(first);
    TRY_ASSIGN(now_.log_key, ledger_.log_key_path());
    made_.not_signed_yet = ledger_.size() - now_.entries;
    return {};
  }

  // What is there must be this log's past.
  Status begin() {
    const std::string hint = say("Back up into another folder, and keep this one to compare.");
    if (!path_exists(dir_ + "/" + std::string(manifest_name)) && !may_become_a_backup(dir_)) {
      return make_error(ErrorKind::conflict, say("{0} is no backup, and not empty.", {dir_}),
                        say("Choose another folder."));
    }
    TRY(create_folder(dir_));
    TRY(lock_.take(dir_));
    TRY_ASSIGN(const auto there, load_manifest(dir_));
    if (!there) return {};
    before_ = *there;
    if (there->origin != now_.origin || there->ledger != now_.ledger) {
      return make_error(ErrorKind::conflict, say("{0} is a backup of another ledger, {1}.", {dir_, there->origin}),
                        hint);
    }
    if (there->entries > now_.entries) {
      return make_error(
          ErrorKind::corrupt,
          say("The backup in {0} has {1} entries, the ledger's last checkpoint covers only {2}: the ledger "
              "is an older copy, or lost its end.",
              {dir_, there->entries, now_.entries}),
          say("Record nothing. Restore from this backup, and compare with a checkpoint from outside."));
    }
    TRY_ASSIGN(const Hash root, ledger_.root_at(there->entries));
    if (root == there->root) return {};
    return make_error(ErrorKind::corrupt,
                      say("The {0} entries in {1} are not the first ones of this ledger: one of the two was changed.",
                          {there->entries, dir_}),
                      say("Record nothing, keep both, and compare them with a checkpoint from outside."));
  }

  Status read_what_is_there() {
    if (before().note.empty()) return {};
    TRY_ASSIGN(const auto tiles, TilesFolder::open_under(dir_, before().note));
    TRY(read_back(*tiles, {0, empty_root()}, {before().entries, before().root}, told_of(before().entries)));
    TRY(GrowingList(dir_, "checkpoints", before().checkpoints).each([](std::string_view) { return Status(); }));
    const Documents documents(dir_, sha256);
    return GrowingList(dir_, "document-list", before().documents).each([&](std::string_view line) -> Status {
      const auto bytes = from_hex(line);
      const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
      if (!hash) return make_error(ErrorKind::corrupt, say("A document's name in {0} is no hash.", {dir_}));
      TRY(documents.get(*hash));
      return {};
    });
  }

  std::function<void(std::uint64_t)> told_of(std::uint64_t total) const {
    if (!options_.progress) return {};
    return [this, total](std::uint64_t done) { options_.progress(done, total); };
  }

  Status add_entries() {
    const TileReader hash_tile = [this](const Tile& tile) {
      return ledger_.hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
    };
    TRY(add_tiles(ledger_, hash_tile, before().entries, now_.entries, dir_, options_.progress));
    TRY_ASSIGN(const auto tiles, TilesFolder::open_under(dir_, now_.note));
    const Hash root_before = before().entries == 0 ? empty_root() : before().root;
    return read_back(*tiles, {before().entries, root_before}, {now_.entries, now_.root});
  }

  // From the last one of the backup on, which may have been cosigned since.
  Status add_checkpoints() {
    GrowingList list(dir_, "checkpoints", before().checkpoints);
    std::vector<std::string> lines;
    TRY(ledger_.each_checkpoint(before().entries, [&](std::uint64_t size, std::string_view note) {
      if (size > now_.entries) return false;
      if (size > before().entries || note != before().note) lines.push_back(to_base64(as_bytes(note)));
      return true;
    }));
    TRY(list.add(lines));
    made_.checkpoints_added = lines.size();
    now_.checkpoints = list.end();
    return {};
  }

  Status add_documents() {
    GrowingList list(dir_, "document-list", before().documents);
    std::unordered_set<std::string> listed;
    TRY(list.each([&](std::string_view line) -> Status {
      listed.emplace(line);
      return {};
    }));
    std::vector<Hash> missing;
    TRY(ledger_.each_document([&](const Hash& hash) -> Status {
      if (listed.count(to_hex(hash.view())) == 0) missing.push_back(hash);
      return {};
    }));
    std::sort(missing.begin(), missing.end());
    const Documents copies(dir_, sha256);
    std::vector<std::string> lines;
    for (const Hash& hash : missing) {
      const auto content = ledger_.document(hash);
      if (!content && content.error().kind == ErrorKind::corrupt) {
        made_.damaged.push_back(hash);
        continue;
      }
      TRY(content);
      TRY(copies.put(as_text(*content)));
      TRY(copies.get(hash));
      lines.push_back(to_hex(hash.view()));
    }
    TRY(list.add(lines));
    made_.documents_added = lines.size();
    now_.documents = list.end();
    return {};
  }

  Status put_in_place() {
    now_.made_ms = system_clock()();
    const std::string text = write_manifest(now_);
    const auto read = parse_manifest(text);
    TRY(read);  // what cannot be read again is no backup: a log key's path with a line break in it
    INVARIANT(*read == now_);
    TRY(replace_file(dir_ + "/" + std::string(manifest_name), text));
    TRY(replace_file(dir_ + "/checkpoint", now_.note));
    remove_superseded();
    made_.entries_before = before().entries;
    made_.manifest = now_;
    return {};
  }

  // Partial tiles of the former end. Nothing needs them any more, and what cannot be removed does no harm.
  void remove_superseded() const {
    if (before().entries == 0 || before().entries == now_.entries) return;
    std::error_code ignored;
    for (int level = entries_level; level < 8; ++level) {
      const std::uint64_t hashes = hashes_at_tile_level(level, before().entries);
      if (hashes % full_tile_width == 0 || hashes == hashes_at_tile_level(level, now_.entries)) continue;
      const Tile tile = tile_in_tree(level, hashes / full_tile_width, before().entries);
      fs::remove(dir_ + "/" + tile_path(tile), ignored);
    }
  }

  const Ledger& ledger_;
  std::string dir_;
  const BackupOptions& options_;
  BackupLock lock_;
  BackupManifest before_;  // without a note: there was none
  BackupManifest now_;
  MadeBackup made_;
};

}  // namespace

Result<MadeBackup> make_backup(const Ledger& ledger, const std::string& dir, const BackupOptions& options) {
  return Backup(ledger, dir, options).run();
}

}  // namespace sunledger
