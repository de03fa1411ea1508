// Many callers at one door: each gets its own verdict, and together they leave one order.
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "ledger/proof/hash.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

struct Crowd {
  Federation federation;
  std::vector<Officer> recorders;

  explicit Crowd(int people) {
    federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000));
    for (int i = 0; i < people; ++i) {
      recorders.push_back(federation.appoint("r" + std::to_string(i), {schema::Role::RECORDER}));
    }
  }
  Ledger& ledger() { return federation.ledger(); }
  Ledger::Draft pay(const std::string& voucher, std::int64_t fen = 100) {
    return payment(federation.today(), voucher, "康复-01", fen);
  }
};

// Starts together, so that requests meet in one group.
void at_once(std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::atomic<bool> go = false;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      while (!go) std::this_thread::yield();
      work(i);
    });
  }
  go = true;
  for (auto& thread : running) thread.join();
}

bool stands(const Ledger& ledger, const Receipt& receipt) {
  const auto bytes = ledger.entry_bytes(receipt.position);
  return bytes.ok() && leaf_hash(*bytes) == receipt.leaf && receipt.position.value < receipt.size;
}

}  // namespace

TEST_CASE("of sixteen callers some are refused, and none of the others notices") {
  constexpr std::size_t callers = 16, turns = 8;
  Crowd crowd(callers);
  const std::uint64_t before = crowd.ledger().size();
  // Signed beforehand: every third turn is refused and takes no number.
  std::vector<std::vector<SignedEvent>> events(callers);
  for (std::size_t i = 0; i < callers; ++i) {
    std::uint64_t ahead = 0;
    for (std::size_t turn = 0; turn < turns; ++turn) {
      const bool bad = (turn + i) % 3 == 0;
      const std::string voucher = std::to_string(i) + "-" + std::to_string(turn);
      events[i].push_back(
          signed_event(crowd.ledger(), crowd.recorders[i], crowd.pay(voucher, bad ? 2'000'000 : 100), ahead));
      if (bad && i % 2 == 0) events[i].back().signature.bytes[3] ^= 1;
      if (!bad) ++ahead;
    }
  }
  std::vector<std::vector<Ledger::AppendResult>> results(callers);
  at_once(callers, [&](std::size_t i) {
    for (const SignedEvent& event : events[i]) results[i].push_back(crowd.ledger().append(std::span(&event, 1)));
  });

  std::set<std::uint64_t> positions;
  for (std::size_t i = 0; i < callers; ++i) {
    for (std::size_t turn = 0; turn < turns; ++turn) {
      CAPTURE(i, turn);
      const auto& result = results[i][turn];
      if ((turn + i) % 3 == 0) {
        CHECK(verdict(result) == (i % 2 == 0 ? "event.signature" : "budget.available"));
        CHECK(result.receipts.empty());
        CHECK_FALSE(result.failure->refusal_note.empty());
      } else {
        REQUIRE(verdict(result) == "recorded");
        CHECK(stands(crowd.ledger(), result.receipts.at(0)));
        CHECK(*crowd.ledger().root_at(result.receipts[0].size) == result.receipts[0].root);
        positions.insert(result.receipts[0].position.value);
      }
    }
  }
  CHECK(positions.size() == crowd.ledger().size() - before);
  CHECK(*positions.begin() == before);
  CHECK(*positions.rbegin() == crowd.ledger().size() - 1);
  CHECK(replay_problem(crowd.ledger()) == "");
}

TEST_CASE("the last money of a line goes to one of those who ask for it at once") {
  constexpr std::size_t callers = 12;
  Crowd crowd(callers);
  std::vector<SignedEvent> events;
  for (std::size_t i = 0; i < callers; ++i) {
    events.push_back(signed_event(crowd.ledger(), crowd.recorders[i], crowd.pay(std::to_string(i), 400'000)));
  }
  std::atomic<int> paid = 0, refused = 0;
  at_once(callers, [&](std::size_t i) {
    const std::string word = hand_in(crowd.ledger(), {events[i]});
    paid += word == "recorded";
    refused += word == "budget.available";
  });
  CHECK(paid == 2);  // of 10,000 yuan, 4,000 each
  CHECK(refused == callers - 2);
  CHECK(replay_problem(crowd.ledger()) == "");
}

TEST_CASE("the same signed bytes handed in by many at once are recorded once, and all get the same place") {
  constexpr std::size_t callers = 8;
  Crowd crowd(1);
  for (int round = 0; round < 5; ++round) {
    const std::uint64_t before = crowd.ledger().size();
    const SignedEvent event = signed_event(crowd.ledger(), crowd.recorders[0], crowd.pay(std::to_string(round)));
    std::vector<Ledger::AppendResult> results(callers);
    at_once(callers, [&](std::size_t i) { results[i] = crowd.ledger().append(std::span(&event, 1)); });
    int first_ones = 0;
    for (const auto& result : results) {
      REQUIRE(result.ok());
      CHECK(result.receipts.at(0).position.value == before);
      CHECK(stands(crowd.ledger(), result.receipts[0]));
      CHECK(result.receipts[0].recorded_ms == results[0].receipts[0].recorded_ms);
      first_ones += !result.receipts[0].repeated;
    }
    CHECK(first_ones == 1);
    CHECK(crowd.ledger().size() == before + 1);
  }
  CHECK(replay_problem(crowd.ledger()) == "");
}

TEST_CASE("the events of one append may build on each other, in their order only") {
  Crowd crowd(1);
  const Ledger::Draft line = budget_line(2025, "新-01", 500);
  const Ledger::Draft paid = payment(crowd.federation.today(), "1", "新-01", 300);
  const Ledger::Draft more = payment(crowd.federation.today(), "2", "新-01", 300);
  const Ledger::Draft in_wrong_order[] = {paid, line};
  auto result = crowd.ledger().record(crowd.recorders[0].key, in_wrong_order);
  CHECK(verdict(result) == "budget.line-exists");
  CHECK(result.failure->index == 0);
  const Ledger::Draft too_much[] = {line, paid, more};
  result = crowd.ledger().record(crowd.recorders[0].key, too_much);
  CHECK(verdict(result) == "budget.available");
  CHECK(result.failure->index == 2);
  const Ledger::Draft right[] = {line, paid};
  CHECK(verdict(crowd.ledger().record(crowd.recorders[0].key, right)) == "recorded");
  CHECK(replay_problem(crowd.ledger()) == "");
}

TEST_CASE("one event twice in one append is one entry, and what was recorded before may be among them") {
  Crowd crowd(1);
  const Officer& author = crowd.recorders[0];
  const Ledger::Draft old = crowd.pay("old"), fresh = crowd.pay("new"), last = crowd.pay("last");
  const Receipt earlier = crowd.federation.record(author, old);
  const std::uint64_t before = crowd.ledger().size();
  const Ledger::Draft drafts[] = {fresh, old, fresh, last, old};
  const auto result = crowd.ledger().record(author.key, drafts);
  REQUIRE(result.ok());
  CHECK(crowd.ledger().size() == before + 2);
  std::vector<std::uint64_t> places;
  std::vector<bool> repeated;
  for (const Receipt& receipt : result.receipts) {
    places.push_back(receipt.position.value);
    repeated.push_back(receipt.repeated);
    CHECK(stands(crowd.ledger(), receipt));
    CHECK(receipt.root == crowd.ledger().root());
  }
  CHECK(places ==
        std::vector<std::uint64_t>{before, earlier.position.value, before, before + 1, earlier.position.value});
  CHECK(repeated == std::vector<bool>{false, true, true, false, true});
  CHECK(replay_problem(crowd.ledger()) == "");
}

TEST_CASE("readers, checkpoints and proofs beside many writers see whole entries only") {
  constexpr std::size_t writers = 4;
  Crowd crowd(writers);
  std::atomic<std::size_t> running = writers;
  std::atomic<int> wrong = 0;
  std::atomic<int> looks = 0;
  at_once(writers + 1, [&](std::size_t i) {
    if (i < writers) {
      for (int n = 0; n < 15; ++n) {
        const Ledger::Draft one = crowd.pay(std::to_string(i) + "-" + std::to_string(n));
        if (!crowd.ledger().record(crowd.recorders[i].key, std::span(&one, 1)).ok()) ++wrong;
      }
      --running;
      return;
    }
    while (running > 0) {
      ++looks;
      if (!crowd.ledger().checkpoint().ok()) ++wrong;
      const std::uint64_t size = crowd.ledger().size();
      const auto root = crowd.ledger().root_at(size);
      const auto proof = crowd.ledger().inclusion(Position(size - 1), size);
      const auto bytes = crowd.ledger().entry_bytes(Position(size - 1));
      if (!root.ok() || !proof.ok() || !bytes.ok() ||
          !verify_inclusion(size - 1, size, leaf_hash(*bytes), *root, *proof)) {
        ++wrong;
      }
    }
  });
  CHECK(wrong == 0);
  CHECK(looks > 0);
  CHECK(replay_problem(crowd.ledger()) == "");
}
