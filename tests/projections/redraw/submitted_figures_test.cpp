#include "projections/redraw/submitted_figures.h"

#include <catch2/catch.hpp>

#include "projections/render/digest.h"
#include "projections/reports/report.h"
#include "tests/support/books.h"

using namespace sunledger;
using Catch::Contains;
using State = ReportJudgement::State;

namespace {

// A year in which reports are submitted, each saying what it covers and with which figures.
struct Presidium {
  Books books;

  Presidium() {
    books.open("example.org/books", "Example");
    books.line(2024, {"L1"}, 100'000);
    pay(60'000);
  }

  void pay(std::int64_t fen) { books.approve("2024-03-02", {books.pay("2024-03-01", {{"L1", fen, {}}})}); }

  Hash digest_of(const std::string& name, std::optional<std::string> body = {}) const {
    ReportRequest request;
    request.year = 2024;
    request.body = std::move(body);
    auto drawn = draw_report(name, books.log, request);
    if (!drawn.ok()) FAIL(drawn.error().message);
    return figures_digest(drawn->document);
  }

  std::uint64_t submit(const std::string& id, const std::string& name, std::uint64_t covers, const Hash& digest) {
    return books.log.record("2024-04-01", [&](schema::Event::Builder event) {
      auto submitted = event.initReportSubmitted();
      submitted.setReport(id);
      submitted.setName(name);
      submitted.setYear(2024);
      submitted.setPosition(covers);
      if (digest != Hash{}) submitted.setDigest({digest.bytes.data(), digest.bytes.size()});
    });
  }

  std::uint64_t review(const std::string& id, const Hash& digest) {
    return books.log.record("2024-04-02", [&](schema::Event::Builder event) {
      auto reviewed = event.initReportReviewed();
      reviewed.setReport(id);
      reviewed.setDigest({digest.bytes.data(), digest.bytes.size()});
    });
  }

  std::vector<ReportJudgement> judged() const {
    std::vector<ReportJudgement> all;
    const Status status = judge_reports_of(books.log)([&](const ReportJudgement& one) { all.push_back(one); });
    if (!status.ok()) FAIL(status.error().message);
    return all;
  }
};

}  // namespace

TEST_CASE("submitted and reviewed figures that the entries give are equal, whatever was recorded since") {
  Presidium presidium;
  const Hash execution = presidium.digest_of("budget-execution");
  const Hash accounts = presidium.digest_of("final-accounts");
  const Hash openness = presidium.digest_of("transparency");
  const Hash own = presidium.digest_of("budget-execution", "");
  const std::uint64_t covers = presidium.books.log.size();
  presidium.pay(10'000);
  presidium.submit("R1", "budget-execution", covers, execution);
  presidium.submit("R2", "final-accounts", covers, accounts);
  presidium.submit("R3", "transparency", covers, openness);
  presidium.submit("R4", "budget-execution", covers, own);
  // The position that a report states is that of its last entry.
  presidium.submit("R5", "budget-execution", covers - 1, execution);
  presidium.review("R1", execution);
  // A later report, submitted before it: views must not have to go back.
  presidium.submit("R6", "budget-execution", presidium.books.log.size(), presidium.digest_of("budget-execution"));
  const auto judged = presidium.judged();
  REQUIRE(judged.size() == 7);
  for (const ReportJudgement& one : judged) {
    INFO(one.position.value << ": " << one.message);
    REQUIRE(one.state == State::equal);
    REQUIRE(one.message.empty());
  }
}

TEST_CASE("figures that the entries do not give are named, and so is their review") {
  Presidium presidium;
  const std::uint64_t covers = presidium.books.log.size();
  const Hash before = presidium.digest_of("budget-execution");
  presidium.pay(10'000);
  Hash made_up;
  made_up.bytes.fill(7);
  const std::uint64_t forged = presidium.submit("R1", "budget-execution", covers, made_up);
  const std::uint64_t reviewed = presidium.review("R1", made_up);
  // Right figures, of fewer entries than it says.
  const std::uint64_t later = presidium.submit("R2", "budget-execution", covers + 2, before);
  const std::uint64_t exchanged = presidium.review("R2", made_up);
  const auto judged = presidium.judged();
  REQUIRE(judged.size() == 4);
  for (const ReportJudgement& one : judged) REQUIRE(one.state == State::other_figures);
  REQUIRE(judged[0].position == Position(forged));
  REQUIRE_THAT(judged[0].message, Contains("“R1”") && Contains(to_hex(made_up.view())));
  REQUIRE(judged[1].position == Position(later));
  REQUIRE(judged[2].position == Position(reviewed));
  REQUIRE(judged[3].position == Position(exchanged));
  REQUIRE_THAT(judged[3].message, Contains("other figures than were submitted"));
}

TEST_CASE("a report that is not drawn here is not judged, and one without figures says nothing") {
  Presidium presidium;
  Hash digest;
  digest.bytes.fill(7);
  presidium.submit("R1", "donations", 3, digest);
  presidium.submit("R2", "budget-execution", 3, Hash{});
  presidium.submit("R3", "budget-execution", 0, digest);
  const auto judged = presidium.judged();
  REQUIRE(judged.size() == 2);
  REQUIRE(judged[0].state == State::not_redrawable);
  REQUIRE_THAT(judged[0].message, Contains("donations"));
  REQUIRE(judged[1].state == State::other_figures);
}

TEST_CASE("a log without reports has nothing to judge") {
  const Presidium presidium;
  REQUIRE(presidium.judged().empty());
}
