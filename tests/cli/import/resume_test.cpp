// A large import that is interrupted: killed, stopped, abandoned, overtaken. The story always ends in one of two ways:
// everything counts once, or nothing does.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ostream>

#include "cli/import/batch_command.h"
#include "cli/import/kinds/kinds.h"
#include "import_fixture.h"
#include "ledger/event/open.h"

using namespace sunledger;
using namespace sunledger::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using End = ImportOutcome::End;

namespace {

constexpr std::uint64_t rows = 5000;

// Stops the import once that many events are recorded.
ImportProgress stop_at(std::uint64_t events) {
  return [events](ImportPhase phase, std::uint64_t done, std::uint64_t) {
    return phase == ImportPhase::judging || done < events;
  };
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// Imports the file in a process of its own (a store's threads don't survive a fork) that kills itself once so many
// events are recorded.
pid_t start_import(const Office& office, const std::string& file, std::uint64_t at) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setenv("IMPORT_FOLDER", office.folder().c_str(), 1);
    ::setenv("IMPORT_FILE", file.c_str(), 1);
    ::setenv("IMPORT_DIES_AT", std::to_string(at).c_str(), 1);
    ::execl("/proc/self/exe", "import_test", "the import that is killed", static_cast<char*>(nullptr));
    ::_exit(9);
  }
  return child;
}

void import_and_die(const Office& office, const std::string& file, std::uint64_t at) {
  const pid_t child = start_import(office, file, at);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGKILL);
}

// What the books say, apart from where and when it was recorded.
std::string state_of(Office& office) {
  std::string state;
  for (const char* line : {"P1", "P2", "P3"}) state += office.available(line) + " " + office.pending(line) + "; ";
  Facts facts = office.ledger().facts();
  std::uint64_t waiting = 0;
  facts.scan_waiting(PaymentState::recorded, [&](std::uint64_t position) {
    waiting += facts.payment(position).has_value();
    return true;
  });
  return state + std::to_string(waiting) + " wait";
}

std::uint64_t open_batch(Office& office, const ImportOutcome& outcome) {
  REQUIRE(outcome.batch != 0);
  REQUIRE(office.ledger().facts().batch(outcome.batch)->state == BatchState::open);
  return outcome.batch;
}

}  // namespace

TEST_CASE("the import that is killed", "[.]") {
  if (environment("IMPORT_FOLDER").empty()) return;
  Office office(environment("IMPORT_FOLDER"));
  const std::uint64_t at = std::stoull(environment("IMPORT_DIES_AT"));
  const auto outcome = office.import("payments", environment("IMPORT_FILE"), "li",
                                     [at](ImportPhase phase, std::uint64_t done, std::uint64_t) {
                                       if (phase == ImportPhase::recording && done >= at) ::kill(::getpid(), SIGKILL);
                                       return true;
                                     });
  ::_exit(outcome.ok() ? 0 : 1);  // without a word: whoever started it knows what was to happen
}

TEST_CASE("an import killed between any two chunks is taken up by the same file and ends like one never killed") {
  Office undisturbed;
  undisturbed.must_import("payments", payments(rows));
  const std::string expected = state_of(undisturbed);
  for (const std::uint64_t at : {0, 2000, 5000}) {
    CAPTURE(at);
    Office office;
    const std::string file = office.write("p.csv", payments(rows));
    const std::string before = state_of(office);
    office.close();
    import_and_die(office, file, at);
    office.reopen();
    CHECK(state_of(office) == before);
    const auto resumed = office.import("payments", file);
    INFO((resumed.ok() ? "" : resumed.error().message + resumed.error().hint));
    REQUIRE(resumed.ok());
    CHECK(resumed->end == End::recorded);
    CHECK(resumed->resumed_after == at);
    CHECK(resumed->recorded == rows - at);
    CHECK(state_of(office) == expected);
    const auto batch = office.ledger().facts().batch(resumed->batch);
    CHECK(batch->state == BatchState::closed);
    CHECK(batch->count == rows);
    CHECK(batch->sum_fen == static_cast<std::int64_t>(rows) * 100);
    CHECK(office.ledger().size() == undisturbed.ledger().size());
    CHECK(office.told("payments", payments(rows)) == "nothing new");
  }
}

TEST_CASE("an import killed at any moment, in the middle of a write too, ends like one never killed") {
  Office office;
  const std::string file = office.write("p.csv", payments(20'000));
  office.close();
  constexpr std::uint64_t never = 1'000'000;
  // Each life is a little longer than the one before, until one comes to its end.
  for (unsigned milliseconds = 400, lives = 0; lives < 5; milliseconds += 400, ++lives) {
    const pid_t child = start_import(office, file, never);
    ::usleep(milliseconds * 1000);
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
  }
  office.reopen();
  const auto resumed = office.import("payments", file);
  INFO((resumed.ok() ? "" : resumed.error().message + resumed.error().hint));
  REQUIRE(resumed.ok());
  CHECK((resumed->end == End::recorded || resumed->end == End::nothing_new));
  CHECK(office.pending("P1") == "20000.00");
  CHECK_THAT(state_of(office), Contains(" 20000 wait"));
}

TEST_CASE("an import killed twice is taken up twice") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  office.close();
  import_and_die(office, file, 1000);
  import_and_die(office, file, 3000);
  office.reopen();
  const auto resumed = office.import("payments", file);
  REQUIRE(resumed.ok());
  CHECK(resumed->resumed_after == 3000);
  CHECK(office.pending("P1") == "5000.00");
}

TEST_CASE("rows recorded before the import was opened are no part of it, also when it is taken up again") {
  Office office;
  office.must_import("payments", payments(700, 2000), "wang");
  const std::string file = office.write("p.csv", payments(rows));
  const auto stopped = office.import("payments", file, "li", stop_at(2000));
  REQUIRE(stopped.ok());
  CHECK(stopped->end == End::stopped);
  CHECK(stopped->events == rows - 700);
  const auto resumed = office.import("payments", file);
  INFO((resumed.ok() ? "" : resumed.error().message + resumed.error().hint));
  REQUIRE(resumed.ok());
  CHECK(resumed->resumed_after == 2000);
  CHECK(office.ledger().facts().batch(resumed->batch)->count == rows - 700);
  CHECK(office.pending("P1") == "5000.00");
}

TEST_CASE("codes taken up on another day keep the day of their first recording") {
  Office office;
  std::string codes = "year,table,code,name\n";
  for (int i = 0; i < 2500; ++i) codes += "2025,function," + std::to_string(3000000 + i) + ",科目\n";
  const std::string file = office.write("c.csv", codes);
  REQUIRE(office.import("codes", file, "li", stop_at(1000)).ok());
  office.set_day("2025-07-20");
  const auto resumed = office.import("codes", file);
  INFO((resumed.ok() ? "" : resumed.error().message + resumed.error().hint));
  REQUIRE(resumed.ok());
  CHECK(resumed->end == End::recorded);
  CHECK(resumed->recorded == 1500);
  CHECK(office.told("codes", codes, "wang") == "nothing new");
}

TEST_CASE("nothing of an open import counts") {
  Office office;
  const auto stopped = office.import("payments", office.write("p.csv", payments(rows)), "li", stop_at(3000));
  REQUIRE(stopped.ok());
  open_batch(office, *stopped);
  CHECK(stopped->recorded == 3000);
  CHECK(office.available("P1") == "1000000.00");
  CHECK(office.pending("P1") == "0.00");
  CHECK_THAT(state_of(office), Contains(" 0 wait"));
}

TEST_CASE("an abandoned import never counts, and its file may come again") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  const auto stopped = office.import("payments", file, "li", stop_at(2000));
  REQUIRE(stopped.ok());
  const std::uint64_t first = open_batch(office, *stopped);
  const Day today = *parse_day("2025-06-30");
  REQUIRE_FALSE(abandon_import(office.ledger(), Office::key_of("wang"), Position(first), "不是我的", today).ok());
  REQUIRE(abandon_import(office.ledger(), Office::key_of("li"), Position(first), "重来", today).ok());
  CHECK(office.pending("P1") == "0.00");
  const auto again = office.import("payments", file, "wang");
  INFO((again.ok() ? "" : again.error().message + again.error().hint));
  REQUIRE(again.ok());
  CHECK(again->end == End::recorded);
  CHECK(again->batch != first);
  CHECK(again->recorded == rows);
  CHECK(again->resumed_after == 0);
  CHECK(office.pending("P1") == "5000.00");
  CHECK_THAT(state_of(office), Contains(" 5000 wait"));
}

TEST_CASE("a file whose import another officer has open is refused, naming who and where") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  const auto stopped = office.import("payments", file, "li", stop_at(2000));
  REQUIRE(stopped.ok());
  const auto other = office.import("payments", file, "wang");
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().kind == ErrorKind::conflict);
  CHECK_THAT(other.error().message, Contains("li") && Contains(std::to_string(stopped->batch)));
}

TEST_CASE("a row of another file's open import is not taken for recorded") {
  Office office;
  const auto stopped = office.import("payments", office.write("p.csv", payments(rows)), "li", stop_at(2000));
  REQUIRE(stopped.ok());
  CHECK_THAT(office.told("payments", payments(3), "wang"),
             StartsWith("2 ") && Contains("position " + std::to_string(stopped->batch)));
}

TEST_CASE("money spent by another officer meanwhile makes the close refuse, until there is room again") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  const auto stopped = office.import("payments", file, "li", stop_at(4000));
  REQUIRE(stopped.ok());
  CHECK_THAT(office.record_payment("wang", "W1", "P1", 99'600'000), !Contains("."));
  const auto refused = office.import("payments", file);
  if (refused.ok()) {
    CHECK(refused->end == End::refused);  // a row of it no longer fits
  } else {
    CHECK(refused.error().name == "budget.available");
    CHECK_THAT(refused.error().hint, Contains("import abandon"));
  }
  CHECK(office.pending("P1") == "996000.00");
  office.must_import("adjustments",
                     "number,date,kind,line,to_line,amount,document\nA1,2025-06-01,add,P1,,2000.00,追加\n", "wang");
  const auto finished = office.import("payments", file);
  INFO((finished.ok() ? "" : finished.error().message + finished.error().hint));
  REQUIRE(finished.ok());
  CHECK(finished->end == End::recorded);
  CHECK(office.pending("P1") == "1001000.00");
  CHECK(office.available("P1") == "1000.00");
}

TEST_CASE("money spent before the last chunk makes only the close refuse") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  // Everything is recorded, only the close is missing.
  const auto stopped = office.import("payments", file, "li", stop_at(rows));
  REQUIRE(stopped.ok());
  CHECK(stopped->end == End::stopped);
  CHECK_THAT(office.record_payment("wang", "W1", "P1", 99'600'000), !Contains("."));
  const auto refused = office.import("payments", file);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().name == "budget.available");
  CHECK_THAT(refused.error().hint, Contains("import abandon " + std::to_string(stopped->batch)));
  CHECK(office.ledger().facts().batch(stopped->batch)->state == BatchState::open);
}

TEST_CASE("a batch that announced other totals is not closed with ours") {
  Office office;
  const std::string file = office.write("p.csv", payments(rows));
  ImportRequest request = office.request("payments", file);
  const Hash hash = try_import(office.ledger(), Office::key_of("li").public_key(), request).value().file;
  EventBuilder builder;
  auto opened = builder.root().initBatchOpened();
  opened.setImport("payments");
  opened.setFile(capnp::Data::Reader(hash.bytes.data(), hash.bytes.size()));
  opened.setCount(rows);
  opened.setAmount(1);
  Ledger::Draft draft;
  draft.event = builder.finish();
  draft.date = request.day;
  draft.command = batch_opened_command("payments", hash, 1);
  REQUIRE(office.ledger().record(Office::key_of("li"), std::span(&draft, 1)).ok());
  const std::uint64_t size = office.ledger().size();
  const auto outcome = office.import("payments", file);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().kind == ErrorKind::conflict);
  CHECK_THAT(outcome.error().hint, Contains("import abandon"));
  CHECK(office.ledger().size() == size);
}
