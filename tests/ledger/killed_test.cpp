// kill -9 at any moment: what had a receipt is there, nothing is there by half, and the ledger opens.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "ledger/base/file.h"
#include "ledger/people/key_file.h"
#include "ledger/proof/hash.h"
#include "tests/support/child.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

std::string saved_key(const TemporaryFolder& folder, const Officer& officer) {
  std::string path = folder / (officer.person + ".key");
  REQUIRE(save_key_file(path, *new_unencrypted_key_file(officer.key, officer.person, KeyPurpose::author)));
  return path;
}

// What a killed program had been told.
struct Told {
  std::vector<Report> receipts;
  Report checkpoint;

  void take(const Report& report) {
    if (report.kind == Report::receipt) receipts.push_back(report);
    if (report.kind == Report::checkpoint) checkpoint = report;
  }
  void all_of(Child& child) {
    while (const auto report = child.next()) take(*report);
  }
};

void is_all_there(const Ledger& ledger, const Told& told) {
  for (const Report& receipt : told.receipts) {
    const auto bytes = ledger.entry_bytes(Position(receipt.position));
    if (!bytes.ok()) FAIL("position " << receipt.position << " had a receipt: " << bytes.error().message);
    if (leaf_hash(*bytes) != receipt.hash) FAIL("position " << receipt.position << " is another entry");
  }
  if (told.checkpoint.position == 0) return;
  const auto note = ledger.latest_checkpoint();
  REQUIRE((note.ok() && note->has_value()));
  const VerifierKey vkey = ledger.log_vkey();
  const auto opened = open_checkpoint(**note, std::span(&vkey, 1), verify);
  REQUIRE(opened.ok());
  CHECK(opened->checkpoint.size >= told.checkpoint.position);
  CHECK(*ledger.root_at(told.checkpoint.position) == told.checkpoint.hash);
}

}  // namespace

TEST_CASE("a recorder killed at any moment loses nothing that had a receipt, and every fact follows from the log") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 10'000'000));
  const std::string key = saved_key(federation.folder(), federation.recorder());
  federation.close();
  std::mt19937 random(20251122);
  std::size_t receipts = 0;
  for (int round = 0; round < 25; ++round) {
    Told told;
    {
      Child child(LEDGER_WRITER_PROGRAM, {"record", federation.dir(), key, std::to_string(round)});
      const auto first = child.next();  // it has begun
      REQUIRE(first.has_value());
      told.take(*first);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
      child.kill();
      told.all_of(child);
    }
    receipts += told.receipts.size();
    {
      const auto reader = Ledger::open_to_read(federation.dir());
      REQUIRE(reader.ok());
      is_all_there(**reader, told);
    }
    const Status opened = federation.open();
    if (!opened) FAIL("round " << round << ": " << opened.error().message);
    is_all_there(federation.ledger(), told);
    if (round % 4 == 0) {
      CHECK(replay_problem(federation.ledger()) == "");
    }
    federation.close();
  }
  CHECK(receipts > 100);
}

TEST_CASE("an init killed at any moment leaves no ledger or a whole one, and says how to begin again") {
  using Clock = std::chrono::steady_clock;
  const Officer administrator{"admin", SecretKey::generate()};
  TemporaryFolder whole;
  const auto began = Clock::now();
  {
    Child child(LEDGER_WRITER_PROGRAM,
                {"create", whole / "ledger", whole / "log.key", saved_key(whole, administrator)});
    REQUIRE(child.next().has_value());
    REQUIRE(child.wait() == 0);
  }
  const auto needed = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
  std::mt19937 random(1122);
  int whole_ones = 0, none = 0;
  for (int round = 0; round < 12; ++round) {
    TemporaryFolder folder;
    const std::vector<std::string> words = {"create", folder / "ledger", folder / "log.key",
                                            saved_key(folder, administrator)};
    {
      Child child(LEDGER_WRITER_PROGRAM, words);
      std::this_thread::sleep_for(
          std::chrono::microseconds(random() % static_cast<std::uint64_t>(needed + needed / 4)));
      child.kill();
      child.wait();
    }
    if (path_exists(folder / "ledger")) {
      ++whole_ones;
      auto opened = Ledger::open_to_write(folder / "ledger", {});
      if (!opened) FAIL("round " << round << ": " << opened.error().message);
      CHECK((*opened)->size() == 2);
      CHECK(replay_problem(**opened) == "");
      continue;
    }
    ++none;
    CHECK(Ledger::open_to_read(folder / "ledger").error().kind == ErrorKind::not_found);
    // What the refusal says is what helps: the left log key has signed nothing that anybody saw.
    std::filesystem::remove(folder / "log.key");
    std::filesystem::remove(folder / "log.key.head");
    Child again(LEDGER_WRITER_PROGRAM, words);
    const auto report = again.next();
    REQUIRE(report.has_value());
    CHECK(report->kind == Report::done);
    CHECK(again.wait() == 0);
  }
  INFO(whole_ones << " whole, " << none << " none");
  CHECK(none > 0);
}
