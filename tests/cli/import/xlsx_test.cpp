// Files as a spreadsheet program writes them, made with libxlsxwriter, and each rule of interface.md for numbers.

#include <xlsxwriter.h>

#include "table_fixture.h"
#include "xlsx_fixture.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;
using Cells = std::vector<std::string>;

namespace {

// A workbook whose header is that of payment_columns.
class Sheet {
 public:
  explicit Sheet(const std::string& path, const char* name = "支付") : book_(workbook_new(path.c_str())) {
    sheet_ = workbook_add_worksheet(book_, name);
    const char* headers[] = {"voucher", "date", "amount", "memo", "count"};
    for (lxw_col_t i = 0; i < 5; ++i) worksheet_write_string(sheet_, 0, i, headers[i], nullptr);
    date_ = workbook_add_format(book_);
    format_set_num_format(date_, "yyyy\"年\"m\"月\"d\"日\"");
    grouped_ = workbook_add_format(book_);
    format_set_num_format(grouped_, "#,##0.00;[Red]-#,##0.00");
  }
  ~Sheet() {
    if (book_ != nullptr) save();
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  void text(lxw_row_t row, lxw_col_t column, const char* value) {
    worksheet_write_string(sheet_, row, column, value, nullptr);
  }
  void number(lxw_row_t row, lxw_col_t column, double value) {
    worksheet_write_number(sheet_, row, column, value, grouped_);
  }
  void date(lxw_row_t row, lxw_col_t column, double serial) {
    worksheet_write_number(sheet_, row, column, serial, date_);
  }
  void sound_row(lxw_row_t row, const char* voucher) {
    text(row, 0, voucher);
    text(row, 1, "2025-03-01");
    number(row, 2, 12.5);
  }
  lxw_worksheet* raw() { return sheet_; }
  lxw_workbook* book() { return book_; }
  void save() {
    REQUIRE(workbook_close(book_) == LXW_NO_ERROR);
    book_ = nullptr;
  }

 private:
  lxw_workbook* book_;
  lxw_worksheet* sheet_;
  lxw_format* date_;
  lxw_format* grouped_;
};

constexpr double day_2025_03_01 = 45717;

std::string message_of(const FileRow& row) {
  return row.problems.empty() ? "" : row.problems.front().column + ": " + row.problems.front().message;
}

}  // namespace

TEST_CASE("a sheet is read with shared strings, numbers and dates") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.text(1, 0, "00123");
    sheet.date(1, 1, day_2025_03_01);
    sheet.number(1, 2, 1234567.8);
    sheet.text(1, 3, "轮椅 <80> & 更多");
    sheet.number(1, 4, 80);
    sheet.text(3, 0, "00124");
    sheet.text(3, 1, "2025-03-02");
    sheet.number(3, 2, -0.05);
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].number == 2);
  CHECK(outcome.rows[0].cells == Cells{"00123", "2025-03-01", "1234567.8", "轮椅 <80> & 更多", "80", ""});
  CHECK(outcome.rows[1].number == 4);
  CHECK(outcome.rows[1].cells == Cells{"00124", "2025-03-02", "-0.05", "", "", ""});
  CHECK(outcome.notes.format == "xlsx");
  CHECK(outcome.notes.sheet == "支付");
  CHECK(outcome.notes.empty_rows == 1);
}

TEST_CASE("amounts are read to 15 significant digits and then have at most two decimals") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  struct Case {
    double stored;
    const char* read;  // nullptr: refused
  };
  const Case cases[] = {{0.1 + 0.2, "0.3"},
                        {1234567890123.45, "1234567890123.45"},
                        {100, "100"},
                        {1e14, "100000000000000"},
                        {0, "0"},
                        {-3.1, "-3.1"},
                        {4.35 * 100, "435"},
                        {1.005, nullptr},
                        {0.001, nullptr},
                        {1e15, nullptr},
                        {12345678901234.56, "12345678901234.6"}};
  {
    Sheet sheet(path);
    for (lxw_row_t i = 0; i < std::size(cases); ++i) {
      sheet.sound_row(i + 1, "V");
      sheet.number(i + 1, 2, cases[i].stored);
    }
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == std::size(cases));
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    CAPTURE(i, cases[i].stored, message_of(outcome.rows[i]));
    if (cases[i].read != nullptr) {
      REQUIRE(outcome.rows[i].problems.empty());
      CHECK(outcome.rows[i].cells[2] == cases[i].read);
    } else {
      REQUIRE(outcome.rows[i].problems.size() == 1);
      CHECK(outcome.rows[i].problems[0].column == "amount");
    }
  }
}

TEST_CASE("codes, vouchers and accounts stored as numbers are refused") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.sound_row(1, "V");
    sheet.number(1, 0, 123);
    sheet.sound_row(2, "V");
    sheet.number(2, 0, 6.2e18);
    sheet.sound_row(3, "V");
    sheet.date(3, 0, day_2025_03_01);
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 3);
  CHECK_THAT(message_of(outcome.rows[0]), Contains("voucher: A code") && !Contains("123"));
  CHECK_THAT(message_of(outcome.rows[1]), Contains("voucher: A code"));
  CHECK_THAT(message_of(outcome.rows[2]), Contains("voucher: The cell holds a date"));
}

TEST_CASE("a whole number has no decimals, a text may be a number") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.sound_row(1, "V");
    sheet.number(1, 4, 1.5);
    sheet.sound_row(2, "V");
    sheet.number(2, 3, 2025);
    sheet.number(2, 4, 12);
  }
  const auto outcome = read_all(path);
  CHECK_THAT(message_of(outcome.rows[0]), Contains("count:") && Contains("decimals"));
  CHECK(outcome.rows[1].cells[3] == "2025");
  CHECK(outcome.rows[1].cells[4] == "12");
}

TEST_CASE("dates need a date format, and lose their time with a note") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.sound_row(1, "V");
    sheet.number(1, 1, day_2025_03_01);
    sheet.sound_row(2, "V");
    sheet.date(2, 1, day_2025_03_01 + 0.75);
    sheet.sound_row(3, "V");
    sheet.date(3, 1, 60);  // the 29 February 1900 that never was
    sheet.sound_row(4, "V");
    sheet.date(4, 2, day_2025_03_01);
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 4);
  CHECK_THAT(message_of(outcome.rows[0]), Contains("date:") && Contains("not formatted as a date"));
  CHECK(outcome.rows[1].cells[1] == "2025-03-01");
  CHECK(outcome.notes.dates_with_time == 1);
  CHECK_THAT(message_of(outcome.rows[2]), Contains("date: The date is not between"));
  CHECK_THAT(message_of(outcome.rows[3]), Contains("amount: The cell holds a date"));
}

TEST_CASE("files of the 1904 system are read with their own days") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  const std::string styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
  auto parts = workbook_parts(
      text_row(1, {"date", "voucher", "amount"}) + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>44255</v></c></row>", {},
      styles);
  auto& workbook = parts["xl/workbook.xml"];
  workbook.insert(workbook.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
  pack(path, parts);
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 1);
  CHECK(outcome.rows[0].cells[1] == "2025-03-01");
}

TEST_CASE("formulas count by their stored result, and a note says how many") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.sound_row(1, "V");
    worksheet_write_formula_num(sheet.raw(), 1, 2, "=10/4", nullptr, 2.5);
    worksheet_write_formula_str(sheet.raw(), 1, 3, "=\"a\"&\"b\"", nullptr, "ab");
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 1);
  CHECK(outcome.rows[0].cells[2] == "2.5");
  CHECK(outcome.rows[0].cells[3] == "ab");
  CHECK(outcome.notes.formulas == 2);
  CHECK_THAT(to_lines(outcome.notes).back(), Contains("2 cells are formulas"));
}

TEST_CASE("a formula never calculated, an error and a truth value are refused") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  pack(path, workbook_parts(text_row(1, {"voucher", "date", "amount"}) +
                            "<row r=\"2\"><c r=\"A2\"><f>B1</f></c><c r=\"B2\" t=\"e\"><v>#N/A</v></c>"
                            "<c r=\"C2\" t=\"b\"><v>1</v></c></row>"));
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 1);
  REQUIRE(outcome.rows[0].problems.size() == 3);
  CHECK_THAT(outcome.rows[0].problems[0].message, Contains("no stored result"));
  CHECK_THAT(outcome.rows[0].problems[1].message, Contains("error"));
  CHECK_THAT(outcome.rows[0].problems[2].message, Contains("TRUE or FALSE"));
}

TEST_CASE("hidden rows are read like the others, merged cells by their first; notes say so") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path);
    sheet.sound_row(1, "A");
    sheet.sound_row(2, "B");
    lxw_row_col_options hidden{};
    hidden.hidden = 1;
    worksheet_set_row_opt(sheet.raw(), 2, LXW_DEF_ROW_HEIGHT, nullptr, &hidden);
    worksheet_merge_range(sheet.raw(), 1, 3, 2, 3, "both", nullptr);
  }
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[1].cells[0] == "B");
  CHECK(outcome.rows[0].cells[3] == "both");
  CHECK(outcome.rows[1].cells[3].empty());
  CHECK(outcome.notes.hidden_rows == 1);
  CHECK(outcome.notes.merged_areas == 1);
}

TEST_CASE("the first visible sheet is read, or the one the map names") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  {
    Sheet sheet(path, "隐藏");
    worksheet_hide(sheet.raw());
    lxw_worksheet* second = workbook_add_worksheet(sheet.book(), "明细");
    worksheet_write_string(second, 0, 0, "voucher", nullptr);
    worksheet_write_string(second, 0, 1, "date", nullptr);
    worksheet_write_string(second, 0, 2, "amount", nullptr);
    worksheet_activate(second);
    worksheet_set_first_sheet(second);
  }
  const auto first = read_all(path);
  CHECK(first.error.empty());
  CHECK(first.notes.sheet == "明细");
  CHECK(first.notes.other_sheets == 1);
  HeaderMap map;
  map.sheet = "隐藏";
  CHECK(read_all(path, map).notes.sheet == "隐藏");
  map.sheet = "无";
  CHECK_THAT(read_all(path, map).error, Contains("“隐藏”, “明细”"));
}

TEST_CASE("rich texts are joined, phonetic hints left out, escapes and CDATA resolved") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  const std::string shared =
      "<si><r><t>轮</t></r><r><t xml:space=\"preserve\"> </t></r><r><t>椅</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>lun</t></rPh></si>"
      "<si><t>a_x005F_b_x000A_c</t></si><si/><si><t><![CDATA[<d>]]></t></si>";
  pack(path, workbook_parts(text_row(1, {"voucher", "date", "amount", "memo"}) +
                                "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>3</v></c><c t=\"s\"><v>2</v></c>"
                                "<c t=\"s\"><v>0</v></c></row>",
                            {}, {}, shared));
  const auto outcome = read_all(path);
  REQUIRE(outcome.error.empty());
  REQUIRE(outcome.rows.size() == 1);
  CHECK(outcome.rows[0].cells == Cells{"a_b\nc", "<d>", "", "轮 椅", "", ""});
}

TEST_CASE("prefixed element names and comments mean the same") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  auto parts = workbook_parts("");
  parts["xl/worksheets/sheet1.xml"] =
      "<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"m\"><!-- <x:row> > --><x:sheetData><x:row r=\"1\">"
      "<x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>voucher</x:t></x:is></x:c>"
      "<x:c r=\"B1\" t=\"inlineStr\"><x:is><x:t>date</x:t></x:is></x:c>"
      "<!-- </x:row> --><x:c r=\"C1\" t=\"inlineStr\"><x:is><x:t>amount</x:t></x:is></x:c></x:row>"
      "</x:sheetData><x:controls><x:row/></x:controls></x:worksheet>";
  pack(path, parts);
  CHECK(read_all(path).error.empty());
}

TEST_CASE("provenance lines at the top of a sheet are noted") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  pack(path, workbook_parts(text_row(1, {"# title: t"}) + text_row(2, {"voucher", "date", "amount"}) +
                            text_row(3, {"A", "2025-01-01", "1"})));
  const auto outcome = read_all(path);
  CHECK(outcome.notes.provenance == Cells{"title: t"});
  CHECK(outcome.rows.at(0).number == 3);
}

TEST_CASE("a cell beyond the header is a problem of its row") {
  const Folder folder;
  const std::string path = folder.path("a.xlsx");
  pack(path, workbook_parts(text_row(1, {"voucher", "date", "amount"}) + text_row(2, {"A", "2025-01-01", "1", "x"}) +
                            text_row(3, {"A"})));
  const auto outcome = read_all(path);
  REQUIRE(outcome.rows.size() == 2);
  CHECK(outcome.rows[0].problems.size() == 1);
  CHECK(outcome.rows[1].problems.empty());
}
