// A witness that is killed at any instant knows at least what it cosigned, and goes on from there.

#include <catch2/catch.hpp>

#include "tests/ledger/witness/witness_fixture.h"
#include "tests/support/child.h"

using namespace sunledger;
using namespace sunledger::testing;

TEST_CASE("a killed witness has never let a cosignature out that it does not remember") {
  for (std::size_t killed_after = 1; killed_after < history().leaves.size() - 2; killed_after += 4) {
    const Folder folder;
    new_witness(folder / "w");
    Child child(WITNESS_WRITER_PROGRAM, {folder / "w"});
    std::uint64_t told = 0;
    const auto hear = [&] {
      const auto report = child.next();
      if (report) told = report->position;
      return report.has_value();
    };
    for (std::size_t i = 0; i < killed_after; ++i) REQUIRE(hear());
    child.kill();
    while (hear()) {
    }
    child.wait();

    const auto log = witnessed_log_of(folder / "w", log_key().name());
    REQUIRE(log);
    CAPTURE(killed_after, told, log->last.size);
    CHECK(log->last.size >= told);
    CHECK(log->last.size <= told + 1);
    CHECK(log->last == history().at(log->last.size));
    const auto witness = opened(folder / "w");
    CHECK(witness->add_checkpoint(forked(0).submission(told, history().leaves.size())).status != 200);
    CHECK(witness->add_checkpoint(history().submission(log->last.size, history().leaves.size())).status == 200);
  }
}
