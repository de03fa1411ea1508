#include "cli/import/text_file.h"

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/import/cell_text.h"
#include "cli/import/table.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t piece_bytes = 32768;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
// So many sound three-byte characters before the first fault mean UTF-8 that was damaged, not GB18030: Chinese in
// GB18030 read as UTF-8 fails within a few characters, while damaged UTF-8 may by chance be readable as GB18030 and
// would then be recorded as nonsense.
constexpr std::uint64_t surely_utf8_characters = 16;

// The row as RowSource counts it, from raw bytes. That works in both encodings, because quote, line feed and number
// sign are never the second byte of a GB18030 character.
class RowCounter {
 public:
  void feed(std::string_view bytes) {
    for (const char c : bytes) {
      if (at_line_start_) comment_ = above_header_ && c == '#';
      at_line_start_ = false;
      if (c == '"' && !comment_) quoted_ = !quoted_;
      if (c != '\n' || quoted_) continue;
      ++row_;
      above_header_ = comment_;
      at_line_start_ = true;
    }
  }
  std::uint64_t row() const { return row_; }

 private:
  std::uint64_t row_ = 1;
  bool quoted_ = false;
  bool comment_ = false;
  bool at_line_start_ = true;
  bool above_header_ = true;
};

Error open_error(const std::string& path) {
  return file_error(N_("Cannot open {0}: {1}."), path, errno);
}

iconv_t as_iconv(void* handle) {
  return static_cast<iconv_t>(handle);
}

}  // namespace

Result<std::unique_ptr<TextFile>> TextFile::open(const std::string& path) {
  std::unique_ptr<TextFile> file(new TextFile());
  file->path_ = path;
  file->fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file->fd_ < 0) return open_error(path);
  struct stat status {};
  if (::fstat(file->fd_, &status) != 0) return open_error(path);
  if (!S_ISREG(status.st_mode)) {
    return make_error(ErrorKind::invalid, say("{0} is not a file that can be read twice.", {path}),
                      say("Save the table as a file first: it is checked wholly before anything is stored."));
  }
  if (static_cast<std::uint64_t>(status.st_size) > max_table_bytes) {
    return make_error(ErrorKind::invalid, say("{0} is larger than the 4 GiB an import may have.", {path}),
                      say("Split it, for example by month."));
  }
  TRY(file->detect());
  TRY(file->restart());
  return file;
}

TextFile::~TextFile() {
  if (iconv_ != nullptr) ::iconv_close(as_iconv(iconv_));
  if (fd_ >= 0) ::close(fd_);
}

// Reads behind the first `keep` bytes of raw_; the view covers both.
Result<std::string_view> TextFile::read(std::size_t keep) {
  raw_.resize(keep + piece_bytes);
  for (;;) {
    const ssize_t got = ::read(fd_, raw_.data() + keep, piece_bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(N_("Cannot read {0}: {1}."), path_, errno);
    return std::string_view(raw_).substr(0, keep + static_cast<std::size_t>(got));
  }
}

Status TextFile::restart() {
  const off_t start = byte_order_mark_ ? static_cast<off_t>(utf8_mark.size()) : 0;
  if (::lseek(fd_, start, SEEK_SET) < 0) {
    return file_error(N_("Cannot read {0}: {1}."), path_, errno);
  }
  if (iconv_ != nullptr) ::iconv(as_iconv(iconv_), nullptr, nullptr, nullptr, nullptr);
  carried_ = 0;
  return {};
}

Status TextFile::detect() {
  Utf8Check utf8;
  RowCounter counter;
  bool first = true;
  bool sound = true;
  for (;;) {
    TRY_ASSIGN(const std::string_view piece, read(0));
    if (first && (piece.starts_with("\xFF\xFE") || piece.starts_with("\xFE\xFF"))) {
      return make_error(ErrorKind::invalid, say("{0} is written in UTF-16, which is not read here.", {path_}),
                        say("Save it again as “CSV UTF-8”."));
    }
    if (first) byte_order_mark_ = piece.starts_with(utf8_mark);
    first = false;
    if (piece.empty()) break;
    const std::size_t good = utf8.feed(piece);
    counter.feed(piece.substr(0, good));
    sound = good == piece.size();
    if (!sound) break;
  }
  if (sound && utf8.complete()) return {};
  const std::uint64_t utf8_row = counter.row();
  const std::string hint = say("Open the file in the program that wrote it and save it again as “CSV UTF-8”.");
  if (byte_order_mark_ || utf8.three_byte_characters() >= surely_utf8_characters) {
    return make_error(ErrorKind::invalid,
                      say("Row {0} of {1} is not valid UTF-8, though the rows above it are.", {utf8_row, path_}), hint);
  }

  encoding_ = TextEncoding::gb18030;
  iconv_t converter = ::iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr): iconv's own convention
    return make_error(ErrorKind::io, say("{0} is not UTF-8, and this system cannot convert GB18030.", {path_}), hint);
  }
  iconv_ = converter;
  TRY(restart());
  RowCounter gb_counter;
  for (;;) {
    const std::size_t before = carried_;
    TRY_ASSIGN(const std::string_view piece, read(before));
    if (piece.size() == before && before == 0) return {};
    std::string sink(piece.size() * 4 + 16, '\0');
    char* in = raw_.data();
    std::size_t in_left = piece.size();
    char* out = sink.data();
    std::size_t out_left = sink.size();
    const bool failed = ::iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1);
    const std::size_t used = piece.size() - in_left;
    gb_counter.feed(piece.substr(0, used));
    const bool cut = failed && errno == EINVAL && piece.size() != before;  // a character goes on in the next piece
    if (failed && !cut) {
      return make_error(ErrorKind::invalid,
                        say("{0} is neither UTF-8 (row {1} is not valid) nor GB18030 (row {2} is not valid).",
                            {path_, utf8_row, gb_counter.row()}),
                        hint);
    }
    std::memmove(raw_.data(), raw_.data() + used, in_left);
    carried_ = in_left;
  }
}

Result<std::string_view> TextFile::next_piece() {
  if (encoding_ == TextEncoding::utf8) return read(0);
  const std::size_t before = carried_;
  TRY_ASSIGN(const std::string_view piece, read(before));
  if (piece.empty()) return std::string_view();
  decoded_.resize(piece.size() * 2 + 16);
  char* in = raw_.data();
  std::size_t in_left = piece.size();
  char* out = decoded_.data();
  std::size_t out_left = decoded_.size();
  const bool failed = ::iconv(as_iconv(iconv_), &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1);
  const std::size_t used = piece.size() - in_left;
  if (failed && errno != E2BIG && (errno != EINVAL || piece.size() == before)) {
    return make_error(ErrorKind::io, say("{0} changed while it was being read.", {path_}),
                      say("Import a copy that nobody else writes to."));
  }
  std::memmove(raw_.data(), raw_.data() + used, in_left);
  carried_ = in_left;
  if (used == 0) return next_piece();  // less than one character came; the next read brings the rest or an error
  return std::string_view(decoded_).substr(0, decoded_.size() - out_left);
}

}  // namespace sunledger
