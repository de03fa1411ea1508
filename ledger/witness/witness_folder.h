#pragma once
// The witness's folder: whose it is, its lock, its files. Inside of this room only.

#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/witness/witnessed_log.h"

namespace sunledger {

std::string witnessed_log_path(const std::string& dir, std::string_view hash);
// Errors: not_found, corrupt (naming the file), io.
Result<WitnessedLog> read_witnessed_log(const std::string& path);
Status prepare_witness_folder(const std::string& dir, const VerifierKey& key);

// One at a time, among threads and processes; waits for the others, each of whom is done in a few disk writes. Freed by
// the system when its holder is killed.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& dir);
  FolderLock(FolderLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sunledger
