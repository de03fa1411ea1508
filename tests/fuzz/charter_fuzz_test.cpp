// A fixed set of mutated charters, the same in every run.

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/file.h"
#include "ledger/charter/toml_source.h"

namespace sunledger {
void fuzz_charter(BytesView input);
}  // namespace sunledger

using namespace sunledger;

namespace {

// Characters that mean something in TOML, and a few that must not.
constexpr char symbol_bytes[] = "0123456789abcxyzU#=[]{}\"'.,/\\-+_* \n\r\t\0\x1b\x7f\x80\xc3\xe6\xff";
constexpr std::string_view symbols(symbol_bytes, sizeof symbol_bytes - 1);

void mutate(std::string& text, std::mt19937& random) {
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  if (text.empty()) text = "a=1";
  const std::size_t at = below(text.size());
  switch (below(7)) {
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
    case 5:
      text.resize(at);
      break;
    default:  // a number grows
      if (const auto digit = text.find_first_of("0123456789", at); digit != std::string::npos) {
        text.insert(digit, "99999");
      }
  }
}

void run_seeds(const std::string& seed, int rounds) {
  std::mt19937 random(20260105);
  fuzz_charter(as_bytes(seed));
  for (int round = 0; round < rounds; ++round) {
    std::string text = seed;
    for (std::size_t i = 0, changes = 1 + random() % 4; i < changes; ++i) mutate(text, random);
    fuzz_charter(as_bytes(text));
  }
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("mutated charters are refused with a message or are another sound charter, never a crash") {
  for (const char* name : {"sixian", "county-e1", "gansu"}) {
    const auto text = read_file("schema/charters/" + std::string(name) + ".toml", max_charter_file_bytes);
    REQUIRE(text);
    run_seeds(*text, 300);
  }
}

TEST_CASE("small charters that exercise every shape are mutated too") {
  run_seeds("title=\"a\"\nplace=\"b\"\nrules.event.age={value=\"find\",clause=\"c\"}\n", 500);
  run_seeds(
      "title=\"a\"\nplace=\"b\"\n[[approval.tiers]]\nup_to=\"9.00\"\nby=\"approver\"\n[[approval.tiers]]\nby="
      "\"meeting\"\n",
      500);
}

TEST_CASE("deep, wide and endless files are bounded") {
  for (const std::size_t depth : {9U, 200U, 300U, 5000U, 100000U}) {
    fuzz_charter(as_bytes("a=" + repeated("[", depth)));
    fuzz_charter(as_bytes("a=" + repeated("[", depth) + repeated("]", depth)));
    fuzz_charter(as_bytes(repeated("a.", depth) + "a=1"));
    fuzz_charter(as_bytes("[" + repeated("a.", depth) + "a]\nb=1"));
    fuzz_charter(as_bytes("a=" + repeated("{a=", depth) + "1" + repeated("}", depth)));
  }
  fuzz_charter(as_bytes("payment.methods=[" + repeated("\"card\",", 30000) + "]"));
  fuzz_charter(as_bytes("approval.tiers=[" + repeated("{by=\"meeting\"},", 10000) + "]"));
  fuzz_charter(as_bytes(std::string(max_charter_file_bytes, '\0')));
  fuzz_charter(as_bytes(repeated("\xEF\xBB\xBF", 1000)));
}
