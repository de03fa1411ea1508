// A whole log verifies; and each kind of damage is named by its check and position.

#include "ledger/verify/verify.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "ledger/rules/rule.h"
#include "tests/ledger/verify/test_log.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

// 10 entries of opening, then payments with a checkpoint after every tenth; tiles and facts as a ledger keeps them.
struct SoundLog : TestLog {
  explicit SoundLog(std::size_t payments = 25) {
    checkpoint();
    for (std::size_t i = 0; i < payments; ++i) {
      pay("L" + std::to_string(1 + i % 3), 100 + static_cast<std::int64_t>(i));
      if (i % 10 == 9) checkpoint();
    }
    checkpoint();
    store_tiles();
    store_facts();
  }
};

bool names_position(const VerifyReport& report, std::uint64_t position) {
  return std::any_of(report.checks.begin(), report.checks.end(), [&](const CheckResult& result) {
    return result.state == CheckState::failed &&
           std::any_of(result.problems.begin(), result.problems.end(),
                       [&](const Problem& problem) { return problem.position == Position(position); });
  });
}

std::string first_message(const VerifyReport& report, Check check) {
  return result_of(report, check).problems.at(0).message;
}

// Without a policy there is no quorum to ask for (witnesses_test.cpp), nor anybody to hold times against; and nobody
// draws reports here (projections/redraw).
bool asks_for_more(Check check) {
  return check == Check::tree_witnesses || check == Check::entries_witnessed_time || check == Check::reports_submitted;
}

}  // namespace

TEST_CASE("a sound log passes every check, with one thread and with three") {
  const SoundLog log(700);
  for (unsigned threads : {1U, 3U}) {
    const VerifyReport report = verify_now(log.input(), threads);
    CAPTURE(threads, failures(report));
    CHECK_FALSE(report.failed());
    CHECK_FALSE(report.incomplete());
    CHECK(report.trusted_key);
    CHECK(report.origin == log.origin);
    CHECK(report.size == log.size());
    REQUIRE(report.checks.size() == check_count - package_checks().count());
    for (const CheckResult& result : report.checks) {
      CAPTURE(text_of(result.check).name);
      CHECK(result.state == (asks_for_more(result.check) ? CheckState::not_checked : CheckState::ok));
    }
    CHECK(result_of(report, Check::signatures_valid).count == log.size());
    CHECK(result_of(report, Check::rules_replayed).count == log.size());
    CHECK(result_of(report, Check::tree_hashes).count == log.size() + log.size() / 256);
    CHECK(result_of(report, Check::tree_checkpoints).count == log.checkpoints.size());
    CHECK(result_of(report, Check::facts_recomputed).count == log.facts.size());
    Frontier frontier;
    for (const Bytes& entry : log.entries) frontier.append(leaf_hash(entry));
    CHECK(report.root == frontier.root());
  }
}

TEST_CASE("an empty log is no log, but nothing in it is wrong") {
  VerifyInput input;
  input.read_entries = [](std::uint64_t, std::size_t, EntryChunk&) {};
  const VerifyReport report = verify_now(input);
  CHECK_FALSE(report.failed());
  CHECK(report.root == empty_root());
}

TEST_CASE("without a key from outside the log is found consistent with itself only") {
  const SoundLog log;
  VerifyInput input = log.input();
  input.log_key.reset();
  const VerifyReport report = verify_now(input);
  CHECK_FALSE(report.failed());
  CHECK_FALSE(report.trusted_key);
  CHECK(result_of(report, Check::tree_checkpoints).count == log.checkpoints.size());
}

TEST_CASE("every check runs alone, and only it is reported") {
  const SoundLog log;
  VerifyInput input = log.input();
  input.log_key.reset();
  for (const CheckText& text : check_table()) {
    if (has(package_checks(), text.check)) continue;  // of no log (projections/package)
    const VerifyReport report = verify_now(input, 1, {text.name});
    CAPTURE(text.name, failures(report));
    REQUIRE(report.checks.size() == 1);
    CHECK(report.checks[0].check == text.check);
    CHECK(report.checks[0].state == (asks_for_more(text.check) ? CheckState::not_checked : CheckState::ok));
  }
  CHECK(verify_now(log.input(), 1, {"tree"}).checks.size() == 3);
  CHECK(verify_log(log.input(), VerifyOptions{{"tree.leaves"}, 1, {}, {}}).error().kind == ErrorKind::usage);
}

TEST_CASE("a key from outside is held against the checkpoint, whichever check runs") {
  const SoundLog log;
  VerifyInput input = log.input();
  const VerifyReport report = verify_now(input, 1, {"entries.time"});
  REQUIRE(report.checks.size() == 2);
  CHECK(report.checks[1].check == Check::tree_checkpoints);
  CHECK(report.trusted_key);
  CHECK_FALSE(report.failed());
  input.log_key->key = SecretKey::generate().public_key();
  CHECK(verify_now(input, 1, {"entries.time"}).failed());
}

TEST_CASE("every flipped byte of every entry is found, and its position named") {
  SoundLog log(8);
  for (std::uint64_t position = 0; position < log.size(); ++position) {
    // The structure alone finds it: tiles hold every leaf hash.
    for (std::size_t at = 0; at < log.entries[position].size(); ++at) {
      log.entries[position][at] ^= 0x10;
      const VerifyReport report = verify_now(log.input(), 1, {"entries", "tree"});
      log.entries[position][at] ^= 0x10;
      CAPTURE(position, at, failures(report));
      REQUIRE(result_of(report, Check::tree_hashes).problems.at(0).position == Position(position));
      REQUIRE(result_of(report, Check::tree_checkpoints).state == CheckState::failed);
    }
  }
}

TEST_CASE("without tiles a flipped byte of what the author signed is named all the same") {
  SoundLog log(4);
  log.has_tiles = false;
  const std::uint64_t position = log.size() - 2;
  for (std::size_t at = 0; at < log.entries[position].size(); at += 3) {
    log.entries[position][at] ^= 1;
    const VerifyReport report = verify_now(log.input());
    log.entries[position][at] ^= 1;
    CAPTURE(at, failures(report));
    REQUIRE(report.failed());
    const bool sequencers_word = at >= 12 && at < 20;  // the recorded time is in the leaf only
    CHECK((sequencers_word || names_position(report, position)));
    CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::failed);
  }
}

TEST_CASE("a dropped entry shifts what follows and is named") {
  SoundLog log;
  log.entries.erase(log.entries.begin() + 20);
  const VerifyReport report = verify_now(log.input());
  CHECK(result_of(report, Check::entries_contiguous).problems.at(0).position == Position(20));
  CHECK(result_of(report, Check::authors_running_number).problems.at(0).position == Position(20));
  CHECK(result_of(report, Check::tree_hashes).problems.at(0).position == Position(20));
  CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::failed);
}

TEST_CASE("two entries that changed places are named") {
  SoundLog log;
  std::swap(log.entries[14], log.entries[15]);
  const VerifyReport report = verify_now(log.input());
  CHECK(result_of(report, Check::entries_contiguous).problems.at(0).position == Position(14));
  CHECK(result_of(report, Check::entries_time).problems.at(0).position == Position(15));
  CHECK(result_of(report, Check::authors_running_number).problems.at(0).position == Position(14));
  CHECK(result_of(report, Check::tree_hashes).problem_count == 2);
}

TEST_CASE("a cut-off end is found by the checkpoint over it") {
  SoundLog log;
  log.entries.resize(log.size() - 3);
  log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report) == "tree.checkpoints " + std::to_string(log.size()));
}

TEST_CASE("a rule noted as let through that was not, and one not noted that was") {
  SoundLog log;
  const auto large = static_cast<std::uint16_t>(Rule::budget_year_open);
  log.force(log.recorder, log.draft(log.recorder, TestLog::payment("V-x", "L1", 5)), {large});
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report) == "rules.replayed " + std::to_string(log.size() - 1));
  CHECK(first_message(report, Check::rules_replayed).find("budget.year-open") != std::string::npos);

  // Cash above the limit is found by the default charter; an entry that keeps silent about it is wrong.
  SoundLog silent;
  const Fill cash = [](schema::Event::Builder event) {
    TestLog::payment("V-cash", "L1", 1'000'000)(event);
    event.getPaymentRecorded().setMethod(schema::Method::CASH);
  };
  silent.force(silent.recorder, silent.draft(silent.recorder, cash));
  silent.has_tiles = silent.has_facts = false;
  CHECK(first_message(verify_now(silent.input()), Check::rules_replayed).find("payment.cash-limit") !=
        std::string::npos);
}

TEST_CASE("an event by a key without the role is named, and its effect left out") {
  SoundLog log;
  const std::uint64_t position =
      log.force(log.reviewer, log.draft(log.reviewer, TestLog::payment("V-r", "L1", 1'000'000'000)));
  // The line would be overdrawn if the payment above counted.
  log.pay("L1", 100);
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report) == "authors.roles " + std::to_string(position));
}

TEST_CASE("an event by a key that nobody registered is named") {
  SoundLog log;
  const SecretKey stranger = SecretKey::generate();
  log.force(stranger, log.draft(stranger, TestLog::payment("V-s", "L1", 1)));
  log.has_tiles = log.has_facts = false;
  CHECK(failures(verify_now(log.input())) == "authors.roles " + std::to_string(log.size() - 1));
}

TEST_CASE("the header's author must be the one in the signed bytes") {
  SoundLog log;
  const auto draft = log.draft(log.recorder, TestLog::payment("V-h", "L1", 1));
  log.force(log.reviewer, draft);  // signed by the reviewer's key, in the recorder's name
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input(), 1, {"signatures.valid"});
  CHECK(failures(report) == "signatures.valid " + std::to_string(log.size() - 1));
  CHECK(result_of(report, Check::signatures_valid).problem_count == 1);
}

TEST_CASE("a gap in an author's numbers is named once") {
  SoundLog log;
  auto draft = log.draft(log.recorder, TestLog::payment("V-g", "L1", 1));
  draft.envelope.number += 1;
  const std::uint64_t position = log.force(log.recorder, draft);
  draft = log.draft(log.recorder, TestLog::payment("V-g2", "L1", 1));
  draft.envelope.number += 2;
  log.force(log.recorder, draft);
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report) == "authors.running-number " + std::to_string(position));
  CHECK(result_of(report, Check::authors_running_number).problem_count == 1);
}

TEST_CASE("an author who saw another history is named") {
  SoundLog log;
  auto draft = log.draft(log.recorder, TestLog::payment("V-o", "L1", 1));
  draft.envelope.head_root.bytes[4] ^= 1;
  log.force(log.recorder, draft);
  log.has_tiles = log.has_facts = false;
  CHECK(failures(verify_now(log.input())) == "authors.heads " + std::to_string(log.size() - 1));
}

TEST_CASE("a command recorded twice is named with the first one's position") {
  SoundLog log;
  auto draft = log.draft(log.recorder, TestLog::payment("V-t", "L1", 1));
  const std::uint64_t first = log.record(log.recorder, draft);
  draft.envelope.number += 1;
  log.force(log.recorder, draft);
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report) == "rules.replayed " + std::to_string(log.size() - 1));
  CHECK(first_message(report, Check::rules_replayed).find(std::to_string(first)) != std::string::npos);
}

TEST_CASE("a changed tile hash is named at every level") {
  SoundLog log(600);
  for (const auto& [level, index] : {std::pair(0, 0), {0, 1}, {0, 2}, {1, 0}}) {
    const std::size_t hashes = log.tiles[{level, index}].size() / 32;
    for (std::size_t at : {std::size_t{0}, hashes / 2, hashes - 1}) {
      log.tiles[{level, index}][at * 32 + 9] ^= 1;
      const VerifyReport report = verify_now(log.input(), 2, {"tree"});
      log.tiles[{level, index}][at * 32 + 9] ^= 1;
      const std::uint64_t hash = static_cast<std::uint64_t>(index) * 256 + at;
      CAPTURE(level, index, at);
      CHECK(failures(report) == "tree.hashes " + std::to_string(hash << (8 * level)));
      CHECK(result_of(report, Check::tree_hashes).problem_count == 1);
    }
  }
  log.tiles[{1, 0}].pop_back();
  CHECK(failures(verify_now(log.input(), 1, {"tree"})) == "tree.hashes 0");
  log.tiles.erase({0, 2});
  CHECK(result_of(verify_now(log.input(), 1, {"tree"}), Check::tree_hashes).problem_count == 2);
}

TEST_CASE("a checkpoint signed by another key, or damaged, or under another size, is named") {
  SoundLog log;
  const std::uint64_t size = 20;
  log.checkpoints[size] = log.checkpoint_with(log.admin, size);
  CHECK(failures(verify_now(log.input())) == "tree.checkpoints 19");
  log.checkpoints[size] = "garbage";
  CHECK(failures(verify_now(log.input())) == "tree.checkpoints 19");
  log.checkpoints[size] = log.checkpoint_with(log.log_key, 21);
  CHECK(failures(verify_now(log.input())) == "tree.checkpoints 19");
  log.checkpoints[size] = log.checkpoint_with(log.log_key, 20);
  CHECK(failures(verify_now(log.input())).empty());
}

TEST_CASE("a past that its author signed anew does not fit the checkpoint over it") {
  SoundLog log;
  SoundLog other(0);
  for (int i = 0; i < 25; ++i) other.pay("L2", 7);
  // The whole log is made anew with the same keys; only the old checkpoints remember.
  log.entries = other.entries;
  log.store_tiles();
  log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(result_of(report, Check::tree_checkpoints).problems.at(0).position == Position(19));
  CHECK(result_of(report, Check::signatures_valid).state == CheckState::ok);
  CHECK(result_of(report, Check::tree_hashes).state == CheckState::ok);
}

TEST_CASE("the key of entry 0 must be the one that the reader trusts") {
  const SoundLog log;
  VerifyInput input = log.input();
  input.log_key->key = log.admin.public_key();
  CHECK(failures(verify_now(input)).starts_with("tree.checkpoints"));
}

TEST_CASE("facts that were changed, removed or added beside the log are named") {
  SoundLog log;
  const auto sound = log.facts;
  const auto& line = *sound.lower_bound("L");
  log.facts[line.first].back() ^= 1;
  CHECK(failures(verify_now(log.input())) == "facts.recomputed");
  log.facts = sound;
  log.facts.erase(line.first);
  CHECK(failures(verify_now(log.input())) == "facts.recomputed");
  log.facts["Zinvented"] = "x";
  CHECK(result_of(verify_now(log.input()), Check::facts_recomputed).problem_count == 2);
}

TEST_CASE("an unreadable entry is named, and what follows it is still judged") {
  SoundLog log;
  log.unreadable[15] = "disk error";
  log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(result_of(report, Check::entries_readable).problems.at(0).position == Position(15));
  // Its leaf hash stands in the stored tile, so that the tree is known all the same.
  CHECK(result_of(report, Check::tree_checkpoints).state == CheckState::ok);
  CHECK(result_of(report, Check::authors_running_number).problems.at(0).position == Position(16));
  CHECK(result_of(report, Check::signatures_valid).count == log.size() - 1);

  log.has_tiles = false;
  const VerifyReport blind = verify_now(log.input());
  CHECK(result_of(blind, Check::tree_checkpoints).state == CheckState::incomplete);
  CHECK_FALSE(blind.root.has_value());
}

TEST_CASE("a kind newer than this program is counted, and leaves the result incomplete") {
  SoundLog log;
  auto draft =
      log.draft(log.recorder, [](schema::Event::Builder event) { event.initContractEnded().setContract("C"); });
  draft.event.bytes[8] = 0x39;  // the union's tag, little-endian
  draft.event.bytes[9] = 0x30;
  log.force(log.recorder, draft);
  log.has_tiles = log.has_facts = false;
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report).empty());
  CHECK(report.incomplete());
  CHECK(report.unknown_kinds == 1);
  CHECK(result_of(report, Check::rules_replayed).state == CheckState::incomplete);
}

TEST_CASE("a cited document must be there, unchanged") {
  SoundLog log;
  const Bytes content(100, 42);
  const Hash hash = sha256(content);
  const std::uint64_t position = log.record(log.recorder, [&](schema::Event::Builder event) {
    auto added = event.initDocumentAdded();
    added.setDocument(capnp::Data::Reader(hash.bytes.data(), 32));
    added.setSize(content.size());
    added.setMediaType("application/pdf");
    added.setTitle("批复");
  });
  log.has_tiles = log.has_facts = false;
  CHECK(failures(verify_now(log.input())) == "documents.present " + std::to_string(position));
  log.documents[hash] = content;
  CHECK(failures(verify_now(log.input())).empty());
  log.documents[hash][50] ^= 1;
  CHECK(failures(verify_now(log.input())) == "documents.present " + std::to_string(position));
  VerifyInput input = log.input();
  input.document = nullptr;
  CHECK(result_of(verify_now(input), Check::documents_present).state == CheckState::not_checked);
}

TEST_CASE("an import that is still open is noted, not failed") {
  SoundLog log;
  const Bytes file(32, 3);
  const std::uint64_t position = log.record(log.recorder, [&](schema::Event::Builder event) {
    auto opened = event.initBatchOpened();
    opened.setImport("payments");
    opened.setFile(capnp::Data::Reader(file.data(), file.size()));
    opened.setCount(2);
    opened.setAmount(300);
  });
  auto draft = log.draft(log.recorder, TestLog::payment("V-b1", "L1", 100));
  draft.envelope.batch = position;
  log.record(log.recorder, draft);
  log.store_tiles();
  log.store_facts();
  const VerifyReport report = verify_now(log.input());
  CHECK(failures(report).empty());
  REQUIRE(result_of(report, Check::batches_closed).notes.size() == 1);
  CHECK(result_of(report, Check::batches_closed).notes[0].position == Position(position));
}

TEST_CASE("a source of entries is read in chunks, past what cannot be read") {
  SoundLog log;
  log.unreadable[15] = "disk error";
  log.entries[17][0] ^= 1;  // no longer begins with SLE1
  EntryChunk chunk;
  read_entries_of(log)(10, 12, chunk);
  REQUIRE(chunk.size() == 12);
  CHECK_FALSE(chunk.entry(5).has_value());
  CHECK(chunk.why_unreadable(5) == "disk error");
  for (std::size_t i : {0, 4, 6, 7, 8, 11}) {
    CAPTURE(i);
    const auto view = chunk.entry(i);
    REQUIRE(view.has_value());
    CHECK(std::equal(view->begin(), view->end(), log.entries[10 + i].begin(), log.entries[10 + i].end()));
  }
}
