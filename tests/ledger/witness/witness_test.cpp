// A witness answers each submission as the protocol's table says, and never cosigns two histories.

#include "ledger/witness/witness.h"

#include <rapidcheck.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "ledger/base/file.h"
#include "tests/ledger/witness/witness_fixture.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

// The note with this answer's cosignature verifies by both keys.
void check_cosigned(const WitnessAnswer& answer, const std::string& note) {
  REQUIRE(answer.status == 200);
  const std::vector<VerifierKey> known = {log_key().vkey(), witness_vkey()};
  const auto opened_note = open_checkpoint(note + answer.body, known, sunledger::testing::verify);
  REQUIRE(opened_note);
  REQUIRE(opened_note->signatures.size() == 2);
  CHECK(opened_note->signatures[1].cosigned_at_seconds == now_seconds);
}

}  // namespace

TEST_CASE("a witness cosigns a log's checkpoints as the log grows") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  std::size_t last = 0;
  for (const std::size_t size : {0U, 1U, 2U, 7U, 7U, 8U, 31U, 40U}) {
    CAPTURE(last, size);
    check_cosigned(witness->add_checkpoint(history().submission(last, size)), history().note(size));
    last = size;
  }
}

TEST_CASE("each way of being wrong has its answer, and changes nothing") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  REQUIRE(witness->add_checkpoint(history().submission(0, 10)).status == 200);
  const std::string before = *read_file(folder / "w/logs/" + origin_hash(log_key().name()), 1 << 20);

  const TestKey stranger("ledger.example/other");
  const TestKey impostor(log_key().name(), sha256(as_bytes("another secret")));
  const Checkpoint at_20 = history().at(20);
  auto broken_proof = history().proof(10, 20);
  broken_proof[0].bytes[5] ^= 1;
  auto long_proof = history().proof(10, 20);
  long_proof.push_back(Hash{});
  std::string broken_signature = history().note(20);
  broken_signature[broken_signature.size() - 10] ^= 1;
  const History fork = forked(5);

  struct Case {
    std::string what, body;
    unsigned status;
  };
  const std::vector<Case> cases = {
      {"no submission", "hello", 400},
      {"no note", "old 10\n\nhello\n", 400},
      {"no checkpoint",
       "old 10\n\n" + *sign_note("hello\n", log_key().name(), log_key().public_key(), log_key().signer()), 400},
      {"an extension line",
       "old 10\n\n" + *sign_note(format_checkpoint(at_20) + "more\n", log_key().name(), log_key().public_key(),
                                 log_key().signer()),
       400},
      {"an unknown origin",
       format_submission(
           {0, {}, *sign_checkpoint(history().at(20, stranger.name()), stranger.public_key(), stranger.signer())}),
       404},
      {"another key of that name",
       format_submission(
           {10, history().proof(10, 20), *sign_checkpoint(at_20, impostor.public_key(), impostor.signer())}),
       403},
      {"a stranger's signature",
       format_submission(
           {10, history().proof(10, 20),
            *sign_note(format_checkpoint(at_20), stranger.name(), stranger.public_key(), stranger.signer())}),
       403},
      {"a broken signature", format_submission({10, history().proof(10, 20), broken_signature}), 403},
      {"old above the checkpoint", format_submission({30, {}, history().note(20)}), 400},
      {"old below what was cosigned", history().submission(5, 20), 409},
      {"nothing known of what was cosigned", history().submission(0, 20), 409},
      {"old above what was cosigned", history().submission(15, 20), 409},
      {"back to a smaller tree", history().submission(5, 5), 409},
      {"no proof", format_submission({10, {}, history().note(20)}), 422},
      {"a wrong proof", format_submission({10, broken_proof, history().note(20)}), 422},
      {"too long a proof", format_submission({10, long_proof, history().note(20)}), 422},
      {"a proof where none is needed", format_submission({10, history().proof(5, 10), history().note(10)}), 422},
      {"another root at the same size", fork.submission(10, 10), 422},
      {"another history", fork.submission(10, 20), 422},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const WitnessAnswer answer = witness->add_checkpoint(one.body);
    CHECK(answer.status == one.status);
    if (one.status == 409) {
      CHECK(answer.body == "10\n");
      CHECK(answer.content_type == "text/x.tlog.size");
    }
    CHECK(answer.body.find("\xe2\x80\x94") == std::string::npos);
  }
  CHECK(*read_file(folder / "w/logs/" + origin_hash(log_key().name()), 1 << 20) == before);
}

TEST_CASE("a log that was never cosigned begins from nothing, and an empty log has the empty root") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  CHECK(witness->add_checkpoint(history().submission(3, 5)).body == "0\n");
  CHECK(witness->add_checkpoint(format_submission({0, history().proof(3, 5), history().note(5)})).status == 422);
  const std::string other_root =
      *sign_checkpoint({log_key().name(), 0, Hash{}}, log_key().public_key(), log_key().signer());
  CHECK(witness->add_checkpoint(format_submission({0, {}, other_root})).status == 422);
  CHECK(witness->add_checkpoint(history().submission(0, 5)).status == 200);
}

TEST_CASE("monitors are shown the last checkpoint cosigned, with the log's signature and the witness's only") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  const std::string hash = origin_hash(log_key().name());
  CHECK(witness->latest(hash).status == 404);
  const TestKey other_witness("witness.example/else");
  const std::string foreign = format_signature_line(*cosign(format_checkpoint(history().at(9)), other_witness.name(),
                                                            other_witness.public_key(), 5, other_witness.signer()));
  const WitnessAnswer answer =
      witness->add_checkpoint(format_submission({0, {}, history().note(9) + foreign + foreign}));
  REQUIRE(answer.status == 200);
  const WitnessAnswer shown = witness->latest(hash);
  CHECK(shown.status == 200);
  CHECK(shown.body == history().note(9) + answer.body);
  for (const std::string& wrong : {std::string(), std::string("../witness"), hash.substr(1), std::string(64, '0'),
                                   origin_hash("x") + "/../" + hash}) {
    CAPTURE(wrong);
    CHECK(witness->latest(wrong).status == 404);
  }
  std::string upper = hash;
  for (char& c : upper) c = static_cast<char>(::toupper(c));
  CHECK(witness->latest(upper).status == 404);
}

TEST_CASE("what was cosigned outlives the process") {
  const Folder folder;
  REQUIRE(new_witness(folder / "w")->add_checkpoint(history().submission(0, 10)).status == 200);
  const auto again = opened(folder / "w");
  CHECK(again->add_checkpoint(forked(5).submission(0, 20)).body == "10\n");
  CHECK(again->add_checkpoint(history().submission(10, 20)).status == 200);
}

TEST_CASE("a killed process leaves the state ahead of its answer, and the log goes on from the 409") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  REQUIRE(witness->add_checkpoint(history().submission(0, 10)).status == 200);
  REQUIRE(witness->add_checkpoint(history().submission(10, 20)).status == 200);  // whose answer was lost
  const WitnessAnswer conflict = witness->add_checkpoint(history().submission(10, 20));
  REQUIRE(conflict.status == 409);
  REQUIRE(conflict.body == "20\n");
  check_cosigned(witness->add_checkpoint(history().submission(20, 20)), history().note(20));
}

TEST_CASE("a witness whose state cannot be read or written cosigns nothing") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  REQUIRE(witness->add_checkpoint(history().submission(0, 10)).status == 200);
  const std::string path = folder / "w/logs/" + origin_hash(log_key().name());
  const std::string state = *read_file(path, 1 << 20);
  SECTION("cut off anywhere") {
    for (std::size_t length = 0; length < state.size(); ++length) {
      CAPTURE(length);
      std::ofstream(path) << state.substr(0, length);
      const auto answer = witness->add_checkpoint(forked(0).submission(0, 20));
      // Without the last line, our own signature, it still says what was cosigned.
      if (const auto kept = parse_witnessed_log(state.substr(0, length))) {
        CHECK(kept->last.size == 10);
        CHECK(answer.status == 409);
        continue;
      }
      CHECK(answer.status == 500);
      CHECK(witness->latest(origin_hash(log_key().name())).status == 500);
    }
  }
  SECTION("another log's") {
    const TestKey other("ledger.example/other");
    std::ofstream(path) << format_witnessed_log(new_witnessed_log(other.vkey()));
    CHECK(witness->add_checkpoint(history().submission(10, 20)).status == 500);
  }
  SECTION("no room for the new state") {
    std::filesystem::rename(folder / "w/logs", folder / "w/elsewhere");
    std::filesystem::create_directory(folder / "w/logs");
    std::filesystem::create_symlink(folder / "nowhere/file", path);
    CHECK(witness->add_checkpoint(history().submission(10, 20)).status != 200);
  }
}

TEST_CASE("a folder that is gone or of another witness is not begun anew") {
  const Folder folder;
  const Witness::Signer signer{witness_vkey(), witness_key().signer(), sunledger::testing::verify, [] { return 0; }};
  const auto missing = Witness::open(folder / "w", signer);
  REQUIRE(!missing);
  CHECK(missing.error().kind == ErrorKind::not_found);
  CHECK(!std::filesystem::exists(folder / "w"));
  const TestKey other("witness.example/else");
  REQUIRE(Witness::prepare(folder / "w", other.vkey(NoteKeyType::cosignature_v1)));
  CHECK(Witness::open(folder / "w", signer).error().kind == ErrorKind::conflict);
  CHECK(Witness::prepare(folder / "w", witness_vkey()).error().kind == ErrorKind::conflict);
  std::filesystem::create_directory(folder / "full");
  std::ofstream(folder / "full/a") << "x";
  CHECK(Witness::prepare(folder / "full", witness_vkey()).error().kind == ErrorKind::conflict);
}

TEST_CASE("a log's next key is accepted beside the first; the witness's own key never is a log's") {
  const Folder folder;
  const auto witness = new_witness(folder / "w");
  REQUIRE(witness->add_checkpoint(history().submission(0, 10)).status == 200);
  const TestKey next(log_key().name(), sha256(as_bytes("the next secret")));
  const std::string body = format_submission(
      {10, history().proof(10, 20), *sign_checkpoint(history().at(20), next.public_key(), next.signer())});
  CHECK(witness->add_checkpoint(body).status == 403);
  CHECK(*add_witnessed_log(folder / "w", next.vkey()));
  CHECK(!*add_witnessed_log(folder / "w", next.vkey()));
  CHECK(witness->add_checkpoint(body).status == 200);
  CHECK(add_witnessed_log(folder / "w", {"ledger.example/x", NoteKeyType::ed25519, witness_key().public_key()})
            .error()
            .kind == ErrorKind::invalid);
  CHECK(add_witnessed_log(folder / "w", next.vkey(NoteKeyType::cosignature_v1)).error().kind == ErrorKind::invalid);
  const auto logs = witnessed_logs(folder / "w");
  REQUIRE(logs->size() == 1);
  CHECK(logs->front().keys.size() == 2);
  CHECK(logs->front().last.size == 20);
}

TEST_CASE("of two who race with the same old size, exactly one is answered 200") {
  const Folder folder;
  const auto one = new_witness(folder / "w");
  const auto two = opened(folder / "w");  // as another process would
  std::size_t last = 0;
  for (std::size_t size = 1; size < 30; ++size) {
    const std::string first = history().submission(last, size);
    const std::string second = history().submission(last, size + 3);
    std::atomic<int> ready = 0;
    WitnessAnswer a, b;
    const auto ask = [&](Witness& witness, const std::string& body, WitnessAnswer& answer) {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      answer = witness.add_checkpoint(body);
    };
    std::thread other([&] { ask(*two, second, b); });
    ask(*one, first, a);
    other.join();
    CAPTURE(last, size, a.status, b.status);
    REQUIRE((a.status == 200) + (b.status == 200) == 1);
    REQUIRE((a.status == 409) + (b.status == 409) == 1);
    last = a.status == 200 ? size : size + 3;
    size = last;
  }
}

TEST_CASE("whatever is submitted, all that a witness cosigns lies in one history") {
  const Folder folder;
  int turn = 0;
  REQUIRE(rc::check("no two cosigned checkpoints contradict each other", [&] {
    const auto witness = new_witness(folder / ("w" + std::to_string(++turn)));
    const std::vector<History> branches = {history(), forked(*rc::gen::inRange<std::size_t>(0, 20)),
                                           forked(*rc::gen::inRange<std::size_t>(0, 20))};
    std::vector<Checkpoint> cosigned;
    std::size_t last = 0;
    const auto steps = *rc::gen::inRange(1, 25);
    for (int i = 0; i < steps; ++i) {
      const History& branch = branches[*rc::gen::inRange<std::size_t>(0, branches.size())];
      const History& prover = *rc::gen::inRange(0, 4) == 0 ? branches[0] : branch;
      const auto size = *rc::gen::inRange<std::size_t>(0, branch.leaves.size() + 1);
      const auto old_size = *rc::gen::inRange(0, 3) == 0 ? *rc::gen::inRange<std::size_t>(0, 41) : last;
      const auto answer =
          witness->add_checkpoint(format_submission({old_size, prover.proof(old_size, size), branch.note(size)}));
      if (answer.status != 200) continue;
      cosigned.push_back(branch.at(size));
      RC_ASSERT(size >= last);
      last = size;
    }
    // They rise, so that the branch of the last one has to hold all of them.
    if (cosigned.empty()) return;
    bool held = false;
    for (const History& branch : branches) {
      held |= std::all_of(cosigned.begin(), cosigned.end(), [&](const Checkpoint& checkpoint) {
        return branch.at(checkpoint.size).root == checkpoint.root;
      });
    }
    RC_ASSERT(held);
  }));
}
