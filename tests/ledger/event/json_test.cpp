#include "ledger/event/json.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <set>

#include "ledger/event/json_reader.h"
#include "ledger/event/open.h"
#include "ledger/event/required.h"
#include "ledger/event/shape.h"
#include "tests/support/events.h"

using namespace sunledger;
using namespace sunledger::support;

namespace {

Error refused(std::string_view json) {
  CAPTURE(json);
  const Result<Draft> draft = draft_from_json(json);
  REQUIRE_FALSE(draft.ok());
  CHECK(draft.error().kind == ErrorKind::invalid);
  CHECK_FALSE(draft.error().hint.empty());
  return draft.error();
}

void says(const Error& error, std::string_view part) {
  CAPTURE(error.message, error.hint, part);
  CHECK((error.message + " " + error.hint).find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("every kind has a sample, which is accepted, passes the gate and comes back the same") {
  for (const KindShape& kind : kind_shapes()) {
    CAPTURE(kind.name);
    const Draft draft = sample_draft(kind.name);
    CHECK(draft.kind == kind.kind);
    CHECK(draft.date.has_value());
    const Bytes bytes = signed_bytes_of(draft);
    EventOpener opener;
    const auto event = opener.open(bytes);
    REQUIRE(event.ok());
    const Status fields = check_required(event->getEvent());
    CAPTURE(fields.ok() ? "" : fields.error().message);
    CHECK(fields.ok());
    for (const JsonStyle style : {JsonStyle::one_line, JsonStyle::pretty}) {
      const auto json = event_json(bytes, style);
      REQUIRE(json.ok());
      const auto again = draft_from_json(*json);
      CAPTURE(*json, again.ok() ? "" : again.error().message);
      REQUIRE(again.ok());
      CHECK(again->event.bytes == draft.event.bytes);
      CHECK(again->date == draft.date);
      CHECK(again->command == to_hex(sample_envelope().command.view()));
    }
  }
}

TEST_CASE("an event is one line with kind, date and command first and its fields in the order of the schema") {
  const Draft draft = draft_or_fail(
      R"({"line":"L1","kind":"LineTransferred","date":"2025-07-08","amount":"12.5","number":"T1","to_line":"L2"})");
  CHECK(event_json(signed_bytes_of(draft)).value() ==
        R"({"kind":"LineTransferred","date":"2025-07-08","command":")" + std::string(64, '7') +
            R"(","number":"T1","line":"L1","to_line":"L2","amount":"12.50","year":0})");
}

TEST_CASE("absent, null and empty members are one and the same event") {
  const auto bytes = [](std::string_view json) { return draft_or_fail(json).event.bytes; };
  const Bytes plain = bytes(R"({"kind":"OpinionRaised","opinion":"O1","text":"t"})");
  CHECK(bytes(R"({"kind":"OpinionRaised","opinion":"O1","text":"t","report":null,"handler":"","due":null})") == plain);
  CHECK(bytes(R"({"kind":"DecisionResolved","decision":"D","adopted":true,"recused":[]})") ==
        bytes(R"({"kind":"DecisionResolved","decision":"D","adopted":true})"));
  const Bytes part = bytes(R"({"kind":"PaymentRefunded","payment":7,"parts":[{"line":"L","amount":"1"}]})");
  CHECK(bytes(R"({"kind":"PaymentRefunded","payment":"7","parts":[{"amount":"1.00","line":"L"}],"document":""})") ==
        part);
}

TEST_CASE("a kind that does not exist is refused with the nearest that does") {
  says(refused(R"({"kind":"PaymentRecord"})"), "PaymentRecorded");
  says(refused(R"({"kind":"yearclosed"})"), "YearClosed");
  says(refused(R"({"voucher":"1"})"), "kind");
  says(refused(R"({"kind":7})"), "kind");
}

TEST_CASE("an unknown field is refused by name with the fields of the kind") {
  const Error error = refused(R"({"kind":"ContractEnded","contract":"C","raeson":"x"})");
  says(error, "raeson");
  says(error, "contract, reason");
  says(refused(R"({"kind":"PaymentRefunded","payment":1,"parts":[{"lin":"L"}]})"), "parts[1].lin");
}

TEST_CASE("a wrong value is refused with its field and what to write") {
  const auto payment = [](std::string_view members) {
    return R"({"kind":"PaymentRecorded","voucher":"V","payee":"P","method":"treasury",)" + std::string(members) + "}";
  };
  says(refused(payment(R"("parts":[{"line":"L","amount":"1.005"}])")), "parts[1].amount");
  says(refused(payment(R"("parts":[{"line":"L","amount":12}])")), "\"1234.50\"");
  says(refused(payment(R"("parts":{"line":"L"})")), "brackets");
  says(refused(payment(R"("parts":["L"])")), "parts[1]");
  says(refused(payment(R"("parts":[null])")), "parts[1]");
  says(refused(payment(R"("body":7)")), "body");
  says(refused(payment(R"("payee_kind":"company")")), "org, person");
  says(refused(R"({"kind":"YearClosed","year":65536})"), "65535");
  says(refused(R"({"kind":"YearClosed","year":-1})"), "year");
  says(refused(R"({"kind":"YearClosed","year":2025.0})"), "year");
  says(refused(R"({"kind":"YearClosed","date":"2025-02-29"})"), "date");
  says(refused(R"({"kind":"OpinionRaised","due":"22.8.2025"})"), "YYYY-MM-DD");
  says(refused(R"({"kind":"DocumentAdded","document":"0g"})"), "hexadecimal");
  says(refused(R"({"kind":"AcceptanceRecorded","accepted":"yes"})"), "true or false");
  says(refused(R"({"kind":"RolesChanged","roles":["recorder","boss"]})"), "roles[2]");
  says(refused(R"({"kind":"ContractEnded","command":"a\u0007"})"), "command");
}

TEST_CASE("a choice that is not given is asked for, never assumed") {
  says(refused(R"({"kind":"PaymentRecorded","voucher":"V"})"), "method");
  says(refused(R"({"kind":"DecisionResolved","decision":"D"})"), "adopted");
}

TEST_CASE("what is not strict JSON is refused with its place") {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[]",
                           "7",
                           "{\"kind\":\"YearClosed\"} x",
                           "{\"kind\":\"YearClosed\",}",
                           "{'kind':'YearClosed'}",
                           "{\"kind\":\"YearClosed\",\"year\":01}",
                           "{\"a\":tru}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\ud800\"}",
                           "{\"a\":\"\\udc00\"}",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"",
                           "{\"a\" 1}",
                           "{\"a\":1.}",
                           "{\"a\":-}",
                           "{\"a\":1e}",
                           "{\"a\":[1 2]}"}) {
    refused(text);
  }
  says(refused("{\"kind\":\"YearClosed\",\n \"year\":2025,\n \"year\":2026}"), "line 3");
  says(refused("{\"kind\":\"YearClosed\",\"reason\":\"\xC0\x80\"}"), "UTF-8");
  says(refused(std::string(100000, ' ')), "65536");
  says(refused(std::string(1000, '[')), "16");
  std::string many = "{";
  for (int i = 0; i < 70; ++i) many += "\"m" + std::to_string(i) + "\":1,";
  says(refused(many + "\"x\":1}"), "64");
}

TEST_CASE("integers keep every digit") {
  const Draft draft = draft_or_fail(
      R"({"kind":"PaymentsReviewed","payments":[9007199254740991,"9007199254740993",18446744073709551615]})");
  EventOpener opener;
  const Bytes bytes = signed_bytes_of(draft);
  const auto payments = opener.open(bytes)->getEvent().getPaymentsReviewed().getPayments();
  CHECK(payments[0] == 9007199254740991ULL);
  CHECK(payments[1] == 9007199254740993ULL);
  CHECK(payments[2] == 18446744073709551615ULL);
  const std::string json = event_json(bytes).value();
  CHECK(json.find(R"("payments":[9007199254740991,"9007199254740993","18446744073709551615"])") != std::string::npos);
  CHECK(draft_or_fail(json).event.bytes == draft.event.bytes);
}

TEST_CASE("any text survives being written and read") {
  REQUIRE(rc::check([] {
    // Any code points that JSON can hold, surrogates left out, zero too: Text could hold it but check_required refuses
    // it.
    const auto points = *rc::gen::nonEmpty(rc::gen::container<std::vector<unsigned>>(rc::gen::oneOf(
        rc::gen::inRange(1U, 0x80U), rc::gen::inRange(0x80U, 0xd800U), rc::gen::inRange(0xe000U, 0x110000U))));
    EventBuilder builder;
    std::string text;
    for (const unsigned c : points) text += utf8_of(c);
    builder.root().initContractEnded().setReason(text.c_str());
    const Draft draft{45, {}, {}, builder.finish()};
    const auto json = event_json(signed_bytes_of(draft));
    RC_ASSERT(json.ok());
    const auto again = draft_from_json(*json);
    RC_ASSERT(again.ok());
    RC_ASSERT(again->event.bytes == draft.event.bytes);
  }));
}

TEST_CASE("an event of a newer kind is shown as unknown") {
  const Bytes bytes = signed_bytes_of(Draft{77, Day(20000), {}, event_of_kind(77)});
  CHECK(event_json(bytes).value() ==
        R"({"kind":"Unknown#77","date":"2024-10-04","command":")" + std::string(64, '7') + R"("})");
}
