#include "projections/redraw/reported.h"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "projections/redraw/differences.h"
#include "projections/render/json.h"
#include "tests/projections/render/sample_report.h"

using namespace sunledger;
using Catch::Contains;
using Catch::EndsWith;
using testing::digest_of;
using testing::sample_report;

namespace {

std::string written(const Document& report, ReportFormat format = ReportFormat::json) {
  return render_in(format, report, digest_of(report), true);
}

constexpr ReportFormat all_formats[] = {ReportFormat::json, ReportFormat::html, ReportFormat::csv};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  INFO(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

ReportedDocument read(const std::string& text) {
  const Result<ReportedDocument> reported = read_reported(text);
  if (!reported) FAIL(reported.error().message);
  return *reported;
}

// Against the sample as it is drawn in the same format.
ReportDifferences against_sample(const std::string& text, const Document& sample = sample_report()) {
  const ReportedDocument reported = read(text);
  return differences(reported, read(written(sample, reported.format)), sample);
}

std::string value_of(const ReportedDocument& reported, const std::string& row, const std::string& column) {
  for (const ReportedValue& one : reported.values) {
    if (one.table == "lines" && one.row == row && one.column == column) return one.value;
  }
  return "none";
}

}  // namespace

TEST_CASE("a report that was written is read back from every format with everything a redrawing needs") {
  const Document report = sample_report();
  const std::string enveloped = "{\"ok\":true,\"data\":" + written(report) + ",\"error\":null}";
  for (const std::string& text :
       {written(report), enveloped, written(report, ReportFormat::html), written(report, ReportFormat::csv)}) {
    REQUIRE(looks_like_report(text));
    const ReportedDocument reported = read(text);
    const ReportStatement& stated = reported.statement;
    REQUIRE(stated.report == "budget-execution");
    REQUIRE(stated.origin == report.provenance.origin);
    REQUIRE(stated.position == Position(41));
    REQUIRE(stated.root == report.provenance.root);
    REQUIRE(stated.as_of == report.provenance.as_of);
    REQUIRE(stated.digest == digest_of(report));
    REQUIRE(stated.versions == report.provenance.versions);
    REQUIRE(stated.parameters == report.provenance.parameters);
    REQUIRE(stated.language == "en");
    REQUIRE(stated.with_positions);
    const ReportDifferences none = against_sample(text);
    REQUIRE(none.figures.empty());
    REQUIRE(none.words.empty());
  }
}

TEST_CASE("every format gives a cell under the same names") {
  for (const ReportFormat format : all_formats) {
    const ReportedDocument reported = read(written(sample_report(), format));
    REQUIRE(value_of(reported, "2081107", "paid") == (format == ReportFormat::html ? "1,303,456.78" : "1303456.78"));
    REQUIRE(value_of(reported, "2081107", "name") == "残疾人生活和护理补贴");
    REQUIRE(value_of(reported, "2081107", "paid_positions") != "none");
  }
}

TEST_CASE("the long form of published accounts is read by table, code and name, and measure") {
  const Document accounts = testing::sample_accounts();
  const std::string csv = render_in(ReportFormat::csv, accounts, digest_of(accounts), false);
  REQUIRE_THAT(csv, Contains("\r\n# provenance,,\"{\"\"report\"\":\"\"final-accounts\"\""));
  REQUIRE_THAT(csv, EndsWith(",,position,0,\r\n"));
  const ReportedDocument reported = read(csv);
  const ReportedValue wanted{"03支出决算表", "20139 社会工作事务", "合计", "264.87"};
  INFO(csv);
  REQUIRE(std::find(reported.values.begin(), reported.values.end(), wanted) != reported.values.end());
  const ReportDifferences found = differences(read(replaced(csv, ",264.87,", ",264.88,")), reported, accounts);
  REQUIRE(found.figures.size() == 1);
  REQUIRE(found.figures[0].reported == "264.88");
}

TEST_CASE("a statement's line in CSV has its form's columns, after which nothing may stand") {
  const std::string csv = written(sample_report(), ReportFormat::csv);
  REQUIRE(csv == testing::golden("report-stated.csv", csv));
  const auto extended = read_reported(csv + "lines,209,209,x,1.00,1.00,1.00,1\r\n");
  REQUIRE_FALSE(extended.ok());
  REQUIRE_THAT(extended.error().message, Contains("line 10"));
}

TEST_CASE("a figure that was changed is named with both values, in every format") {
  for (const ReportFormat format : all_formats) {
    const bool html = format == ReportFormat::html;
    const ReportDifferences found = against_sample(replaced(
        written(sample_report(), format), html ? "1,303,456.78" : "1303456.78", html ? "1,303,456.79" : "1303456.79"));
    REQUIRE(found.figures.size() == 1);
    REQUIRE(found.words.empty());
    REQUIRE(found.figures[0].table == "lines");
    REQUIRE(found.figures[0].row == "2081107");
    REQUIRE(found.figures[0].column == "paid");
    REQUIRE(found.figures[0].reported == (html ? "1,303,456.79" : "1303456.79"));
    REQUIRE(found.figures[0].redrawn == (html ? "1,303,456.78" : "1303456.78"));
  }
}

TEST_CASE("a row that was added or left out is named, its figures and its words") {
  Document shorter = sample_report();
  shorter.charts.clear();
  shorter.tables[0].rows.erase(shorter.tables[0].rows.begin() + 4);
  for (const ReportFormat format : all_formats) {
    // budget, paid, rate, persons; and the digest. The code and the name are words, and in JSON the row's key.
    const ReportDifferences added = against_sample(written(sample_report(), format), shorter);
    CAPTURE(name_of(format));
    REQUIRE(added.figures.size() == 5);
    REQUIRE(added.words.size() >= 2);
    const ReportDifferences removed = against_sample(written(shorter, format));
    REQUIRE(removed.figures.size() == 5);
    REQUIRE(removed.words.size() >= 2);
  }
}

TEST_CASE("a row that stands twice is a difference even where both are right") {
  const std::string json =
      replaced(written(sample_report()), "\"rows\": [", "\"rows\": [{\"key\": \"208\", \"budget\": \"9.00\"},");
  const ReportDifferences in_json = against_sample(json);
  REQUIRE(in_json.figures.size() == 2);
  REQUIRE(in_json.figures[0].reported == "3000000.00");
  REQUIRE(in_json.figures[1].reported == "9.00");

  const std::string csv = written(sample_report(), ReportFormat::csv);
  const std::size_t begin = csv.find("lines,208,"), end = csv.find("lines,20811,");
  const ReportDifferences in_csv = against_sample(std::string(csv).insert(begin, csv.substr(begin, end - begin)));
  REQUIRE(in_csv.figures.size() == 4);
}

TEST_CASE("rows in another order are not the same report") {
  Document other = sample_report();
  std::swap(other.tables[0].rows[0], other.tables[0].rows[4]);
  const ReportDifferences found = against_sample(written(other, ReportFormat::csv));
  REQUIRE(found.figures.empty());
  REQUIRE(found.words.size() == 1);
  REQUIRE(found.words[0].column == "order");
}

TEST_CASE("words that were changed are named as words: conclusion, captions, remarks, names, positions") {
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {"32.09% at 75.00% of the year", "98.09% at 75.00% of the year"},
           {"One line was added", "No line was added"},
           {"Budget lines", "Budget plans"},
           {"A refund of this year", "A refund of last year"},
           {"残疾人生活和护理补贴", "招待费"},
           {"2024-10-08", "2024-11-08"}}) {
    for (const ReportFormat format : {ReportFormat::json, ReportFormat::html}) {
      const ReportDifferences found = against_sample(replaced(written(sample_report(), format), from, to));
      CAPTURE(from, name_of(format));
      REQUIRE(found.figures.empty());
      REQUIRE_FALSE(found.words.empty());
    }
  }
  const ReportDifferences positions =
      against_sample(replaced(written(sample_report(), ReportFormat::csv), "3 7 8,", "3 7,"));
  REQUIRE(positions.figures.empty());
  REQUIRE(positions.words.size() == 1);
  REQUIRE(positions.words[0].column == "paid_positions");
}

TEST_CASE("what is put into a page beside our own cells is seen") {
  const std::string page = written(sample_report(), ReportFormat::html);
  const auto into = [&](const std::string& before, const std::string& what) {
    return against_sample(replaced(page, before, what + before));
  };
  REQUIRE(into("</main>", "<p>approved</p>").words.size() == 1);
  REQUIRE_FALSE(into("</tbody>", "<tr data-key=\"9\"><td>9</td><td>x</td><td>1.00</td></tr>").figures.empty());
  REQUIRE_FALSE(into("</tbody>", "<tr><td>9</td><td>x</td><td>1.00</td></tr>").figures.empty());
  // A figure behind the figure, in an element of its own.
  REQUIRE(against_sample(replaced(page, ">1,303,456.78", ">1,303,456.78<b>0</b>")).figures.size() == 1);
}

TEST_CASE("another language differs in words only") {
  Document other = sample_report();
  other.tables[0].rows[5].cells[1] = Cell::text("合计");
  const ReportDifferences found = against_sample(written(sample_report()), other);
  REQUIRE(found.words.size() == 1);
  REQUIRE(found.figures.empty());
}

TEST_CASE("a damaged report is read or refused, and nothing else happens") {
  for (const ReportFormat format : all_formats) {
    const std::string whole = written(sample_report(), format);
    REQUIRE(rc::check("bytes changed, cut out and doubled anywhere", [&] {
      std::string damaged = whole;
      const auto edits = *rc::gen::inRange(1, 6);
      for (int i = 0; i < edits; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, damaged.size());
        const auto length = *rc::gen::inRange<std::size_t>(0, 40);
        switch (*rc::gen::inRange(0, 3)) {
          case 0:
            damaged[at] = *rc::gen::arbitrary<char>();
            break;
          case 1:
            damaged.erase(at, length);
            break;
          default:
            damaged.insert(at, damaged.substr(at, length));
        }
        if (damaged.empty()) damaged = whole;
      }
      const Result<ReportedDocument> reported = read_reported(damaged);
      if (reported) {
        (void)differences(*reported, *reported, sample_report());
      } else {
        RC_ASSERT(reported.error().kind == ErrorKind::invalid);
      }
    }));
  }
}

TEST_CASE("a file that is not a report is refused by the member that is wrong") {
  const std::string json = written(sample_report());
  const auto message = [](const std::string& text) {
    const Result<ReportedDocument> read = read_reported(text);
    REQUIRE_FALSE(read.ok());
    REQUIRE(read.error().kind == ErrorKind::invalid);
    return read.error().message;
  };
  REQUIRE_THAT(message(""), Contains("JSON"));
  REQUIRE_THAT(message(json.substr(0, json.size() / 2)), Contains("JSON"));
  REQUIRE_THAT(message(std::string(100'000, '[')), Contains("JSON"));
  REQUIRE_THAT(message("[1]"), Contains("report"));
  REQUIRE_THAT(message("{}"), Contains("report"));
  REQUIRE_THAT(message(replaced(json, "\"position\": 41", "\"position\": -1")), Contains("position"));
  REQUIRE_THAT(message(replaced(json, "\"position\": 41", "\"position\": 1e300")), Contains("position"));
  REQUIRE_THAT(message(replaced(json, "\"root\": \"ab", "\"root\": \"zz")), Contains("root"));
  REQUIRE_THAT(message(replaced(json, "\"rate\": \"42.78\"", "\"rate\": [1]")), Contains("lines.208.rate"));
  REQUIRE_THAT(message(replaced(json, "\"year\": \"2024\"", "\"year\": {}")), Contains("parameters.year"));
  REQUIRE_THAT(message(replaced(json, "\"tables\": [", "\"tables\": [7,")), Contains("tables"));
  // Which of two would a reader be shown?
  REQUIRE_THAT(message(replaced(json, "\"digest\":", "\"conclusion\": \"all is well\", \"digest\":")),
               Contains("conclusion"));
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "\"m" + std::to_string(i) + "\":1,";
  REQUIRE_THAT(message(replaced(json, "\"title\":", wide + "\"title\":")), Contains("is missing or not in the form"));
}

TEST_CASE("a page or a table that is not a report is refused by what is missing") {
  const auto message = [](const std::string& text) {
    const Result<ReportedDocument> reported = read_reported(text);
    REQUIRE_FALSE(reported.ok());
    REQUIRE(reported.error().kind == ErrorKind::invalid);
    return reported.error().message;
  };
  const std::string page = written(sample_report(), ReportFormat::html);
  const std::string csv = written(sample_report(), ReportFormat::csv);
  REQUIRE_THAT(message("<html><body>hello</body></html>"), Contains("meta sunledger-report"));
  REQUIRE_THAT(message(page.substr(0, page.size() / 2)), Contains("HTML"));
  REQUIRE_THAT(message(replaced(page, "</main>", "<meta name=\"sunledger-report\" content=\"{}\"/></main>")),
               Contains("meta sunledger-report"));
  REQUIRE_THAT(message("<html><meta name=\"sunledger-report\" content=\"{}\"/></html>"), Contains("\"report\""));
  const std::string meta = page.substr(page.find("<meta name=\"sunledger-report\""));
  REQUIRE_THAT(message(replaced(page, "</main>", meta.substr(0, meta.find('\n')) + "</main>")),
               Contains("meta sunledger-report"));
  std::string deep = "<html>";
  for (int i = 0; i < 5000; ++i) deep += "<b>";
  for (int i = 0; i < 5000; ++i) deep += "</b>";
  REQUIRE_THAT(message(deep + "</html>"), Contains("HTML"));
  REQUIRE_THAT(message("table,key,a\r\nlines,1,2\r\n"), Contains("# provenance"));
  REQUIRE_THAT(message("table,key,a\r\nlines,1\r\n"), Contains("line 2"));
  REQUIRE_THAT(message("table,key,a\r\nlines,1,\"2\r\n"), Contains("line 2"));
  REQUIRE_THAT(message(replaced(csv, "\"\"position\"\":41", "\"\"position\"\":-1")), Contains("position"));
}
