// How close the tree comes to bare hashing: appending n leaf hashes makes n − 1 nodes of 65 bytes (fewer by the open
// right edge), so a frontier that cost nothing besides would run at the rate of SHA-256 over 65-byte buffers.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "ledger/proof/tree.h"

using namespace sunledger;

namespace {

constexpr std::size_t count = 1 << 20;
constexpr int rounds = 7;

template <class Work>
double seconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  std::vector<Hash> leaves(count);
  for (std::size_t i = 0; i < count; ++i) leaves[i].bytes[i % Hash::size_bytes] = static_cast<Byte>(i);
  std::vector<double> ratios;
  std::vector<double> hash_rates;
  Byte seen = 0;  // keeps the work from being left out
  for (int round = 0; round < rounds; ++round) {
    // One after the other in the same round, so that both meet the same machine.
    std::array<Byte, 65> buffer{};
    const double bare = seconds([&] {
      for (std::size_t i = 0; i < count; ++i) buffer[0] = sha256(buffer).bytes[0];
    });
    Frontier frontier;
    const double appending = seconds([&] {
      for (const Hash& leaf : leaves) frontier.append(leaf);
    });
    seen = static_cast<Byte>(seen ^ buffer[0] ^ frontier.root().bytes[0]);
    ratios.push_back(bare / appending);
    hash_rates.push_back(static_cast<double>(count) / bare);
  }
  const double ratio = median(ratios);
  std::printf("bare SHA-256 of 65 bytes: %.2f million a second (checksum %02x)\n", median(hash_rates) / 1e6, seen);
  std::printf("BENCH frontier_ratio %.3f ratio target >= 0.75 %s\n", ratio, ratio >= 0.75 ? "pass" : "miss");
}
