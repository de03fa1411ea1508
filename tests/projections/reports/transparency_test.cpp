#include "projections/reports/transparency.h"

#include <catch2/catch.hpp>

#include "projections/render/html.h"
#include "projections/render/json.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

Document draw(const EntryList& log) {
  ReportRequest request;
  request.year = 2024;
  auto drawn = draw_report("transparency", log, request);
  if (!drawn.ok()) FAIL(drawn.error().message);
  REQUIRE(fault_of(drawn->document).empty());
  return drawn->document;
}

std::uint64_t record_batch(EntryList& log, const std::vector<std::uint32_t>& persons) {
  return log.record("2024-09-30", [&](schema::Event::Builder event) {
    auto batch = event.initSubsidyBatchRecorded();
    batch.setBatch("B1");
    batch.setProgramme("nursing");
    batch.setPeriod("2024Q3");
    auto tiers = batch.initTiers(static_cast<unsigned>(persons.size()));
    std::int64_t total = 0;
    for (unsigned i = 0; i < persons.size(); ++i) {
      tiers[i].setTier("tier " + std::to_string(i));
      tiers[i].setPersons(persons[i]);
      tiers[i].setMonths(3);
      tiers[i].setRate(11'900);
      tiers[i].setAmount(std::int64_t{11'900} * 3 * persons[i]);
      total += tiers[i].getAmount();
    }
    batch.setTotal(total);
  });
}

}  // namespace

TEST_CASE("Subsidies are shown by tier, and tiers of one or two persons are hidden with what gives them away") {
  Books books;
  books.open();
  record_batch(books.log, {400, 2, 30});
  const Document document = draw(books.log);
  const Table* table = find_table(document, "subsidies");
  REQUIRE(table->rows.size() == 4);
  const std::size_t persons = find_column(*table, "persons");
  const std::size_t amount = find_column(*table, "amount");
  CHECK(std::get<Count>(table->rows[0].cells[persons].value) == Count{400});
  for (const std::size_t hidden : {1U, 2U}) {
    CHECK(std::holds_alternative<std::monostate>(table->rows[hidden].cells[persons].value));
    CHECK(std::holds_alternative<std::monostate>(table->rows[hidden].cells[amount].value));
  }
  CHECK(std::get<Count>(table->rows[3].cells[persons].value) == Count{432});
  CHECK_FALSE(table->note.empty());
}

TEST_CASE("A batch of two persons shows no figure about them") {
  Books books;
  books.open();
  record_batch(books.log, {2});
  const std::string json = render_json(draw(books.log), Hash{});
  CHECK(json.find("714.00") == std::string::npos);  // 2 persons × 3 months × 119 yuan
}

TEST_CASE("No officer's name, no proposer and no title of an appointment is published") {
  Books books;
  books.open();
  books.log.record("2024-03-01", [](schema::Event::Builder event) {
    auto appointed = event.initOfficerAppointed();
    appointed.setPerson("zhang");
    appointed.setName("SECRET-NAME");
  });
  books.log.record("2024-03-01", [](schema::Event::Builder event) {
    auto proposed = event.initDecisionProposed();
    proposed.setDecision("D1");
    proposed.setClass(schema::DecisionClass::APPOINTMENT);
    proposed.setTitle("SECRET-APPOINTMENT");
    proposed.setProposer("SECRET-PROPOSER");
    proposed.setBody("presidium");
  });
  books.log.record("2024-03-02", [](schema::Event::Builder event) {
    auto resolved = event.initDecisionResolved();
    resolved.setDecision("D1");
    resolved.setMeeting("M1");
    resolved.setFor(9);
    resolved.setAgainst(1);
    resolved.setAdopted(true);
    resolved.initRecused(1).set(0, "SECRET-RECUSED");
  });
  const Document document = draw(books.log);
  CHECK(find_table(document, "decisions")->rows.size() == 1);
  CHECK(render_json(document, Hash{}).find("SECRET") == std::string::npos);
}

TEST_CASE("A contract is shown with its changes, acceptance and end") {
  Books books;
  books.open();
  books.sign_contract("2024-02-01", "C1", 2024, {{"L1", 12'000'000, {}}});
  books.change_contract("2024-03-01", "C1", "L1", -1'000'000);
  books.log.record("2024-04-01", [](schema::Event::Builder event) {
    auto accepted = event.initAcceptanceRecorded();
    accepted.setContract("C1");
    accepted.setAcceptance("A1");
    accepted.setAccepted(true);
    accepted.setAmount(11'000'000);
  });
  const Table* table = nullptr;
  const Document document = draw(books.log);
  table = find_table(document, "contracts");
  REQUIRE(table->rows.size() == 1);
  CHECK(std::get<Fen>(table->rows[0].cells[find_column(*table, "amount")].value) == Fen(11'000'000));
  CHECK(std::get<Fen>(table->rows[0].cells[find_column(*table, "accepted")].value) == Fen(11'000'000));
  CHECK(std::get<std::string>(table->rows[0].cells[find_column(*table, "state")].value) == "accepted");
}

TEST_CASE("An opinion stands with its reply") {
  Books books;
  books.open();
  books.submit_report("2024-11-01", "budget-execution", 2024);
  books.log.record("2024-11-05", [](schema::Event::Builder event) {
    auto raised = event.initOpinionRaised();
    raised.setOpinion("O1");
    raised.setText("Pay faster.");
    raised.setHandler("council");
  });
  books.log.record("2024-11-20", [](schema::Event::Builder event) {
    event.initOpinionAnswered().setOpinion("O1");
    event.getOpinionAnswered().setText("Done.");
  });
  const Document document = draw(books.log);
  const Table* table = find_table(document, "opinions");
  REQUIRE(table->rows.size() == 1);
  CHECK(std::get<std::string>(table->rows[0].cells[find_column(*table, "reply")].value) == "Done.");
  CHECK(find_table(document, "reports")->rows.size() == 1);
}
