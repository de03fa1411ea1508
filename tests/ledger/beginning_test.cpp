// A ledger's first minute: made wholly or not at all, and nothing of anybody else's is touched.
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/base/file.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;
namespace fs = std::filesystem;

namespace {

struct Beginning {
  TemporaryFolder folder;
  Officer administrator{"admin", SecretKey::generate()};

  Result<std::unique_ptr<Ledger>> init(const std::string& dir, const std::string& log_key) {
    return Ledger::create(dir, genesis_of("demo.example/county", administrator, Day(20089)), administrator.key, log_key,
                          Passphrase(), {});
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(folder.path())) names.push_back(file.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

}  // namespace

TEST_CASE("a folder beside the new ledger that is not ours stays as it is") {
  Beginning beginning;
  fs::create_directory(beginning.folder / "ledger.new");
  REQUIRE(create_file(beginning.folder / "ledger.new/报告.txt", "a year's work"));
  const auto refused = beginning.init(beginning.folder / "ledger", beginning.folder / "log.key");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorKind::conflict);
  CHECK(refused.error().message.find("ledger.new") != std::string::npos);
  CHECK(read_file(beginning.folder / "ledger.new/报告.txt", 100).ok());
  CHECK(beginning.files() == std::vector<std::string>{"ledger.new"});
}

TEST_CASE("what a cut-short init left is swept away, but a log key never is") {
  Beginning beginning;
  fs::create_directories(beginning.folder / "ledger.new/log.new");
  REQUIRE(create_file(beginning.folder / "log.key", "somebody's"));
  const auto refused = beginning.init(beginning.folder / "ledger", beginning.folder / "log.key");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorKind::conflict);
  CHECK(refused.error().hint.find("ledger.new") != std::string::npos);
  CHECK(*read_file(beginning.folder / "log.key", 100) == "somebody's");
  CHECK(beginning.init(beginning.folder / "ledger", beginning.folder / "other.key").ok());
  CHECK(beginning.files() == std::vector<std::string>{"ledger", "log.key", "other.key", "other.key.head"});
}

TEST_CASE("an init that is refused leaves nothing behind, and the next one succeeds") {
  Beginning beginning;
  Genesis genesis = genesis_of("demo.example/county", beginning.administrator, Day(20089));
  genesis.charter.parameters.pop_back();
  std::swap(genesis.charter.parameters[0], genesis.charter.parameters[1]);  // a charter that the rules refuse
  const auto refused = Ledger::create(beginning.folder / "ledger", genesis, beginning.administrator.key,
                                      beginning.folder / "log.key", Passphrase(), {});
  REQUIRE_FALSE(refused.ok());
  CHECK(beginning.files().empty());
  CHECK(beginning.init(beginning.folder / "ledger", beginning.folder / "log.key").ok());
}

TEST_CASE("the log key lies outside of the ledger, however its place is spelled") {
  Beginning beginning;
  fs::create_directory(beginning.folder / "ledger");
  fs::create_directory_symlink(beginning.folder / "ledger", beginning.folder / "link");
  for (const std::string dir : {"ledger", "ledger/", "./ledger/.", "link", "x/../ledger"}) {
    for (const std::string key : {"ledger/log.key", "link/log.key", "ledger/../ledger/log.key"}) {
      CAPTURE(dir, key);
      const auto refused = beginning.init(beginning.folder / dir, beginning.folder / key);
      REQUIRE_FALSE(refused.ok());
      CHECK(refused.error().kind == ErrorKind::invalid);
    }
  }
  CHECK(beginning.files() == std::vector<std::string>{"ledger", "link"});
}

TEST_CASE("a folder's name may end with a slash, and an empty folder may be there") {
  Beginning beginning;
  fs::create_directory(beginning.folder / "ledger");
  const auto made = beginning.init(beginning.folder / "ledger/", beginning.folder / "log.key");
  if (!made.ok()) FAIL(made.error().message);
  CHECK(Ledger::open_to_read(beginning.folder / "ledger").ok());
  CHECK(beginning.files() == std::vector<std::string>{"ledger", "log.key", "log.key.head"});
}

TEST_CASE("a second init at the same place is refused and changes nothing") {
  Beginning beginning;
  const Hash root = (*beginning.init(beginning.folder / "ledger", beginning.folder / "log.key"))->root();
  const auto again = beginning.init(beginning.folder / "ledger", beginning.folder / "other.key");
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().kind == ErrorKind::conflict);
  const auto same_key = beginning.init(beginning.folder / "second", beginning.folder / "log.key");
  REQUIRE_FALSE(same_key.ok());
  CHECK(same_key.error().kind == ErrorKind::conflict);
  CHECK((*Ledger::open_to_write(beginning.folder / "ledger", {}))->root() == root);
}

TEST_CASE("a ledger cannot be made where nothing may be written") {
  Beginning beginning;
  REQUIRE(create_file(beginning.folder / "file", "x"));
  const auto refused = beginning.init(beginning.folder / "file/ledger", beginning.folder / "log.key");
  REQUIRE_FALSE(refused.ok());
  CHECK_FALSE(refused.error().message.empty());
  CHECK(beginning.files() == std::vector<std::string>{"file"});
}
