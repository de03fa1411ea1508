// The demo as a new user runs it: everything it promises comes out, in both languages, and what it leaves behind can be
// verified, and refused once it is changed.

#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/event/event.h"
#include "tests/support/csv_lines.h"
#include "tests/support/federation.h"

using namespace sunledger;

namespace {

namespace fs = std::filesystem;

struct Said {
  int status = -1;
  std::string out, err;
};

// Runs the program as built; arguments are ours and need no quoting beyond these quotes.
Said run(const testing::TemporaryFolder& folder, const std::vector<std::string>& arguments) {
  std::string command = SUNLEDGER_PROGRAM;
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  command += " >'" + (folder / "out") + "' 2>'" + (folder / "err") + "' </dev/null";
  const int code = std::system(command.c_str());
  Said said;
  said.status = WIFEXITED(code) ? WEXITSTATUS(code) : -1;
  said.out = read_file(folder / "out", 16 << 20).value();
  said.err = read_file(folder / "err", 16 << 20).value();
  return said;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Shown {
  testing::TemporaryFolder folder;
  Said said;
  std::string dir = folder / "demo";
  std::string vkey;
  explicit Shown(const std::string& language) : said(run(folder, {"--lang", language, "demo", folder / "demo"})) {
    INFO(said.out << said.err);
    REQUIRE(said.status == 0);
    vkey = read_file(dir + "/keys/log.vkey", 4096).value();
    vkey.pop_back();
  }
  Said verify(const std::string& what) const { return run(folder, {"verify", what, "--log-vkey", vkey}); }
};

// One bit of the first place where these bytes stand, in any file below the folder.
bool flip_one_bit(const std::string& folder, const std::string& bytes) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::string content = read_file(file.path().string(), 64 << 20).value();
    const auto at = content.find(bytes);
    if (at == std::string::npos) continue;
    content[at] = static_cast<char>(content[at] ^ 1);
    REQUIRE(replace_file(file.path().string(), content));
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("The demo tells its four years in English and everything comes out as expected") {
  const Shown demo("en");
  for (const char* figure : {"4,597,206.00", "3,269,520.00", "1,327,686.00", "502,900.00", "841,000.00", "1,500,000.00",
                             "307.82", "202.24", "120,000.00", "124,000.00", "128,000.00", "274"}) {
    INFO(figure);
    CHECK(has(demo.said.out, figure));
  }
  CHECK(has(demo.said.out, "Everything came out as expected"));
  CHECK_FALSE(has(demo.said.out, "NOT AS EXPECTED"));
  CHECK(has(demo.said.out, "rounding difference"));
  CHECK(has(demo.said.out, "not encrypted"));
  CHECK(has(demo.said.out, "report budget-execution --year 2025"));
  CHECK(demo.said.err.empty());
}

TEST_CASE("The demo has the same figures in Chinese") {
  const Shown demo("zh-CN");
  for (const char* figure :
       {"4,597,206.00", "3,078,220.00", "307.82", "202.24", "120,000.00", "壹拾贰万元整", "全部符合预期"}) {
    INFO(figure);
    CHECK(has(demo.said.out, figure));
  }
}

TEST_CASE("The demo's final accounts hold every figure that was published") {
  const Shown demo("en");
  const Said accounts = run(
      demo.folder, {"--ledger", demo.dir + "/ledger", "report", "final-accounts", "--year", "2024", "--format", "csv"});
  REQUIRE(accounts.status == 0);
  CHECK(has(accounts.out, "01收入支出决算总表,,支出总计,,决算数,307.82,万元"));
  const char* data = std::getenv("SUNLEDGER_DATA");
  if (data == nullptr) {
    WARN("SUNLEDGER_DATA is not set: the published file is not compared");
    return;
  }
  const auto published = read_csv_lines(std::string(data) + "/putuo_shehuigongzuobu_2024_final.csv");
  REQUIRE(published.size() > 100);
  for (const CsvRecord& row : published) {
    std::string line;
    for (const char* column : {"table", "code", "name", "level", "measure", "amount", "unit"}) {
      line += (line.empty() ? "" : ",") + row.at(column);
    }
    INFO(line);
    CHECK(has(accounts.out, "\n" + line + "\r\n"));
  }
}

TEST_CASE("What the demo leaves behind is verified, and refused with its position once a bit is changed") {
  const Shown demo("en");
  CHECK(demo.verify(demo.dir + "/ledger").status == 0);
  CHECK(demo.verify(demo.dir + "/tiles").status == 0);

  const Said tiles = demo.verify(demo.dir + "/tiles-changed");
  CHECK(tiles.status == 3);
  CHECK(has(tiles.out + tiles.err, "40"));

  // In the ledger's own files the entries behind the changed one fall: the file beside the log key tells.
  const std::string copy = demo.folder / "copy";
  fs::copy(demo.dir + "/ledger", copy, fs::copy_options::recursive);
  REQUIRE(flip_one_bit(copy + "/log", "第三季度困难残疾人生活补贴，3824人"));
  const Said changed = demo.verify(copy);
  CHECK(changed.status == 3);
  CHECK(has(changed.err, "position: 40"));
}

TEST_CASE("A sample file recorded once more is known, and adds nothing") {
  const Shown demo("en");
  const std::string size_line = "Entries: 275";
  CHECK(has(demo.verify(demo.dir + "/ledger").out, size_line));
  const Said again =
      run(demo.folder, {"--ledger", demo.dir + "/ledger", "--key", demo.dir + "/keys/recorder-1.key", "--clock",
                        "2025-12-20T00:00:00Z", "--yes", "record", "samples/demo/2025/5-payment.recorder-1.jsonl"});
  INFO(again.out << again.err);
  CHECK(again.status == 0);
  CHECK(has(demo.verify(demo.dir + "/ledger").out, size_line));
}

TEST_CASE("The demo does not touch a folder that holds anything") {
  const testing::TemporaryFolder folder;
  REQUIRE(create_folder(folder / "demo/ledger"));
  const Said said = run(folder, {"--lang", "en", "demo", folder / "demo"});
  CHECK(said.status == 1);
  CHECK(has(said.err, "not an empty folder"));
  CHECK_FALSE(path_exists(folder / "demo/keys"));
}
