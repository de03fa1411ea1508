#pragma once
// What is known of a log's beginning from an earlier look at it, so that a later look needs to read only what is new.

#include <cstdint>
#include <map>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// How many events of a key were recorded, and the largest head that it named.
struct AuthorPlace {
  std::uint64_t number = 0;
  std::uint64_t head_size = 0;

  bool operator==(const AuthorPlace&) const = default;
};
using AuthorPlaces = std::map<PublicKey, AuthorPlace>;

// The first `size` entries, verified, and what the following ones must fit. Nothing is known while size is 0.
struct KnownPart {
  std::uint64_t size = 0;
  Hash root;
  std::uint64_t recorded_ms = 0;  // of the last entry
  std::uint64_t no_earlier_than_ms =
      0;  // by the witnesses' clocks, what comes later was recorded after this; 0: unknown
  AuthorPlaces authors;

  bool operator==(const KnownPart&) const = default;
};

// The signatures of the first `entries` entries were found valid while these entries had this root.
struct EarlierRun {
  std::uint64_t entries = 0;
  Hash root;

  bool operator==(const EarlierRun&) const = default;
};

}  // namespace sunledger
