// An interrupted verification is taken up: signatures once verified are not verified again while the entries are the
// same, and whatever was changed in between is found.

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <stdexcept>

#include "ledger/base/file.h"
#include "ledger/proof/hash.h"
#include "ledger/verify/progress_file.h"
#include "tests/ledger/verify/test_log.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

struct LongLog : TestLog {
  LongLog() {
    for (std::size_t i = 0; i < 1200; ++i) {
      pay("L1", 100);
      if (i % 100 == 0) checkpoint();
    }
    checkpoint();
    store_tiles();
  }
};

// A run that ends at that entry, as if it were killed there; what it kept by then.
EarlierRun run_until(const TestLog& log, std::uint64_t position, std::optional<EarlierRun> earlier = {}) {
  EarlierRun kept;
  VerifyOptions options;
  options.earlier = earlier;
  options.keep_every_ms = 0;
  options.keep = [&](const EarlierRun& run) { kept = run; };
  options.progress = [&](std::uint64_t done, std::uint64_t) {
    if (done >= position) throw Interrupted();
  };
  CHECK_THROWS_AS(verify_log(log.input(), options), Interrupted);
  return kept;
}

VerifyReport take_up(const TestLog& log, const EarlierRun& earlier, unsigned threads = 3) {
  VerifyOptions options;
  options.earlier = earlier;
  options.threads = threads;
  return verify_log(log.input(), options).value();
}

}  // namespace

TEST_CASE("an interrupted run is taken up, and reports what one run would have") {
  const LongLog log;
  const EarlierRun kept = run_until(log, 700);
  CHECK(kept.entries == 768);
  const EarlierRun further = run_until(log, 1100, kept);
  CHECK(further.entries == 1024);
  const VerifyReport report = take_up(log, further);
  const VerifyReport whole = verify_now(log.input());
  CHECK(failures(report).empty());
  CHECK(report.earlier == 1024);
  CHECK(report.root == whole.root);
  REQUIRE(report.checks.size() == whole.checks.size());
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    CAPTURE(text_of(report.checks[i].check).name);
    CHECK(report.checks[i].state == whole.checks[i].state);
    CHECK(report.checks[i].count == whole.checks[i].count);
  }
  // It says so.
  CHECK(result_of(report, Check::signatures_valid).note_count == 1);
}

TEST_CASE("a run that is killed leaves a file, from which the same command goes on") {
  const LongLog log;
  TemporaryFolder folder;
  const std::string path = folder / "progress";
  const auto run = [&](std::uint64_t killed_at) {
    VerifyOptions options;
    if (!resume(path, log.origin, options, [](const Error&) {})) ::_exit(1);
    options.keep_every_ms = 0;
    options.progress = [&](std::uint64_t done, std::uint64_t) {
      if (done >= killed_at) ::kill(::getpid(), SIGKILL);
    };
    return verify_log(log.input(), options).value();
  };
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    run(1000);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  const VerifyReport report = run(UINT64_MAX);
  CHECK(failures(report).empty());
  CHECK(report.earlier == 1024);
  CHECK(report.root == verify_now(log.input()).root);
}

TEST_CASE("a byte changed between the two runs in what was verified is found") {
  LongLog log;
  const EarlierRun kept = run_until(log, 700);
  const std::uint64_t position = GENERATE(0U, 3U, 300U, 767U);
  log.entries[position].back() ^= 1;
  CAPTURE(position);
  SECTION("tiles and checkpoints as they were") {}
  SECTION("tiles and checkpoints made to fit") {
    for (auto& [size, note] : log.checkpoints) note = log.checkpoint_with(log.log_key, size);
    log.checkpoint();
    log.store_tiles();
  }
  const VerifyReport report = take_up(log, kept);
  CHECK(report.failed());
  CHECK(result_of(report, Check::signatures_valid).state == CheckState::failed);
  CHECK(result_of(report, Check::signatures_valid).problems.at(1).position == Position(position));
}

TEST_CASE("a past signed anew between the two runs is found though every signature holds") {
  LongLog log;
  const EarlierRun kept = run_until(log, 700);
  // The same officers sign other amounts.
  TestLog anew;
  for (std::size_t i = 0; i < 1200; ++i) {
    anew.pay("L1", i == 77 ? 999 : 100);
    if (i % 100 == 0) anew.checkpoint();
  }
  anew.checkpoint();
  anew.store_tiles();
  CHECK(failures(verify_now(anew.input())).empty());
  CHECK(failures(take_up(anew, kept)) == "signatures.valid 767");
}

TEST_CASE("a log that lost entries which an earlier run verified is found") {
  LongLog log;
  const EarlierRun kept = run_until(log, 1100);
  LongLog shorter;
  shorter.entries.resize(600);
  shorter.checkpoints.erase(shorter.checkpoints.upper_bound(600), shorter.checkpoints.end());
  shorter.store_tiles();
  const VerifyReport report = take_up(shorter, kept);
  CHECK(result_of(report, Check::signatures_valid).state == CheckState::failed);
}

TEST_CASE("progress stops before the first signature that does not hold") {
  LongLog log;
  log.entries[300][60] ^= 1;  // of the signature
  EarlierRun kept;
  VerifyOptions options;
  options.keep_every_ms = 0;
  options.keep = [&](const EarlierRun& run) { kept = run; };
  REQUIRE(verify_log(log.input(), options)->failed());
  CHECK(kept.entries == 256);
  CHECK(result_of(take_up(log, kept), Check::signatures_valid).problems.at(0).position == Position(300));
}

TEST_CASE("a progress file is read as it was written, and a changed one is refused") {
  const VerifyProgress progress{"ledger.example/sixian", {512, sha256(as_bytes("x"))}};
  const std::string text = write_progress(progress);
  REQUIRE(parse_progress(text).ok());
  CHECK(*parse_progress(text) == progress);
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_FALSE(parse_progress(changed).ok());
  }
}

TEST_CASE("progress of another log, or for checks without signatures, is not used") {
  TemporaryFolder folder;
  const std::string path = folder / "progress";
  VerifyOptions options;
  const auto complain = [](const Error&) {};
  REQUIRE(resume(path, "ledger.example/one", options, complain).ok());
  CHECK_FALSE(options.earlier);
  CHECK(resume(path, "ledger.example/two", options, complain).error().kind == ErrorKind::conflict);
  options.keep({256, Hash{}});
  REQUIRE(resume(path, "ledger.example/one", options, complain).ok());
  CHECK(options.earlier == EarlierRun{256, Hash{}});
  options.only_checks = {"tree"};
  CHECK(resume(path, "ledger.example/one", options, complain).error().kind == ErrorKind::usage);
  drop_progress(path);
  CHECK_FALSE(path_exists(path));
}
