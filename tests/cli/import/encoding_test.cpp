#include "cli/import/text_file.h"
#include "table_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;

namespace {

const std::string header = "voucher,date,amount,memo\n";
// 残疾人康复 in GB18030, and 㐀 (U+3400), which needs four bytes there.
const std::string gb_memo = "\xB2\xD0\xBC\xB2\xC8\xCB\xBF\xB5\xB8\xB4";
const std::string gb_four_bytes = "\x81\x39\xEE\x39";

}  // namespace

TEST_CASE("a byte order mark is not part of the first header") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "\xEF\xBB\xBF" + header + "A,2025-01-01,1,康复\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.rows[0].cells[3] == "康复");
}

TEST_CASE("a byte order mark may stand before comment lines") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "\xEF\xBB\xBF# title: t\n" + header + "A,2025-01-01,1,x\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.notes.provenance == std::vector<std::string>{"title: t"});
}

TEST_CASE("a GB18030 file is recognised and read as UTF-8") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", header + "A,2025-01-01,1," + gb_memo + gb_four_bytes + "\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.notes.encoding == "GB18030");
  CHECK(outcome.rows[0].cells[3] == "残疾人康复㐀");
}

TEST_CASE("GB18030 characters cut by any reading border stay whole") {
  const Folder folder;
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string content = header;
    std::string row = "A,2025-01-01,1," + std::string(shift, 'x');
    for (int i = 0; i < 200; ++i) row += gb_memo.substr(0, 6) + gb_four_bytes;
    for (int i = 0; i < 100; ++i) content += row + "\n";
    const auto outcome = read_all(folder.file("a.csv", content));
    CAPTURE(shift, outcome.error);
    REQUIRE(outcome.rows.size() == 100);
    std::string expected(shift, 'x');
    for (int i = 0; i < 200; ++i) expected += "残疾人㐀";
    for (const FileRow& each : outcome.rows) REQUIRE(each.cells[3] == expected);
  }
}

TEST_CASE("UTF-8 characters cut by any reading border stay whole") {
  const Folder folder;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string content = header;
    std::string memo(shift, 'x');
    for (int i = 0; i < 300; ++i) memo += "残疾人";
    for (int i = 0; i < 100; ++i) content += "A,2025-01-01,1," + memo + "\n";
    const auto outcome = read_all(folder.file("a.csv", content));
    REQUIRE(outcome.rows.size() == 100);
    for (const FileRow& each : outcome.rows) REQUIRE(each.cells[3] == memo);
  }
}

TEST_CASE("a file that is neither UTF-8 nor GB18030 throughout names the rows") {
  const Folder folder;
  // Row 2 is GB18030; row 4 breaks that too, with a first byte that a line feed follows.
  const auto outcome = read_all(
      folder.file("a.csv", header + "A,2025-01-01,1," + gb_memo + "\n\"B\n\",2025-01-01,1,x\nC,2025-01-01,1,\x81\n"));
  CHECK_THAT(outcome.error, Contains("row 2") && Contains("row 4"));
}

TEST_CASE("UTF-8 with one damaged row is not taken for GB18030") {
  const Folder folder;
  // "中文" in UTF-8 is sound GB18030 as well, only nonsense; so is the damaged row, which is GB18030 within UTF-8.
  std::string content = header;
  for (int i = 0; i < 10; ++i) content += "A,2025-01-01,1,中文\n";
  const auto outcome = read_all(folder.file("a.csv", content + "B,2025-01-01,1," + gb_memo + "\n"));
  CHECK_THAT(outcome.error, Contains("Row 12 of") && Contains("not valid UTF-8"));
  const auto marked = read_all(folder.file("b.csv", "\xEF\xBB\xBF" + header + "B,2025-01-01,1," + gb_memo + "\n"));
  CHECK_THAT(marked.error, Contains("Row 2 of"));
}

TEST_CASE("UTF-8 that ends inside a character is refused") {
  const Folder folder;
  CHECK_THAT(read_all(folder.file("a.csv", header + "A,2025-01-01,1,x\xE6")).error, Contains("row 2"));
}

TEST_CASE("UTF-16 is named as such") {
  const Folder folder;
  CHECK_THAT(read_all(folder.file("a.csv", std::string("\xFF\xFEv\0o\0", 6))).error, Contains("UTF-16"));
}
