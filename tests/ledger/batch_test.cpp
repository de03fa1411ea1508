// Large imports at the door: nothing of one counts before its close, and nothing of it stays when it is abandoned.
#include <catch2/catch.hpp>

#include "ledger/proof/hash.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

const std::string line = "康复-01";

struct Import {
  Federation federation;
  std::uint64_t position = 0;
  std::vector<Hash> leaves;
  std::int64_t fen = 0;
  int steps = 0;

  Import() { federation.record(federation.recorder(), budget_line(2025, line, 1'000)); }
  Ledger& ledger() { return federation.ledger(); }

  void open(std::uint64_t count, std::int64_t amount) {
    position = federation
                   .record(federation.recorder(), draft(federation.today(), "open" + std::to_string(++steps),
                                                        [&](schema::Event::Builder event) {
                                                          auto opened = event.initBatchOpened();
                                                          opened.setImport("payments");
                                                          const Hash file = sha256(as_bytes("file"));
                                                          opened.setFile(capnp::Data::Reader(file.bytes.data(), 32));
                                                          opened.setCount(count);
                                                          opened.setAmount(amount);
                                                        }))
                   .position.value;
  }
  Ledger::Draft row(const std::string& voucher, std::int64_t amount) {
    Ledger::Draft one = payment(federation.today(), voucher, line, amount);
    one.batch = position;
    return one;
  }
  Receipt take(const std::string& voucher, std::int64_t amount) {
    const Receipt receipt = federation.record(federation.recorder(), row(voucher, amount));
    leaves.push_back(receipt.leaf);
    fen += amount;
    return receipt;
  }
  Hash root() const {
    Frontier frontier;
    for (const Hash& leaf : leaves) frontier.append(leaf);
    return frontier.root();
  }
  Ledger::Draft closing(std::uint64_t count, std::int64_t amount, const Hash& with_root) {
    return draft(federation.today(), "close" + std::to_string(++steps), [&](schema::Event::Builder event) {
      auto closed = event.initBatchClosed();
      closed.setBatch(position);
      closed.setCount(count);
      closed.setAmount(amount);
      closed.setRoot(capnp::Data::Reader(with_root.bytes.data(), 32));
    });
  }
  Ledger::Draft closing() { return closing(leaves.size(), fen, root()); }
  Ledger::Draft abandoning() {
    return draft(federation.today(), "abandon" + std::to_string(++steps), [&](schema::Event::Builder event) {
      auto abandoned = event.initBatchAbandoned();
      abandoned.setBatch(position);
      abandoned.setReason("文件有误");
    });
  }
  std::int64_t pending() {
    Facts facts = ledger().facts();
    return facts.sums('a', line_identity("", 2025, line))[LineSums::pending];
  }
  std::int64_t available() {
    Facts facts = ledger().facts();
    return available_fen(facts.sums('a', line_identity("", 2025, line)));
  }
};

}  // namespace

TEST_CASE("an open import does not count, its close makes it count at once") {
  Import import;
  import.open(2, 700);
  const Receipt first = import.take("1", 300);
  CHECK(import.pending() == 0);
  CHECK(import.federation
            .refused(import.federation.reviewer(), payments_reviewed(import.federation.today(), {first.position.value}))
            .name == "event.reference");
  // Others go on, and may even use what the import counts on.
  import.federation.record(import.federation.recorder(), payment(import.federation.today(), "else", line, 100));
  CHECK(import.available() == 900);
  import.take("2", 400);
  import.federation.record(import.federation.recorder(), import.closing());
  CHECK(import.pending() == 800);
  CHECK(import.available() == 200);
  import.federation.record(import.federation.reviewer(),
                           payments_reviewed(import.federation.today(), {first.position.value}));
  CHECK(replay_problem(import.ledger()) == "");
}

TEST_CASE("an import's rows are judged with each other, though they do not count outside") {
  Import import;
  import.open(3, 1'100);
  import.take("1", 600);
  CHECK(import.federation.refused(import.federation.recorder(), import.row("2", 500)).name == "budget.available");
  CHECK(import.federation.refused(import.federation.recorder(), import.row("1", 10)).name == "event.command");
  import.take("2", 400);
  CHECK(import.available() == 1'000);
  CHECK(replay_problem(import.ledger()) == "");
}

TEST_CASE("an import closes only with its count, its sum and its root, by who opened it") {
  Import import;
  Officer other = import.federation.appoint("other", {schema::Role::RECORDER});
  import.open(2, 700);
  import.take("1", 300);
  CHECK(import.federation.refused(import.federation.recorder(), import.closing()).name == "batch.totals");
  CHECK(import.federation.refused(other, import.row("x", 10)).name == "batch.state");
  import.take("2", 400);
  Hash wrong = import.root();
  wrong.bytes[0] ^= 1;
  const auto refused = [&](const Ledger::Draft& one) {
    return import.federation.refused(import.federation.recorder(), one).name;
  };
  CHECK(refused(import.closing(3, 700, import.root())) == "batch.totals");
  CHECK(refused(import.closing(2, 701, import.root())) == "batch.totals");
  CHECK(refused(import.closing(2, 700, wrong)) == "batch.totals");
  std::swap(import.leaves[0], import.leaves[1]);
  CHECK(refused(import.closing()) == "batch.totals");
  std::swap(import.leaves[0], import.leaves[1]);
  CHECK(import.federation.refused(other, import.closing()).name == "batch.state");
  CHECK(import.federation.refused(other, import.abandoning()).name == "batch.state");
  CHECK(import.pending() == 0);
  import.federation.record(import.federation.recorder(), import.closing());
  CHECK(import.pending() == 700);
  CHECK(refused(import.closing()) == "batch.state");
  CHECK(refused(import.row("3", 10)) == "batch.state");
  CHECK(refused(import.abandoning()) == "batch.state");
  CHECK(replay_problem(import.ledger()) == "");
}

TEST_CASE("an abandoned import gives back its vouchers, and the same file may be imported again") {
  Import import;
  import.open(2, 700);
  const Receipt first = import.take("1", 300);
  CHECK(
      import.federation.refused(import.federation.recorder(), payment(import.federation.today(), "1", line, 5)).name ==
      "event.command");
  import.federation.record(import.federation.administrator(), import.abandoning());
  CHECK(import.pending() == 0);
  CHECK(import.available() == 1'000);
  CHECK(import.federation
            .refused(import.federation.reviewer(), payments_reviewed(import.federation.today(), {first.position.value}))
            .name == "event.reference");
  import.leaves.clear();
  import.fen = 0;
  import.open(2, 700);
  const Receipt again = import.take("1", 300);
  CHECK_FALSE(again.repeated);
  import.take("2", 400);
  import.federation.record(import.federation.recorder(), import.closing());
  CHECK(import.pending() == 700);
  CHECK(replay_problem(import.ledger()) == "");
}

TEST_CASE("an import is judged anew when it closes: what others used meanwhile is gone") {
  Import import;
  import.open(1, 900);
  import.take("1", 900);
  import.federation.record(import.federation.recorder(), payment(import.federation.today(), "else", line, 200));
  CHECK(import.federation.refused(import.federation.recorder(), import.closing()).name == "budget.available");
  CHECK(import.pending() == 200);
  import.federation.record(import.federation.recorder(),
                           draft(import.federation.today(), "more", [&](schema::Event::Builder event) {
                             auto increased = event.initLineIncreased();
  increased.setNumber("追加-1");
  increased.setLine(line);
  increased.setAmount(100);
  increased.setDocument("文");
}));
import.federation.record(import.federation.recorder(), import.closing());
CHECK(import.available() == 0);
CHECK(replay_problem(import.ledger()) == "");
}

TEST_CASE("an import goes on where it was when the ledger is opened again, rows and all") {
  Import import;
  import.open(3, 600);
  import.take("1", 100);
  import.take("2", 200);
  REQUIRE(import.federation.open());
  const Receipt known = import.federation.record(import.federation.recorder(), import.row("2", 200));
  CHECK(known.repeated);
  import.take("3", 300);
  import.federation.record(import.federation.recorder(), import.closing());
  CHECK(import.pending() == 600);
  CHECK(replay_problem(import.ledger()) == "");
}
