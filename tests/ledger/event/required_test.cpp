#include "ledger/event/required.h"

#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/schema.h>
#include <capnp/serialize.h>

#include <catch2/catch.hpp>
#include <set>

#include "ledger/event/open.h"
#include "ledger/event/shape.h"
#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

// What check_required says to an event built by `build`.
template <class Build>
Status told(Build build) {
  EventBuilder builder;
  build(builder.root());
  const Bytes bytes = signed_bytes_of(Draft{0, {}, {}, builder.finish()});
  EventOpener opener;
  const auto event = opener.open_stored(bytes);
  REQUIRE(event.ok());
  return check_required(event->getEvent());
}

Status told_json(std::string_view json) {
  const Bytes bytes = signed_bytes_of(draft_or_fail(json));
  EventOpener opener;
  return check_required(opener.open(bytes)->getEvent());
}

void refused(const Status& status, std::string_view part, ErrorKind kind = ErrorKind::invalid) {
  CAPTURE(part);
  REQUIRE_FALSE(status.ok());
  CAPTURE(status.error().message);
  CHECK(status.error().kind == kind);
  CHECK(status.error().name == "event.fields");
  CHECK_FALSE(status.error().hint.empty());
  CHECK(status.error().message.find(part) != std::string::npos);
}

// A payment that is in order, for one fault at a time.
schema::PaymentRecorded::Builder payment_in(schema::Event::Builder event) {
  auto payment = event.initPaymentRecorded();
  payment.setVoucher("2025-1");
  payment.setPayee("县残疾人康复中心");
  payment.setMethod(schema::Method::TRANSFER);
  auto part = payment.initParts(1)[0];
  part.setLine("L1");
  part.setAmount(100);
  part.setPurpose("care");
  return payment;
}

void remove_member(std::string& json, const std::string& member) {
  const std::size_t at = json.find("\n  \"" + member + "\": ");
  REQUIRE(at != std::string::npos);
  std::size_t end = json.find("\n  \"", at + 1);
  if (end == std::string::npos) end = json.size() - 3;  // the last member: its comma stands before it
  json.erase(at, end - at);
  const std::size_t comma = json.find_last_not_of(" \n}");
  if (json[comma] == ',') json.erase(comma, 1);
}

}  // namespace

TEST_CASE("every field of the schema is judged, and described in its order") {
  for (const KindShape& kind : kind_shapes()) {
    CAPTURE(kind.name);
    std::vector<std::string> fields;
    for (const FieldShape& field : kind.object.fields) {
      fields.push_back(field.name);
      if (field.type != FieldType::object) continue;
      for (const FieldShape& inner : field.object->fields) fields.push_back(field.name + "." + inner.name);
    }
    std::vector<std::string> described;
    for (const FieldRule& rule : field_rules(kind.kind)) described.push_back(rule.path);
    CHECK(described == fields);
  }
  CHECK(field_rules(known_kinds()).empty());
}

TEST_CASE("an event without one of its required fields is refused by the field's name") {
  for (const KindShape& kind : kind_shapes()) {
    for (const FieldRule& rule : field_rules(kind.kind)) {
      if (!rule.required || rule.path.find('.') != std::string::npos) continue;
      CAPTURE(kind.name, rule.path);
      std::string json = sample_json(kind.name);
      remove_member(json, rule.path);
      const FieldShape* field = kind.object.find(rule.path);
      if (!field->is_list && (field->type == FieldType::choice || field->type == FieldType::flag)) {
        const auto draft = draft_from_json(json);
        REQUIRE_FALSE(draft.ok());
        CHECK(draft.error().message.find(rule.path) != std::string::npos);
      } else {
        refused(told_json(json), "\"" + rule.path + "\"");
      }
    }
  }
}

TEST_CASE("an event without its optional fields is accepted") {
  for (const KindShape& kind : kind_shapes()) {
    std::string json = sample_json(kind.name);
    for (const FieldRule& rule : field_rules(kind.kind)) {
      if (rule.required || json.find("\n  \"" + rule.path + "\": ") == std::string::npos) continue;
      remove_member(json, rule.path);
    }
    CAPTURE(kind.name, json);
    const Status status = told_json(json);
    CAPTURE(status.ok() ? "" : status.error().message);
    CHECK(status.ok());
  }
}

TEST_CASE("an event that says nothing is refused, whatever its kind") {
  for (std::uint16_t kind = 0; kind < known_kinds(); ++kind) {
    CAPTURE(kind_name(kind));
    const auto fields = capnp::Schema::from<schema::Event>().getUnionFields();
    CHECK_FALSE(told([&](schema::Event::Builder event) {
                  for (const auto field : fields) {
                    if (field.getProto().getDiscriminantValue() == kind) {
                      capnp::DynamicStruct::Builder(event).init(field);
                    }
                  }
                }).ok());
  }
}

TEST_CASE("text must be text, seen as it is, and of a sensible length") {
  const auto payee = [](const std::string& text) {
    return told([&](schema::Event::Builder event) {
      payment_in(event).setPayee(capnp::Text::Reader(text.data(), text.size()));
    });
  };
  CHECK(payee("中").ok());
  CHECK(payee(std::string(1000, 'x')).ok());
  refused(payee(std::string(1001, 'x')), "too long");
  std::string thousand;
  for (int i = 0; i < 1000; ++i) thousand += "残";
  CHECK(payee(thousand).ok());
  refused(payee(thousand + "残"), "too long");
  for (const char* bad :
       {"\x80", "a\xC0\x80", "\xE4\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE3\x80", "\xE9\xFF\x80"}) {
    CAPTURE(bad);
    refused(payee(bad), "UTF-8");
  }
  refused(payee(std::string("a\0b", 3)), "control");
  for (const char* bad : {"1\xC2\xAD", "1\xE3\x85\xA4", "1\xE1\xA0\x8E", "1\xE2\xA0\x80", "1\xEF\xBE\xA0", "a\nb",
                          "a\x1b[31m", "\x7f", "\xC2\x85", "a\xE2\x80\x8B",
                          "\xE2\x80\xAE"
                          "a",
                          "\xEF\xBB\xBF"
                          "a"}) {
    refused(payee(bad), "invisible");
  }
}

TEST_CASE("an identifier has 1 to 64 bytes and no space at its ends") {
  const auto voucher = [](const std::string& text) {
    return told([&](schema::Event::Builder event) { payment_in(event).setVoucher(text.c_str()); });
  };
  CHECK(voucher("凭证 2025-1").ok());
  CHECK(voucher(std::string(64, '1')).ok());
  refused(voucher(std::string(65, '1')), "voucher");
  refused(voucher(" 1"), "space");
  refused(voucher("1 "), "space");
  refused(voucher("1\xE3\x80\x80"), "space");  // U+3000, the ideographic one
  refused(voucher("\xE3\x80\x80"), "space");
}

TEST_CASE("an account is told by its tail only") {
  refused(told([](schema::Event::Builder event) { payment_in(event).setAccountTail("6217000010001234567"); }),
          "account_tail");
}

TEST_CASE("amounts that must be above zero are, and none is absurd") {
  const auto amount = [](std::int64_t fen) {
    return told([&](schema::Event::Builder event) { payment_in(event).getParts()[0].setAmount(fen); });
  };
  CHECK(amount(1).ok());
  CHECK(amount(1'000'000'000'000'000).ok());
  refused(amount(0), "parts[1].amount");
  refused(amount(-1), "above zero");
  refused(amount(1'000'000'000'000'001), "larger");
  refused(amount(std::numeric_limits<std::int64_t>::min()), "above zero");
}

TEST_CASE("positions are ascending, each once, and none is the genesis entry") {
  const auto positions = [](std::vector<std::uint64_t> list) {
    return told([&](schema::Event::Builder event) {
      auto out = event.initPaymentsReviewed().initPayments(static_cast<unsigned>(list.size()));
      for (unsigned i = 0; i < out.size(); ++i) out.set(i, list[i]);
    });
  };
  CHECK(positions({1}).ok());
  CHECK(positions({1, 2, ~std::uint64_t{0}}).ok());
  refused(positions({0, 1}), "ascending");
  refused(positions({2, 2}), "ascending");
  refused(positions({3, 2}), "ascending");
  refused(positions({}), "missing");
  std::vector<std::uint64_t> many(4096);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = i + 1;
  CHECK(positions(many).ok());
  many.push_back(5000);
  refused(positions(many), "4096");
}

TEST_CASE("hashes, keys and signatures have their length") {
  const auto sized = [](unsigned key, unsigned proof, unsigned document) {
    return told([&](schema::Event::Builder event) {
      auto officer = event.initOfficerAppointed();
      officer.setPerson("p");
      officer.setName("n");
      officer.initRoles(1).set(0, schema::Role::RECORDER);
      officer.initKey(key);
      officer.initProof(proof);
      if (document > 0) officer.initDocument(document);
    });
  };
  CHECK(sized(32, 64, 0).ok());
  CHECK(sized(32, 64, 32).ok());
  refused(sized(31, 64, 0), "key");
  refused(sized(32, 32, 0), "proof");
  refused(sized(32, 64, 31), "document");
}

TEST_CASE("days exist and do not run backwards") {
  const auto delegation = [](std::int32_t first, std::int32_t last) {
    return told([&](schema::Event::Builder event) {
      auto d = event.initDelegationGranted();
      d.setDelegation("d");
      d.setFrom("a");
      d.setTo("b");
      d.setFirstDay(first);
      d.setLastDay(last);
    });
  };
  CHECK(delegation(20000, 20000).ok());
  refused(delegation(20001, 20000), "before");
  refused(delegation(std::numeric_limits<std::int32_t>::max(), 20000), "first_day");
  refused(delegation(-7398, 20000), "first_day");
  refused(delegation(schema::NO_DAY, 20000), "missing");
  refused(told_json(R"({"kind":"CalendarPublished","year":2025,"holidays":["2025-02-29"]})"), "holidays");
  refused(told_json(R"({"kind":"CalendarPublished","year":2025,"holidays":["2025-02-28","2025-02-28"]})"), "twice");
}

TEST_CASE("nobody is named twice in a meeting, and no role is given twice") {
  refused(told_json(R"({"kind":"MeetingHeld","meeting":"m","body":"b","due":3,"present":["a","b","a"],"chair":"a"})"),
          "present");
  refused(told_json(R"({"kind":"RolesChanged","person":"p","roles":["recorder","recorder"]})"), "roles");
}

TEST_CASE("charter parameters are sorted by name, each once") {
  refused(told_json(R"({"kind":"CharterAmended","number":"1","effective":"2025-08-01",
                        "changes":[{"name":"b","value":"1"},{"name":"a","value":"1"}]})"),
          "changes");
}

TEST_CASE("what a newer program wrote asks for newer software") {
  refused(told([](schema::Event::Builder event) { payment_in(event).setMethod(static_cast<schema::Method>(8)); }),
          "method", ErrorKind::incomplete);
  const Bytes bytes = signed_bytes_of(Draft{77, {}, {}, event_of_kind(77)});
  EventOpener opener;
  refused(check_required(opener.open(bytes)->getEvent()), "not know yet", ErrorKind::incomplete);
}

TEST_CASE("a field added to a kind by a newer program asks for newer software") {
  // ContractEnded with a third text: any struct with one pointer more, put in its place.
  capnp::MallocMessageBuilder message;
  auto event = message.initRoot<schema::Event>();
  auto other = event.initDelegationGranted();  // delegation, from, to: more pointers than ContractEnded has
  other.setDelegation("a");
  other.setFrom("b");
  other.setTo("c");
  EventBytes bytes;
  const auto words = capnp::canonicalize(event.asReader());
  bytes.bytes.assign(words.asBytes().begin(), words.asBytes().end());
  bytes.bytes[8] = 45;  // ContractEnded
  const Bytes signed_bytes = signed_bytes_of(Draft{45, {}, {}, bytes});
  EventOpener opener;
  const auto opened = opener.open(signed_bytes);
  REQUIRE(opened.ok());
  refused(check_required(opened->getEvent()), "not know yet", ErrorKind::incomplete);
}

TEST_CASE("bits between the fields ask for newer software") {
  // PaymentRecorded has two choices of 16 bits in its one data word; the upper half belongs to no field yet.
  EventBuilder builder;
  payment_in(builder.root());
  EventBytes event = builder.finish();
  const std::size_t payment = 3 * 8;  // root pointer, the kind, the pointer to the payment, then its data word
  REQUIRE(event.bytes[payment + 2] == static_cast<Byte>(schema::Method::TRANSFER));
  event.bytes[payment + 7] = 1;
  const Bytes bytes = signed_bytes_of(Draft{28, {}, {}, event});
  EventOpener opener;
  const auto opened = opener.open(bytes);
  REQUIRE(opened.ok());
  refused(check_required(opened->getEvent()), "not know yet", ErrorKind::incomplete);
}
