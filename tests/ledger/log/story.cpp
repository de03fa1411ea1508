#include "tests/ledger/log/story.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

namespace made_up {

Folder::Folder(Place place) {
  const bool memory = place == Place::memory && ::access("/dev/shm", W_OK) == 0;
  std::string name = std::string(memory ? "/dev/shm" : "/tmp") + "/sunledger-log-XXXXXX";
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::last_file(const std::string& extension) const {
  std::string last;
  for (const auto& file : std::filesystem::directory_iterator(database())) {
    if (file.path().extension() == extension) last = std::max(last, file.path().string());
  }
  return last;
}

namespace {
std::unique_ptr<Store> sure(sunledger::Result<std::unique_ptr<Store>> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}
}  // namespace

std::unique_ptr<Store> created(const std::string& dir) {
  return sure(Store::create(dir));
}
std::unique_ptr<Store> opened_to_write(const std::string& dir) {
  return sure(Store::open_to_write(dir));
}
std::unique_ptr<Store> opened_to_read(const std::string& dir) {
  return sure(Store::open_to_read(dir));
}

void flip_byte(const std::string& path, std::uint64_t offset) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  REQUIRE(file);
  file.seekg(static_cast<std::streamoff>(offset));
  const char byte = static_cast<char>(file.get() ^ 0x20);
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(byte);
  REQUIRE(file.flush());
}

// Started anew, not forked: RocksDB's threads of this process would be missing in the child.
Writer::Writer(const std::string& dir, unsigned seed) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const std::string seed_text = std::to_string(seed);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);  // dying is what it is for
    ::execl(LOG_WRITER_PROGRAM, LOG_WRITER_PROGRAM, dir.c_str(), seed_text.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  reports_ = ends[0];
}

Writer::~Writer() {
  if (pid_ > 0) kill();
}

bool Writer::read_report() {
  return ::read(reports_, &size_, sizeof size_) == static_cast<ssize_t>(sizeof size_);  // a pipe keeps 8 bytes together
}

void Writer::wait_for_reports(unsigned count) {
  for (unsigned i = 0; i < count; ++i) REQUIRE(read_report());
}

std::uint64_t Writer::reported() {
  pollfd ready{reports_, POLLIN, 0};
  while (::poll(&ready, 1, 0) == 1 && read_report()) {
  }
  return size_;
}

std::uint64_t Writer::kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
  while (read_report()) {
  }
  ::close(reports_);
  return size_;
}

}  // namespace made_up
