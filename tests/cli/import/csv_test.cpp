#include <rapidcheck.h>

#include "table_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;
using Cells = std::vector<std::string>;

TEST_CASE("a plain table is read row by row, in our order of columns") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "amount,voucher,date\n1.50,V1,2025-01-02\n2,V2,2025-01-03\n"));
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].number == 2);
  CHECK(outcome.rows[0].cells == Cells{"V1", "2025-01-02", "1.50", "", "", ""});  // the last is body
  CHECK(outcome.rows[1].number == 3);
  CHECK(outcome.notes.format == "csv");
  CHECK(outcome.notes.encoding == "UTF-8");
}

TEST_CASE("every kind takes an optional body") {
  const Folder folder;
  const auto path = folder.file("a.csv", "voucher,date,amount,body\nV1,2025-01-02,1,town-3\n");
  const auto reader = TableReader::open(path, payment_columns());
  REQUIRE(reader);
  CHECK((*reader)->columns().back().name == "body");
  CHECK((*reader)->has_column("body"));
  CHECK_FALSE((*reader)->has_column("memo"));
  const auto row = (*reader)->next();
  REQUIRE(row);
  CHECK((*row)->cells.back() == "town-3");
}

TEST_CASE("line ends LF and CRLF, with or without the last one, give the same rows") {
  const Folder folder;
  for (const char* content :
       {"voucher,date,amount\nA,2025-01-01,1\nB,2025-01-02,2", "voucher,date,amount\nA,2025-01-01,1\nB,2025-01-02,2\n",
        "voucher,date,amount\r\nA,2025-01-01,1\r\nB,2025-01-02,2\r\n",
        "voucher,date,amount\r\nA,2025-01-01,1\r\nB,2025-01-02,2"}) {
    const auto outcome = read_all(folder.file("a.csv", content));
    CAPTURE(content, outcome.error);
    REQUIRE(outcome.rows.size() == 2);
    CHECK(outcome.rows[1].number == 3);
    CHECK(outcome.rows[1].cells[0] == "B");
    CHECK(outcome.notes.empty_rows == 0);
  }
}

TEST_CASE("a carriage return alone ends no row") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "voucher,date,amount\nA,2025-01-01,1\rB,2025-01-02,2\n"));
  CHECK_THAT(outcome.error, Contains("Row 2 of") && Contains("carriage return"));
}

TEST_CASE("quoted cells keep commas, quotation marks and line breaks, and count as one row") {
  const Folder folder;
  const auto outcome = read_all(folder.file(
      "a.csv", "voucher,date,amount,memo\n\"A,1\",2025-01-01,1,\"say \"\"yes\"\"\nand no\"\nB,2025-01-02,2,\n"));
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].cells[0] == "A,1");
  CHECK(outcome.rows[0].cells[3] == "say \"yes\"\nand no");
  CHECK(outcome.rows[1].number == 3);
}

TEST_CASE("wrong quotation marks are named with their row, after the rows above them") {
  const Folder folder;
  for (const char* bad : {"B\"x\",2025-01-02,2\n", "\"B\"x,2025-01-02,2\n", " \"B\",2025-01-02,2\n",
                          "\"B\" ,2025-01-02,2\n", "\"B,2025-01-02,2\n"}) {
    const auto outcome = read_all(folder.file("a.csv", std::string("voucher,date,amount\nA,2025-01-01,1\n") + bad));
    CAPTURE(bad, outcome.error);
    CHECK_THAT(outcome.error, Contains("ow 3"));
    CHECK(outcome.rows.size() == 1);
    CHECK_FALSE(outcome.hint.empty());
  }
}

TEST_CASE("a missing closing quotation mark does not fill the memory") {
  const Folder folder;
  const auto outcome =
      read_all(folder.file("a.csv", "voucher,date,amount\n\"A,2025-01-01,1\n" + std::string(1 << 20, 'x')));
  CHECK_THAT(outcome.error, Contains("Row 2 of") && Contains("65536"));
}

TEST_CASE("comment lines above the header are provenance and count as rows") {
  const Folder folder;
  const auto outcome = read_all(
      folder.file("a.csv", "# title: one \"unbalanced\nvoucher,date,amount\n\nA,2025-01-01,1\n\n,,\nB,2025-01-02,2\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.notes.provenance == Cells{"title: one \"unbalanced"});
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].number == 4);
  CHECK(outcome.rows[1].number == 7);
  CHECK(outcome.notes.empty_rows == 3);
}

TEST_CASE("a number sign below the header is data") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "voucher,date,amount\n# 1,2025-01-01,1\n"));
  REQUIRE(outcome.rows.size() == 1);
  CHECK(outcome.rows[0].cells[0] == "# 1");
}

TEST_CASE("cells are trimmed of ASCII and ideographic spaces and of the tab that banks append") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv",
                                            "voucher , date,\xE3\x80\x80"
                                            "amount\n\"00123\t\",\xE3\x80\x80 2025-01-01 , 1\n"));
  REQUIRE(outcome.error.empty());
  CHECK(outcome.rows[0].cells[0] == "00123");
  CHECK(outcome.rows[0].cells[1] == "2025-01-01");
}

TEST_CASE("rows with too few or too many cells are problems of those rows alone") {
  const Folder folder;
  const auto outcome =
      read_all(folder.file("a.csv", "voucher,date,amount\nA,2025-01-01\nB,2025-01-01,1,2\nC,2025-01-01,1\n" +
                                        std::string(5000, ',') + "x\n"));
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 4);
  REQUIRE(outcome.rows[0].problems.size() == 1);
  CHECK(outcome.rows[0].problems[0].row == 2);
  CHECK(outcome.rows[0].problems[0].message == "The row has 2 cells, the header has 3.");
  CHECK(outcome.rows[1].problems[0].row == 3);
  CHECK(outcome.rows[2].problems.empty());
  CHECK(outcome.rows[3].problems[0].message == "The row has 5001 cells, the header has 3.");
}

TEST_CASE("control characters are refused, and the message does not repeat them") {
  const Folder folder;
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("a\x01"), std::string("a\x7F"), std::string("a\xC2\x85z"),
        std::string("a\xE2\x80\xAEz"), std::string("a\tb"), std::string("\"a\rb\"")}) {
    const auto outcome =
        read_all(folder.file("a.csv", "voucher,date,amount,memo\nA,2025-01-01,1," + bad + "\nB,2025-01-01,1,\n"));
    CAPTURE(bad, outcome.error);
    REQUIRE(outcome.rows.size() == 2);
    REQUIRE(outcome.rows[0].problems.size() == 1);
    CHECK(outcome.rows[0].problems[0].column == "memo");
    CHECK(outcome.rows[0].problems[0].message == "The cell holds a control character.");
    CHECK(outcome.rows[1].problems.empty());
  }
}

TEST_CASE("a cell has at most 4 KiB and a row 64 KiB; reading goes on behind them") {
  const Folder folder;
  std::string wide_header = "voucher,date,amount,memo";
  std::string wide_row = "A,2025-01-01,1,x";
  HeaderMap map;
  for (int i = 0; i < 20; ++i) {
    wide_header += ",c" + std::to_string(i);
    wide_row += "," + std::string(4000, 'y');
    map.skip_columns.insert("c" + std::to_string(i));
  }
  const std::string commas(20, ',');
  const auto outcome =
      read_all(folder.file("a.csv", wide_header + "\nA,2025-01-01,1," + std::string(4097, 'x') + commas +
                                        "\nB,2025-01-01,1," + std::string(4096, 'x') + commas + "\n" + wide_row +
                                        "\nC,2025-01-01,1,x" + commas + "\n"),
               map);
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 4);
  REQUIRE(outcome.rows[0].problems.size() == 1);
  CHECK(outcome.rows[0].problems[0].column == "memo");
  CHECK(outcome.rows[1].problems.empty());
  REQUIRE(outcome.rows[2].problems.size() == 1);
  CHECK(outcome.rows[2].problems[0].message == "The row is larger than 65536 bytes.");
  CHECK(outcome.rows[3].problems.empty());
}

TEST_CASE("a file that is no table, or is not there, is an error") {
  const Folder folder;
  CHECK_THAT(read_all(folder.path("absent.csv")).error, Contains("absent.csv"));
  CHECK_THAT(read_all(folder.file("empty.csv", "")).error, Contains("no header"));
  CHECK_THAT(read_all(folder.file("only.csv", "# title: x\n\n")).error, Contains("no header"));
  CHECK_THAT(read_all("/dev/null").error, Contains("/dev/null"));
  CHECK_THAT(read_all(folder.file("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")).error, Contains(".xls"));
}

TEST_CASE("a file with a header alone has no rows") {
  const Folder folder;
  const auto outcome = read_all(folder.file("a.csv", "voucher,date,amount"));
  CHECK(outcome.error.empty());
  CHECK(outcome.rows.empty());
}

TEST_CASE("whatever text is quoted as RFC 4180 says comes back as it was") {
  const Folder folder;
  REQUIRE(rc::check([&folder] {
    const auto character = rc::gen::element<std::string>("a", "\"", ",", "\n", "残", "0", "#", "𠀀");
    const auto memos = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(character));
    std::string content = "voucher,date,amount,memo\n";
    Cells expected;
    for (const auto& characters : memos) {
      std::string text = "x";  // so that nothing is trimmed
      std::string quoted = "x";
      for (const std::string& each : characters) {
        text += each;
        quoted += each == "\"" ? "\"\"" : each;
      }
      content += "A,2025-01-01,1,\"" + quoted + "x\"\n";
      expected.push_back(text + "x");
    }
    const auto outcome = read_all(folder.file("a.csv", content));
    RC_ASSERT(outcome.error.empty());
    Cells read;
    for (const FileRow& row : outcome.rows) read.push_back(row.cells[3]);
    RC_ASSERT(read == expected);
  }));
}
