// Recorded times against witnesses' times: what was dated ahead or back is found, what is within the allowance is not.

#include "ledger/verify/witnessed_time.h"

#include <catch2/catch.hpp>

#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr std::uint64_t minute_ms = 60 * 1000;

SecretKey witness_number(Byte number) {
  std::array<Byte, seed_size_bytes> seed{};
  seed.fill(static_cast<Byte>(100 + number));
  return SecretKey::from_seed(seed);
}

// A log whose checkpoints are cosigned by witnesses w1, w2, … at chosen times.
struct WitnessedLog : TestLog {
  explicit WitnessedLog(const std::string& name = "ledger.example/county") : TestLog(name) {}

  void cosigned_at(const std::vector<std::uint64_t>& times_ms) {
    checkpoint();
    Byte number = 1;
    for (std::uint64_t time : times_ms) {
      cosigned(witness_number(number), "w" + std::to_string(number), time / 1000);
      ++number;
    }
  }
  VerifyInput witnessed_input() const {
    VerifyInput input = TestLog::input();
    input.policy.emplace();
    for (Byte number = 1; number <= 3; ++number) {
      const std::string name = "w" + std::to_string(number);
      input.policy->witnesses.push_back(
          {name, {name, NoteKeyType::cosignature_v1, witness_number(number).public_key()}, ""});
    }
    return input;
  }
  CheckResult times() const {
    const VerifyReport report = verify_now(witnessed_input(), 1, {"entries", "tree"});
    for (const CheckResult& result : report.checks) {
      if (result.check != Check::entries_witnessed_time) CHECK(result.state != CheckState::failed);
    }
    return result_of(report, Check::entries_witnessed_time);
  }
};

}  // namespace

TEST_CASE("without a cosignature there is nothing to hold recorded times against") {
  WitnessedLog log;
  log.cosigned_at({});
  CHECK(log.times().state == CheckState::not_checked);
  // One by somebody whom the reader does not know says nothing either.
  log.cosigned(witness_number(9), "stranger", log.now_ms / 1000);
  CHECK(log.times().state == CheckState::not_checked);
  CHECK_FALSE(verify_now(log.witnessed_input()).incomplete());
}

TEST_CASE("an honest log's times hold: recorded, then cosigned, then recorded on") {
  WitnessedLog log;
  for (int round = 0; round < 5; ++round) {
    log.pay("L1", 100);
    log.cosigned_at({log.now_ms + 3000, log.now_ms - 2000, log.now_ms + 9000});
    log.now_ms += 10 * minute_ms;
  }
  const CheckResult times = log.times();
  CHECK(times.state == CheckState::ok);
  CHECK(times.count == 5);
}

TEST_CASE("an entry that says it was recorded before a checkpoint without it was back-dated") {
  WitnessedLog log;
  log.pay("L1", 100);
  log.now_ms += 60 * minute_ms;  // an idle hour, then the witness signs
  log.cosigned_at({log.now_ms});
  SECTION("half an hour back") {
    log.now_ms -= 30 * minute_ms;
  }
  SECTION("just beyond the allowance") {
    log.now_ms -= clock_allowance_ms + 1000;
  }
  const std::uint64_t position = log.pay("L1", 100);
  log.checkpoint();
  const CheckResult times = log.times();
  CHECK(times.state == CheckState::failed);
  CHECK(times.problem_count == 1);
  CHECK(times.problems.at(0).position == Position(position));
}

TEST_CASE("clocks may differ by the allowance") {
  WitnessedLog log;
  log.now_ms += 60 * minute_ms;
  log.cosigned_at({log.now_ms});
  log.now_ms -= clock_allowance_ms - 2000;
  log.pay("L1", 100);
  log.checkpoint();
  CHECK(log.times().state == CheckState::ok);
}

TEST_CASE("an entry that says it was recorded after witnesses had cosigned it was dated ahead") {
  WitnessedLog log;
  const std::uint64_t real_ms = log.now_ms;
  log.now_ms += 24 * 60 * minute_ms;
  const std::uint64_t position = log.pay("L1", 100);
  log.cosigned_at({real_ms + minute_ms});
  const CheckResult times = log.times();
  CHECK(times.state == CheckState::failed);
  CHECK(times.problems.at(0).position == Position(position));
}

TEST_CASE("one witness among three whose clock is wrong, or who lies, moves nothing") {
  for (const std::int64_t off :
       {-500 * static_cast<std::int64_t>(minute_ms), 500 * static_cast<std::int64_t>(minute_ms)}) {
    WitnessedLog log;
    log.pay("L1", 100);
    const auto wrong = static_cast<std::uint64_t>(static_cast<std::int64_t>(log.now_ms) + off);
    log.cosigned_at({log.now_ms, wrong, log.now_ms + 1000});
    log.pay("L1", 100);
    log.checkpoint();
    CHECK(log.times().state == CheckState::ok);
    // And it excuses nothing.
    log.now_ms += 60 * minute_ms;
    log.cosigned_at({log.now_ms, wrong, log.now_ms + 1000});
    log.now_ms -= 30 * minute_ms;
    log.pay("L1", 100);
    log.checkpoint();
    CHECK(log.times().state == CheckState::failed);
  }
}

TEST_CASE("a demonstration's clock may be set: differences are notes") {
  WitnessedLog log("demo.example/county");
  log.now_ms += 60 * minute_ms;
  log.cosigned_at({log.now_ms});
  log.now_ms -= 30 * minute_ms;
  log.pay("L1", 100);
  log.checkpoint();
  const CheckResult times = log.times();
  CHECK(times.state == CheckState::ok);
  CHECK(times.note_count == 1);
}

TEST_CASE("times that no clock shows are judged, not stumbled over") {
  WitnessedLog log;
  log.cosigned_at({UINT64_MAX});
  log.now_ms = UINT64_MAX - 5;
  log.force(log.recorder, log.draft(log.recorder, TestLog::payment("V", "L1", 1)));
  log.cosigned_at({1000});
  CHECK(log.times().state == CheckState::failed);
}
