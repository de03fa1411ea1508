#include "projections/redraw/redraw.h"

#include <catch2/catch.hpp>

#include "ledger/proof/tree.h"
#include "projections/redraw/redrawn_text.h"
#include "projections/render/digest.h"
#include "projections/reports/report.h"
#include "tests/support/books.h"

using namespace sunledger;
using Catch::Contains;

namespace {

constexpr const char* origin = "example.org/books";

// A year with a payment; what is recorded after a report was drawn must not matter to it.
struct Year {
  Books books;
  std::uint64_t waiting = 0;

  Year() {
    books.open(origin, "Example");
    books.code(2024, false, "2081199", "其他残疾人事业支出");
    books.line(2024, {"L1"}, 100'000);
    books.receive("2024-02-01", "L1", 90'000);
    books.approve("2024-03-02", {books.pay("2024-03-01", {{"L1", 60'000, {}}})});
    waiting = books.pay("2024-03-03", {{"L1", 10'000, {}}});
  }

  Result<Hash> root_at(std::uint64_t size) const {
    Frontier frontier;
    for (std::uint64_t at = 0; at < size; ++at) {
      TRY_ASSIGN(const Bytes bytes, books.log.entry_bytes(Position(at)));
      frontier.append(leaf_hash(bytes));
    }
    return frontier.root();
  }

  Document document(const std::string& name, ReportRequest request = {}) const {
    request.year = 2024;
    request.root_at = [this](std::uint64_t size) { return root_at(size); };
    auto drawn = draw_report(name, books.log, request);
    if (!drawn.ok()) FAIL(drawn.error().message);
    return drawn->document;
  }

  std::string draw(const std::string& name, ReportFormat format, const ReportRequest& request = {}) const {
    const Document drawn = document(name, request);
    return render_in(format, drawn, figures_digest(drawn), request.positions);
  }

  Result<Redrawn> try_to_redraw(const std::string& text, const std::string& named = origin) const {
    return sunledger::redraw(text, {books.log, named, [this](std::uint64_t size) { return root_at(size); }});
  }

  Redrawn redraw(const std::string& text) const {
    auto redrawn = try_to_redraw(text);
    if (!redrawn.ok()) FAIL(redrawn.error().message);
    return *std::move(redrawn);
  }
};

constexpr ReportFormat all_formats[] = {ReportFormat::json, ReportFormat::html, ReportFormat::csv};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  INFO(from);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string replaced_everywhere(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

ErrorKind kind_of_error(const Redrawn& redrawn) {
  const auto error = redrawn_error(redrawn, "file");
  REQUIRE(error);
  return error->kind;
}

}  // namespace

TEST_CASE("every report in every format is redrawn byte for byte, whatever was recorded since") {
  Year year;
  ReportRequest plain, traced, period;
  traced.positions = true;
  period.from = parse_day("2024-02-15");
  period.to = parse_day("2024-03-02");
  period.body = "";
  std::vector<std::string> drawn;
  for (const std::string_view name : report_names()) {
    for (const ReportFormat format : all_formats) {
      for (const ReportRequest& request : {plain, traced, period}) {
        drawn.push_back(year.draw(std::string(name), format, request));
      }
    }
  }
  year.books.approve("2024-03-04", {year.waiting});
  year.books.line(2024, {"L2"}, 5'000);
  for (const std::string& text : drawn) {
    const Redrawn redrawn = year.redraw(text);
    INFO(redrawn_text(redrawn, "file"));
    REQUIRE(redrawn.verdict == Verdict::equal);
    REQUIRE(redrawn.equal_bytes);
    REQUIRE(redrawn.same_words_version);
    REQUIRE_FALSE(redrawn_error(redrawn, "file"));
  }
}

TEST_CASE("JSON and CSV that only went through other line ends or spaces are equal") {
  const Year year;
  const std::string json = year.draw("budget-execution", ReportFormat::json);
  const std::string csv = year.draw("final-accounts", ReportFormat::csv);
  for (const std::string& text :
       {replaced_everywhere(json, "\n", ""), "{\"ok\":true,\"data\":" + json + ",\"error\":null}",
        replaced_everywhere(csv, "\r\n", "\n"), "\xEF\xBB\xBF" + csv}) {
    const Redrawn redrawn = year.redraw(text);
    INFO(redrawn_text(redrawn, "file"));
    REQUIRE(redrawn.verdict == Verdict::equal);
    REQUIRE_FALSE(redrawn.equal_bytes);
  }
  // An envelope that says more than an envelope does is not looked into.
  const auto beside = year.try_to_redraw("{\"conclusion\":\"all paid\",\"data\":" + json + "}");
  REQUIRE_FALSE(beside.ok());
}

TEST_CASE("a forged figure is named though the digest is right, and a forged digest though the figures are") {
  const Year year;
  for (const ReportFormat format : all_formats) {
    const std::string text = year.draw("budget-execution", format);
    // A cell of the first table; the conclusion has the sum too.
    const auto cell = [format](const std::string& amount) {
      return format == ReportFormat::json   ? "\"" + amount + "\""
             : format == ReportFormat::html ? ">" + amount + "<"
                                            : "," + amount + ",";
    };
    const Redrawn figure = year.redraw(replaced(text, cell("600.00"), cell("700.00")));
    REQUIRE(figure.verdict == Verdict::differs);
    REQUIRE(figure.differences.figures.size() == 1);
    REQUIRE(kind_of_error(figure) == ErrorKind::corrupt);
    const std::string digest = to_hex(figures_digest(year.document("budget-execution")).view());
    const Redrawn forged = year.redraw(replaced_everywhere(text, digest, std::string(64, 'a')));
    REQUIRE(forged.verdict == Verdict::differs);
    REQUIRE(forged.differences.figures[0].column == "digest");
    REQUIRE(kind_of_error(forged) == ErrorKind::corrupt);
  }
}

TEST_CASE("a forged conclusion leaves a report equal in figures only") {
  const Year year;
  const std::string conclusion = year.document("budget-execution").conclusion;
  for (const ReportFormat format : {ReportFormat::json, ReportFormat::html}) {
    const Redrawn redrawn =
        year.redraw(replaced(year.draw("budget-execution", format), conclusion, "Everything is in order."));
    REQUIRE(redrawn.verdict == Verdict::equal_in_figures);
    REQUIRE(redrawn.differences.words.size() == 1);
    REQUIRE(redrawn.differences.words[0].reported == "Everything is in order.");
    REQUIRE(redrawn.differences.words[0].redrawn == conclusion);
    REQUIRE(kind_of_error(redrawn) == ErrorKind::corrupt);
  }
  // What a page hides or shows by its markup is no word, and yet not the same page.
  const Redrawn markup = year.redraw(
      replaced(year.draw("budget-execution", ReportFormat::html), "<p class=\"conclusion\">", "<p hidden=\"hidden\">"));
  REQUIRE(markup.verdict == Verdict::equal_in_figures);
  REQUIRE_THAT(markup.differences.words[0].column, Contains("line "));
  REQUIRE_THAT(markup.differences.words[0].reported, Contains("hidden"));
}

TEST_CASE("a name that was exchanged is a word of the table") {
  const Year year;
  for (const ReportFormat format : all_formats) {
    const Redrawn redrawn =
        year.redraw(replaced_everywhere(year.draw("budget-execution", format), "其他残疾人事业支出", "公务接待费"));
    REQUIRE(redrawn.verdict == Verdict::equal_in_figures);
    REQUIRE(redrawn.differences.words[0].redrawn == "其他残疾人事业支出");
  }
}

TEST_CASE("another version's report is equal where bytes are, else its words are not judged") {
  const Year year;
  for (const ReportFormat format : all_formats) {
    const std::string text = year.draw("budget-execution", format);
    const std::string program = format == ReportFormat::json   ? "\"program\": \""
                                : format == ReportFormat::html ? "&quot;program&quot;:&quot;"
                                                               : "\"\"program\"\":\"\"";
    std::string other = replaced(text, program, program + "9");
    if (format == ReportFormat::html) other = replaced(other, "program ", "program 9");
    const Redrawn same_bytes = year.redraw(other);
    INFO(redrawn_text(same_bytes, "file"));
    REQUIRE(same_bytes.verdict == Verdict::equal);
    REQUIRE_FALSE(same_bytes.same_words_version);
    if (format == ReportFormat::csv) continue;
    const Redrawn other_words = year.redraw(replaced(other, year.document("budget-execution").conclusion, "Fine."));
    REQUIRE(other_words.verdict == Verdict::equal_in_figures);
    REQUIRE(kind_of_error(other_words) == ErrorKind::incomplete);
  }
}

TEST_CASE("another view's figures are named, and judged only where the digest says that they were equal") {
  const Year year;
  const std::string json = replaced(year.draw("budget-execution", ReportFormat::json),
                                    "\"report.budget-execution\": \"1\"", "\"report.budget-execution\": \"2\"");
  const Redrawn words = year.redraw(json);
  REQUIRE(words.verdict == Verdict::equal);
  REQUIRE_FALSE(words.same_figure_versions);
  const std::string forged = replaced(json, "\"600.00\"", "\"700.00\"");
  REQUIRE(kind_of_error(year.redraw(forged)) == ErrorKind::corrupt);
  const std::string digest = to_hex(figures_digest(year.document("budget-execution")).view());
  const Redrawn other = year.redraw(replaced(replaced(json, "\"600.00\"", "\"700.00\""), digest, std::string(64, 'a')));
  REQUIRE(other.verdict == Verdict::differs);
  REQUIRE(kind_of_error(other) == ErrorKind::incomplete);
}

TEST_CASE("a report of a program that stated no language is judged by its figures") {
  const Year year;
  std::string json = year.draw("budget-execution", ReportFormat::json);
  json = replaced(json, "  \"language\": \"en\",\n", "");
  json = replaced(json, "  \"with_positions\": false,\n", "");
  const std::size_t program = json.find(",\n    \"program\"");
  REQUIRE(program != std::string::npos);
  json.erase(program, json.find('\n', program + 2) - program);
  const Redrawn redrawn = year.redraw(json);
  INFO(json);
  REQUIRE(redrawn.verdict == Verdict::equal);
  REQUIRE_FALSE(redrawn.same_words_version);
}

TEST_CASE("a report of another log, of another history or of entries to come is refused") {
  Year year;
  const std::string json = year.draw("budget-execution", ReportFormat::json);
  const auto refused = [&](const Result<Redrawn>& redrawn) {
    REQUIRE_FALSE(redrawn.ok());
    return redrawn.error().kind;
  };
  REQUIRE(refused(year.try_to_redraw(json, "other.example/books")) == ErrorKind::corrupt);
  const std::string root = to_hex(year.root_at(year.books.log.size())->view());
  REQUIRE(refused(year.try_to_redraw(replaced(json, root, std::string(64, 'b')))) == ErrorKind::corrupt);
  const std::string position = "\"position\": " + std::to_string(year.books.log.size() - 1);
  REQUIRE(refused(year.try_to_redraw(replaced(json, position, "\"position\": 99"))) == ErrorKind::incomplete);
  REQUIRE(refused(year.try_to_redraw(replaced(json, position, "\"position\": 18446744073709551615"))) ==
          ErrorKind::incomplete);
  REQUIRE(refused(year.try_to_redraw(replaced(json, "\"year\": \"2024\"", "\"year\": \"2024\",\"place\": \"x\""))) ==
          ErrorKind::incomplete);
  REQUIRE(refused(year.try_to_redraw(replaced(json, "\"budget-execution\"", "\"budget-wishes\""))) ==
          ErrorKind::incomplete);
  REQUIRE(refused(year.try_to_redraw("{}")) == ErrorKind::invalid);
}

TEST_CASE("the entries that submit a report's figures are named, and those that submit others") {
  Year year;
  const Document document = year.document("budget-execution");
  const std::string json = year.draw("budget-execution", ReportFormat::json);
  const std::uint64_t covers = year.books.log.size();
  const auto submit = [&](const std::string& id, const Hash& digest) {
    return year.books.log.record("2024-04-01", [&](schema::Event::Builder event) {
      auto submitted = event.initReportSubmitted();
      submitted.setReport(id);
      submitted.setName("budget-execution");
      submitted.setYear(2024);
      submitted.setPosition(covers);
      submitted.setDigest({digest.bytes.data(), digest.bytes.size()});
    });
  };
  const Hash digest = figures_digest(document);
  const std::uint64_t submitted = submit("R1", digest);
  const std::uint64_t other = submit("R2", Hash{});
  const std::uint64_t reviewed = year.books.log.record("2024-04-02", [&](schema::Event::Builder event) {
    auto review = event.initReportReviewed();
    review.setReport("R1");
    review.setOutcome(schema::ReviewOutcome::APPROVED_WITH_OPINIONS);
    review.setDigest({digest.bytes.data(), digest.bytes.size()});
  });
  const Redrawn redrawn = year.redraw(json);
  REQUIRE(redrawn.submitted.size() == 1);
  REQUIRE(redrawn.submitted[0].position == submitted);
  REQUIRE(redrawn.reviewed.size() == 1);
  REQUIRE(redrawn.reviewed[0].position == reviewed);
  REQUIRE(redrawn.reviewed[0].outcome == "approved-with-opinions");
  REQUIRE(redrawn.other_figures.size() == 1);
  REQUIRE(redrawn.other_figures[0].position == other);
  REQUIRE_THAT(redrawn_json(redrawn),
               Contains(R"("verdict":"equal")") && Contains(R"("outcome":"approved-with-opinions")"));
}

TEST_CASE("the charter's offset of days counts from where it took force") {
  EntryList log;
  const auto set = [](auto parameters, const char* minutes) {
    parameters[0].setName("calendar.utc_offset_minutes");
    parameters[0].setValue(minutes);
  };
  log.record("2024-01-01",
             [&](schema::Event::Builder event) { set(event.initCharterAdopted().initParameters(1), "360"); });
  const auto amend = [&](const char* effective, std::vector<std::uint16_t> rules) {
    log.record(
        "2024-01-01",
        [&](schema::Event::Builder event) {
          auto amended = event.initCharterAmended();
          amended.setEffective(parse_day(effective)->since_1970);
          set(amended.initChanges(1), "60");
        },
        0, std::move(rules));
  };
  amend("2024-02-01", {});
  amend("2024-01-01", {static_cast<std::uint16_t>(65000)});
  const auto recorded = read_recorded_reports(log);
  REQUIRE(recorded.ok());
  constexpr std::uint64_t january_ms = 1'704'067'200'000, day_ms = 24 * 3600 * 1000;
  REQUIRE(utc_offset_minutes_at(RecordedReports(), Position(9), january_ms) == 480);
  REQUIRE(utc_offset_minutes_at(*recorded, Position(0), january_ms + 60 * day_ms) == 360);
  REQUIRE(utc_offset_minutes_at(*recorded, Position(1), january_ms) == 360);
  REQUIRE(utc_offset_minutes_at(*recorded, Position(1), january_ms + 60 * day_ms) == 60);
}
