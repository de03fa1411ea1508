// The gate: EventOpener::open accepts exactly the bytes that canonicalize gives, with nothing empty in them.
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <catch2/catch.hpp>
#include <set>

#include "ledger/event/event.h"
#include "ledger/event/json.h"
#include "ledger/event/open.h"
#include "ledger/event/required.h"
#include "ledger/event/shape.h"
#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

constexpr std::size_t word_size = 8;

Bytes sample_bytes(const char* kind) {
  return signed_bytes_of(sample_draft(kind));
}

bool passes(BytesView bytes) {
  EventOpener opener;
  const auto event = opener.open(bytes);
  if (!event.ok()) {
    CHECK(event.error().kind == ErrorKind::invalid);
    CHECK(event.error().name == "event.encoding");
    CHECK_FALSE(event.error().hint.empty());
  }
  return event.ok();
}

std::uint64_t word_at(const Bytes& bytes, std::size_t i) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + i * word_size, word_size);
  return word;
}

void set_word(Bytes& bytes, std::size_t i, std::uint64_t word) {
  std::memcpy(bytes.data() + i * word_size, &word, word_size);
}

// Where the pointers stand: behind the root pointer and three data words, since no sample has a batch.
constexpr std::size_t ledger_pointer = 1 + 3;
constexpr std::size_t event_pointer = ledger_pointer + 4;

// The index of the word a pointer at `index` leads to.
std::size_t target_of(const Bytes& bytes, std::size_t index) {
  const auto offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(word_at(bytes, index))) >> 2;
  return index + 1 + static_cast<std::size_t>(offset);
}

// Signed bytes around an event that `build` makes, not through canonicalize's own helper: the message as it was built.
template <class Build>
Bytes canonical_of(Build build) {
  EventBuilder builder;
  build(builder.root());
  return signed_bytes_of(Draft{0, Day(20000), {}, builder.finish()});
}

void use_whatever_was_accepted(const Bytes& bytes) {
  EventOpener opener;
  const auto event = opener.open(bytes);
  if (!event.ok()) return;
  (void)check_required(event->getEvent());
  (void)event_json(bytes);
  (void)content_of(bytes);
  (void)envelope_of(*event);
}

}  // namespace

TEST_CASE("an envelope comes back as it was composed") {
  const Draft draft = sample_draft("YearClosed");
  Envelope envelope = sample_envelope();
  envelope.date = Day(20000);
  envelope.batch = 77;
  EventOpener opener;
  const Bytes bytes = compose_signed(envelope, draft.event).value();
  const Envelope again = envelope_of(opener.open(bytes).value());
  CHECK(again.ledger == envelope.ledger);
  CHECK(again.author == envelope.author);
  CHECK(again.number == envelope.number);
  CHECK(again.head_size == envelope.head_size);
  CHECK(again.head_root == envelope.head_root);
  CHECK(again.command == envelope.command);
  CHECK(again.date == envelope.date);
  CHECK(again.batch == envelope.batch);
}

TEST_CASE("the genesis event has neither ledger nor head") {
  Envelope envelope = sample_envelope();
  envelope.ledger = Hash{};
  envelope.head_size = 0;
  envelope.head_root = Hash{};
  const Bytes bytes = compose_signed(envelope, sample_draft("LedgerOpened").event).value();
  EventOpener opener;
  const auto event = opener.open(bytes);
  REQUIRE(event.ok());
  CHECK(envelope_of(*event).ledger.is_zero());
}

TEST_CASE("bytes that are no whole words, too many, or followed by more are refused") {
  const Bytes bytes = sample_bytes("PaymentRecorded");
  REQUIRE(passes(bytes));
  CHECK_FALSE(passes({}));
  for (std::size_t more = 1; more <= 24; ++more) {
    Bytes longer = bytes;
    longer.resize(bytes.size() + more);
    CHECK_FALSE(passes(longer));
  }
  CHECK_FALSE(passes(Bytes(max_signed_bytes + 8)));
  CHECK_FALSE(passes(Bytes(max_signed_bytes)));
}

TEST_CASE("truncated at any byte, an event is refused") {
  for (const char* kind : {"PaymentRecorded", "MeetingHeld", "PaymentsReviewed", "CalendarPublished"}) {
    const Bytes bytes = sample_bytes(kind);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CAPTURE(kind, size);
      CHECK_FALSE(passes(BytesView(bytes).first(size)));
    }
  }
}

TEST_CASE("every flipped bit is refused or gives another well-formed event") {
  for (const char* kind : {"PaymentRecorded", "OfficerAppointed", "SubsidyBatchRecorded", "PaymentsApproved"}) {
    const Bytes bytes = sample_bytes(kind);
    EventOpener opener;
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      Bytes flipped = bytes;
      flipped[bit / 8] = static_cast<Byte>(flipped[bit / 8] ^ (1U << (bit % 8)));
      const auto event = opener.open(flipped);
      if (!event.ok()) continue;
      ++accepted;
      use_whatever_was_accepted(flipped);
    }
    CHECK(accepted > 0);  // texts, amounts and hashes are other ones
  }
}

TEST_CASE("bit 31 of a struct list's tag word is refused") {
  // isCanonical() of Cap'n Proto 0.9.2 accepts it (formats.md).
  Bytes bytes = sample_bytes("PaymentRecorded");
  const std::size_t payment_pointer = target_of(bytes, event_pointer) + 1;
  const std::size_t payment = target_of(bytes, payment_pointer);
  const std::size_t payment_data_words = word_at(bytes, payment_pointer) >> 32 & 0xffff;
  const std::size_t parts_pointer = payment + payment_data_words + 4;  // body, voucher, payee, tail, parts
  REQUIRE((word_at(bytes, parts_pointer) >> 32 & 7) == 7);
  const std::size_t tag = target_of(bytes, parts_pointer);
  REQUIRE((word_at(bytes, tag) & 0xffffffff) == 2 << 2);
  set_word(bytes, tag, word_at(bytes, tag) | 0x80000000);
  CHECK_FALSE(passes(bytes));
}

TEST_CASE("the same event in another order is refused") {
  Bytes bytes = sample_bytes("YearClosed");
  // Ledger and author change places: pointers 0 and 1 lead to equally long bytes.
  constexpr std::size_t first = ledger_pointer;
  const std::size_t ledger = target_of(bytes, first);
  const std::size_t author = target_of(bytes, first + 1);
  REQUIRE(author == ledger + 4);
  std::swap_ranges(bytes.begin() + static_cast<long>(ledger * word_size),
                   bytes.begin() + static_cast<long>((ledger + 4) * word_size),
                   bytes.begin() + static_cast<long>(author * word_size));
  const std::uint64_t low = 4;  // one word of offset, in the pointer's low half above its two type bits
  set_word(bytes, first, word_at(bytes, first) + 4 * low);
  set_word(bytes, first + 1, word_at(bytes, first + 1) - 4 * low);
  CHECK(target_of(bytes, first) == author);
  EventOpener opener;
  REQUIRE(opener.open_stored(bytes).ok());
  CHECK(envelope_of(*opener.open_stored(bytes)).ledger == sample_envelope().ledger);  // it reads the same
  CHECK_FALSE(passes(bytes));
}

TEST_CASE("two pointers to the same bytes are refused") {
  Bytes bytes = sample_bytes("YearClosed");
  constexpr std::size_t first = ledger_pointer;
  set_word(bytes, first + 1, word_at(bytes, first) - 4);  // the author reads the ledger's bytes
  CHECK_FALSE(passes(bytes));
}

TEST_CASE("far pointers and capabilities are refused") {
  const Bytes bytes = sample_bytes("YearClosed");
  for (const std::size_t pointer : {std::size_t{0}, ledger_pointer + 1, event_pointer}) {
    for (const std::uint64_t type : {2, 3}) {
      for (const std::uint64_t low : {0, 8, 64, 0x7ffffff8}) {
        Bytes changed = bytes;
        set_word(changed, pointer, low | type);
        CHECK_FALSE(passes(changed));
      }
    }
  }
}

TEST_CASE("a message of two segments is refused, even as a flat array") {
  capnp::MallocMessageBuilder message(1, capnp::AllocationStrategy::FIXED_SIZE);
  message.initRoot<schema::Signed>().initEvent().initContractEnded().setContract("C");
  const auto flat = capnp::messageToFlatArray(message);
  const auto bytes = flat.asBytes();
  CHECK_FALSE(passes({bytes.begin(), bytes.size()}));
}

TEST_CASE("words that canonical form leaves out are refused") {
  // A struct one word longer than it need be: the last data word is zero.
  Bytes bytes = sample_bytes("YearClosed");
  REQUIRE((word_at(bytes, 0) >> 32 & 0xffff) == 3);  // no batch: canonical form has three data words
  CHECK_FALSE(passes([&] {
    Bytes longer;
    const auto put = [&](std::uint64_t word) {
      longer.resize(longer.size() + word_size);
      set_word(longer, longer.size() / word_size - 1, word);
    };
    put(word_at(bytes, 0) + (std::uint64_t{1} << 32));
    for (std::size_t i = 1; i < 4; ++i) put(word_at(bytes, i));
    put(0);
    for (std::size_t i = 4; i < bytes.size() / word_size; ++i) put(word_at(bytes, i));
    return longer;
  }()));
}

TEST_CASE("an empty text, list or hash is refused, an absent one is not") {
  const auto with = [](auto build) { return canonical_of(build); };
  CHECK(passes(with([](schema::Event::Builder e) { e.initContractEnded().setContract("C"); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initContractEnded().setContract(""); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initContractEnded().initReason(0); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initPaymentsReviewed().initPayments(0); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initPaymentRecorded().initParts(0); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initPaymentRecorded().initParts(2)[1].setMemo(""); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initCalendarPublished().initHolidays(1).set(0, ""); })));
  CHECK_FALSE(passes(with([](schema::Event::Builder e) { e.initDocumentAdded().initDocument(0); })));
}

TEST_CASE("keys and hashes of the envelope have their length") {
  const auto with = [](auto change) {
    EventBuilder builder;
    capnp::MallocMessageBuilder message;
    auto event = message.initRoot<schema::Signed>();
    for (Byte& byte : event.initAuthor(32)) byte = 1;
    for (Byte& byte : event.initCommand(32)) byte = 1;
    event.initEvent().initContractEnded().setContract("C");
    change(event);
    const auto words = capnp::canonicalize(event.asReader());
    return Bytes(words.asBytes().begin(), words.asBytes().end());
  };
  using Builder = schema::Signed::Builder;
  CHECK(passes(with([](Builder) {})));
  CHECK_FALSE(passes(with([](Builder b) { b.initAuthor(31); })));
  CHECK_FALSE(passes(with([](Builder b) { b.disownAuthor(); })));
  CHECK_FALSE(passes(with([](Builder b) { b.disownCommand(); })));
  CHECK_FALSE(passes(with([](Builder b) { b.initCommand(33); })));
  CHECK_FALSE(passes(with([](Builder b) { b.initLedger(16); })));
  CHECK_FALSE(passes(with([](Builder b) { b.initHeadRoot(8); })));
  CHECK_FALSE(passes(with([](Builder b) { b.setHeadSize(3); })));
  CHECK_FALSE(passes(with([](Builder b) { b.initHeadRoot(32)[0] = 1; })));
  CHECK(passes(with([](Builder b) {
    b.setHeadSize(3);
    b.initHeadRoot(32)[0] = 1;
  })));
  CHECK_FALSE(passes(with([](Builder b) {
    b.setHeadSize(3);
    b.initHeadRoot(32);
  })));
  CHECK_FALSE(passes(with([](Builder b) { b.initLedger(32); })));
  CHECK_FALSE(passes(with([](Builder b) { b.setDate(-7398); })));
  CHECK_FALSE(passes(with([](Builder b) { b.setDate(2932897); })));
  CHECK_FALSE(passes(with([](Builder b) { b.disownEvent(); })));
}

TEST_CASE("content is the day and the event, whoever tells it and when") {
  const Draft draft = sample_draft("PaymentRecorded");
  Envelope one = sample_envelope();
  one.date = Day(20000);
  Envelope other = one;
  other.author.bytes.fill(9);
  other.number = 1000;
  other.head_size = 0;
  other.head_root = Hash{};
  other.command.bytes.fill(8);
  other.batch = 3;
  const auto content = [](const Envelope& envelope, const EventBytes& event) {
    return content_of(compose_signed(envelope, event).value());
  };
  CHECK(content(one, draft.event) == content(other, draft.event));
  other.date = Day(20001);
  CHECK_FALSE(content(one, draft.event) == content(other, draft.event));
  CHECK_FALSE(content(one, draft.event) == content(one, sample_draft("PaymentsReviewed").event));
}

TEST_CASE("content does not depend on the envelope for any kind, nor for an event without words") {
  std::set<Hash> contents;
  std::vector<EventBytes> events;
  for (const KindShape& kind : kind_shapes()) events.push_back(sample_draft(kind.name).event);
  events.push_back(EventBuilder().finish());
  for (const EventBytes& event : events) {
    Envelope envelope = sample_envelope();
    const Hash content = content_of(compose_signed(envelope, event).value());
    CHECK(contents.insert(content).second);
    envelope.author.bytes.fill(0x55);
    envelope.ledger = Hash{};
    envelope.head_size = 0;
    envelope.head_root = Hash{};
    CHECK(content_of(compose_signed(envelope, event).value()) == content);
  }
}

TEST_CASE("an event that grows too large is refused when it is composed") {
  EventBuilder builder;
  const std::string text(max_signed_bytes, 'x');
  builder.root().initContractEnded().setReason(text.c_str());
  const auto bytes = compose_signed(sample_envelope(), builder.finish());
  REQUIRE_FALSE(bytes.ok());
  CHECK(bytes.error().kind == ErrorKind::invalid);
}

TEST_CASE("a field of another form than its kind's is refused by the check of fields, never thrown") {
  // PaymentsReviewed.payments is a list; ContractEnded.contract, the same first pointer, a text.
  Bytes bytes = canonical_of([](schema::Event::Builder e) { e.initPaymentsReviewed().initPayments(3).set(0, 7); });
  const std::size_t event = target_of(bytes, event_pointer);
  bytes[event * word_size] = 45;  // ContractEnded
  EventOpener opener;
  const auto opened = opener.open(bytes);
  REQUIRE(opened.ok());
  const Status fields = check_required(opened->getEvent());
  REQUIRE_FALSE(fields.ok());
  CHECK(fields.error().name == "event.fields");
  CHECK_FALSE(event_json(bytes).ok());
}
