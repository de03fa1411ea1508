// A fixed set of mutated submissions and states, the same in every run. What an entry point finds wrong stops the
// process, so that reaching the end is the assertion.

#include <catch2/catch.hpp>
#include <random>

#include "tests/ledger/witness/witness_fixture.h"

namespace sunledger {
void fuzz_submission(BytesView bytes);
void fuzz_witnessed_log(BytesView bytes);
void fuzz_witness(BytesView bytes);
}  // namespace sunledger

using namespace sunledger;
using namespace sunledger::testing;

namespace {

constexpr std::string_view symbols = "0123456789abcdefAZ+/=: -\n\r\x7f\x80\xc3\xff";

std::string mutated(std::string text, std::mt19937& random) {
  for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
    const std::size_t at = random() % text.size();
    const char symbol = symbols[random() % symbols.size()];
    switch (random() % 4) {
      case 0:
        text[at] = symbol;
        break;
      case 1:
        text.insert(at, text.substr(random() % text.size(), random() % 120));
        break;
      case 2:
        text.erase(at, 1 + random() % 40);
        break;
      default:
        text.resize(at);
    }
    if (text.empty()) text.push_back(symbol);
  }
  return text;
}

void run(void (*target)(BytesView), const std::vector<std::string>& seeds, int rounds) {
  std::mt19937 random(20261127);
  for (const std::string& seed : seeds) {
    target(as_bytes(seed));
    for (int round = 0; round < rounds; ++round) target(as_bytes(mutated(seed, random)));
  }
  SUCCEED();
}

}  // namespace

TEST_CASE("mutated submissions are read as one thing or refused") {
  run(fuzz_submission, {history().submission(0, 5), history().submission(5, 40)}, 20000);
}

TEST_CASE("mutated states of a witness are read as one thing or refused") {
  WitnessedLog log = new_witnessed_log(log_key().vkey());
  const std::string empty = format_witnessed_log(log);
  log.note = history().note(7);
  run(fuzz_witnessed_log, {empty, format_witnessed_log(log)}, 10000);
}

TEST_CASE("a witness that is posted anything goes on in its one history") {
  run(fuzz_witness,
      {history().submission(0, 5), history().submission(5, 17), history().submission(17, 40),
       forked(20).submission(17, 40), history().submission(40, 40)},
      1000);
}
