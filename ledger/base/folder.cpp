#include "ledger/base/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void replace(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

Error is_no_plain_file(const std::string& path) {
  return make_error(ErrorKind::invalid, say("{0} leads over a symbolic link or is no file.", {path}),
                    say("Copy what was published as plain files."));
}

Error cannot_read(const std::string& path, int code) {
  if (code == ELOOP || code == ENOTDIR) return is_no_plain_file(path);
  return make_error(code == ENOENT ? ErrorKind::not_found : ErrorKind::io,
                    say("{0} cannot be read: {1}.", {path, std::strerror(code)}),
                    say("Fetch it again from where it is published."));
}

bool is_part(std::string_view part) {
  return !part.empty() && part != "." && part != "..";
}

struct Name {
  std::string text;  // of a folder with a '/' behind it, so that names sort as the paths below them do
  bool is_folder = false;
};

Result<std::vector<Name>> names_in(int folder, const std::string& path) {
  const int copy = ::openat(folder, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  const std::unique_ptr<::DIR, int (*)(::DIR*)> listing(copy < 0 ? nullptr : ::fdopendir(copy), &::closedir);
  if (!listing) {
    const int code = errno;
    if (copy >= 0) ::close(copy);
    return cannot_read(path, code);
  }
  std::vector<Name> names;
  for (;;) {
    errno = 0;
    const ::dirent* item = ::readdir(listing.get());
    if (item == nullptr && errno != 0) return cannot_read(path, errno);
    if (item == nullptr) break;
    const std::string name = item->d_name;
    if (!is_part(name)) continue;
    struct ::stat status {};
    if (::fstatat(folder, item->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return cannot_read(path + name, errno);
    if (S_ISDIR(status.st_mode)) {
      names.push_back({name + "/", true});
    } else if (S_ISREG(status.st_mode)) {
      names.push_back({name, false});
    } else {
      return is_no_plain_file(path + name);
    }
  }
  std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.text < b.text; });
  return names;
}

Status walk(int folder, const std::string& path, unsigned depth,
            const std::function<Status(const std::string&)>& visit) {
  if (depth > Folder::deepest) {
    return make_error(ErrorKind::invalid, say("{0} lies in too many folders, one in another.", {path}));
  }
  TRY_ASSIGN(const auto names, names_in(folder, path));
  for (const Name& name : names) {
    if (!name.is_folder) {
      TRY(visit(path + name.text));
      continue;
    }
    const Descriptor below(::openat(folder, name.text.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW));
    if (below.get() < 0) return cannot_read(path + name.text, errno);
    TRY(walk(below.get(), path + name.text, depth + 1, visit));
  }
  return {};
}

}  // namespace

OpenFile::~OpenFile() {
  if (fd_ >= 0) ::close(fd_);
}
OpenFile::OpenFile(OpenFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)), size_(other.size_) {}

Result<std::size_t> OpenFile::read(Byte* buffer, std::size_t size_bytes) {
  std::size_t done = 0;
  while (done < size_bytes) {
    const ::ssize_t got = ::read(fd_, buffer + done, size_bytes - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<Bytes> OpenFile::read_at(std::uint64_t offset, std::size_t size_bytes) const {
  Bytes bytes(size_bytes);
  std::size_t done = 0;
  while (done < size_bytes) {
    const ::ssize_t got =
        ::pread(fd_, bytes.data() + done, size_bytes - done, static_cast<::off_t>(offset + std::uint64_t{done}));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

Folder::~Folder() {
  if (fd_ >= 0) ::close(fd_);
}
Folder::Folder(Folder&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
Folder& Folder::operator=(Folder&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<Folder> Folder::open(const std::string& dir) {
  const int fd = ::open(dir.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (fd < 0) return cannot_read(dir, errno);
  return Folder(fd);
}

Result<OpenFile> Folder::file(const std::string& path) const {
  Descriptor at(::fcntl(fd_, F_DUPFD_CLOEXEC, 0));
  std::size_t begin = 0;
  for (;;) {
    const std::size_t slash = path.find('/', begin);
    const std::string part = path.substr(begin, slash - begin);
    if (!is_part(part)) return is_no_plain_file(path);
    const bool last = slash == std::string::npos;
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
    const int next = ::openat(at.get(), part.c_str(), flags);
    if (next < 0) return cannot_read(path, errno);
    at.replace(next);
    if (last) break;
    begin = slash + 1;
  }
  struct ::stat status {};
  if (::fstat(at.get(), &status) != 0) return cannot_read(path, errno);
  if (!S_ISREG(status.st_mode)) return is_no_plain_file(path);
  return OpenFile(at.release(), path, static_cast<std::uint64_t>(status.st_size));
}

Result<Bytes> Folder::read(const std::string& path, std::size_t limit_bytes) const {
  TRY_ASSIGN(OpenFile opened, file(path));
  if (opened.size_bytes() > limit_bytes) {
    return make_error(ErrorKind::invalid,
                      say("{0} has {1} bytes, more than {2}.", {path, opened.size_bytes(), limit_bytes}));
  }
  Bytes bytes(static_cast<std::size_t>(opened.size_bytes()));
  TRY_ASSIGN(const std::size_t got, opened.read(bytes.data(), bytes.size()));
  bytes.resize(got);
  return bytes;
}

Status Folder::each_file(const std::function<Status(const std::string&)>& visit) const {
  return walk(fd_, "", 0, visit);
}

}  // namespace sunledger
