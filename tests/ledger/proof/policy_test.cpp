// A policy reads as one thing or not at all; and its quorum is what nested groups say.

#include "ledger/proof/policy.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using testing::TestKey;

namespace {

const TestKey log_key("ledger.example/sixian");

std::string log_line() {
  return "log " + format_vkey(log_key.vkey()) + "\n";
}

TestKey witness_key(const std::string& name) {
  return TestKey("witness.example/" + name);
}

std::string vkey_of(const std::string& name) {
  return format_vkey(witness_key(name).vkey(NoteKeyType::cosignature_v1));
}

std::string witness_line(const std::string& name) {
  return "witness " + name + " " + vkey_of(name) + "\n";
}

std::string three_witnesses() {
  return witness_line("a") + witness_line("b") + witness_line("c");
}

// A checkpoint cosigned by these.
std::string note_by(const std::vector<std::string>& witnesses) {
  const Checkpoint checkpoint{log_key.name(), 7, Hash{}};
  std::string note = *sign_checkpoint(checkpoint, log_key.public_key(), log_key.signer());
  for (const std::string& name : witnesses) {
    const TestKey key = witness_key(name);
    note += format_signature_line(
        *cosign(format_checkpoint(checkpoint), key.name(), key.public_key(), 1700000000, key.signer()));
  }
  return note;
}

Status judged(const Policy& policy, const std::string& note) {
  TRY_ASSIGN(const SignedCheckpoint opened, open_checkpoint(note, keys_of(policy), testing::verify));
  return quorum_of(policy)(opened);
}

}  // namespace

TEST_CASE("a policy reads as it was written, with comments, blanks and addresses") {
  const std::string text = "# whom we trust\n\n  " + log_line() + "\twitness a\t" + vkey_of("a") +
                           " https://a.example/w \n" + witness_line("b") + "group both all a b\nquorum both\n";
  const auto policy = parse_policy(text);
  REQUIRE(policy);
  CHECK(policy->logs == std::vector<PolicyLog>{{log_key.vkey(), ""}});
  REQUIRE(policy->witnesses.size() == 2);
  CHECK(policy->witnesses[0].url == "https://a.example/w");
  CHECK(policy->groups == std::vector<PolicyGroup>{{"both", 2, {"a", "b"}}});
  CHECK(policy->quorum == "both");
  CHECK(*parse_policy(format_policy(*policy)) == *policy);
  CHECK(log_keys_of(*policy, log_key.name()) == std::vector<VerifierKey>{log_key.vkey()});
  CHECK(log_keys_of(*policy, "another.example").empty());
}

TEST_CASE("what cannot be meant is refused, and the line is named") {
  const std::string witnesses = three_witnesses();
  const std::vector<std::pair<std::string, const char*>> wrong = {
      {"", "line 1"},
      {log_line(), "without a quorum"},
      {log_line() + "quorum none", "line 2"},
      {"quorum none\nquorum none\n", "line 2"},
      {"quorum\n", "line 1"},
      {"quorum a\n", "not defined above"},
      {"quorum a\n" + witness_line("a"), "line 1"},
      {witnesses + "group g 0 a b\nquorum g\n", "line 4"},
      {witnesses + "group g 3 a b\nquorum g\n", "line 4"},
      {witnesses + "group g 01 a b\nquorum g\n", "line 4"},
      {witnesses + "group g -1 a b\nquorum g\n", "line 4"},
      {witnesses + "group g some a b\nquorum g\n", "line 4"},
      {witnesses + "group g all\nquorum g\n", "line 4"},
      {witnesses + "group g all a d\nquorum g\n", "“d” is not defined"},
      {witnesses + "group g all a g\nquorum g\n", "“g” is not defined"},
      {witnesses + "group g all a a\nquorum g\n", "member of a group already"},
      {witnesses + "group g all a b\ngroup h all a c\nquorum h\n", "line 5"},
      {witnesses + "group a all b c\nquorum a\n", "defined twice"},
      {witnesses + "group none all b c\nquorum none\n", "“none” is taken"},
      {witnesses + "group g all a none\nquorum g\n", "“none” is not defined"},
      {witness_line("a") + "witness b " + vkey_of("a") + "\nquorum a\n", "stands in the policy already"},
      {log_line() + log_line() + "quorum none\n", "stands in the policy already"},
      {"witness a " + format_vkey(witness_key("a").vkey()) + "\nquorum a\n", "log's verifier key"},
      {"log " + vkey_of("a") + "\nquorum none\n", "witness's verifier key"},
      {"witness a nonsense\nquorum a\n", "line 1"},
      {"log a b c d\nquorum none\n", "line 1"},
      {"quorum none\r\n", "carriage return"},
      {std::string("quorum none\0\n", 13), "control character"},
      {"Quorum none\n", "does not begin with"},
      {"# " + std::string(policy_size_limit_bytes, 'x') + "\nquorum none\n", "at most"},
  };
  for (const auto& [text, expected] : wrong) {
    CAPTURE(text, expected);
    const auto policy = parse_policy(text);
    REQUIRE_FALSE(policy);
    CHECK(policy.error().kind == ErrorKind::invalid);
    CHECK_THAT(policy.error().message, Catch::Contains(expected));
  }
}

TEST_CASE("a key of the log may not be a witness's too: one key per role") {
  const VerifierKey same{"witness.example/own", NoteKeyType::cosignature_v1, log_key.public_key()};
  const auto policy = parse_policy(log_line() + "witness own " + format_vkey(same) + "\nquorum own\n");
  REQUIRE_FALSE(policy);
  CHECK_THAT(policy.error().message, Catch::Contains("stands in the policy already"));
}

TEST_CASE("there are at most so many lines of a kind") {
  std::string lines;
  for (std::size_t i = 0; i < policy_line_limit; ++i) lines += witness_line("w" + std::to_string(i));
  CHECK(parse_policy(lines + "quorum w0\n"));
  const auto more = parse_policy(lines + witness_line("more") + "quorum w0\n");
  REQUIRE_FALSE(more);
  CHECK_THAT(more.error().message, Catch::Contains("more than 64"));
}

TEST_CASE("two of three witnesses are asked for, and who is missing is said") {
  const auto policy = parse_policy(log_line() + three_witnesses() + "group g 2 a b c\nquorum g\n");
  REQUIRE(policy);
  CHECK(judged(*policy, note_by({"a", "c"})));
  CHECK(judged(*policy, note_by({"a", "b", "c"})));
  const auto alone = judged(*policy, note_by({"b"}));
  REQUIRE_FALSE(alone);
  CHECK(alone.error().kind == ErrorKind::corrupt);
  CHECK(alone.error().name == "proof.witness-quorum");
  CHECK_THAT(alone.error().message, Catch::Contains("Cosigned by: b; not by: a, c"));
}

TEST_CASE("a witness that signs twice, or one whom the policy does not know, counts once and not at all") {
  const auto policy = parse_policy(log_line() + three_witnesses() + "group g 2 a b c\nquorum g\n");
  CHECK_FALSE(judged(*policy, note_by({"a", "a"})));
  CHECK_FALSE(judged(*policy, note_by({"a", "stranger"})));
}

TEST_CASE("a policy of the log's own word needs no witness") {
  const auto policy = parse_policy(log_line() + "quorum none\n");
  CHECK(judged(*policy, note_by({})));
}

// The definition itself, by recursion from the quorum downwards.
namespace {

bool naively(const Policy& policy, const std::string& name, const std::set<std::string>& cosigned) {
  for (const PolicyGroup& group : policy.groups) {
    if (group.name != name) continue;
    std::size_t count = 0;
    for (const std::string& member : group.members) count += naively(policy, member, cosigned) ? 1 : 0;
    return count >= group.threshold;
  }
  return cosigned.count(name) == 1;
}

}  // namespace

TEST_CASE("the quorum equals the naive evaluation of nested groups") {
  REQUIRE(rc::check([] {
    // Groups take free names at random until one name is left or nothing more is taken.
    const auto count = *rc::gen::inRange<std::size_t>(1, 12);
    std::string text;
    std::vector<std::string> names, free;
    for (std::size_t i = 0; i < count; ++i) {
      names.push_back("w" + std::to_string(i));
      text += witness_line(names.back());
    }
    free = names;
    const auto groups = *rc::gen::inRange<std::size_t>(0, 6);
    for (std::size_t i = 0; i < groups && !free.empty(); ++i) {
      const auto size = *rc::gen::inRange<std::size_t>(1, free.size() + 1);
      const auto threshold = *rc::gen::inRange<std::size_t>(1, size + 1);
      const std::string name = "g" + std::to_string(i);
      text += "group " + name + " " + std::to_string(threshold);
      for (std::size_t j = 0; j < size; ++j) {
        const auto chosen = *rc::gen::inRange<std::size_t>(0, free.size());
        text += " " + free[chosen];
        free.erase(free.begin() + static_cast<std::ptrdiff_t>(chosen));
      }
      text += "\n";
      free.push_back(name);
    }
    text += "quorum " + free.back() + "\n";
    const auto policy = parse_policy(text);
    RC_ASSERT(policy.ok());
    std::set<std::string> cosigned;
    for (const std::string& name : names) {
      if (*rc::gen::arbitrary<bool>()) cosigned.insert(name);
    }
    RC_ASSERT(is_quorum(*policy, cosigned) == naively(*policy, policy->quorum, cosigned));
  }));
}
