#include "cli/import/spill.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

using namespace sunledger;

namespace {

Bytes record_of(std::size_t i) {
  Bytes record((i * 7919) % 3000, static_cast<Byte>(i));
  put_u64(record, i);
  return record;
}

// The process may write no file larger than this while it lives: a full disk without needing one.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit before_{};
  void (*old_handler_)(int) = nullptr;
};

}  // namespace

TEST_CASE("the checksum is the known CRC-32") {
  CHECK(crc32(as_bytes("123456789")) == 0xCBF43926U);
  CHECK(crc32(as_bytes("The quick brown fox jumps over the lazy dog")) == 0x414FA339U);
  const std::string text = "123456789";
  CHECK(crc32(as_bytes(text.substr(4)), crc32(as_bytes(text.substr(0, 4)))) == 0xCBF43926U);
}

TEST_CASE("records come back as they were put aside, as often as one rewinds") {
  auto spill = SpillFile::create();
  REQUIRE(spill);
  for (std::size_t i = 0; i < 1000; ++i) REQUIRE(spill->append(record_of(i)));
  CHECK(spill->count() == 1000);
  for (int round = 0; round < 2; ++round) {
    REQUIRE(spill->rewind());
    for (std::size_t i = 0; i < 1000; ++i) {
      const auto record = spill->next();
      REQUIRE(record);
      REQUIRE(*record);
      const Bytes expected = record_of(i);
      REQUIRE(std::equal(expected.begin(), expected.end(), (*record)->begin(), (*record)->end()));
    }
    CHECK_FALSE(*spill->next());
  }
}

TEST_CASE("empty and large records come back") {
  auto spill = SpillFile::create();
  REQUIRE(spill);
  REQUIRE(spill->append({}));
  REQUIRE(spill->append(Bytes(SpillFile::max_record_bytes, 7)));
  REQUIRE(spill->rewind());
  CHECK((**spill->next()).empty());
  CHECK((**spill->next()).size() == SpillFile::max_record_bytes);
}

TEST_CASE("reading may follow writing record by record") {
  auto spill = SpillFile::create();
  REQUIRE(spill);
  for (std::size_t i = 0; i < 200; ++i) {
    REQUIRE(spill->append(record_of(i)));
    const auto record = spill->next();
    REQUIRE(record);
    CHECK((*record)->size() == record_of(i).size());
  }
}

TEST_CASE("a full disk is named, with what to do") {
  auto spill = SpillFile::create();
  REQUIRE(spill);
  const SmallDisk small(1 << 20);
  Status status;
  for (std::size_t i = 0; i < 2000 && status; ++i) status = spill->append(Bytes(1000, 1));
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == ErrorKind::io);
  CHECK(status.error().message.find("disk is full") != std::string::npos);
  CHECK(status.error().hint.find("TMPDIR") != std::string::npos);
}

TEST_CASE("a folder that cannot be written is named") {
  const auto spill = SpillFile::create("/nonexistent/folder");
  REQUIRE_FALSE(spill);
  CHECK(spill.error().message.find("/nonexistent/folder") != std::string::npos);
}

TEST_CASE("bytes changed on disk are noticed") {
  auto file = TemporaryFile::create();
  REQUIRE(file);
  // The nameless file is reached through the process's own descriptors.
  auto spill = SpillFile::create();
  REQUIRE(spill);
  REQUIRE(spill->append(Bytes(100, 1)));
  REQUIRE(spill->rewind());
  bool changed = false;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code code;
    const auto target = std::filesystem::read_symlink(entry.path(), code);
    if (code || target.string().find("(deleted)") == std::string::npos) continue;
    if (std::filesystem::file_size(entry.path(), code) != 108 || code) continue;
    std::FILE* raw = std::fopen(entry.path().c_str(), "r+b");
    REQUIRE(raw != nullptr);
    std::fseek(raw, 50, SEEK_SET);
    std::fputc(2, raw);
    std::fclose(raw);
    changed = true;
  }
  REQUIRE(changed);
  const auto record = spill->next();
  REQUIRE_FALSE(record);
  CHECK(record.error().kind == ErrorKind::corrupt);
}
