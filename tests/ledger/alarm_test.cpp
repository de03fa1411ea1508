// An alarm beside the log key stops whoever writes, now and at every opening, until it is settled.

#include "ledger/alarm.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "ledger/base/file.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

Alarm alarm_of_city(std::uint64_t witness_size, std::uint64_t own_size) {
  const SecretKey key = SecretKey::generate();
  return {"2026-01-05T08:00:00.000Z",
          {"witness.example/city", NoteKeyType::cosignature_v1, key.public_key()},
          witness_size,
          own_size,
          "a note\n"};
}

}  // namespace

TEST_CASE("an alarm reads as it was written, and one that was changed by a byte still is one") {
  const Alarm alarm = alarm_of_city(12, 9);
  const std::string text = format_alarm(alarm);
  const auto read = parse_alarm(text);
  REQUIRE(read);
  CHECK(format_alarm(*read) == text);
  CHECK(read->note == "a note\n");
  const TemporaryFolder folder;
  const std::string key = folder / "log.key";
  CHECK(!*alarm_beside(key));
  for (std::size_t length = 0; length < text.size(); ++length) {
    std::ofstream(alarm_path(key)) << text.substr(0, length);
    const auto found = alarm_beside(key);
    CAPTURE(length);
    CHECK((!found && found.error().kind == ErrorKind::corrupt));
  }
}

TEST_CASE("the first alarm stays, and settled it is kept with how") {
  const TemporaryFolder folder;
  const std::string key = folder / "log.key";
  REQUIRE(raise_alarm(key, alarm_of_city(12, 9)));
  REQUIRE(raise_alarm(key, alarm_of_city(99, 9)));
  CHECK((**alarm_beside(key)).witness_size == 12);
  REQUIRE(settle_alarm(key, "compared 12 abc", "2026-01-06T08:00:00.000Z"));
  CHECK(!*alarm_beside(key));
  CHECK(read_file(key + ".alarm-settled-20260106T080000.000Z", 1000)->ends_with("settled: compared 12 abc\n"));
}

TEST_CASE("an alarm stops a ledger that is open for writing at its next checkpoint, and every later opening") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
  REQUIRE(federation.ledger().checkpoint());
  const std::uint64_t size = federation.ledger().size();
  REQUIRE(federation.ledger().raise_alarm(alarm_of_city(size + 1, size)));

  federation.record(federation.recorder(), budget_line(2025, "康复-02", 1'000));
  const auto signed_note = federation.ledger().checkpoint();
  REQUIRE(!signed_note);
  CHECK(signed_note.error().name == "checkpoint.alarm");
  federation.close();
  const auto opened = federation.open();
  REQUIRE(!opened);
  CHECK(opened.error().name == "checkpoint.alarm");
  CHECK(opened.error().kind == ErrorKind::corrupt);

  const auto reader = Ledger::open_to_read(federation.dir());
  REQUIRE(reader);
  CHECK((**(*reader)->alarm()).witness_size == size + 1);
  REQUIRE((*reader)->settle_alarm("compared", federation.now_ms()));
  CHECK(federation.open());
}
