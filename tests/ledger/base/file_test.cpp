// What a person is told when the system refuses a file.

#include "ledger/base/file.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>

using namespace sunledger;

TEST_CASE("A file that cannot be read says why and what to do") {
  const std::string folder = std::filesystem::temp_directory_path().string();
  const auto missing = read_file(folder + "/no such file", 100);
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().kind == ErrorKind::not_found);
  CHECK(missing.error().message.find("no such file") != std::string::npos);
  CHECK(missing.error().hint.find("path") != std::string::npos);
  const auto is_folder = read_file(folder, 100);
  REQUIRE_FALSE(is_folder.ok());
  CHECK(is_folder.error().kind == ErrorKind::io);
  CHECK(is_folder.error().hint.find("folder") != std::string::npos);
}

TEST_CASE("What to do depends on what the system says") {
  const auto told = [](int code) { return file_error("Cannot open {0}: {1}.", "a", code); };
  CHECK(told(EACCES).kind == ErrorKind::permission);
  CHECK(told(EACCES).hint.find("access") != std::string::npos);
  CHECK(told(ENOSPC).kind == ErrorKind::io);
  CHECK(told(ENOSPC).hint.find("Free space") != std::string::npos);
  CHECK(told(EIO).hint.empty());
}
