// What the tier above reports of the ledgers below: seen when, cosigned by whom, broken or not; and what it sums.

#include "projections/reports/anchors.h"

#include <catch2/catch.hpp>

#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/policy.h"
#include "projections/reports/rollup.h"
#include "tests/support/books.h"

using namespace sunledger;

namespace {

constexpr const char* county = "ledger.example/county";

template <class Bytes32>
capnp::Data::Reader data_of(const Bytes32& value) {
  return {value.bytes.data(), value.bytes.size()};
}

struct City {
  City() { books.open("demo.example/city", "City"); }

  void follow(const std::string& id, const std::string& policy) {
    books.log.record("2025-03-01", [&](schema::Event::Builder event) {
      auto added = event.initAnchorAdded();
      added.setAnchor(id);
      added.setName("County " + id);
      added.setOrigin(county);
      added.setLogKey(data_of(log_key.public_key()));
      added.setPlace("/srv");
      std::vector<std::string> lines;
      for (std::size_t begin = 0, end; (end = policy.find('\n', begin)) != std::string::npos; begin = end + 1) {
        lines.push_back(policy.substr(begin, end - begin));
      }
      auto list = added.initPolicy(static_cast<unsigned>(lines.size()));
      for (unsigned i = 0; i < lines.size(); ++i) list.set(i, lines[i]);
    });
  }
  // It showed so many entries on that day, cosigned by these.
  void see(const std::string& id, const std::string& day, std::uint64_t size, std::vector<const SecretKey*> witnesses,
           schema::AnchorOutcome outcome = schema::AnchorOutcome::CONSISTENT) {
    const Checkpoint checkpoint{county, size, Hash{}};
    auto note = sign_checkpoint(checkpoint, log_key.public_key(), [&](BytesView text) { return log_key.sign(text); });
    REQUIRE(note.ok());
    for (const SecretKey* witness : witnesses) {
      const auto line = cosign(format_checkpoint(checkpoint), name_of_witness(*witness), witness->public_key(),
                               1'740'000'000, [&](BytesView text) { return witness->sign(text); });
      REQUIRE(line.ok());
      *note += format_signature_line(*line);
    }
    books.log.record(day, [&](schema::Event::Builder event) {
      auto recorded = event.initAnchorRecorded();
      recorded.setAnchor(id);
      recorded.setSize(size);
      recorded.setRoot(data_of(checkpoint.root));
      const BytesView bytes = as_bytes(*note);
      recorded.setNote({bytes.data(), bytes.size()});
      recorded.setOutcome(outcome);
      if (outcome != schema::AnchorOutcome::CONSISTENT) recorded.setProblem("It showed something else.");
    });
  }
  std::string name_of_witness(const SecretKey& key) const {
    return &key == &north ? "witness.example/north" : "witness.example/south";
  }
  std::string both() const {
    const auto line = [&](const std::string& name, const SecretKey& key) {
      return "witness " + name + " " +
             format_vkey({name_of_witness(key), NoteKeyType::cosignature_v1, key.public_key()}) + "\n";
    };
    return line("north", north) + line("south", south) + "group two all north south\nquorum two\n";
  }
  Document report() {
    auto drawn = draw_report("anchors", books.log, {});
    REQUIRE(drawn.ok());
    REQUIRE(fault_of(drawn->document).empty());
    return std::move(drawn->document);
  }

  Books books;
  SecretKey log_key = SecretKey::generate(), north = SecretKey::generate(), south = SecretKey::generate();
};

std::string cell(const Document& document, const std::string& table, const std::string& row,
                 const std::string& column) {
  const Table* found = find_table(document, table);
  for (const TableRow& one : found->rows) {
    if (one.key != row) continue;
    const CellValue& value = one.cells[find_column(*found, column)].value;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* count = std::get_if<Count>(&value)) return std::to_string(count->value);
  }
  return {};
}

}  // namespace

TEST_CASE("Whether a county's witnesses cosigned is read off the checkpoint that was recorded") {
  City city;
  city.follow("a", city.both());
  CHECK(cell(city.report(), "ledgers", "a", "history") == "Never seen");
  CHECK(cell(city.report(), "ledgers", "a", "witnesses").empty());
  city.see("a", "2025-03-02", 10, {});
  CHECK(cell(city.report(), "ledgers", "a", "witnesses") == "No quorum: nobody cosigned");
  city.see("a", "2025-03-03", 11, {&city.south});
  CHECK(cell(city.report(), "ledgers", "a", "witnesses") == "No quorum: only south cosigned");
  city.see("a", "2025-03-04", 12, {&city.north, &city.south});
  CHECK(cell(city.report(), "ledgers", "a", "witnesses") == "Quorum: north, south");
  CHECK(cell(city.report(), "ledgers", "a", "entries") == "12");
}

TEST_CASE("A county that shows fewer entries is told, with what was sound before") {
  City city;
  city.follow("a", "");
  city.see("a", "2025-03-02", 10, {});
  city.see("a", "2025-03-05", 7, {}, schema::AnchorOutcome::BEHIND);
  const Document report = city.report();
  CHECK(cell(report, "ledgers", "a", "history") == "It shows fewer entries than before");
  CHECK(cell(report, "ledgers", "a", "entries") == "10");
  CHECK(cell(report, "ledgers", "a", "seen") == "2025-03-02");
  CHECK(cell(report, "breaks", "a", "problem") == "It showed something else.");
  CHECK_THAT(report.conclusion, Catch::Contains("wrong: 1"));
  city.see("a", "2025-03-06", 12, {});
  CHECK(cell(city.report(), "breaks", "a", "problem") == "It was consistent again when it was seen last.");
  CHECK_THAT(city.report().conclusion, Catch::Contains("Consistent: 1"));
}

TEST_CASE("What of the counties is not at hand is named in the roll-up, never left out in silence") {
  City city;
  city.follow("a", "");
  city.follow("total", "");
  city.see("a", "2025-03-02", 10, {});
  ReportRequest request;
  request.rollup = true;
  CHECK(draw_report("budget-execution", city.books.log, request).error().kind == ErrorKind::incomplete);
  request.ledger_dir = "/nowhere";
  const auto drawn = draw_report("budget-execution", city.books.log, request);
  REQUIRE(drawn.ok());
  CHECK(fault_of(drawn->document).empty());
  CHECK(cell(drawn->document, "missing", "a", "why") == "Nothing of it is kept here yet");
  CHECK(cell(drawn->document, "missing", "total", "why") == "Never seen");
}
