#include "ledger/log/database.h"

#include <fcntl.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/file_system.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <thread>

#include "ledger/base/bytes.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t MiB = std::size_t{1} << 20;

// RocksDB's warnings, listened to for what recovery leaves out and appended to a small file where one is given. Its own
// file logger is not used: it stops the process when the disk is full and it writes once more (an assertion, 7.8).
class Listener : public rocksdb::Logger {
 public:
  Listener(const std::string& path, std::shared_ptr<DroppedLines> dropped)
      : rocksdb::Logger(rocksdb::InfoLogLevel::WARN_LEVEL), dropped_(std::move(dropped)) {
    if (path.empty()) return;
    struct stat info {};
    const bool large = ::stat(path.c_str(), &info) == 0 && info.st_size > static_cast<off_t>(MiB);
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (large ? O_TRUNC : 0), 0644);
  }
  ~Listener() override {
    if (file_ >= 0) ::close(file_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char text[1024];
    std::vsnprintf(text, sizeof text, format, arguments);
    std::string line = text;
    if (line.find("dropping ") != std::string::npos || line.find("Point in time recovered") != std::string::npos) {
      dropped_->add(line);
    }
    line += '\n';
    // A ledger can do without this file; nothing is said when the disk does not take it.
    if (file_ >= 0 && ::write(file_, line.data(), line.size()) < 0) return;
  }

 private:
  int file_ = -1;
  std::shared_ptr<DroppedLines> dropped_;
};

// Looks, each time RocksDB has listed a folder, whether the manifest is still what it was: see open_to_read.
class WatchedFiles : public rocksdb::FileSystemWrapper {
 public:
  explicit WatchedFiles(std::function<bool()> unchanged)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), unchanged_(std::move(unchanged)) {}
  const char* Name() const override { return "sunledger.watched"; }
  rocksdb::IOStatus GetChildren(const std::string& folder, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names, rocksdb::IODebugContext* context) override {
    auto status = rocksdb::FileSystemWrapper::GetChildren(folder, options, names, context);
    listed_ = true;
    stood_still_ = stood_still_ && unchanged_();
    return status;
  }
  bool stood_still() const { return listed_ ? stood_still_.load() : unchanged_(); }

 private:
  std::function<bool()> unchanged_;
  std::atomic<bool> listed_ = false;
  std::atomic<bool> stood_still_ = true;
};

// After a failed write nothing goes on by itself: whoever opens the ledger again knows what is there.
class NoRecovery : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* automatic) override {
    *automatic = false;
  }
};

const std::shared_ptr<rocksdb::Cache>& block_cache() {
  static const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(32 * MiB);
  return cache;
}

rocksdb::DBOptions durable_options() {
  rocksdb::DBOptions options;
  // What was acknowledged is on disk, and what is damaged is said: see also Store::commit, which syncs each write.
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.wal_bytes_per_sync = 0;
  options.manual_wal_flush = false;
  options.recycle_log_file_num = 0;
  options.allow_mmap_writes = false;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // All families are flushed together, so no table is ever ahead of the others when a write-ahead log is damaged.
  options.atomic_flush = true;
  // A full disk stops the writer (Store::commit); RocksDB must not carry on behind its back.
  options.max_bgerror_resume_count = 0;
  options.listeners.push_back(std::make_shared<NoRecovery>());

  // Memory: 24 MiB being written, and as much being flushed at the worst.
  options.db_write_buffer_size = 24 * MiB;
  options.max_total_wal_size = 64 * MiB;
  options.max_background_jobs = 2;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.skip_stats_update_on_db_open = true;
  options.max_file_opening_threads = 1;  // 16 for each family are more work to start than few files are to open
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return options;
}

// Positions come in order, and so do the facts of one batch (Sitting::commit): the search for a key's place in the
// sorted memory begins where the last one with the same first byte went, not at the top.
std::shared_ptr<const rocksdb::SliceTransform> where_the_last_one_went() {
  static const std::shared_ptr<const rocksdb::SliceTransform> first_byte(rocksdb::NewFixedPrefixTransform(1));
  return first_byte;
}

rocksdb::ColumnFamilyOptions family_options(layout::Family family) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = 24 * MiB;
  options.max_write_buffer_number = 2;
  options.arena_block_size = 256 * 1024;
  options.target_file_size_base = 64 * MiB;
  options.level_compaction_dynamic_level_bytes = true;
  options.compression = rocksdb::kLZ4Compression;

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = block_cache();
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.format_version = 5;
  table.verify_compression = true;
  switch (family) {
    case layout::Family::entries:
      table.block_size = 16 * 1024;
      options.memtable_insert_with_hint_prefix_extractor = where_the_last_one_went();
      break;
    case layout::Family::tiles:
      options.compression = rocksdb::kNoCompression;  // hashes don't shrink
      table.block_size = 16 * 1024;
      break;
    case layout::Family::facts:
      table.block_size = 8 * 1024;
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      table.whole_key_filtering = true;
      table.partition_filters = true;
      table.pin_l0_filter_and_index_blocks_in_cache = true;
      // Most look-ups ask for an identity that is not there yet: the memtable's own bloom filter answers those.
      options.memtable_whole_key_filtering = true;
      options.memtable_prefix_bloom_size_ratio = 0.1;
      options.memtable_insert_with_hint_prefix_extractor = where_the_last_one_went();
      break;
    case layout::Family::meta:
    case layout::Family::checkpoints:
      break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  std::vector<rocksdb::ColumnFamilyDescriptor> result;
  for (std::size_t i = 0; i < layout::family_count; ++i) {
    result.emplace_back(layout::family_names[i], family_options(static_cast<layout::Family>(i)));
  }
  return result;
}

// Which table files make up the database, and which write-ahead logs there are: CURRENT names the manifest, the
// manifest only grows, and every flush or compaction makes it grow. Sizes of the logs too when `with_log_sizes`.
std::string files_on_disk(const std::string& folder, bool with_log_sizes) {
  std::string seen;
  const auto current = read_file(folder + "/CURRENT", 4096);
  if (!current) return seen;
  const auto size_of = [](const std::filesystem::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? std::to_string(info.st_ino) + ":" + std::to_string(info.st_size) : "-";
  };
  const std::string manifest = current->substr(0, current->find('\n'));
  seen = manifest + " " + size_of(folder + "/" + manifest);
  if (!with_log_sizes) return seen;
  std::vector<std::string> logs;
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
    if (file.path().extension() == ".log") {
      logs.push_back(" " + file.path().filename().string() + " " + size_of(file.path()));
    }
  }
  std::sort(logs.begin(), logs.end());
  for (const auto& log : logs) seen += log;
  return seen;
}

// Second names for the same files: no copying, and they outlive RocksDB's deletion. What cannot be kept must not stop
// a recovery.
void keep_write_ahead_logs(const std::string& folder, const std::string& set_aside) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  int number = 1;
  while (path_exists(set_aside + "/" + std::to_string(number))) ++number;
  const std::string kept = set_aside + "/" + std::to_string(number);
  fs::create_directories(kept, ignored);
  for (const auto& file : fs::directory_iterator(folder, ignored)) {
    if (file.path().extension() != ".log") continue;
    const fs::path target = fs::path(kept) / file.path().filename();
    fs::create_hard_link(file.path(), target, ignored);
    if (ignored) fs::copy_file(file.path(), target, ignored);
  }
}

// A reader holds every table file open.
void raise_limit_of_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Error cannot_write(const std::string& path) {
  const int code = errno;
  const ErrorKind kind = code == EACCES || code == EPERM ? ErrorKind::permission : ErrorKind::io;
  return make_error(kind, say("Cannot write in the ledger's folder ({0}): {1}.", {path, std::strerror(code)}),
                    say("Recording needs a folder that may be written. Reading and verifying work without."));
}

}  // namespace

Result<std::unique_ptr<WriterLock>> WriterLock::take(const std::string& ledger_dir) {
  const std::string path = layout::lock_file(ledger_dir);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return cannot_write(path);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return std::unique_ptr<WriterLock>(new WriterLock(fd));
  const bool taken = errno == EWOULDBLOCK;
  Error error = cannot_write(path);
  ::close(fd);
  if (!taken) return error;
  return make_error(ErrorKind::busy, say("Another process is writing the ledger in {0}.", {ledger_dir}),
                    say("A ledger has one writer at a time. Wait until it is done, or send it your events. Reading and "
                        "verifying are always possible."));
}

WriterLock::~WriterLock() {
  ::close(fd_);
}

void DroppedLines::add(std::string line) {
  const std::lock_guard guard(mutex_);
  if (lines_.empty() && at_the_first_) at_the_first_();
  if (lines_.size() < 100) lines_.push_back(std::move(line));
}

std::vector<std::string> DroppedLines::all() const {
  const std::lock_guard guard(mutex_);
  return lines_;
}

Database::Database(std::string folder, std::shared_ptr<DroppedLines> dropped)
    : folder_(std::move(folder)), dropped_(std::move(dropped)) {}

Database::~Database() {
  if (rocks_ == nullptr) return;
  for (auto* handle : handles_) rocks_->DestroyColumnFamilyHandle(handle);
  rocks_->Close();
  delete rocks_;
}

Status Database::make(const std::string& folder) {
  auto dropped = std::make_shared<DroppedLines>();
  rocksdb::DBOptions options = durable_options();
  options.info_log = std::make_shared<Listener>("", dropped);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.error_if_exists = true;
  const std::shared_ptr<Database> made(new Database(folder, dropped));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  if (const auto status = rocksdb::DB::Open(options, folder, families(), &handles, &made->rocks_); !status.ok()) {
    return error_from(status);
  }
  std::copy(handles.begin(), handles.end(), made->handles_.begin());
  rocksdb::WriteOptions write;
  write.sync = true;
  const auto status = made->rocks().Put(write, made->family(layout::Family::meta), rocksdb::Slice(layout::format_key),
                                        rocksdb::Slice(layout::format_version));
  if (!status.ok()) return error_from(status);
  return {};
}

Result<std::shared_ptr<Database>> Database::open_to_write(const std::string& folder, const std::string& set_aside) {
  auto dropped = std::make_shared<DroppedLines>([=] { keep_write_ahead_logs(folder, set_aside); });
  rocksdb::DBOptions options = durable_options();
  options.max_open_files = 512;
  options.info_log = std::make_shared<Listener>(folder + "/LOG", dropped);

  const std::shared_ptr<Database> opened(new Database(folder, dropped));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  if (const auto status = rocksdb::DB::Open(options, folder, families(), &handles, &opened->rocks_); !status.ok()) {
    return error_from(status);
  }
  std::copy(handles.begin(), handles.end(), opened->handles_.begin());
  TRY(opened->check_format());
  return opened;
}

// RocksDB reads the manifest, lists the write-ahead logs and replays them. A writer that flushes between the first two
// deletes a log whose entries the manifest as read does not know yet: a silent hole. So an opening counts only when the
// manifest stood still until the listing; a file that goes after it is missed with an error, and then we look again.
// Once open, all tables are held (max_open_files = −1) and may be deleted by the writer's compaction.
// A read-only database is used rather than a secondary: that one forgets tables when the manifest was switched twice
// between two looks, does not know tracked logs, and never lets go of old files.
Result<std::shared_ptr<Database>> Database::open_to_read(const std::string& folder) {
  constexpr int attempts = 100;
  constexpr int failures_believed = 3;  // an error of a log that stood still is real, but is looked at again
  raise_limit_of_open_files();
  rocksdb::DBOptions options = durable_options();
  options.max_open_files = -1;
  int failures = 0;
  for (int attempt = 1;; ++attempt) {
    auto dropped = std::make_shared<DroppedLines>();
    options.info_log = std::make_shared<Listener>("", dropped);
    const std::string before = files_on_disk(folder, false);
    std::string files_seen = files_on_disk(folder, true);
    const auto unchanged = [=] { return files_on_disk(folder, false) == before; };
    const auto watched = std::make_shared<WatchedFiles>(unchanged);
    std::shared_ptr<Database> opened(new Database(folder, dropped));
    opened->files_ = std::shared_ptr<rocksdb::Env>(rocksdb::NewCompositeEnv(watched));
    options.env = opened->files_.get();
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    const auto status = rocksdb::DB::OpenForReadOnly(options, folder, families(), &handles, &opened->rocks_);
    if (status.ok()) std::copy(handles.begin(), handles.end(), opened->handles_.begin());
    if (!status.ok() && unchanged() && ++failures == failures_believed) return error_from(status);
    if (status.ok() && watched->stood_still()) {
      opened->files_seen_ = std::move(files_seen);
      TRY(opened->check_format());
      return opened;
    }
    if (attempt == attempts) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(attempt, 40)));
  }
  return make_error(ErrorKind::io, say("The ledger in {0} is being written too fast to be read beside.", {folder}),
                    say("Try again when the writer is less busy."));
}

bool Database::unchanged_on_disk() const {
  return files_on_disk(folder_, true) == files_seen_;
}

Result<bool> Database::get(layout::Family in, std::string_view key, std::string& value) const {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  rocksdb::PinnableSlice found;
  const auto status = rocks_->Get(options, family(in), rocksdb::Slice(key), &found);
  if (status.IsNotFound()) return false;
  if (!status.ok()) return error_from(status);
  value.assign(found.data(), found.size());
  return true;
}

Status Database::check_format() const {
  std::string version;
  TRY_ASSIGN(const bool found, get(layout::Family::meta, layout::format_key, version));
  if (!found) {
    return make_error(ErrorKind::corrupt, say("{0} is a database, but not a ledger's: it has no format.", {folder_}));
  }
  if (version == layout::format_version) return {};
  return make_error(ErrorKind::incomplete,
                    say("The ledger in {0} has format {1}; this program knows format {2}.",
                        {folder_, version, layout::format_version}),
                    say("Use a newer version of the program."));
}

Error error_from(const rocksdb::Status& status) {
  const std::string said = status.ToString();
  if (status.IsCorruption()) {
    return make_error(ErrorKind::corrupt, say("The log on disk is damaged: {0}.", {said}),
                      say("Leave the folder as it is, as evidence, and go on from a verified copy."));
  }
  if (status.IsNoSpace()) {
    return make_error(ErrorKind::io, say("The disk is full: {0}.", {said}),
                      say("Make room and start again; everything that had a receipt is there."));
  }
  if (said.find("lock hold by current process") != std::string::npos) {
    return make_error(ErrorKind::busy, say("This process has the ledger open to write already: {0}.", {said}));
  }
  if (status.IsInvalidArgument() && said.find("Column families not opened") != std::string::npos) {
    return make_error(ErrorKind::incomplete, say("Newer software wrote this ledger: {0}.", {said}),
                      say("Use a newer version of the program."));
  }
  if (status.IsInvalidArgument()) {
    return make_error(ErrorKind::corrupt, say("The log on disk is not what it should be: {0}.", {said}));
  }
  return make_error(ErrorKind::io, say("The disk did not do what was asked: {0}.", {said}),
                    say("Look after the disk and start again; everything that had a receipt is there."));
}

Error error_from(const rocksdb::Status& status, Position position) {
  Error error = error_from(status);
  error.message = say("Position {0} cannot be read.", {position.value}) + " " + error.message;
  error.position = position;
  return error;
}

}  // namespace sunledger
