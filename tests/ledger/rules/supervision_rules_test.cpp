// The presidium reviews a report whose figures it saw; opinions are answered by others and judged by who raised them.

#include <catch2/catch.hpp>

#include "tests/support/rule_desk.h"

using namespace sunledger;
using sunledger::support::RuleDesk;

namespace {

std::string digest(char digit) {
  return std::string(64, digit);
}

std::string report(std::string_view id = "R1", std::string_view to = "presidium", unsigned position = 2) {
  return "'report':'" + std::string(id) + "','name':'budget-execution','year':2025,'to':'" + std::string(to) +
         "','position':" + std::to_string(position) + ",'digest':'" + digest('a') + "'";
}

std::string review(std::string_view meeting, char digit = 'a') {
  return "'report':'R1','meeting':'" + std::string(meeting) + "','outcome':'approved-with-opinions','digest':'" +
         digest(digit) + "'";
}

void hold(RuleDesk& desk, std::string_view meeting, std::string_view body) {
  REQUIRE(desk.record("secretary", "MeetingHeld",
                      "'meeting':'" + std::string(meeting) + "','body':'" + std::string(body) +
                          "','due':3,'present':['a','b'],'chair':'a'") == "accepted");
}

}  // namespace

TEST_CASE("A report is reviewed once, at a meeting of its body, by another person, with the same figures") {
  RuleDesk desk;
  hold(desk, "P", "presidium");
  hold(desk, "C", "council");
  REQUIRE(desk.record("secretary", "ReportSubmitted", report()) == "accepted");
  desk.appoint("deputy", {4}).give_key("secretary", "secretary's second key");
  CHECK(desk.record("secretary", "ReportReviewed", review("P")) == "refused separation.person");
  CHECK(desk.record("secretary's second key", "ReportReviewed", review("P")) == "refused separation.person");
  CHECK(desk.record("deputy", "ReportReviewed", review("P", 'b')) == "refused event.reference");
  CHECK(desk.record("deputy", "ReportReviewed", review("C")) == "refused event.reference");
  CHECK(desk.record("deputy", "ReportReviewed", review("none")) == "refused event.reference");
  CHECK(desk.record("deputy", "ReportReviewed", "'report':'R1','outcome':'approved','digest':'" + digest('a') + "'") ==
        "refused event.reference");
  REQUIRE(desk.record("deputy", "ReportReviewed", review("P")) == "accepted");
  CHECK(desk.record("deputy", "ReportReviewed", review("P")) == "refused identity.unique");
}

TEST_CASE("A report covers what is recorded, goes to a body, and has an identifier of its own") {
  RuleDesk desk;
  const auto size = static_cast<unsigned>(desk.size());
  CHECK(desk.record("secretary", "ReportSubmitted", report("R1", "presidium", size + 1)) == "refused event.reference");
  CHECK(desk.record("secretary", "ReportSubmitted", report("R1", "nobody")) == "refused event.reference");
  CHECK(desk.record("secretary", "ReportReviewed", review("P")) == "refused event.reference");
  REQUIRE(desk.record("secretary", "ReportSubmitted", report("R1", "presidium", size)) == "accepted");
  CHECK(desk.record("recorder", "ReportSubmitted", report()) == "refused identity.unique");
}

TEST_CASE("An opinion is answered by somebody else and judged by who raised it") {
  RuleDesk desk;
  desk.appoint("both", {4, 5});
  REQUIRE(desk.record("both", "OpinionRaised", "'opinion':'O1','text':'Why so slow?'") == "accepted");
  CHECK(desk.record("both", "OpinionRaised", "'opinion':'O1','text':'again'") == "refused identity.unique");
  CHECK(desk.record("both", "OpinionJudged", "'opinion':'O1','satisfaction':'satisfied'") == "refused event.reference");
  CHECK(desk.record("both", "OpinionAnswered", "'opinion':'O1','text':'because'") == "refused separation.person");
  REQUIRE(desk.record("recorder", "OpinionAnswered", "'opinion':'O1','text':'because'") == "accepted");
  CHECK(desk.record("member", "OpinionJudged", "'opinion':'O1','satisfaction':'satisfied'") == "refused event.role");
  REQUIRE(desk.record("both", "OpinionJudged", "'opinion':'O1','satisfaction':'dissatisfied'") == "accepted");
  CHECK(desk.record("both", "OpinionJudged", "'opinion':'O1','satisfaction':'satisfied'") == "refused event.reference");
  REQUIRE(desk.record("recorder", "OpinionAnswered", "'opinion':'O1','text':'better'") == "accepted");
  REQUIRE(desk.record("both", "OpinionJudged", "'opinion':'O1','satisfaction':'mostly-satisfied'") == "accepted");
  CHECK(desk.record("recorder", "OpinionAnswered", "'opinion':'O1','text':'more'") == "refused identity.unique");
}

TEST_CASE("An opinion about a report names one that was submitted") {
  RuleDesk desk;
  CHECK(desk.record("member", "OpinionRaised", "'opinion':'O1','report':'R1','text':'t'") == "refused event.reference");
  REQUIRE(desk.record("secretary", "ReportSubmitted", report()) == "accepted");
  CHECK(desk.record("member", "OpinionRaised", "'opinion':'O1','report':'R1','text':'t'") == "accepted");
  CHECK(desk.record("recorder", "OpinionAnswered", "'opinion':'O2','text':'t'") == "refused event.reference");
}

TEST_CASE("A document is added once, whoever adds it and under whatever title") {
  RuleDesk desk;
  const std::string document = "'document':'" + digest('c') + "','size':3,'media_type':'text/plain','title':'";
  REQUIRE(desk.record("recorder", "DocumentAdded", document + "one'") == "accepted");
  CHECK(desk.record("reviewer", "DocumentAdded", document + "two'") == "refused identity.unique");
}
