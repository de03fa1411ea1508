#pragma once
// What an author keeps from the moment of recording: a note signed by the log key that promises an entry. Six lines,
// the first of them unlike any origin's, so that it never passes for a checkpoint (three) or a refusal (five).
//
//   sunledger/receipt/v1\n
//   <origin>\n
//   <position> <recorded time, milliseconds since 1970>\n
//   <hex leaf hash>\n                  of the entry, RFC 6962
//   <hex command id>\n
//   <hex SHA-256 of the signed bytes>\n     as in a refusal
//
// It binds the log's keeper: a checkpoint over more than `position` entries whose tree does not have that leaf there,
// together with this note, proves that an acknowledged event was withheld.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/proof/note.h"

namespace sunledger {

struct PromisedEntry {
  std::string origin;
  std::uint64_t position = 0;
  std::uint64_t recorded_ms = 0;
  Hash leaf;
  CommandId command;
  Hash event;  // of its signed bytes

  bool operator==(const PromisedEntry&) const = default;
};

inline constexpr std::string_view receipt_head = "sunledger/receipt/v1\n";

// The text of the note. What is parsed is exactly what format_receipt would write. Errors: invalid.
std::string format_receipt(const PromisedEntry& promised);
Result<PromisedEntry> parse_receipt(std::string_view text);

// Verifies the note and reads it. Errors: invalid; corrupt unless one of the verified signatures is the Ed25519
// signature of a known key that is named like the origin.
Result<PromisedEntry> open_receipt(std::string_view note, std::span<const VerifierKey> known,
                                   const VerifySignature& verify);

}  // namespace sunledger
