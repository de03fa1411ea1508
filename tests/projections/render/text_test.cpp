#include "projections/render/text.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "projections/render/terminal.h"
#include "projections/render/text_table.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;
using testing::digest_of;
using testing::sample_report;

namespace {

std::string drawn(const Document& report, const TextOptions& options = {}) {
  return render_text(report, digest_of(report), options);
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t width = 0;
  for (std::string line; std::getline(lines, line);) width = std::max(width, display_width(line));
  return width;
}

// What the central catalogue will say; enough of it to read one row aloud.
constexpr const char* catalogue = R"(msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"
msgid "Item {0} of {1}."
msgstr "第{0}项，共{1}项。"
msgid "{0}: {1}."
msgstr "{0}：{1}。"
msgid "{0} yuan"
msgstr "{0}元"
msgid "Part of: {0}."
msgstr "属于：{0}。"
)";

}  // namespace

TEST_CASE("a report is aligned by display width and keeps to a hundred columns") {
  const std::string text = drawn(sample_report());
  REQUIRE(text == testing::golden("report.txt", text));
  REQUIRE(widest_line(text) <= 100);
}

TEST_CASE("published accounts line up in Chinese, and an empty table says so") {
  const std::string text = drawn(testing::sample_accounts());
  REQUIRE(text == testing::golden("accounts.txt", text));
  REQUIRE_THAT(text, Contains("本表无数据"));
}

TEST_CASE("every row of an aligned table ends its figures in the same columns") {
  const auto table = aligned_table(testing::sample_accounts().tables[0], 100, false);
  REQUIRE(table.has_value());
  std::istringstream lines(*table);
  std::size_t expected = 0;
  for (std::string line; std::getline(lines, line);) {
    if (expected == 0) expected = display_width(line);
    REQUIRE(display_width(line) == expected);
  }
}

TEST_CASE("a narrow page wraps names and never cuts a figure") {
  for (std::size_t width = 20; width <= 120; ++width) {
    TextOptions options;
    options.width = width;
    const std::string text = drawn(sample_report(), options);
    REQUIRE(widest_line(text) <= width);
    REQUIRE_THAT(text, Contains("-20,000.00"));
    REQUIRE_THAT(text, Contains("1,303,456.78"));
  }
}

TEST_CASE("accessible text is one labelled line a row, without rules, columns or bars") {
  TextOptions options;
  options.accessible = true;
  const std::string text = drawn(sample_report(), options);
  REQUIRE(text == testing::golden("report.accessible.txt", text));
  REQUIRE_THAT(text,
               Contains("Item 3 of 6. Subject: 残疾人生活和护理补贴. Code: 2081107. Budget: 3,000,000.00 yuan. Paid: "
                        "1,303,456.78 yuan. Rate: 43.45%. Persons: 1,200. Part of: 残疾人事业."));
  REQUIRE_THAT(text, !Contains("---") && !Contains("##") && !Contains("==="));
  REQUIRE_THAT(text, Contains("No data in this table."));
}

TEST_CASE("accessible text reads Chinese as interface.md writes it") {
  const std::string folder = std::filesystem::temp_directory_path() / "sunledger_render_catalogue";
  const std::string messages = folder + "/zh_CN/LC_MESSAGES";
  REQUIRE(create_folder(messages).ok());
  REQUIRE(replace_file(folder + "/zh.po", catalogue).ok());
  REQUIRE(std::system(("msgfmt -o " + messages + "/sunledger.mo " + folder + "/zh.po").c_str()) == 0);
  REQUIRE(choose_language("zh-CN", folder));
  Table table;
  table.unit = Unit::yuan;
  table.columns = {{"name", "科目", ColumnKind::text, ""}, {"budget", "预算", ColumnKind::amount, ""}};
  table.rows = {{"a", 0, false, {Cell::text("残疾人康复"), Cell::amount(Fen(5000000))}, {}},
                {"b", 1, false, {Cell::text("器具"), Cell::amount(Fen(100))}, {}}};
  const std::string lines = labelled_lines(table, false);
  REQUIRE(choose_language("en", folder));
  std::filesystem::remove_all(folder);
  REQUIRE(lines ==
          "第1项，共2项。科目：残疾人康复。预算：50,000.00元。\n"
          "第2项，共2项。科目：器具。预算：1.00元。属于：残疾人康复。\n");
}

TEST_CASE("positions are named under the rows and in the labelled lines") {
  TextOptions options;
  options.positions = true;
  REQUIRE_THAT(drawn(sample_report(), options), Contains("Paid: rests on entries 3, 7–9"));
  REQUIRE_THAT(drawn(sample_report(), options), Contains("Rests on entries 17."));
  options.accessible = true;
  REQUIRE_THAT(drawn(sample_report(), options), Contains("Paid: 1,283,456.78 yuan, resting on entries 3, 7–9."));
  REQUIRE_THAT(drawn(sample_report()), !Contains("3, 7–9"));
}

TEST_CASE("a name with a control sequence stays words") {
  Document report = sample_report();
  report.tables[0].rows[0].cells[1] = Cell::text("evil\x1B]0;title\x07name");
  report.title = "\x1B[2Jtitle";
  const std::string text = drawn(report);
  REQUIRE(text.find('\x1B') == std::string::npos);
  REQUIRE(text.find('\x07') == std::string::npos);
}
