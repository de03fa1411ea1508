#pragma once
// A log whose every byte follows from its position, so that any reader in any process can tell what is wrong with it.

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/log/store.h"

namespace made_up {

using sunledger::Bytes;
using sunledger::Hash;
using sunledger::Position;
using sunledger::Store;

Bytes entry(std::uint64_t position);  // 200 to 499 bytes, about as compressible as a signed event
Hash tile_hash(unsigned level, std::uint64_t index);

// One batch of `count` more entries with their facts and hashes; the fact "size" says how many there are then.
sunledger::Status append(Store& store, std::uint64_t count);

// What is wrong with the log, or nothing: entries, facts and hashes are those of its size, whole batches only.
std::optional<std::string> problem(const Store& store);

}  // namespace made_up
