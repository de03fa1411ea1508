#include "ledger/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

Error system_error(const char* message, const std::string& path) {
  return file_error(message, path, errno);
}

ErrorKind kind_of(int code) {
  switch (code) {
    case ENOENT:
      return ErrorKind::not_found;
    case EACCES:
    case EPERM:
      return ErrorKind::permission;
    default:
      return ErrorKind::io;
  }
}

// Empty where the system's word says it all.
const char* hint_for(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR:
      return N_("Check the path; capital and small letters differ.");
    case EACCES:
    case EPERM:
    case EROFS:
      return N_("Ask its owner or the system's administrator for access, or name another place.");
    case EISDIR:
      return N_("This is a folder: name a file in it.");
    case ENOSPC:
    case EDQUOT:
      return N_("Free space on that disk, then do it again.");
    default:
      return nullptr;
  }
}

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string folder_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

Status sync_folder(const std::string& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return system_error(N_("Cannot make folder {0} durable: {1}."), folder);
  return {};
}

Status write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(N_("Cannot write {0}: {1}."), path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return system_error(N_("Cannot make {0} durable: {1}."), path);
  return {};
}

Result<std::string> write_beside(const std::string& path, std::string_view content, FileMode mode) {
  std::string name = path + ".XXXXXX";
  const Descriptor fd(::mkostemp(name.data(), O_CLOEXEC));
  if (fd.get() < 0) return system_error(N_("Cannot write beside {0}: {1}."), path);
  if (::fchmod(fd.get(), mode == FileMode::secret ? 0600 : 0644) != 0) {
    return system_error(N_("Cannot set the access of {0}: {1}."), name);
  }
  if (auto written = write_all(fd.get(), content, name); !written) {
    ::unlink(name.c_str());
    return written.error();
  }
  return name;
}

}  // namespace

Error file_error(const char* message, const std::string& path, int code) {
  const char* hint = hint_for(code);
  return make_error(kind_of(code), say(message, {path, std::strerror(code)}), hint == nullptr ? "" : say(hint));
}

Result<std::string> read_file(const std::string& path, std::size_t limit_bytes) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return system_error(N_("Cannot open {0}: {1}."), path);
  std::string content;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(N_("Cannot read {0}: {1}."), path);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > limit_bytes) {
      return make_error(ErrorKind::invalid, say("{0} is larger than the {1} bytes allowed here.", {path, limit_bytes}));
    }
  }
}

Status replace_file(const std::string& path, std::string_view content, FileMode mode) {
  TRY_ASSIGN(const std::string beside, write_beside(path, content, mode));
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    Error error = system_error(N_("Cannot put {0} in place: {1}."), path);
    ::unlink(beside.c_str());
    return error;
  }
  return sync_folder(folder_of(path));
}

Status create_file(const std::string& path, std::string_view content, FileMode mode) {
  TRY_ASSIGN(const std::string beside, write_beside(path, content, mode));
  const int linked = ::link(beside.c_str(), path.c_str());
  const int code = errno;
  ::unlink(beside.c_str());
  if (linked != 0 && code == EEXIST) {
    return make_error(ErrorKind::conflict, say("{0} exists already and is not overwritten.", {path}),
                      say("Choose another name, or move the old file away."));
  }
  errno = code;
  if (linked != 0) return system_error(N_("Cannot put {0} in place: {1}."), path);
  return sync_folder(folder_of(path));
}

Status create_folder(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) {
    errno = code.value();
    return system_error(N_("Cannot make folder {0}: {1}."), path);
  }
  return sync_folder(folder_of(path));
}

bool path_exists(const std::string& path) {
  struct stat unused {};
  return ::lstat(path.c_str(), &unused) == 0;
}

}  // namespace sunledger
