#pragma once
// A folder that may come from anywhere, read without trust: no symbolic link below it is followed, only plain files are
// opened, reads are bounded. The folder itself is the reader's choice, so that it may be a link.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// A plain file opened for reading from its beginning on. Closes itself.
class OpenFile {
 public:
  OpenFile(int fd, std::string path, std::uint64_t size_bytes) : fd_(fd), path_(std::move(path)), size_(size_bytes) {}
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&&) = delete;
  OpenFile(const OpenFile&) = delete;

  std::uint64_t size_bytes() const { return size_; }  // when it was opened
  // As many bytes as there are, up to the buffer's size; 0 at the end. Errors: io.
  Result<std::size_t> read(Byte* buffer, std::size_t size_bytes);
  // From an offset, without moving; any thread. Fewer at the end. Errors: io.
  Result<Bytes> read_at(std::uint64_t offset, std::size_t size_bytes) const;

 private:
  int fd_;
  std::string path_;
  std::uint64_t size_;
};

// Reads are const and may be made by several threads.
class Folder {
 public:
  static Result<Folder> open(const std::string& dir);
  ~Folder();
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&& other) noexcept;
  Folder(const Folder&) = delete;

  // `path` is relative, parts joined by '/'; a part that is empty, "." or ".." is refused. Errors: not_found, io,
  // invalid for a link, for anything that is no plain file, and for such a path.
  Result<OpenFile> file(const std::string& path) const;
  // The whole of it. Errors: as above; invalid when larger than `limit_bytes`.
  Result<Bytes> read(const std::string& path, std::size_t limit_bytes) const;
  // Every file below, in ascending order of their paths' bytes, until `visit` returns an error. One folder's names are
  // held in memory at a time. Errors: invalid for a link or a special file, naming it, and for folders nested deeper
  // than `deepest`; io.
  Status each_file(const std::function<Status(const std::string& path)>& visit) const;

  static constexpr unsigned deepest = 16;

 private:
  explicit Folder(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sunledger
