// An auditor comes back: only what is new is read, and what is known afterwards is what one long visit would know.

#include "ledger/audit/follow.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/ledger/audit/audit_story.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

using Kind = FollowOutcome::Kind;

void publish(TestLog& log) {
  log.checkpoint();
  log.store_tiles();
}

void pay(TestLog& log, std::size_t payments) {
  for (std::size_t i = 0; i < payments; ++i) log.pay("L" + std::to_string(1 + i % 3), 100);
}

std::string failed_checks(const FollowOutcome& outcome) {
  return outcome.report ? failures(*outcome.report) : std::string();
}

}  // namespace

TEST_CASE("the first visit verifies all there is, the next one what is new, the third finds nothing new") {
  TestLog log;
  pay(log, 290);
  publish(log);
  Auditor auditor(log.log_vkey());
  const FollowOutcome first = auditor.visit(log);
  CAPTURE(failed_checks(first));
  REQUIRE(first.kind == Kind::followed);
  CHECK(first.to == 300);
  CHECK(auditor.state.known.size == 300);
  CHECK(result_of(*first.report, Check::signatures_valid).count == 300);
  CHECK(result_of(*first.report, Check::tree_hashes).state == CheckState::ok);

  pay(log, 40);
  publish(log);
  const FollowOutcome second = auditor.visit(log);
  CAPTURE(failed_checks(second));
  REQUIRE(second.kind == Kind::followed);
  CHECK(second.from == 300);
  CHECK(second.to == 340);
  CHECK(result_of(*second.report, Check::authors_running_number).count == 40);
  CHECK(result_of(*second.report, Check::authors_heads).state == CheckState::ok);
  CHECK(auditor.state.seen.size() == 2);
  CHECK(auditor.visit(log).kind == Kind::nothing_new);
  CHECK(auditor.state.seen.size() == 2);
}

TEST_CASE("many short visits leave the same knowledge as one long one") {
  const bool holds = rc::check("visits add up", [] {
    const auto visits =
        *rc::gen::resize(6, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 300))));
    TestLog log;
    Auditor often(log.log_vkey());
    for (int payments : visits) {
      pay(log, static_cast<std::size_t>(payments));
      publish(log);
      const FollowOutcome outcome = often.visit(log, 3);
      RC_ASSERT(failed_checks(outcome) == "");
      RC_ASSERT(outcome.kind == Kind::followed);
    }
    Auditor once(log.log_vkey());
    RC_ASSERT(once.visit(log, 1).kind == Kind::followed);
    RC_ASSERT(once.state.known == often.state.known);
  });
  CHECK(holds);
}

TEST_CASE("a visit reads what is new, however much is there") {
  TestLog log;
  // 100,000 entries put in without judging them: a follower judges no rules.
  auto draft = log.draft(log.recorder, TestLog::payment("V", "L1", 100));
  for (std::size_t i = 0; i < 100'000; ++i) {
    log.force(log.recorder, draft);
    ++draft.envelope.number;
  }
  publish(log);
  Auditor auditor(log.log_vkey());
  REQUIRE(auditor.visit(log).kind == Kind::followed);
  CHECK(auditor.entries_read >= 100'000);

  for (std::size_t i = 0; i < 1000; ++i) {
    log.force(log.recorder, draft);
    ++draft.envelope.number;
  }
  publish(log);
  const FollowOutcome outcome = auditor.visit(log);
  CAPTURE(failed_checks(outcome));
  REQUIRE(outcome.kind == Kind::followed);
  CHECK(outcome.to - outcome.from == 1000);
  CHECK(auditor.entries_read <= 1000 + 2 * 256);  // the old and the new right edge are whole tiles
  CHECK(auditor.tiles_read <= 40);
}

TEST_CASE("a byte changed in what is new is found, named, and does not move the state") {
  TestLog log;
  pay(log, 250);
  publish(log);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  const AuditorState before = auditor.state;
  pay(log, 30);
  publish(log);
  for (std::size_t at : {4U, 19U, 60U, 200U}) {
    TestLog changed;
    pay(changed, 250);
    publish(changed);
    pay(changed, 30);
    publish(changed);
    changed.entries[270][at] ^= 1;
    CAPTURE(at);
    const FollowOutcome outcome = auditor.visit(changed);
    CHECK(outcome.kind == Kind::failed);
    CHECK(failed_checks(outcome).find("270") != std::string::npos);
    CHECK(auditor.state == before);
  }
  CHECK(auditor.visit(log).kind == Kind::followed);
}

TEST_CASE("a stored hash changed where it matters is found; tiles of another tree accuse nobody") {
  TestLog log;
  pay(log, 250);
  publish(log);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  pay(log, 300);
  publish(log);
  log.tiles[{0, 1}][40 * 32] ^= 1;  // the leaf hash of position 296
  const auto outcome = auditor.try_to_visit(log);
  if (outcome) {
    CHECK(outcome->kind == Kind::failed);
    CHECK_FALSE(outcome->evidence);
  } else {
    CHECK(outcome.error().kind == ErrorKind::corrupt);
  }
  CHECK(auditor.state.known.size == 260);
}

TEST_CASE("a checkpoint by another key is refused") {
  TestLog log;
  publish(log);
  Auditor auditor(log.log_vkey());
  log.checkpoints[log.size()] = log.checkpoint_with(log.recorder, log.size());
  const auto outcome = auditor.try_to_visit(log);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().kind == ErrorKind::corrupt);
}

TEST_CASE("an event that its author signed and the log dropped leaves a gap in the author's numbers") {
  TestLog log;
  pay(log, 20);
  publish(log);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  auto draft = log.draft(log.recorder, TestLog::payment("W1", "L1", 100));
  ++draft.envelope.number;  // the one before was withheld
  log.force(log.recorder, draft);
  publish(log);
  const FollowOutcome outcome = auditor.visit(log);
  CHECK(outcome.kind == Kind::failed);
  CHECK(failed_checks(outcome) == "authors.running-number 30");
}

TEST_CASE("an author's head of another history is found, an honest one is not") {
  TestLog log;
  pay(log, 20);
  publish(log);
  Auditor auditor(log.log_vkey());
  auditor.visit(log);
  pay(log, 1);  // names the head of 30 entries
  publish(log);
  CHECK(auditor.visit(log).kind == Kind::followed);
  auto draft = log.draft(log.recorder, TestLog::payment("W1", "L1", 100));
  draft.envelope.head_size = 25;
  draft.envelope.number = auditor.state.known.authors.at(log.recorder.public_key()).number + 1;
  SECTION("a root that never was") {
    draft.envelope.head_size = 31;
    draft.envelope.head_root.bytes[5] ^= 1;
  }
  SECTION("a head smaller than one named before") {}
  SECTION("a head of the future") {
    draft.envelope.head_size = 99;
  }
  log.force(log.recorder, draft);
  publish(log);
  CHECK(failed_checks(auditor.visit(log)) == "authors.heads 31");
}

TEST_CASE("an empty log is nothing to rely on") {
  TestLog log;
  log.checkpoints[0] = log.checkpoint_with(log.log_key, 0);
  log.store_tiles();
  Auditor auditor(log.log_vkey());
  const auto outcome = auditor.try_to_visit(log);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().kind == ErrorKind::incomplete);
}
