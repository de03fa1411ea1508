// The auditor's files: one spelling for one content; a changed byte is refused; evidence proves by itself.

#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/audit/audit_text.h"
#include "ledger/audit/compare_files.h"
#include "ledger/base/file.h"
#include "ledger/export_tiles.h"
#include "tests/ledger/audit/audit_story.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

void pay(TestLog& log, std::size_t payments, std::int64_t fen = 100) {
  for (std::size_t i = 0; i < payments; ++i) log.pay("L1", fen);
  log.checkpoint();
  log.store_tiles();
}

AuditorState state_after_visits() {
  TestLog log;
  Auditor auditor(log.log_vkey());
  for (int i = 0; i < 20; ++i) {
    pay(log, 3);
    auditor.visit(log);
  }
  return auditor.state;
}

void publish(const TestLog& log, const std::string& dir) {
  REQUIRE(export_tiles(log, log.input().hash_tile, log.checkpoints.rbegin()->second, dir).ok());
}

}  // namespace

TEST_CASE("a state is read as it was written, and keeps the first checkpoint and the newest") {
  AuditorState state = state_after_visits();
  CHECK(state.seen.size() == notes_kept);
  const auto first = parse_note(state.seen.front());
  REQUIRE(first.ok());
  CHECK(first->text.find("\n13\n") != std::string::npos);
  const auto again = parse_state(write_state(state));
  REQUIRE(again.ok());
  CHECK(*again == state);
  state.policy = "quorum none\n";
  CHECK(*parse_state(write_state(state)) == state);
}

TEST_CASE("every changed byte of a state is refused") {
  const std::string text = write_state(state_after_visits());
  for (std::size_t at = 0; at < text.size(); at += 7) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CAPTURE(at);
    CHECK_FALSE(parse_state(changed).ok());
  }
  for (const std::string& cut : {std::string(), text.substr(0, 40), text.substr(0, text.size() - 1), text + "\n"}) {
    CHECK_FALSE(parse_state(cut).ok());
  }
}

TEST_CASE("a visit keeps its state in a file, asks for a key once, and never moves it on failure") {
  TemporaryFolder folder;
  TestLog log;
  pay(log, 5);
  publish(log, folder / "tiles");
  VisitRequest request;
  request.state_path = folder / "state";
  const auto tiles = TilesFolder::open(folder / "tiles");
  REQUIRE(tiles.ok());
  const auto without_key = visit(**tiles, request, {});
  REQUIRE_FALSE(without_key.ok());
  CHECK(without_key.error().kind == ErrorKind::usage);
  CHECK_FALSE(path_exists(request.state_path));

  request.log_key = log.log_vkey();
  request.full = true;
  const auto first = visit(**tiles, request, {});
  REQUIRE(first.ok());
  CHECK(first->outcome.kind == FollowOutcome::Kind::followed);
  CHECK(result_of(*first->outcome.report, Check::rules_replayed).state == CheckState::ok);
  const std::string kept = read_file(request.state_path, 1 << 20).value();

  request.log_key.reset();
  request.full = false;
  pay(log, 5);
  log.entries[17][130] ^= 1;
  log.checkpoint();
  log.store_tiles();
  publish(log, folder / "bad");
  const auto bad = TilesFolder::open(folder / "bad");
  REQUIRE(bad.ok());
  const auto refused = visit(**bad, request, {});
  REQUIRE(refused.ok());
  CHECK(refused->outcome.kind == FollowOutcome::Kind::failed);
  CHECK(visit_error(*refused)->name == "signatures.valid");
  CHECK(read_file(request.state_path, 1 << 20).value() == kept);

  request.log_key = VerifierKey{"ledger.example/other", NoteKeyType::ed25519, log.recorder.public_key()};
  const auto of_another_log = visit(**tiles, request, {});
  REQUIRE_FALSE(of_another_log.ok());
  CHECK(of_another_log.error().kind == ErrorKind::conflict);
}

TEST_CASE("where the log's key was changed, the auditor names the new one once; without it nothing is believed") {
  TemporaryFolder folder;
  TestLog log;
  pay(log, 5);
  publish(log, folder / "before");
  VisitRequest request;
  request.state_path = folder / "state";
  request.log_key = log.log_vkey();
  REQUIRE(visit(**TilesFolder::open(folder / "before"), request, {}).ok());
  request.log_key.reset();

  pay(log, 5);
  const VerifierKey new_key{log.origin, NoteKeyType::ed25519, log.approver.public_key()};
  log.checkpoints[log.size()] = log.checkpoint_with(log.approver, log.size());
  publish(log, folder / "after");
  const auto after = TilesFolder::open(folder / "after");
  const auto unknown = visit(**after, request, {});
  REQUIRE_FALSE(unknown.ok());
  CHECK(unknown.error().kind == ErrorKind::corrupt);

  request.log_key = new_key;
  const auto named = visit(**after, request, {});
  REQUIRE(named.ok());
  CHECK(named->outcome.kind == FollowOutcome::Kind::followed);
  request.log_key.reset();
  CHECK(visit(**after, request, {})->outcome.kind == FollowOutcome::Kind::nothing_new);
  CHECK(load_state(request.state_path).value()->log_keys.size() == 2);
}

TEST_CASE("evidence of a split view proves itself, and a forged one does not") {
  TestLog one, other;
  pay(one, 5, 100);
  pay(other, 5, 200);
  pay(other, 5, 200);
  TemporaryFolder folder;
  publish(one, folder / "one");
  publish(other, folder / "other");
  CompareRequest request;
  request.first = folder / "one";
  request.second = folder / "other";
  request.log_key = one.log_vkey();
  const auto result = compare_files(request);
  REQUIRE(result.ok());
  REQUIRE(result->comparison.kind == Comparison::Kind::split_view);
  CHECK(comparison_error(*result)->kind == ErrorKind::corrupt);
  const auto evidence = parse_evidence(read_file(result->evidence_path, longest_evidence_bytes).value());
  REQUIRE(evidence.ok());
  CHECK(check_evidence(*evidence).ok());
  CHECK(write_evidence(*parse_evidence(write_evidence(*evidence))) == write_evidence(*evidence));
  // Found again, it is kept once.
  CHECK(compare_files(request)->evidence_path == result->evidence_path);

  Evidence forged = *evidence;
  SECTION("its own root instead of the other") {
    forged.root = result->comparison.first.root;
  }
  SECTION("one hash changed") {
    forged.hashes.at(0).bytes[0] ^= 1;
  }
  SECTION("another log's key") {
    forged.log_keys.front().key = one.recorder.public_key();
  }
  SECTION("one checkpoint twice") {
    forged.first = forged.second;
  }
  SECTION("no hashes") {
    forged.hashes.clear();
  }
  CHECK_FALSE(check_evidence(forged).ok());
}

TEST_CASE("an honest log compares as one history, with tiles, and as not checked without") {
  TestLog log;
  pay(log, 5);
  const std::string early = log.checkpoints.rbegin()->second;
  pay(log, 300);
  TemporaryFolder folder;
  publish(log, folder / "tiles");
  REQUIRE(replace_file(folder / "early", early).ok());
  REQUIRE(replace_file(folder / "late", log.checkpoints.rbegin()->second).ok());
  CompareRequest request;
  request.first = folder / "early";
  request.second = folder / "late";
  CHECK(compare_files(request).error().kind == ErrorKind::usage);
  request.log_key = log.log_vkey();
  CHECK(compare_files(request)->comparison.kind == Comparison::Kind::unknown);
  request.tiles = {folder / "tiles"};
  CHECK(compare_files(request)->comparison.kind == Comparison::Kind::consistent);
  request.second = request.first;
  CHECK(compare_files(request)->comparison.kind == Comparison::Kind::same);
  request.log_key->key = log.recorder.public_key();
  CHECK(compare_files(request).error().kind == ErrorKind::corrupt);
}

TEST_CASE("tiles of a third tree settle nothing and accuse nobody") {
  TestLog log, third;
  pay(log, 5);
  const std::string early = log.checkpoints.rbegin()->second;
  pay(log, 5);
  pay(third, 30, 300);
  TemporaryFolder folder;
  publish(third, folder / "tiles");
  REQUIRE(replace_file(folder / "early", early).ok());
  REQUIRE(replace_file(folder / "late", log.checkpoints.rbegin()->second).ok());
  CompareRequest request;
  request.first = folder / "early";
  request.second = folder / "late";
  request.log_key = log.log_vkey();
  request.tiles = {folder / "tiles"};
  const auto result = compare_files(request);
  REQUIRE(result.ok());
  CHECK(result->comparison.kind == Comparison::Kind::unknown);
  CHECK_FALSE(result->comparison.evidence);
}
