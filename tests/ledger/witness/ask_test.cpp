// What a log makes of a witness's answers: a cosignature counts only if it holds, and a contradiction is never taken
// for a passing trouble.

#include "ledger/witness/ask.h"

#include <catch2/catch.hpp>

#include "tests/ledger/witness/witness_fixture.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

using Outcome = AskedWitness::Outcome;

const PolicyWitness& city() {
  static const PolicyWitness one{"city", witness_vkey(), "https://witness.example/w/"};
  return one;
}

PublishedCheckpoint published(std::size_t size, const History& log = history()) {
  return {log.at(size), log.note(size)};
}

AskedWitness ask(std::size_t size, std::size_t old_size, const PostSubmission& post, const History& log = history()) {
  return ask_witness(
      city(), published(size, log), old_size,
      [&](std::uint64_t from, std::uint64_t to) -> Result<std::vector<Hash>> { return log.proof(from, to); }, post,
      sunledger::testing::verify);
}

// A real witness at the other end.
PostSubmission to(Witness& witness, std::size_t& asked) {
  return [&](const std::string& url, const std::string& body) -> Result<WitnessReply> {
    CHECK(url == "https://witness.example/w/add-checkpoint");
    ++asked;
    const WitnessAnswer answer = witness.add_checkpoint(body);
    return WitnessReply{answer.status, answer.body};
  };
}

// Says these, one after the other.
PostSubmission saying(std::vector<WitnessReply> replies) {
  return [replies, next = std::size_t{0}](const std::string&, const std::string&) mutable -> Result<WitnessReply> {
    return replies.at(next++);
  };
}

std::string line_by(const TestKey& key, const std::string& text) {
  return format_signature_line(*cosign(text, key.name(), key.public_key(), now_seconds, key.signer()));
}

}  // namespace

TEST_CASE("a log that remembers what was cosigned asks once, one that forgot asks twice") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  std::size_t times = 0;
  const auto first = ask(5, 0, to(*witness, times));
  CHECK(first.outcome == Outcome::cosigned);
  CHECK(first.cosigned_at_seconds == now_seconds);
  CHECK(times == 1);
  CHECK(ask(9, 5, to(*witness, times)).outcome == Outcome::cosigned);
  CHECK(times == 2);
  CHECK(ask(20, 0, to(*witness, times)).outcome == Outcome::cosigned);
  CHECK(times == 4);
  CHECK(ask(20, 3, to(*witness, times)).outcome == Outcome::cosigned);
  CHECK(times == 6);
}

TEST_CASE("a rolled-back log is told that its witness knows more, a forked one that it is contradicted") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  std::size_t times = 0;
  REQUIRE(ask(20, 0, to(*witness, times)).outcome == Outcome::cosigned);
  const auto behind = ask(9, 9, to(*witness, times));
  CHECK(behind.outcome == Outcome::knows_more);
  CHECK(behind.witness_size == 20);
  const History other = forked(10);
  const auto contradicted = ask(30, 0, to(*witness, times), other);
  CHECK(contradicted.outcome == Outcome::contradicted);
  CHECK(contradicted.witness_size == 20);
  CHECK(ask(20, 20, to(*witness, times), other).outcome == Outcome::contradicted);
}

TEST_CASE("an answer that is none is not taken for one") {
  const std::string text = format_checkpoint(history().at(9));
  const std::string ours = line_by(witness_key(), text);
  const TestKey stranger("witness.example/else");
  const TestKey impostor(witness_key().name(), sha256(as_bytes("another secret")));
  std::string broken = ours;
  broken[broken.size() - 10] ^= 1;

  CHECK(ask(9, 0, saying({{200, ours}})).outcome == Outcome::cosigned);
  CHECK(ask(9, 0, saying({{200, line_by(stranger, text) + ours}})).outcome == Outcome::cosigned);
  const std::vector<std::vector<WitnessReply>> nothing = {
      {{200, ""}},
      {{200, "hello\n"}},
      {{200, broken}},
      {{200, ours.substr(0, ours.size() - 1)}},
      {{200, line_by(stranger, text)}},
      {{200, line_by(impostor, text)}},
      {{200, line_by(witness_key(), format_checkpoint(history().at(8)))}},
      {{200, line_by(witness_key(), format_checkpoint(forked(3).at(9)))}},
      {{302, "elsewhere"}},
      {{403, "no\n"}},
      {{404, "no\n"}},
      {{500, std::string(100'000, 'x')}},
      {{409, ""}},
      {{409, "5"}},
      {{409, "-5\n"}},
      {{409, "05\n"}},
      {{409, "5\n6\n"}},
      {{409, "99999999999999999999\n"}},
      // Sends us round in circles.
      {{409, "0\n"}},
      {{409, "5\n"}, {409, "4\n"}},
      {{409, "5\n"}, {409, "5\n"}},
  };
  for (const auto& replies : nothing) {
    CAPTURE(replies.front().status, replies.front().body);
    const auto asked = ask(9, 0, saying(replies));
    CHECK(asked.outcome == Outcome::refused);
    CHECK(!asked.cosignature);
    CHECK(asked.why.size() < 400);
    CHECK(asked.why.find('\n') == std::string::npos);
  }
  CHECK(ask(9, 0, saying({{409, "5\n"}, {409, "10\n"}})).outcome == Outcome::knows_more);
  const auto lost = ask(9, 0, [](const std::string&, const std::string&) -> Result<WitnessReply> {
    return make_error(ErrorKind::io, "no route");
  });
  CHECK(lost.outcome == Outcome::unreachable);
}
