// Days and clocks: delegation by its first and last day, clocks that jump.
#include <catch2/catch.hpp>

#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr std::uint64_t day_ms = 86'400'000;
// Midnight in China of a day since 1970.
std::uint64_t midnight(Day day) {
  return static_cast<std::uint64_t>(day.since_1970) * day_ms - 480 * 60'000;
}

std::uint64_t checkpointed(const Ledger& ledger) {
  return ledger.signing_head(PublicKey{}).size;
}

}  // namespace

TEST_CASE("a deputy acts from the first to the last day of the delegation, and never on what he recorded") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
  Officer deputy = federation.appoint("deputy", {schema::Role::RECORDER});
  std::vector<std::uint64_t> positions;
  for (int i = 0; i < 6; ++i) {
    positions.push_back(
        federation.record(federation.recorder(), payment(federation.today(), std::to_string(i), "康复-01", 100))
            .position.value);
  }
  const Day first = federation.today().plus(2);
  const Day last = federation.today().plus(3);
  federation.record(federation.administrator(), draft(federation.today(), "ab", [&](schema::Event::Builder event) {
                      auto granted = event.initDelegationGranted();
                      granted.setDelegation("AB-1");
                      granted.setFrom("reviewer");
                      granted.setTo("deputy");
                      granted.setRole(schema::Role::REVIEWER);
                      granted.setFirstDay(first.since_1970);
                      granted.setLastDay(last.since_1970);
                    }));
  const auto review = [&](std::uint64_t now_ms, std::uint64_t position) {
    federation.set_clock(now_ms);
    const Ledger::Draft reviewed = payments_reviewed(federation.today(), {position});
    return verdict(federation.ledger().record(deputy.key, std::span(&reviewed, 1)));
  };
  CHECK(review(midnight(first) - 1, positions[0]) == "event.role");
  CHECK(review(midnight(first), positions[0]) == "recorded");
  const std::uint64_t own =
      federation.record(deputy, payment(federation.today(), "own", "康复-01", 100)).position.value;
  CHECK(review(midnight(first) + 1, own) == "separation.person");
  CHECK(review(midnight(last.plus(1)) - 1, positions[1]) == "recorded");
  CHECK(review(midnight(last.plus(1)), positions[2]) == "event.role");
  CHECK(replay_problem(federation.ledger()) == "");
}

TEST_CASE("a delegation ends with an event, and with the office of who gave it") {
  for (const bool by_event : {true, false}) {
    Federation federation;
    federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
    Officer deputy = federation.appoint("deputy", {schema::Role::RECORDER});
    Officer giver = federation.appoint("giver", {schema::Role::REVIEWER});
    const Receipt paid = federation.record(federation.recorder(), payment(federation.today(), "1", "康复-01", 100));
    federation.record(federation.administrator(), draft(federation.today(), "ab", [&](schema::Event::Builder event) {
                        auto granted = event.initDelegationGranted();
                        granted.setDelegation("AB-1");
                        granted.setFrom("giver");
                        granted.setTo("deputy");
                        granted.setRole(schema::Role::REVIEWER);
                        granted.setFirstDay(federation.today().since_1970);
                        granted.setLastDay(federation.today().plus(30).since_1970);
                      }));
    federation.record(federation.administrator(), draft(federation.today(), "end", [&](schema::Event::Builder event) {
                        if (by_event) {
                          auto ended = event.initDelegationEnded();
                          ended.setDelegation("AB-1");
                          ended.setReason("返岗");
                        } else {
                          event.initOfficerRelieved().setPerson("giver");
                        }
                      }));
    CHECK(federation.refused(deputy, payments_reviewed(federation.today(), {paid.position.value})).name ==
          "event.role");
  }
}

TEST_CASE("a clock that jumped a year forward and back leaves times in order, and checkpoints go on") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
  const std::uint64_t now = federation.now_ms();
  federation.set_clock(now + 365 * day_ms);
  const Receipt jumped = federation.record(federation.recorder(), payment(day_at(now, 480), "1", "康复-01", 100));
  CHECK(jumped.recorded_ms == now + 365 * day_ms);
  CHECK(checkpointed(federation.ledger()) == federation.ledger().size());
  federation.set_clock(now);
  const Receipt back = federation.record(federation.recorder(), payment(day_at(now, 480), "2", "康复-01", 100));
  CHECK(back.recorded_ms == jumped.recorded_ms);  // never decreasing
  federation.set_clock(now + 2000);
  federation.record(federation.recorder(), payment(day_at(now, 480), "3", "康复-01", 100));
  CHECK(checkpointed(federation.ledger()) == federation.ledger().size());
  REQUIRE(federation.open());
  federation.set_clock(now - 1000);
  federation.record(federation.recorder(), payment(day_at(now, 480), "4", "康复-01", 100));
  CHECK(checkpointed(federation.ledger()) == federation.ledger().size());
  CHECK(replay_problem(federation.ledger()) == "");
}

TEST_CASE("a day in the future is refused in the federation's own time, not in another zone's") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
  const Day tomorrow = federation.today().plus(1);
  federation.set_clock(midnight(tomorrow) - 1);
  CHECK(federation.refused(federation.recorder(), payment(tomorrow, "1", "康复-01", 100)).name == "event.future-day");
  federation.set_clock(midnight(tomorrow));
  federation.record(federation.recorder(), payment(tomorrow, "1", "康复-01", 100));
}
