#include "projections/package/file_list.h"

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::size_t longest_path_bytes = 255;
constexpr std::size_t hash_digits = 2 * Hash::size_bytes;
constexpr std::size_t longest_line_bytes = hash_digits + 2 + longest_path_bytes;

bool is_path_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_' || c == '/';
}

}  // namespace

bool is_listed_path(std::string_view path) {
  if (path.empty() || path.size() > longest_path_bytes) return false;
  char before = '/';
  for (const char c : path) {
    if (!is_path_character(c)) return false;
    if (before == '/' && (c == '/' || c == '.')) return false;
    before = c;
  }
  return before != '/';
}

std::string list_line(const ListedFile& file) {
  return to_hex(file.hash.view()) + "  " + file.path + "\n";
}

Error FileListReader::error(const std::string& why) const {
  return make_error(ErrorKind::invalid, say("SHA256SUMS, line {0}: {1}", {line_, why}),
                    say("The file was damaged or changed: use a copy of it as it was written."));
}

Result<std::optional<std::string>> FileListReader::next_line() {
  ++line_;
  std::string line;
  for (;;) {
    if (at_ == end_) {
      TRY_ASSIGN(end_, file_.read(buffer_.data(), buffer_.size()));
      at_ = 0;
      hash_.update(BytesView(buffer_).first(end_));
      if (end_ == 0 && line.empty()) return std::optional<std::string>();
      if (end_ == 0) return error(say("the file ends too early."));
    }
    const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(end_);
    const auto stop = std::find(begin, end, Byte{'\n'});
    line.append(begin, stop);
    if (line.size() > longest_line_bytes) return error(say("it is longer than {0} bytes.", {longest_line_bytes}));
    at_ += static_cast<std::size_t>(stop - begin);
    if (stop == end) continue;
    ++at_;
    return std::optional<std::string>(std::move(line));
  }
}

Result<std::optional<ListedFile>> FileListReader::next() {
  TRY_ASSIGN(const auto line, next_line());
  if (!line) return std::optional<ListedFile>();
  const std::string_view text = *line;
  if (text.size() <= hash_digits + 2 || text.substr(hash_digits, 2) != "  " ||
      text.substr(0, hash_digits).find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return error(say("expected a SHA-256, two spaces and a path."));
  }
  ListedFile file;
  file.hash = *Hash::from(*from_hex(text.substr(0, hash_digits)));
  file.path = text.substr(hash_digits + 2);
  if (!is_listed_path(file.path)) return error(say("this is no path of a file in a package."));
  if (file.path <= last_) return error(say("the paths do not stand in ascending order, each once."));
  last_ = file.path;
  return std::optional<ListedFile>(std::move(file));
}

Result<FileHash> hash_file(const Folder& folder, const std::string& path) {
  TRY_ASSIGN(OpenFile file, folder.file(path));
  constexpr std::size_t piece_bytes = 256 * 1024;
  Bytes piece(static_cast<std::size_t>(std::clamp<std::uint64_t>(file.size_bytes(), 1, piece_bytes)));
  Sha256 hash;
  FileHash result;
  for (;;) {
    TRY_ASSIGN(const std::size_t got, file.read(piece.data(), piece.size()));
    if (got == 0) break;
    hash.update(BytesView(piece).first(got));
    result.size_bytes += got;
  }
  result.hash = hash.finish();
  return result;
}

}  // namespace sunledger
