#pragma once
// How RocksDB is set up, opened and asked: inside of this room only. Durability is decided here and nowhere else.

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/position.h"
#include "ledger/base/result.h"
#include "ledger/log/layout.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
class Status;
}  // namespace rocksdb

namespace sunledger {

// Only one process holds it: flock on DIR/writer.lock, given back by the system when the process dies.
class WriterLock {
 public:
  // Errors: busy, io, permission.
  static Result<std::unique_ptr<WriterLock>> take(const std::string& ledger_dir);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int fd) : fd_(fd) {}
  int fd_;
};

// What RocksDB says about data it leaves out, line by line, while it opens.
class DroppedLines {
 public:
  // `at_the_first` runs before the first line is kept, while the files still are as they were.
  explicit DroppedLines(std::function<void()> at_the_first = {}) : at_the_first_(std::move(at_the_first)) {}
  void add(std::string line);
  std::vector<std::string> all() const;

 private:
  std::function<void()> at_the_first_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

// One opened database with its column families.
class Database {
 public:
  // For the writer; `folder` holds a database. The caller has the WriterLock. When recovery leaves something out, the
  // write-ahead logs it read are kept in a new folder inside of `set_aside`: RocksDB deletes them when it is done.
  static Result<std::shared_ptr<Database>> open_to_write(const std::string& folder, const std::string& set_aside);
  // Makes an empty database with its format noted, closed again and durable.
  static Status make(const std::string& folder);
  // One consistent moment of a database that another process may be writing.
  static Result<std::shared_ptr<Database>> open_to_read(const std::string& folder);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& rocks() const { return *rocks_; }
  rocksdb::ColumnFamilyHandle* family(layout::Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  std::vector<std::string> dropped() const { return dropped_->all(); }
  // Whether the files are still those that were read at opening: nothing to refresh.
  bool unchanged_on_disk() const;

  // NotFound is false; `value` is then left as it was.
  Result<bool> get(layout::Family family, std::string_view key, std::string& value) const;

 private:
  Database(std::string folder, std::shared_ptr<DroppedLines> dropped);
  Status check_format() const;

  std::string folder_;
  std::shared_ptr<DroppedLines> dropped_;
  std::shared_ptr<rocksdb::Env> files_;  // a reader's; outlives rocks_
  rocksdb::DB* rocks_ = nullptr;
  std::array<rocksdb::ColumnFamilyHandle*, layout::family_count> handles_{};
  std::string files_seen_;
};

// RocksDB's word as ours: Corruption → corrupt, no space, missing and unreadable files → io.
Error error_from(const rocksdb::Status& status);
Error error_from(const rocksdb::Status& status, Position position);

}  // namespace sunledger
