#pragma once
// SHA256SUMS, as `sha256sum` writes and checks it: `<64 hex>  <path>` a line, ascending by the paths' bytes, each once.
// Read and written line by line, since a large log has many tiles.

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/folder.h"
#include "ledger/base/result.h"
#include "ledger/proof/hash.h"

namespace sunledger {

struct ListedFile {
  Hash hash;
  std::string path;
};

// Paths that a package may list: relative, of ASCII letters, digits, '.', '-', '_' and '/', no part beginning with '.',
// at most 255 bytes. So no path leads out of the package, and none must be escaped.
bool is_listed_path(std::string_view path);

std::string list_line(const ListedFile& file);

class FileListReader {
 public:
  explicit FileListReader(OpenFile file) : file_(std::move(file)), buffer_(buffer_bytes) {}
  // The next line; nothing at the end. Errors: invalid, naming the line: another form, or out of order.
  Result<std::optional<ListedFile>> next();
  // Of all bytes, after the end.
  Hash hash() { return hash_.finish(); }

 private:
  static constexpr std::size_t buffer_bytes = 64 * 1024;
  Error error(const std::string& why) const;
  Result<std::optional<std::string>> next_line();

  OpenFile file_;
  Bytes buffer_;
  std::size_t at_ = 0, end_ = 0;
  std::uint64_t line_ = 0;
  std::string last_;
  Sha256 hash_;
};

// The hash and size of a file, read piece by piece.
struct FileHash {
  Hash hash;
  std::uint64_t size_bytes = 0;
};
Result<FileHash> hash_file(const Folder& folder, const std::string& path);

}  // namespace sunledger
