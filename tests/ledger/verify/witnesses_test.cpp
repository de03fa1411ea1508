// With a policy, a log verifies only as far as the reader's witnesses have seen it.

#include <catch2/catch.hpp>

#include "ledger/proof/checkpoint.h"
#include "ledger/verify/verify.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

struct Witness {
  explicit Witness(std::string called) : name(std::move(called)) {}
  std::string name;
  SecretKey key = SecretKey::generate();

  VerifierKey vkey() const { return {"witness.example/" + name, NoteKeyType::cosignature_v1, key.public_key()}; }
  std::string line_over(const std::string& note) const {
    const auto cosignature = cosign(parse_note(note)->text, vkey().name, key.public_key(), 1735700000,
                                    [&](BytesView message) { return key.sign(message); });
    return format_signature_line(*cosignature);
  }
};

// Three witnesses, of whom any two are enough; payments with a checkpoint after every tenth.
struct WitnessedLog : TestLog {
  Witness a{"a"}, b{"b"}, c{"c"};

  explicit WitnessedLog(std::size_t payments = 40) {
    checkpoint();
    for (std::size_t i = 0; i < payments; ++i) {
      pay("L1", 100);
      if (i % 10 == 9) checkpoint();
    }
  }
  void cosigned(std::uint64_t size, const std::vector<const Witness*>& by) {
    std::string& note = checkpoints.at(size);
    const std::string signed_by_the_log = note;
    for (const Witness* witness : by) note += witness->line_over(signed_by_the_log);
  }
  std::uint64_t head() const { return checkpoints.rbegin()->first; }
  std::uint64_t before_the_head() const { return std::next(checkpoints.rbegin())->first; }

  Policy policy() const {
    Policy policy;
    policy.logs = {{log_vkey(), ""}};
    for (const Witness* witness : {&a, &b, &c}) policy.witnesses.push_back({witness->name, witness->vkey(), ""});
    policy.groups = {{"two", 2, {"a", "b", "c"}}};
    policy.quorum = "two";
    return policy;
  }
  CheckResult judged(std::vector<std::string> only = {"tree.witnesses"}) const { return judged_by(policy(), only); }
  CheckResult judged_by(const Policy& policy, std::vector<std::string> only = {"tree.witnesses"}) const {
    VerifyInput input = this->input();
    input.log_key.reset();
    input.policy = policy;
    return result_of(verify_now(input, 2, std::move(only)), Check::tree_witnesses);
  }
};

}  // namespace

TEST_CASE("a head that the quorum cosigned verifies") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.a, &log.c});
  for (const auto& only : {std::vector<std::string>{"tree.witnesses"}, std::vector<std::string>{}}) {
    const CheckResult result = log.judged(only);
    CHECK(result.state == CheckState::ok);
    CHECK(result.count == 1);
  }
}

TEST_CASE("without any quorum the check fails, and says which one was asked for") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.b});
  const CheckResult result = log.judged();
  REQUIRE(result.state == CheckState::failed);
  CHECK_THAT(result.problems.at(0).message, Catch::Contains("“two”"));
}

TEST_CASE("entries after the last cosigned checkpoint are recorded and not witnessed: incomplete") {
  WitnessedLog log;
  log.cosigned(log.before_the_head(), {&log.a, &log.b});
  log.cosigned(log.head(), {&log.c});
  const CheckResult result = log.judged();
  REQUIRE(result.state == CheckState::incomplete);
  CHECK(result.notes.at(0).position == Position(log.before_the_head()));
}

TEST_CASE("cosignatures over another history are no comfort") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.a, &log.b});
  log.entries[20].back() ^= 1;
  CHECK(log.judged().state == CheckState::failed);
}

TEST_CASE("a false cosignature by a known witness spoils its checkpoint") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.a, &log.b});
  log.checkpoints[log.head()] += log.c.line_over(log.checkpoints[log.before_the_head()]);
  CHECK(log.judged().state == CheckState::failed);
}

TEST_CASE("one witness under two names of the note is one witness") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.a, &log.a});
  CHECK(log.judged().state == CheckState::failed);
}

TEST_CASE("the log's key comes from the policy, and a log that it does not name is not accepted") {
  WitnessedLog log;
  log.cosigned(log.head(), {&log.a, &log.b});
  VerifyInput input = log.input();
  input.log_key.reset();
  input.policy = log.policy();
  CHECK(verify_now(input, 1, {"tree"}).trusted_key);

  const Witness stranger("stranger");
  input.policy->logs = {{{"other.example/log", NoteKeyType::ed25519, stranger.key.public_key()}, ""}};
  const VerifyReport report = verify_now(input, 1, {"tree"});
  CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::failed);
  CHECK(result_of(report, Check::tree_witnesses).state == CheckState::failed);
}

TEST_CASE("a policy that asks for no witness leaves the check unasked") {
  const WitnessedLog log;
  Policy policy = log.policy();
  policy.quorum = "none";
  CHECK(log.judged_by(policy).state == CheckState::not_checked);
}
