#include "projections/package/new_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const std::string& path) {
  const int code = errno;
  return make_error(code == EACCES || code == EPERM ? ErrorKind::permission : ErrorKind::io,
                    say("{0} cannot be written: {1}.", {path, std::strerror(code)}),
                    say("Free space there or choose another folder, and export again."));
}

class NewFile final : public TextOutput {
 public:
  NewFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~NewFile() override {
    if (fd_ >= 0) ::close(fd_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  Status write(std::string_view piece) override {
    waiting_ += piece;
    return waiting_.size() < 256 * 1024 ? Status() : flush();
  }

  Status close() override {
    TRY(flush());
    if (::close(std::exchange(fd_, -1)) != 0) return cannot_write(path_);
    return {};
  }

 private:
  Status flush() {
    std::string_view rest = waiting_;
    while (!rest.empty()) {
      const ::ssize_t written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return cannot_write(path_);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    waiting_.clear();
    return {};
  }

  int fd_;
  std::string path_, waiting_;
};

// Whether an export may have left it: nothing but what stands on top of a package.
Status is_left_over(const std::string& folder) {
  static constexpr std::array<std::string_view, 11> ours = {"tiles",
                                                            "checkpoints",
                                                            "policy",
                                                            "documents",
                                                            "charters",
                                                            "history",
                                                            "example",
                                                            "reports",
                                                            "SHA256SUMS",
                                                            "READ-ME-FIRST.en.txt",
                                                            "READ-ME-FIRST.zh-CN.txt"};
  std::error_code code;
  for (const auto& item : fs::directory_iterator(folder, code)) {
    const std::string name = item.path().filename().string();
    if (name == "trailer" || std::find(ours.begin(), ours.end(), name) != ours.end()) continue;
    return make_error(ErrorKind::conflict, say("{0} holds {1}, which no export left there.", {folder, name}),
                      say("Move it away, or choose another name for the package."));
  }
  return {};
}

Status sync(const std::string& folder, bool whole_file_system) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && (whole_file_system ? ::syncfs(fd) : ::fsync(fd)) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  errno = code;
  if (!synced) return cannot_write(folder);
  return {};
}

// Empty, or not there: what a folder may be put in the place of.
Status is_free(const std::string& dir) {
  std::error_code code;
  const fs::file_status there = fs::symlink_status(dir, code);
  if (there.type() == fs::file_type::not_found) return {};
  if (fs::is_directory(there) && fs::is_empty(dir, code) && !code) return {};
  return make_error(ErrorKind::conflict, say("{0} exists already and is not overwritten.", {dir}),
                    say("Choose another name, or move the old one away."));
}

}  // namespace

Result<std::unique_ptr<NewFolder>> NewFolder::begin(const std::string& dir_in) {
  std::string dir = dir_in;
  while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
  TRY(is_free(dir));
  const std::string unfinished = dir + ".unfinished";
  const fs::path parent = fs::path(unfinished).parent_path();
  if (!parent.empty()) TRY(create_folder(parent.string()));
  if (::mkdir(unfinished.c_str(), 0755) != 0 && errno != EEXIST) return cannot_write(unfinished);
  const int lock = ::open(unfinished.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (lock < 0) return cannot_write(unfinished);
  std::unique_ptr<NewFolder> folder(new NewFolder(dir, unfinished, lock));
  folder->finished_ = true;  // nothing of it is ours yet
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return make_error(ErrorKind::busy, say("Another export is filling {0}.", {unfinished}),
                      say("Wait for it, or choose another name."));
  }
  TRY(is_left_over(unfinished));
  folder->finished_ = false;
  std::error_code code;
  for (const auto& item : fs::directory_iterator(unfinished, code)) {
    fs::remove_all(item.path(), code);
    if (code) {
      errno = code.value();
      return cannot_write(item.path().string());
    }
  }
  return folder;
}

NewFolder::~NewFolder() {
  if (!finished_) {
    std::error_code ignored;
    fs::remove_all(unfinished_, ignored);
  }
  ::close(lock_);
}

Result<std::unique_ptr<TextOutput>> NewFolder::open(const std::string& path) {
  const std::string whole = unfinished_ + "/" + path;
  std::error_code code;
  fs::create_directories(fs::path(whole).parent_path(), code);
  const int fd = ::open(whole.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd < 0) return cannot_write(whole);
  return std::unique_ptr<TextOutput>(std::make_unique<NewFile>(fd, whole));
}

Status NewFolder::write(const std::string& path, std::string_view content) {
  TRY_ASSIGN(const auto file, open(path));
  TRY(file->write(content));
  return file->close();
}

Status NewFolder::finish() {
  TRY(sync(unfinished_, true));
  TRY(is_free(dir_));
  // Refuses a folder that somebody has filled meanwhile.
  if (::rename(unfinished_.c_str(), dir_.c_str()) != 0) return cannot_write(dir_);
  finished_ = true;
  const fs::path parent = fs::path(dir_).parent_path();
  return sync(parent.empty() ? "." : parent.string(), false);
}

}  // namespace sunledger
