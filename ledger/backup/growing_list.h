#pragma once
// A list of lines that only grows, in files BACKUP/<name>/<number> that are never changed once they count:
//
//   sunledger-backup-<name> v1\n
//   <line>\n                        one or more
//
// chain(0) = 32 zero bytes, chain(n) = SHA-256(chain(n−1) ‖ file n−1). Who knows the end – how many files, and the last
// chain – knows every byte of them. A file after the end is what an interrupted backup left, and is written anew.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/backup/manifest.h"

namespace sunledger {

class GrowingList {
 public:
  GrowingList(const std::string& backup_dir, std::string name, const ListEnd& end);

  const ListEnd& end() const { return end_; }
  // Reads all of it. What was visited counts only when this returns well: the last chain vouches for all files at once.
  // Errors: corrupt (a file is missing or changed), io, and what `visit` returns.
  Status each(const std::function<Status(std::string_view line)>& visit) const;
  // Adds lines, none of which holds a newline; durable when it returns. The files are read back. Errors: io,
  // permission.
  Status add(const std::vector<std::string>& lines);

 private:
  std::string path(std::uint64_t number) const;
  std::string head() const;
  Status add_file(const std::string& text, std::uint64_t lines);

  std::string folder_, name_;
  ListEnd end_;
};

}  // namespace sunledger
