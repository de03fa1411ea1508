// Events that must not get in, and what their authors are told.
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <catch2/catch.hpp>

#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"
#include "tests/support/federation.h"
#include "tests/support/replay.h"

using namespace sunledger;
using namespace sunledger::testing;

namespace {

struct Desk {
  Federation federation;
  Desk() { federation.record(federation.recorder(), budget_line(2025, "康复-01", 1'000'000)); }
  Ledger& ledger() { return federation.ledger(); }
  Ledger::Draft pay(const std::string& voucher) { return payment(federation.today(), voucher, "康复-01", 100); }
  SignedEvent sign(const Ledger::Draft& draft, std::uint64_t ahead = 0) {
    return signed_event(ledger(), federation.recorder(), draft, ahead);
  }
};

// A payment whose signed bytes have exactly that size: memos take up what is missing.
SignedEvent payment_of_size(Desk& desk, std::size_t size_bytes) {
  const auto with_memo = [&](std::size_t last_memo) {
    return draft(desk.federation.today(), "large", [&](schema::Event::Builder event) {
      auto recorded = event.initPaymentRecorded();
      recorded.setVoucher("大");
      recorded.setPayee("县康复中心");
      auto parts = recorded.initParts(80);
      for (unsigned i = 0; i < parts.size(); ++i) {
        parts[i].setLine("康复-01");
        parts[i].setAmount(100);
        parts[i].setPurpose("rehabilitation");
        parts[i].setMemo(std::string(i + 1 < parts.size() ? 735 : last_memo, 'm'));
      }
    });
  };
  const std::size_t rest = signed_event(desk.ledger(), desk.federation.recorder(), with_memo(7)).signed_bytes.size();
  REQUIRE(rest < size_bytes);
  REQUIRE(size_bytes - rest < 1000);
  const Ledger::Draft made = with_memo(7 + size_bytes - rest);
  if (size_bytes <= max_signed_bytes) return desk.sign(made);
  // compose_signed refuses it as well: put the event into an envelope by hand, as a foreign program might.
  SignedEvent event = desk.sign(with_memo(7));
  capnp::MallocMessageBuilder message;
  EventOpener opener;
  message.setRoot(*opener.open(event.signed_bytes));
  auto parts = message.getRoot<schema::Signed>().getEvent().getPaymentRecorded().getParts();
  parts[parts.size() - 1].setMemo(std::string(7 + size_bytes - rest, 'm'));
  const auto words = capnp::canonicalize(message.getRoot<schema::Signed>().asReader());
  event.signed_bytes.assign(words.asBytes().begin(), words.asBytes().end());
  event.signature = sign_event(desk.federation.recorder().key, event.signed_bytes);
  return event;
}

}  // namespace

TEST_CASE("an event that was dropped on its way holds back its author's next one until it is handed in") {
  Desk desk;
  const SignedEvent first = desk.sign(desk.pay("1"));
  const SignedEvent second = desk.sign(desk.pay("2"), 1);
  const auto early = desk.ledger().append(std::span(&second, 1));
  CHECK(verdict(early) == "event.running-number");
  CHECK(early.failure->error.hint.find("outbox") != std::string::npos);
  CHECK(hand_in(desk.ledger(), {first}) == "recorded");
  CHECK(hand_in(desk.ledger(), {second}) == "recorded");
  // Other officers were never held back by it, and a replayed event is only told its place.
  const std::uint64_t size = desk.ledger().size();
  CHECK(hand_in(desk.ledger(), {first}) == "repeated");
  CHECK(hand_in(desk.ledger(), {second, first}) == "repeated");
  CHECK(desk.ledger().size() == size);
}

TEST_CASE("two events with one number: the first one counts, the other one must be signed again") {
  Desk desk;
  const SignedEvent first = desk.sign(desk.pay("1"));
  const SignedEvent other = desk.sign(desk.pay("2"));
  CHECK(hand_in(desk.ledger(), {first}) == "recorded");
  CHECK(hand_in(desk.ledger(), {other}) == "event.running-number");
  CHECK(hand_in(desk.ledger(), {desk.sign(desk.pay("2"))}) == "recorded");
}

TEST_CASE("an author who has seen more entries does not sign with an older head again") {
  Desk desk;
  const SignedEvent with_old_head = desk.sign(desk.pay("2"), 1);
  REQUIRE(desk.ledger().checkpoint().ok());
  CHECK(hand_in(desk.ledger(), {desk.sign(desk.pay("1"))}) == "recorded");
  CHECK(hand_in(desk.ledger(), {with_old_head}) == "event.head");
  CHECK(hand_in(desk.ledger(), {desk.sign(desk.pay("2"))}) == "recorded");
  CHECK(replay_problem(desk.ledger()) == "");
}

TEST_CASE("the largest event fits into an entry, and one word more is refused by its encoding") {
  Desk desk;
  const SignedEvent largest = payment_of_size(desk, max_signed_bytes);
  REQUIRE(largest.signed_bytes.size() == max_signed_bytes);
  const auto taken = desk.ledger().append(std::span(&largest, 1));
  if (!taken.ok()) FAIL(taken.failure->error.message);
  CHECK(desk.ledger().entry_bytes(taken.receipts[0].position)->size() <= max_entry_bytes);
  CHECK(replay_problem(desk.ledger()) == "");

  Desk other;
  const SignedEvent larger = payment_of_size(other, max_signed_bytes + 8);
  REQUIRE(larger.signed_bytes.size() == max_signed_bytes + 8);
  const auto refused = other.ledger().append(std::span(&larger, 1));
  CHECK(verdict(refused) == "event.encoding");
  CHECK(refused.failure->error.message.find("64008") != std::string::npos);
  SignedEvent huge = largest;
  huge.signed_bytes.resize(70'000);
  CHECK(hand_in(other.ledger(), {huge}) == "event.encoding");
  CHECK(hand_in(other.ledger(), {SignedEvent{}}) == "event.encoding");
}

TEST_CASE("a key that was revoked or never registered signs nothing more, and a relieved officer neither") {
  Desk desk;
  Federation& federation = desk.federation;
  const Officer stranger{"recorder", SecretKey::generate()};
  CHECK(hand_in(desk.ledger(), {signed_event(desk.ledger(), stranger, desk.pay("1"))}) == "event.author");

  Officer second = federation.appoint("second", {schema::Role::RECORDER});
  const PublicKey key = second.key.public_key();
  const SignedEvent signed_before = signed_event(desk.ledger(), second, desk.pay("2"));
  federation.record(federation.administrator(), draft(federation.today(), "revoke", [&](schema::Event::Builder event) {
                      auto revoked = event.initKeyRevoked();
                      revoked.setKey(capnp::Data::Reader(key.bytes.data(), 32));
                      revoked.setSince(desk.ledger().size() - 1);
                      revoked.setReason("丢失");
                    }));
  const auto late = desk.ledger().append(std::span(&signed_before, 1));
  CHECK(verdict(late) == "event.author");
  CHECK(late.failure->error.kind == ErrorKind::permission);
  CHECK(late.failure->error.message.find(std::to_string(desk.ledger().size() - 1)) != std::string::npos);

  Officer third = federation.appoint("third", {schema::Role::RECORDER});
  federation.record(federation.administrator(), draft(federation.today(), "relieve", [&](schema::Event::Builder event) {
                      event.initOfficerRelieved().setPerson("third");
                    }));
  CHECK(hand_in(desk.ledger(), {signed_event(desk.ledger(), third, desk.pay("3"))}) == "event.author");
  // A key of somebody who left is never anybody else's, and the last administrator stays.
  const PossessionProof proof = *make_proof(third.key, "fourth");
  CHECK(federation
            .refused(federation.administrator(),
                     draft(federation.today(), "again",
                           [&](schema::Event::Builder event) {
                             auto appointed = event.initOfficerAppointed();
                             appointed.setPerson("fourth");
                             appointed.setName("某");
                             appointed.initRoles(1).set(0, schema::Role::RECORDER);
                             appointed.setKey(capnp::Data::Reader(proof.public_key.bytes.data(), 32));
                             appointed.setProof(capnp::Data::Reader(proof.signature.bytes.data(), 64));
                           }))
            .name == "key.once");
  CHECK(federation
            .refused(federation.administrator(),
                     draft(federation.today(), "last",
                           [&](schema::Event::Builder event) { event.initOfficerRelieved().setPerson("admin"); }))
            .name == "event.role");
  CHECK(replay_problem(desk.ledger()) == "");
}

TEST_CASE("a thousand positions are reviewed together, and one wrong one among them changes nothing") {
  Desk desk;
  Federation& federation = desk.federation;
  std::vector<Ledger::Draft> payments;
  for (int i = 0; i < 1000; ++i) payments.push_back(desk.pay(std::to_string(i)));
  std::vector<std::uint64_t> positions;
  for (const Receipt& receipt : federation.record(federation.recorder(), payments)) {
    positions.push_back(receipt.position.value);
  }
  // One is reviewed already, and one is no payment at all.
  federation.record(federation.reviewer(), payments_reviewed(federation.today(), {positions[700]}));
  const Hash root = desk.ledger().root();
  const Error twice = federation.refused(federation.reviewer(), payments_reviewed(federation.today(), positions));
  CHECK(twice.name == "payment.state");
  CHECK(twice.message.find(std::to_string(positions[700])) != std::string::npos);
  std::vector<std::uint64_t> foreign = positions;
  foreign[700] = 1'000'000;
  std::sort(foreign.begin(), foreign.end());
  CHECK(federation.refused(federation.reviewer(), payments_reviewed(federation.today(), foreign)).name ==
        "event.reference");
  CHECK(desk.ledger().root() == root);
  CHECK(replay_problem(desk.ledger()) == "");
  positions.erase(positions.begin() + 700);
  federation.record(federation.reviewer(), payments_reviewed(federation.today(), positions));
  std::uint64_t waiting = 0;
  Facts facts = desk.ledger().facts();
  facts.scan_waiting(PaymentState::recorded, [&](std::uint64_t) { return ++waiting > 0; });
  CHECK(waiting == 0);
  CHECK(replay_problem(desk.ledger()) == "");
}

TEST_CASE("a refusal is signed by the log key, says what was refused, and is no checkpoint") {
  Desk desk;
  const SignedEvent event = desk.sign(payment(desk.federation.today(), "1", "康复-01", 2'000'000));
  const auto refused = desk.ledger().append(std::span(&event, 1));
  REQUIRE(verdict(refused) == "budget.available");
  const std::string& note = refused.failure->refusal_note;
  const VerifierKey vkey = desk.ledger().log_vkey();
  const auto opened = verify_note(note, std::span(&vkey, 1), verify);
  REQUIRE(opened.ok());
  CHECK(opened->text.find(to_hex(sha256(event.signed_bytes).view())) != std::string::npos);
  CHECK(opened->text.find("\nbudget.available ") != std::string::npos);
  CHECK(opened->text.find(to_base64(desk.ledger().root().view())) != std::string::npos);
  CHECK_FALSE(parse_checkpoint(opened->text).ok());
  CHECK_FALSE(open_checkpoint(note, std::span(&vkey, 1), verify).ok());
}
