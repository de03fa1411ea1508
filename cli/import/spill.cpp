#include "cli/import/spill.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t buffer_bytes = 65536;
constexpr std::size_t frame_bytes = 8;

using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

// Eight tables, so that eight bytes are folded at a time ("slicing by eight").
constexpr CrcTables make_crc_tables() {
  CrcTables tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320U : value >> 1;
    tables[0][i] = value;
  }
  for (std::size_t t = 1; t < 8; ++t) {
    for (std::size_t i = 0; i < 256; ++i) {
      tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xFF];
    }
  }
  return tables;
}
constexpr CrcTables crc_tables = make_crc_tables();

Error disk_error(const std::string& folder, int code) {
  if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
    return make_error(ErrorKind::io, say("The disk is full: {0} has no room for what the import puts aside.", {folder}),
                      say("Make room there, or set TMPDIR to a folder on a larger disk. Nothing was stored."));
  }
  return make_error(ErrorKind::io, say("Cannot put rows aside in {0}: {1}.", {folder, std::strerror(code)}),
                    say("Set TMPDIR to a folder that can be written. Nothing was stored."));
}

Error damaged() {
  return make_error(ErrorKind::corrupt, say("The disk gave back other bytes than the import had put aside."),
                    say("Check the disk that TMPDIR is on, and import again. Nothing was stored."));
}

}  // namespace

std::uint32_t crc32(BytesView bytes, std::uint32_t previous) {
  std::uint32_t crc = ~previous;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    const Byte* b = bytes.data() + i;
    const std::uint32_t low = crc ^ (static_cast<std::uint32_t>(b[0]) | static_cast<std::uint32_t>(b[1]) << 8 |
                                     static_cast<std::uint32_t>(b[2]) << 16 | static_cast<std::uint32_t>(b[3]) << 24);
    crc = crc_tables[7][low & 0xFF] ^ crc_tables[6][low >> 8 & 0xFF] ^ crc_tables[5][low >> 16 & 0xFF] ^
          crc_tables[4][low >> 24] ^ crc_tables[3][b[4]] ^ crc_tables[2][b[5]] ^ crc_tables[1][b[6]] ^
          crc_tables[0][b[7]];
  }
  for (; i < bytes.size(); ++i) crc = crc >> 8 ^ crc_tables[0][(crc ^ bytes[i]) & 0xFF];
  return ~crc;
}

TemporaryFile::TemporaryFile(int fd, std::string folder) : fd_(fd), folder_(std::move(folder)) {}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      folder_(std::move(other.folder_)),
      buffer_(std::move(other.buffer_)),
      size_bytes_(other.size_bytes_) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(folder_, other.folder_);
  std::swap(buffer_, other.buffer_);
  std::swap(size_bytes_, other.size_bytes_);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<TemporaryFile> TemporaryFile::create(const std::string& folder) {
  const char* from_environment = std::getenv("TMPDIR");
  std::string place = folder;
  if (place.empty()) place = from_environment != nullptr && *from_environment != '\0' ? from_environment : "/tmp";
  int fd = ::open(place.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {  // a file system without O_TMPFILE
    std::string name = place + "/sunledger.XXXXXX";
    fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd >= 0) ::unlink(name.c_str());
  }
  if (fd < 0) return disk_error(place, errno);
  return TemporaryFile(fd, std::move(place));
}

Status TemporaryFile::append(BytesView bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() < buffer_bytes) return {};
  return flush();
}

Status TemporaryFile::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t written =
        ::pwrite(fd_, buffer_.data() + done, buffer_.size() - done, static_cast<off_t>(size_bytes_ + done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error(folder_, errno);
    done += static_cast<std::size_t>(written);
  }
  size_bytes_ += done;
  buffer_.clear();
  return {};
}

Status TemporaryFile::read_at(std::uint64_t offset, std::span<Byte> out) const {
  while (!out.empty()) {
    const ssize_t got = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_error(folder_, errno);
    if (got == 0) return damaged();
    offset += static_cast<std::uint64_t>(got);
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Result<SpillFile> SpillFile::create(const std::string& folder) {
  TRY_ASSIGN(TemporaryFile file, TemporaryFile::create(folder));
  return SpillFile(std::move(file));
}

Status SpillFile::append(BytesView record) {
  INVARIANT(record.size() <= max_record_bytes);
  Bytes frame;
  put_u32(frame, static_cast<std::uint32_t>(record.size()));
  put_u32(frame, crc32(record));
  TRY(file_.append(frame));
  TRY(file_.append(record));
  ++count_;
  return {};
}

Status SpillFile::rewind() {
  TRY(file_.flush());
  window_offset_ = 0;
  window_.clear();
  window_used_ = 0;
  read_ = 0;
  return {};
}

Result<BytesView> SpillFile::window(std::size_t needed) {
  if (window_.size() - window_used_ < needed) {
    TRY(file_.flush());
    window_offset_ += window_used_;
    window_used_ = 0;
    const std::uint64_t left = file_.size_bytes() - window_offset_;
    if (left < needed) return damaged();
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, std::max(needed, buffer_bytes))));
    TRY(file_.read_at(window_offset_, window_));
  }
  return BytesView(window_).subspan(window_used_);
}

Result<std::optional<BytesView>> SpillFile::next() {
  if (read_ == count_) return std::optional<BytesView>();
  TRY_ASSIGN(const BytesView frame, window(frame_bytes));
  const std::size_t size = get_u32(frame);
  const std::uint32_t crc = get_u32(frame.subspan(4));
  if (size > max_record_bytes) return damaged();
  TRY_ASSIGN(const BytesView both, window(frame_bytes + size));
  const BytesView record = both.subspan(frame_bytes, size);
  if (crc32(record) != crc) return damaged();
  window_used_ += frame_bytes + size;
  ++read_;
  return std::optional<BytesView>(record);
}

}  // namespace sunledger
