// The small languages of the command line: positions, moments, files of signed events, JSON answers.

#include <catch2/catch.hpp>

#include "cli/context.h"
#include "cli/json_value.h"
#include "cli/output.h"
#include "cli/payments.h"
#include "cli/signed_file.h"

using namespace sunledger;

TEST_CASE("positions are written as people write them, and come out sorted, each once") {
  const auto positions = parse_positions({"12", "15-17,3", "16"});
  REQUIRE(positions);
  CHECK(*positions == std::vector<std::uint64_t>{3, 12, 15, 16, 17});
  CHECK(parse_positions({})->empty());
  for (const char* wrong : {"twelve", "5-3", "-3", "1-", "0x10", "1-99999999", "99999999999999999999"}) {
    CAPTURE(wrong);
    const auto refused = parse_positions({wrong});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::usage);
  }
}

TEST_CASE("a moment is UTC to the second or millisecond, and nothing else") {
  CHECK(parse_utc("1970-01-02T00:00:01Z") == 86'401'000U);
  CHECK(parse_utc("2026-01-05T08:00:00.250Z") == 1'767'600'000'250U);
  for (const char* wrong : {"2026-01-05", "2026-01-05T08:00:00", "2026-01-05 08:00:00Z", "2026-01-05T24:00:00Z",
                            "2026-02-30T08:00:00Z", "2026-01-05T08:00:00,250Z", "2026-01-05T0a:00:00Z"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_utc(wrong));
  }
}

TEST_CASE("signed events come back from their file as they were, and a changed file is refused") {
  SignedEvent event;
  event.signed_bytes = {1, 2, 3, 250};
  event.signature.bytes[0] = 7;
  const std::string text = write_signed(std::span(&event, 1));
  const auto read = parse_signed(text);
  REQUIRE(read);
  REQUIRE(read->size() == 1);
  CHECK(read->front().signed_bytes == event.signed_bytes);
  CHECK(read->front().signature == event.signature);
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    CAPTURE(cut);
    CHECK_FALSE(parse_signed(text.substr(0, cut)));
  }
  CHECK_FALSE(parse_signed(text + "more\n"));
}

TEST_CASE("what a person wrote stays one JSON text, whatever it holds") {
  JsonValue value = JsonValue::object();
  value.set("text", "a\"b\\c\nd").set("flag", true).set("number", -3).set("nothing", JsonValue());
  value.set("list", JsonValue::array().push(1).push("二"));
  CHECK(value.to_text() == R"({"text":"a\"b\\c\u000ad","flag":true,"number":-3,"nothing":null,"list":[1,"二"]})");
}

TEST_CASE("every kind of error has its exit code") {
  CHECK(exit_code_of(ErrorKind::usage) == ExitCode::usage);
  CHECK(exit_code_of(ErrorKind::corrupt) == ExitCode::verification_failed);
  CHECK(exit_code_of(ErrorKind::permission) == ExitCode::permission);
  CHECK(exit_code_of(ErrorKind::incomplete) == ExitCode::incomplete);
  for (const ErrorKind kind : {ErrorKind::invalid, ErrorKind::refused, ErrorKind::conflict, ErrorKind::not_found,
                               ErrorKind::busy, ErrorKind::io}) {
    CHECK(exit_code_of(kind) == ExitCode::failed);
  }
}
