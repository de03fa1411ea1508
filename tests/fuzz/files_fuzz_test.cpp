// A fixed set of mutated signed files, signing heads, view states and reports, the same in every run. What an entry
// point finds wrong stops the process, so that reaching the end is the assertion.

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "cli/signed_file.h"
#include "ledger/base/file.h"
#include "projections/findings/findings_view.h"
#include "projections/views/accounts.h"
#include "projections/views/openness.h"

namespace sunledger {
void fuzz_signed_file(BytesView input);
void fuzz_head_file(BytesView input);
void fuzz_view_state(BytesView input);
void fuzz_reported(BytesView input);
}  // namespace sunledger

using namespace sunledger;

namespace {

// Characters that mean something in these formats, counts of binary ones, and a few that must not be.
constexpr char symbol_bytes[] = "0123456789abcdefAZ+/=: {}[],\"\\\n\r\0\1\2\4\x20\x7f\x80\xc3\xe6\xff";
constexpr std::string_view symbols(symbol_bytes, sizeof symbol_bytes - 1);

void mutate(std::string& text, std::mt19937& random) {
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  if (text.empty()) text = "x";
  const std::size_t at = below(text.size());
  switch (below(6)) {
    case 0:
      text[at] = symbols[below(symbols.size())];
      break;
    case 1:
      text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      text.insert(at, 1, symbols[below(symbols.size())]);
      break;
    case 3:
      text.erase(at, 1 + below(40));
      break;
    case 4:
      text.insert(at, text.substr(below(text.size()), below(120)));
      break;
    default:
      text.resize(at);
  }
}

void run(void (*target)(BytesView), const std::vector<std::string>& seeds, int rounds) {
  std::mt19937 random(20260105);
  for (const std::string& seed : seeds) {
    target(as_bytes(seed));
    for (int round = 0; round < rounds; ++round) {
      std::string text = seed;
      for (std::size_t i = 0, changes = 1 + random() % 4; i < changes; ++i) mutate(text, random);
      target(as_bytes(text));
    }
  }
  SUCCEED();
}

SignedEvent made_up_event(std::size_t size) {
  return {Bytes(size, Byte{7}), Signature{}};
}

std::string state_of(char which, const View& view) {
  return which + std::string(as_text(view.state_bytes()));
}

}  // namespace

TEST_CASE("mutated files of signed events are refused or written back as they were") {
  const std::vector<SignedEvent> events = {made_up_event(8), made_up_event(123), made_up_event(1)};
  const std::string file = write_signed(events);
  REQUIRE(parse_signed(file));
  run(fuzz_signed_file, {file, write_signed(std::span(events).first(1))}, 10000);
}

TEST_CASE("mutated signing heads are refused or are another head") {
  HeadFile head;
  head.log_vkey = "ledger.example/sixian+00000000+" + to_base64(Bytes(33, Byte{1}));
  head.head.next_number = 12;
  head.head.note = "ledger.example/sixian\n3\nAAAA\n\n\xe2\x80\x94 ledger.example/sixian AAAA\n";
  run(fuzz_head_file, {write_head(head)}, 20000);
}

TEST_CASE("mutated states of views leave the view empty or are another state") {
  run(fuzz_view_state,
      {state_of(0, AccountsView()), state_of(1, OpennessView()), state_of(2, FindingsView()), std::string(300, '\0'),
       std::string(300, '\1'), std::string("\0\0\0\0\4name\0\0\0\1", 13)},
      8000);
}

TEST_CASE("mutated reports are read or an error, in every format") {
  const auto json = read_file("tests/golden/render/report.json", 1 << 20);
  const auto html = read_file("tests/golden/render/report.html", 1 << 20);
  const auto csv = read_file("tests/golden/render/report-stated.csv", 1 << 20);
  REQUIRE((json && html && csv));
  run(fuzz_reported, {*json, *html, *csv}, 700);
}
