#pragma once
// An entry: what the log keeps for ever. The signed bytes are the author's, the rest are the sequencer's words; all of
// it is in the leaf hash.
//
//   offset  size  content
//   0       4     "SLE1"
//   4       8     position, big-endian
//   12      8     recorded time, milliseconds since 1970-01-01T00:00:00Z, never decreasing
//   20      32    author's Ed25519 key
//   52      64    Ed25519 signature over "sunledger/event/v1\0" ‖ signed bytes
//   116     1     n, how many rules were broken and let through
//   117     2n    their numbers, ascending, each once
//   117+2n  …     signed bytes, one canonical Cap'n Proto segment
//
// The whole is at most 65,535 bytes: an entry bundle's length is a uint16 (formats.md).

#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/position.h"
#include "ledger/base/result.h"

namespace sunledger {

inline constexpr std::size_t entry_header_bytes = 117;
inline constexpr std::size_t max_entry_bytes = 65'535;

struct Entry {
  Position position;
  std::uint64_t recorded_ms = 0;
  PublicKey author;
  Signature signature;
  std::vector<std::uint16_t> rules;  // numbers of the rules let through as "find"
  BytesView signed_bytes;            // points into the bytes that were read
};

// `out` is replaced. The caller has bounded signed bytes and rules (INVARIANT).
void write_entry(const Entry& entry, Bytes& out);

// Strict: magic, ascending rules, no trailing surprise. The view lives as long as `bytes`. Errors: corrupt.
Result<Entry> read_entry(BytesView bytes);

}  // namespace sunledger
