#pragma once
// Records put aside on disk while a whole file is validated, so that an import's memory does not grow with its rows.
// The file has no name, so it vanishes with the process, however that ends; it may hold personal data and is 0600.
//
// Each record: 4 bytes length, 4 bytes CRC-32 of the record (both big-endian), the record.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// A nameless file in `folder`, or in $TMPDIR, or in /tmp. Written through a buffer; every error says whether the disk
// is full.
class TemporaryFile {
 public:
  static Result<TemporaryFile> create(const std::string& folder = {});
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  ~TemporaryFile();

  Status append(BytesView bytes);
  Status flush();
  std::uint64_t size_bytes() const { return size_bytes_ + buffer_.size(); }
  // Fills `out` wholly from what was flushed; corrupt when the file is shorter.
  Status read_at(std::uint64_t offset, std::span<Byte> out) const;

 private:
  TemporaryFile(int fd, std::string folder);
  int fd_ = -1;
  std::string folder_;
  Bytes buffer_;
  std::uint64_t size_bytes_ = 0;
};

class SpillFile {
 public:
  static constexpr std::size_t max_record_bytes = 1U << 24;

  static Result<SpillFile> create(const std::string& folder = {});

  Status append(BytesView record);
  // From the first record on. After it, appending again needs no other call, and reading goes on behind the last read.
  Status rewind();
  // The next record, valid until the next call; nothing behind the last. Errors: io; corrupt when the disk gave back
  // other bytes than were written.
  Result<std::optional<BytesView>> next();

  std::uint64_t count() const { return count_; }
  std::uint64_t size_bytes() const { return file_.size_bytes(); }

 private:
  explicit SpillFile(TemporaryFile file) : file_(std::move(file)) {}
  // The bytes at the reading position, at least `needed` of them.
  Result<BytesView> window(std::size_t needed);

  TemporaryFile file_;
  std::uint64_t count_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t window_offset_ = 0;
  std::size_t window_used_ = 0;
  Bytes window_;
};

// CRC-32 (IEEE 802.3, reflected), continued from `previous`.
std::uint32_t crc32(BytesView bytes, std::uint32_t previous = 0);

}  // namespace sunledger
