// Files made to harm: each is refused with a sentence, within bounded time and memory.

#include "table_fixture.h"
#include "xlsx_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;

namespace {

const std::vector<std::string> headers = {"voucher", "date", "amount"};

std::string error_of(const Parts& parts) {
  const Folder folder;
  pack(folder.path("a.xlsx"), parts);
  return read_all(folder.path("a.xlsx")).error;
}

}  // namespace

TEST_CASE("a sound hand-made file is read, so that the refusals below mean something") {
  CHECK(error_of(workbook_parts(text_row(1, headers) + text_row(2, {"A", "2025-01-01", "1"}))).empty());
}

TEST_CASE("a part that blows up is refused before it is unpacked") {
  CHECK_THAT(error_of(workbook_parts(text_row(1, headers), std::string(8 << 20, ' '))), Contains("unpacks to more"));
  auto parts = workbook_parts(text_row(1, headers));
  parts["xl/workbook.xml"] += std::string(16 << 20, ' ');
  CHECK_THAT(error_of(parts), Contains("unpacks to more"));
}

TEST_CASE("entities are never expanded: a document type is refused in every part") {
  const std::string type =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
  for (const char* part : {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                           "xl/sharedStrings.xml"}) {
    auto parts = workbook_parts(text_row(1, headers), {}, "<cellXfs/>", "<si><t>&f;</t></si>");
    auto& text = parts.at(part);
    text.insert(text.find("?>") + 2, type);
    CAPTURE(part);
    CHECK_THAT(error_of(parts), Contains("damaged"));
  }
}

TEST_CASE("an unknown entity stays the text it is") {
  const Folder folder;
  pack(folder.path("a.xlsx"), workbook_parts(text_row(1, headers) + text_row(2, {"&f;", "2025-01-01", "1"})));
  CHECK(read_all(folder.path("a.xlsx")).rows.at(0).cells[0] == "&f;");
}

TEST_CASE("rows out of order, twice, or beyond the format are refused") {
  const std::string header = text_row(1, headers);
  CHECK_THAT(error_of(workbook_parts(header + text_row(3, headers) + text_row(2, headers))), Contains("damaged"));
  CHECK_THAT(error_of(workbook_parts(header + text_row(1, headers))), Contains("damaged"));
  CHECK_THAT(error_of(workbook_parts(header + text_row(1048577, headers))), Contains("damaged"));
  CHECK(error_of(workbook_parts(header + text_row(1048576, headers))).empty());
  CHECK_THAT(error_of(workbook_parts(header + "<row r=\"x\"><c/></row>")), Contains("damaged"));
}

TEST_CASE("cells out of order, twice, of another row or beyond the format are refused") {
  const std::string header = text_row(1, headers);
  for (const char* cells : {"<c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c>",
                            "<c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c>", "<c r=\"A3\"><v>1</v></c>",
                            "<c r=\"XFE2\"><v>1</v></c>", "<c r=\"2\"><v>1</v></c>", "<c r=\"A2\" t=\"s\"><v>0</v></c>",
                            "<c r=\"A2\" t=\"s\"><v>-1</v></c>", "<c r=\"A2\" t=\"what\"><v>1</v></c>"}) {
    CAPTURE(cells);
    CHECK_THAT(error_of(workbook_parts(header + "<row r=\"2\">" + cells + "</row>")), Contains("damaged"));
  }
}

TEST_CASE("a row of all columns the format has is a problem of that row") {
  const Folder folder;
  std::string row = "<row r=\"2\">";
  for (int i = 0; i < 16384; ++i) row += "<c><v>1</v></c>";
  pack(folder.path("a.xlsx"), workbook_parts(text_row(1, headers) + row + "</row>" + text_row(3, {"A"})));
  const auto outcome = read_all(folder.path("a.xlsx"));
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].problems.size() == 1);
  CHECK(outcome.rows[1].problems.empty());
}

TEST_CASE("XML that is cut short, too deep or crossed is refused") {
  const std::string header = text_row(1, headers);
  std::string deep = "<row r=\"2\">";
  for (int i = 0; i < 100000; ++i) deep += "<c>";
  CHECK_THAT(error_of(workbook_parts(header + deep)), Contains("damaged"));
  CHECK_THAT(error_of(workbook_parts(header + "<row r=\"2\"><c></row>")), Contains("damaged"));
  CHECK_THAT(error_of(workbook_parts(header + "<row r=\"2\"><c></v></c></row>")), Contains("damaged"));
  CHECK_THAT(error_of(workbook_parts(header, "<a><b></a></b>")), Contains("damaged"));
  auto parts = workbook_parts(header);
  auto& sheet = parts["xl/worksheets/sheet1.xml"];
  sheet.resize(sheet.size() - 5);
  CHECK_THAT(error_of(parts), Contains("damaged"));
}

TEST_CASE("one huge cell does not fill the memory") {
  std::string noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 5 << 20; ++i) {
    state = state * 1664525 + 1013904223;
    noise.push_back(static_cast<char>('a' + (state >> 24) % 26));
  }
  CHECK_THAT(error_of(workbook_parts(text_row(1, headers) + text_row(2, {noise}))),
             Contains("larger than may be read"));
}

TEST_CASE("a package without its parts is refused") {
  for (const char* part : {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
                           "xl/styles.xml", "xl/sharedStrings.xml"}) {
    auto parts = workbook_parts(text_row(1, headers), {}, "<cellXfs/>", "<si><t>x</t></si>");
    parts.erase(part);
    CAPTURE(part);
    CHECK_THAT(error_of(parts), Contains("damaged"));
  }
}

TEST_CASE("a directory of too many parts is refused before memory is taken for them") {
  const Folder folder;
  auto parts = workbook_parts(text_row(1, headers));
  for (int i = 0; i < 5000; ++i) parts["x" + std::to_string(i)] = "";
  CHECK_THAT(error_of(parts), Contains("unpacks to more"));
  // A sound file whose end record announces sixty thousand.
  pack(folder.path("a.xlsx"), workbook_parts(text_row(1, headers)));
  std::ifstream in(folder.path("a.xlsx"), std::ios::binary);
  std::string whole((std::istreambuf_iterator<char>(in)), {});
  whole[whole.size() - 11] = '\xEE';
  CHECK_THAT(read_all(folder.file("b.xlsx", whole)).error, Contains("unpacks to more"));
}

TEST_CASE("two parts of one name are refused, since programs would differ in which they read") {
  auto parts = workbook_parts(text_row(1, headers));
  parts["XL/WORKSHEETS/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"];
  CHECK_THAT(error_of(parts), Contains("damaged"));
}

TEST_CASE("a file cut anywhere is an error, never a crash or a shorter table") {
  const Folder folder;
  pack(folder.path("a.xlsx"), workbook_parts(text_row(1, headers) + text_row(2, {"A", "2025-01-01", "1"})));
  std::ifstream in(folder.path("a.xlsx"), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t size = 4; size < whole.size(); size += 7) {
    CAPTURE(size);
    REQUIRE_FALSE(read_all(folder.file("b.xlsx", whole.substr(0, size))).error.empty());
  }
}

TEST_CASE("a flipped byte in a sheet is noticed by its checksum") {
  const Folder folder;
  std::string rows = text_row(1, headers);
  for (int i = 2; i < 200; ++i) rows += text_row(i, {"A" + std::to_string(i * 7919), "2025-01-01", "1"});
  pack(folder.path("a.xlsx"), workbook_parts(rows));
  std::ifstream in(folder.path("a.xlsx"), std::ios::binary);
  std::string whole((std::istreambuf_iterator<char>(in)), {});
  const std::size_t sheet = whole.find("xl/worksheets/sheet1.xml");
  for (std::size_t i = 40; i < 200; i += 3) {
    std::string changed = whole;
    changed[sheet + i] = static_cast<char>(changed[sheet + i] ^ 0x10);
    CAPTURE(i);
    REQUIRE_FALSE(read_all(folder.file("b.xlsx", changed)).error.empty());
  }
}
