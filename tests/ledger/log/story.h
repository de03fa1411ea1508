#pragma once
// The vocabulary of the log's stories: a folder, a log opened, a byte flipped, another process that writes and is
// killed.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/ledger/log/made_up_log.h"

namespace made_up {

// A folder of its own that goes away with it.
class Folder {
 public:
  enum class Place { disk, memory };  // memory where there is such a folder: for stories about anything but the disk
  explicit Folder(Place place = Place::disk);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_; }
  std::string ledger() const { return path_ + "/ledger"; }
  std::string database() const { return ledger() + "/log"; }
  // The only file of that kind, or the last by name.
  std::string last_file(const std::string& extension) const;

 private:
  std::string path_;
};

std::unique_ptr<Store> created(const std::string& dir);
std::unique_ptr<Store> opened_to_write(const std::string& dir);
std::unique_ptr<Store> opened_to_read(const std::string& dir);

void flip_byte(const std::string& path, std::uint64_t offset);

// Another process that appends batches of random sizes to the ledger in `dir` until it is killed, and reports each one
// that was acknowledged.
class Writer {
 public:
  Writer(const std::string& dir, unsigned seed);
  ~Writer();  // kills it
  // Waits until `count` reports came.
  void wait_for_reports(unsigned count);
  // The size of the log in the last report that has come by now.
  std::uint64_t reported();
  // SIGKILL, then the size of the log that it last reported.
  std::uint64_t kill();

 private:
  bool read_report();
  int pid_ = 0;
  int reports_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace made_up
