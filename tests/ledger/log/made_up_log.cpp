#include "tests/ledger/log/made_up_log.h"

#include <algorithm>
#include <vector>

namespace made_up {
namespace {

using sunledger::Status;

// SplitMix64's finalizer: a number that looks random and follows from `seed`.
std::uint64_t mixed(std::uint64_t seed) {
  seed += 0x9e3779b97f4a7c15ULL;
  seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebULL;
  return seed ^ (seed >> 31);
}

std::string fact_key(std::uint64_t position) {
  return "entry/" + std::to_string(position);
}

std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
  return size >> (8 * level);
}

}  // namespace

Bytes entry(std::uint64_t position) {
  Bytes bytes(200 + mixed(position) % 300);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    // The first 128 bytes like a signature and hashes, the rest like text.
    bytes[i] = static_cast<sunledger::Byte>(i < 128 ? mixed(position * 1000 + i) : 'a' + (position + i) % 7);
  }
  return bytes;
}

Hash tile_hash(unsigned level, std::uint64_t index) {
  Hash hash;
  for (std::size_t i = 0; i < 32; ++i) hash.bytes[i] = static_cast<sunledger::Byte>(mixed(index * 64 + level * 8 + i));
  return hash;
}

Status append(Store& store, std::uint64_t count) {
  TRY_ASSIGN(const std::uint64_t size, store.size());
  Store::Batch batch(store);
  for (std::uint64_t position = size; position < size + count; ++position) {
    batch.entry(Position(position), entry(position));
    batch.fact(fact_key(position), std::to_string(position * 3));
  }
  for (unsigned level = 0; level < 3; ++level) {
    std::vector<Hash> hashes;
    for (auto i = hashes_at(level, size); i < hashes_at(level, size + count); ++i)
      hashes.push_back(tile_hash(level, i));
    batch.hashes(level, hashes_at(level, size), hashes);
  }
  batch.fact("size", std::to_string(size + count));
  return store.commit(batch);
}

std::optional<std::string> problem(const Store& store) {
  const auto size = store.size();
  if (!size) return size.error().message;
  std::string value;
  const auto noted = store.fact("size", value);
  if (!noted) return noted.error().message;
  if (*noted != (*size > 0) || (*noted && value != std::to_string(*size))) {
    return "size " + std::to_string(*size) + " but the fact says " + value;
  }
  auto cursor = store.entries_from(Position(0));
  Position position;
  sunledger::BytesView bytes;
  std::uint64_t count = 0;
  for (;; ++count) {
    const auto more = cursor.next(position, bytes);
    if (!more) return more.error().message;
    if (!*more) break;
    if (position.value != count) return "position " + std::to_string(count) + " is not in its place";
    if (Bytes(bytes.begin(), bytes.end()) != entry(count)) return "entry " + std::to_string(count) + " differs";
    const auto found = store.fact(fact_key(count), value);
    if (!found) return found.error().message;
    if (!*found || value != std::to_string(count * 3)) return "fact of " + std::to_string(count) + " differs";
  }
  if (count != *size) return "the walk ends at " + std::to_string(count) + " of " + std::to_string(*size);
  for (unsigned level = 0; level < 3; ++level) {
    const std::uint64_t hashes = hashes_at(level, *size);
    for (std::uint64_t tile = 0; tile * 256 < hashes; ++tile) {
      const auto width = static_cast<unsigned>(std::min<std::uint64_t>(256, hashes - tile * 256));
      const auto read = store.hash_tile(level, tile, width);
      if (!read) return read.error().message;
      for (unsigned i = 0; i < width; ++i) {
        const Hash expected = tile_hash(level, tile * 256 + i);
        if (!std::equal(expected.bytes.begin(), expected.bytes.end(), read->begin() + i * 32)) {
          return "hash " + std::to_string(tile * 256 + i) + " of level " + std::to_string(level) + " differs";
        }
      }
    }
    const auto after = store.hash_tile(level, hashes / 256, static_cast<unsigned>(hashes % 256) + 1);
    if (after || after.error().kind != sunledger::ErrorKind::not_found) {
      return "level " + std::to_string(level) + " has more hashes than subtrees";
    }
  }
  return std::nullopt;
}

}  // namespace made_up
