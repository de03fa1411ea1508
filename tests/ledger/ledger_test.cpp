#include "ledger/ledger.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "ledger/base/file.h"
#include "ledger/people/possession.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "tests/support/federation.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {
constexpr std::int64_t yuan = 100;
}

TEST_CASE("a payment is recorded, reviewed and approved by three people, and the line's balance follows") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 10'000 * yuan));
  const Receipt recorded =
      federation.record(federation.recorder(), payment(federation.today(), "记-001", "康复-01", 4'000 * yuan));
  CHECK(recorded.size == federation.ledger().size());
  CHECK(recorded.root == federation.ledger().root());

  const std::string line = line_identity("", 2025, "康复-01");
  Facts facts = federation.ledger().facts();
  CHECK(available_fen(facts.sums('a', line)) == 6'000 * yuan);
  CHECK(facts.sums('a', line)[LineSums::pending] == 4'000 * yuan);

  federation.record(federation.reviewer(), payments_reviewed(federation.today(), {recorded.position.value}));
  federation.record(federation.approver(), payments_approved(federation.today(), {recorded.position.value}));
  Facts after = federation.ledger().facts();
  CHECK(after.sums('a', line)[LineSums::paid] == 4'000 * yuan);
  CHECK(after.sums('a', line)[LineSums::pending] == 0);
  CHECK(available_fen(after.sums('a', line)) == 6'000 * yuan);
}

TEST_CASE("what the rules refuse is not recorded, and the refusal names rule, law and way out") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  const std::uint64_t before = federation.ledger().size();

  const Error overspent =
      federation.refused(federation.recorder(), payment(federation.today(), "记-001", "康复-01", 101 * yuan));
  CHECK(overspent.name == "budget.available");
  CHECK(overspent.message.find("预算法") != std::string::npos);
  CHECK_FALSE(overspent.hint.empty());
  CHECK(federation.refused(federation.recorder(), payment(federation.today(), "记-001", "无此行", yuan)).name ==
        "budget.line-exists");
  CHECK(federation.refused(federation.reviewer(), payment(federation.today(), "记-001", "康复-01", yuan)).name ==
        "event.role");
  CHECK(
      federation.refused(federation.recorder(), payment(federation.today().plus(1), "记-001", "康复-01", yuan)).name ==
      "event.future-day");
  CHECK(federation.ledger().size() == before);
}

TEST_CASE("a deputy cannot review what he recorded, not even with a second key") {
  Federation federation;
  Officer both = federation.appoint("deputy", {schema::Role::RECORDER, schema::Role::REVIEWER});
  federation.record(both, budget_line(2025, "康复-01", 100 * yuan));
  const Receipt recorded = federation.record(both, payment(federation.today(), "记-001", "康复-01", 50 * yuan));
  CHECK(federation.refused(both, payments_reviewed(federation.today(), {recorded.position.value})).name ==
        "separation.person");

  SecretKey second = SecretKey::generate();
  const auto proof = make_proof(second, "deputy");
  REQUIRE(proof.ok());
  federation.record(federation.administrator(),
                    draft(federation.today(), "second key", [&](schema::Event::Builder event) {
                      auto registered = event.initKeyRegistered();
                      registered.setPerson("deputy");
                      registered.setKey(capnp::Data::Reader(proof->public_key.bytes.data(), 32));
                      registered.setProof(capnp::Data::Reader(proof->signature.bytes.data(), 64));
                    }));
  const Officer with_second_key{"deputy", std::move(second)};
  CHECK(federation.refused(with_second_key, payments_reviewed(federation.today(), {recorded.position.value})).name ==
        "separation.person");
}

TEST_CASE("the same command twice gives the same receipt, other content a conflict") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000 * yuan));
  const Ledger::Draft once = payment(federation.today(), "记-001", "康复-01", 10 * yuan);
  const Receipt first = federation.record(federation.recorder(), once);
  const std::uint64_t size = federation.ledger().size();
  const Receipt again = federation.record(federation.recorder(), once);
  CHECK(again.repeated);
  CHECK(again.position == first.position);
  CHECK(again.leaf == first.leaf);
  CHECK(federation.ledger().size() == size);
  const Error conflict =
      federation.refused(federation.recorder(), payment(federation.today(), "记-001", "康复-01", 11 * yuan));
  CHECK(conflict.name == "event.command");
  CHECK(conflict.kind == ErrorKind::conflict);
}

TEST_CASE("an append is all or nothing") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  const std::uint64_t before = federation.ledger().size();
  const Hash root = federation.ledger().root();
  const std::vector<Ledger::Draft> drafts = {payment(federation.today(), "记-001", "康复-01", 60 * yuan),
                                             payment(federation.today(), "记-002", "康复-01", 30 * yuan),
                                             payment(federation.today(), "记-003", "康复-01", 20 * yuan)};
  const auto result = federation.ledger().record(federation.recorder().key, drafts);
  REQUIRE_FALSE(result.ok());
  CHECK(result.failure->index == 2);
  CHECK_FALSE(result.failure->refusal_note.empty());
  CHECK(federation.ledger().size() == before);
  CHECK(federation.ledger().root() == root);
  // Nothing of it is left: the first voucher is still free.
  federation.record(federation.recorder(), drafts[0]);
}

TEST_CASE("many callers share the door, and every receipt stands at its own position") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000 * yuan));
  std::vector<Officer> officers;
  for (int i = 0; i < 8; ++i) officers.push_back(federation.appoint("r" + std::to_string(i), {schema::Role::RECORDER}));
  const std::uint64_t before = federation.ledger().size();
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 20; ++n) {
        const Ledger::Draft one =
            payment(federation.today(), std::to_string(i) + "-" + std::to_string(n), "康复-01", yuan);
        // record() takes one author's turn at a time; append() is what many processes' threads would call.
        const auto result = federation.ledger().record(officers[static_cast<std::size_t>(i)].key, std::span(&one, 1));
        if (!result.ok()) {
          ++wrong;
          continue;
        }
        const auto bytes = federation.ledger().entry_bytes(result.receipts[0].position);
        if (!bytes || leaf_hash(*bytes) != result.receipts[0].leaf) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(federation.ledger().size() == before + 160);
}

TEST_CASE("a ledger is opened again where it stood, and a clock that goes backwards does not take time with it") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  const Receipt last = federation.record(federation.recorder(), payment(federation.today(), "记-001", "康复-01", yuan));
  REQUIRE(federation.open());
  CHECK(federation.ledger().root() == last.root);
  federation.set_clock(federation.now_ms() - 3'600'000);
  const Receipt later =
      federation.record(federation.recorder(), payment(federation.today(), "记-002", "康复-01", yuan));
  CHECK(later.recorded_ms == last.recorded_ms);
}

TEST_CASE("a second writer is told so; readers read beside the writer") {
  Federation federation;
  const auto second = Ledger::open_to_write(federation.dir(), federation.options());
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().kind == ErrorKind::busy);
  auto reader = Ledger::open_to_read(federation.dir());
  REQUIRE(reader.ok());
  const std::uint64_t seen = (*reader)->size();
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  CHECK((*reader)->size() == seen);
  REQUIRE((*reader)->refresh());
  CHECK((*reader)->size() == seen + 1);
  CHECK((*reader)->root() == federation.ledger().root());
}

TEST_CASE("a checkpoint opens with the log's key, and a proof leads from an entry to it") {
  Federation federation;
  const auto note = federation.ledger().checkpoint();
  REQUIRE(note.ok());
  const VerifierKey vkey = federation.ledger().log_vkey();
  const auto checkpoint = open_checkpoint(*note, std::span(&vkey, 1), verify);
  REQUIRE(checkpoint.ok());
  const std::uint64_t size = checkpoint->checkpoint.size;
  CHECK(size == federation.ledger().size());
  for (std::uint64_t position = 0; position < size; ++position) {
    const auto bytes = federation.ledger().entry_bytes(Position(position));
    const auto proof = federation.ledger().inclusion(Position(position), size);
    REQUIRE((bytes.ok() && proof.ok()));
    CHECK(verify_inclusion(position, size, leaf_hash(*bytes), checkpoint->checkpoint.root, *proof));
  }
}

TEST_CASE("an older copy of the folder is refused, because the log key knows better") {
  Federation federation;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  REQUIRE(federation.ledger().checkpoint());
  federation.close();
  const std::string copy = federation.folder() / "copy";
  std::filesystem::copy(federation.dir(), copy, std::filesystem::copy_options::recursive);
  REQUIRE(federation.open());
  federation.record(federation.recorder(), payment(federation.today(), "记-001", "康复-01", yuan));
  REQUIRE(federation.ledger().checkpoint());
  federation.close();
  std::filesystem::remove_all(federation.dir());
  std::filesystem::rename(copy, federation.dir());
  const auto opened = federation.open();
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().kind == ErrorKind::corrupt);
  CHECK(opened.error().name == "checkpoint.consistent");
}

TEST_CASE("events of another ledger, replayed, renumbered or with a history of their own are refused") {
  Federation federation;
  Federation other;
  federation.record(federation.recorder(), budget_line(2025, "康复-01", 100 * yuan));
  const SigningHead head = federation.ledger().signing_head(federation.recorder().key.public_key());
  const Ledger::Draft one = payment(federation.today(), "记-001", "康复-01", yuan);
  Envelope envelope{head.ledger,      federation.recorder().key.public_key(),
                    head.next_number, head.size,
                    head.root,        one.command,
                    one.date,         0};
  const auto submit = [&](const Envelope& with) {
    SignedEvent event;
    auto composed = compose_signed(with, one.event);
    REQUIRE(composed.ok());
    event.signed_bytes = *composed;
    event.signature = sign_event(federation.recorder().key, event.signed_bytes);
    return federation.ledger().append(std::span(&event, 1));
  };
  Envelope changed = envelope;
  changed.ledger = other.ledger().signing_head(other.recorder().key.public_key()).ledger;
  CHECK(submit(changed).failure->error.name == "event.ledger");
  changed = envelope;
  changed.number += 1;
  CHECK(submit(changed).failure->error.name == "event.running-number");
  changed = envelope;
  changed.head_root.bytes[0] ^= 1;
  CHECK(submit(changed).failure->error.name == "event.head");
  changed = envelope;
  changed.head_size = federation.ledger().size() + 1;
  CHECK(submit(changed).failure->error.name == "event.head");
  CHECK(submit(envelope).ok());
  CHECK(submit(envelope).receipts.at(0).repeated);
}

TEST_CASE("a forged signature never reaches the rules") {
  Federation federation;
  const SigningHead head = federation.ledger().signing_head(federation.recorder().key.public_key());
  const Ledger::Draft one = budget_line(2025, "康复-01", yuan);
  const Envelope envelope{head.ledger,      federation.recorder().key.public_key(),
                          head.next_number, head.size,
                          head.root,        one.command,
                          one.date,         0};
  SignedEvent event;
  event.signed_bytes = *compose_signed(envelope, one.event);
  event.signature = sign_event(federation.reviewer().key, event.signed_bytes);
  const auto result = federation.ledger().append(std::span(&event, 1));
  REQUIRE_FALSE(result.ok());
  CHECK(result.failure->error.name == "event.signature");
  CHECK_FALSE(result.failure->refusal_note.empty());
}
