// A fixed set of mutated key files and proofs, the same in every run.

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <string>

#include "ledger/people/key_file.h"
#include "ledger/people/possession.h"

namespace sunledger {
void fuzz_key_file(BytesView input);
void fuzz_possession(BytesView input);
}  // namespace sunledger

using namespace sunledger;

namespace {

// Characters that mean something in these formats, and a few that must not.
constexpr char symbols[] = "0123456789abcdefABCDEF :\n\r\t+-\0\x7f\x80\xc3\xe6\xff";
constexpr std::string_view alphabet(symbols, sizeof symbols - 1);

void mutate(std::string& text, std::mt19937& random) {
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  const auto symbol = [&] { return alphabet[below(alphabet.size())]; };
  if (text.empty()) text.push_back(symbol());
  const std::size_t at = below(text.size());
  switch (below(7)) {
    case 0:
      text[at] = symbol();
      break;
    case 1:
      text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      text.insert(at, 1, symbol());
      break;
    case 3:
      text.erase(at, 1 + below(80));
      break;
    case 4:
      text.insert(at, text.substr(below(text.size()), below(80)));
      break;
    case 5:
      text.resize(at);
      break;
    default: {  // a whole line doubled
      const std::size_t start = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at) + 1;
      const std::size_t end = text.find('\n', start);
      text.insert(start, text.substr(start, end == std::string::npos ? end : end - start + 1));
    }
  }
}

template <class Target>
void run_seeds(const std::string& seed, Target target) {
  std::mt19937 random(20260105);
  target(as_bytes(seed));
  for (int round = 0; round < 10000; ++round) {
    std::string text = seed;
    for (std::size_t i = 0, changes = 1 + random() % 4; i < changes; ++i) mutate(text, random);
    target(as_bytes(text));
  }
}

SecretKey fixed_key() {
  std::array<Byte, seed_size_bytes> seed{};
  seed.fill(7);
  return SecretKey::from_seed(seed);
}

// Fixed bytes where new_key_file would take random ones.
KeyFile fixed_file(std::optional<PassphraseCost> cost) {
  KeyFile file;
  file.name = "li.wen";
  file.public_key = fixed_key().public_key();
  file.cost = cost;
  if (cost) file.salt.bytes.fill(0x5a);
  file.nonce.bytes.fill(0xa5);
  file.sealed.bytes.fill(0x3c);
  return file;
}

}  // namespace

TEST_CASE("mutated key files are refused or are another key file, never a crash") {
  const std::string encrypted = write_key_file(fixed_file(PassphraseCost{}));
  const std::string unencrypted = write_key_file(fixed_file(std::nullopt));
  REQUIRE(parse_key_file(encrypted));
  REQUIRE(parse_key_file(unencrypted));
  run_seeds(encrypted, fuzz_key_file);
  run_seeds(unencrypted, fuzz_key_file);
}

TEST_CASE("mutated proofs of possession are refused or still hold, never a crash") {
  const std::string proof = write_proof(make_proof(fixed_key(), "li.wen").value());
  REQUIRE(parse_proof(proof));
  run_seeds(proof, fuzz_possession);
}
