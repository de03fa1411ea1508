// The frauds of a hostile operator, who has the log key and our own libraries, and sometimes the officers' keys: each
// is really built, and found by somebody who only keeps what the log once told them.

#include <catch2/catch.hpp>

#include "ledger/audit/compare_files.h"
#include "ledger/audit/visit.h"
#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/policy.h"
#include "tests/ledger/audit/audit_story.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

using Kind = FollowOutcome::Kind;

void publish(TestLog& log) {
  log.checkpoint();
  log.store_tiles();
}

void pay(TestLog& log, std::size_t payments, std::int64_t fen = 100) {
  for (std::size_t i = 0; i < payments; ++i) log.pay("L1", fen);
  publish(log);
}

// The receipt that an author got for the entry at that position.
OfflineProof receipt(const TestLog& log, std::uint64_t position) {
  const auto reader = hash_reader_of_tiles(log.size(), log.input().hash_tile);
  return {position, inclusion_proof(position, log.size(), reader).value(), log.checkpoints.rbegin()->second};
}

// Whether one history holds that receipt and what the log shows.
Comparison hold_against(const OfflineProof& receipt, const TestLog& shown) {
  TemporaryFolder folder;
  REQUIRE(replace_file(folder / "receipt.tlog-proof", format_offline_proof(receipt)).ok());
  REQUIRE(export_tiles(shown, shown.input().hash_tile, shown.checkpoints.rbegin()->second, folder / "tiles").ok());
  CompareRequest request;
  request.first = folder / "receipt.tlog-proof";
  request.second = folder / "tiles";
  request.log_key = shown.log_vkey();
  auto result = compare_files(request);
  REQUIRE(result.ok());
  return std::move(result->comparison);
}

Fill reviewed(std::uint64_t payment) {
  return [payment](schema::Event::Builder event) { event.initPaymentsReviewed().initPayments(1).set(0, payment); };
}

bool proves(const std::optional<Evidence>& evidence) {
  return evidence && check_evidence(*evidence).ok();
}

}  // namespace

TEST_CASE("split view: two auditors are shown two histories, and find it when they compare") {
  TestLog for_one, for_other;
  pay(for_one, 300);
  pay(for_other, 300);
  Auditor one(for_one.log_vkey()), other(for_other.log_vkey());
  one.visit(for_one);
  other.visit(for_other);
  CHECK(one.state == other.state);
  const std::size_t more = GENERATE(5U, 40U);
  pay(for_one, 5, 100);
  pay(for_other, more, 900);
  // Each of them sees a history without fault.
  REQUIRE(one.visit(for_one).kind == Kind::followed);
  REQUIRE(other.visit(for_other).kind == Kind::followed);
  TemporaryFolder folder;
  REQUIRE(keep_state(folder / "one", one.state).ok());
  REQUIRE(keep_state(folder / "other", other.state).ok());
  REQUIRE(export_tiles(for_other, for_other.input().hash_tile, for_other.checkpoints.rbegin()->second, folder / "tiles")
              .ok());
  CompareRequest request;
  request.first = folder / "one";
  request.second = folder / "other";
  request.tiles = {folder / "tiles"};
  const auto result = compare_files(request);
  REQUIRE(result.ok());
  CHECK(result->comparison.kind == Comparison::Kind::split_view);
  CHECK(proves(result->comparison.evidence));
  // And whoever is shown the other's history finds it alone.
  const FollowOutcome shown = one.visit(for_other);
  CHECK(shown.kind == Kind::split_view);
  CHECK(proves(shown.evidence));
}

TEST_CASE("rollback: an older state is published again") {
  TestLog log;
  pay(log, 40);
  TestLog older;
  pay(older, 40);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  pay(log, 1);
  auditor.visit(log);
  const AuditorState before = auditor.state;
  const FollowOutcome outcome = auditor.visit(older);
  CHECK(outcome.kind == Kind::rolled_back);
  CHECK(outcome.from == 51);
  CHECK(outcome.to == 50);
  CHECK(proves(outcome.evidence));
  CHECK(auditor.state == before);
}

TEST_CASE("truncated tail: the last entries are cut off and what is left is signed anew") {
  TestLog log;
  pay(log, 300);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  TestLog cut;
  for (int i = 0; i < 299; ++i) cut.pay("L1", 100);
  publish(cut);
  CHECK(auditor.visit(cut).kind == Kind::rolled_back);
  // Without a new signature the tiles are short of their own checkpoint.
  log.entries.pop_back();
  ShownLog shown{log.checkpoints.rbegin()->second, log.input()};
  shown.input.size = log.size() + 1;
  Auditor newcomer(log.log_vkey());
  shown.input.read_entries = [&](std::uint64_t first, std::size_t count, EntryChunk& out) {
    for (std::uint64_t at = first; at < first + count && at < log.entries.size(); ++at) out.add(log.entries[at]);
  };
  const auto found = follow(newcomer.state, shown, {});
  REQUIRE(found.ok());
  CHECK(found->kind == Kind::failed);
  CHECK(failures(*found->report).find("entries.readable 309") != std::string::npos);
}

TEST_CASE("restored old backup: the ledger goes on from an older copy with its older head") {
  TestLog log;
  pay(log, 30);
  pay(log, 10);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  TestLog restored;
  pay(restored, 30);
  pay(restored, 25, 300);                                 // others, more than were lost
  CHECK(failures(verify_now(restored.input())).empty());  // by itself it is without fault
  const FollowOutcome outcome = auditor.visit(restored);
  CHECK(outcome.kind == Kind::split_view);
  CHECK(outcome.from == 50);
  CHECK(outcome.to == 65);
  CHECK(proves(outcome.evidence));
}

TEST_CASE("re-signed past: all entries are made anew, with the officers' own keys, and other amounts") {
  TestLog log;
  pay(log, 300);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  const OfflineProof of_author = receipt(log, 100);
  TestLog anew;
  for (std::size_t i = 0; i < 300; ++i) anew.pay("L1", i == 90 ? 500'000 : 100);
  publish(anew);
  CHECK(failures(verify_now(anew.input())).empty());
  SECTION("as many entries as before") {
    const FollowOutcome outcome = auditor.visit(anew);
    CHECK(outcome.kind == Kind::split_view);
    CHECK(proves(outcome.evidence));
  }
  SECTION("and more after them") {
    pay(anew, 300);
    const FollowOutcome outcome = auditor.visit(anew);
    CHECK(outcome.kind == Kind::split_view);
    CHECK(proves(outcome.evidence));
  }
  SECTION("seen by an author's receipt alone") {
    pay(anew, 20);
    const Comparison comparison = hold_against(of_author, anew);
    CHECK(comparison.kind == Comparison::Kind::split_view);
    CHECK(proves(comparison.evidence));
  }
}

TEST_CASE("withheld event: it was acknowledged, and what auditors are shown lacks it") {
  TestLog log, for_auditors;
  pay(log, 20);
  pay(for_auditors, 20);
  const std::uint64_t position = log.pay("L2", 777'00);
  publish(log);
  const OfflineProof of_author = receipt(log, position);
  for (std::uint64_t payment = 10; payment < 30; ++payment) {  // the others' work goes on in both
    log.record(log.reviewer, reviewed(payment));
    for_auditors.record(for_auditors.reviewer, reviewed(payment));
  }
  publish(for_auditors);
  CHECK(failures(verify_now(for_auditors.input())).empty());
  const Comparison comparison = hold_against(of_author, for_auditors);
  CHECK(comparison.kind == Comparison::Kind::split_view);
  CHECK(proves(comparison.evidence));

  // The author's next event cannot join without telling: it has the next number, and the head that the author saw.
  Auditor auditor(for_auditors.log_vkey());
  auditor.visit(for_auditors);
  for_auditors.force(for_auditors.recorder, log.draft(log.recorder, TestLog::payment("next", "L1", 1)));
  publish(for_auditors);
  const FollowOutcome outcome = auditor.visit(for_auditors);
  CHECK(outcome.kind == Kind::failed);
  CHECK(failures(*outcome.report) == "authors.running-number 50, authors.heads 50");
}

TEST_CASE("back-dated event: its recorded time lies before a checkpoint that witnesses cosigned without it") {
  TestLog log("ledger.example/county");
  const SecretKey witness = SecretKey::generate();
  pay(log, 20);
  log.now_ms += 3'600'000;
  publish(log);
  log.cosigned(witness, "witness.example/w", log.now_ms / 1000);
  Auditor auditor(log.log_vkey());
  auditor.state.policy = "witness w " + format_vkey(witness_key(witness, "witness.example/w")) + "\nquorum w\n";
  REQUIRE(auditor.visit(log).kind == Kind::followed);
  log.now_ms -= 1'800'000;  // the sequencer's clock is turned back, still after the last entry
  log.pay("L1", 100);
  publish(log);
  log.cosigned(witness, "witness.example/w", log.now_ms / 1000 + 1'900);
  const FollowOutcome outcome = auditor.visit(log);
  CHECK(outcome.kind == Kind::failed);
  CHECK(failures(*outcome.report) == "entries.witnessed-time 30");
}

TEST_CASE("an auditor with a policy goes no further than its quorum") {
  TestLog log("ledger.example/county");
  const SecretKey witness = SecretKey::generate();
  pay(log, 5);
  Auditor auditor(log.log_vkey());
  auditor.state.policy = "witness w " + format_vkey(witness_key(witness, "witness.example/w")) + "\nquorum w\n";
  const auto alone = auditor.try_to_visit(log);
  REQUIRE_FALSE(alone.ok());
  CHECK(alone.error().kind == ErrorKind::incomplete);
  log.cosigned(witness, "witness.example/w", log.now_ms / 1000);
  CHECK(auditor.visit(log).kind == Kind::followed);
}
