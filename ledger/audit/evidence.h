#pragma once
// Two signed checkpoints of one log that should not both exist, kept for whoever has to be shown them. Where one
// history cannot contain both, the file proves it by itself: to check it takes the log's published key and this file,
// no log.
//
//   sunledger-evidence v1
//   kind: split-view | rollback
//   log-vkeys: <decimal>              at least one
//   log-vkey: <verifier key>          that many, of one log
//   first: <base64 note>              seen earlier, or by the first of two who compare
//   second: <base64 note>             shown later, or to the second
//   root: <64 hex> or -               the root that the larger one's tree has over the smaller one's entries
//   hashes: <decimal>                 at most 64
//   hash: <64 hex>                    the consistency proof from that root to the larger checkpoint (RFC 9162 §2.1.4)
//   checksum: <64 hex>                verify/checked_text.h
//
// Split view: two roots for one size; or a root and hashes that lead to the larger checkpoint, from another root than
// the smaller one has. Rollback: the second is smaller; that a log showed it later is the keeper's word, not the
// file's.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {

struct Evidence {
  enum class Kind { split_view, rollback };
  Kind kind = Kind::split_view;
  std::vector<VerifierKey> log_keys;
  std::string first, second;  // signed notes
  std::optional<Hash> root;
  std::vector<Hash> hashes;

  bool operator==(const Evidence&) const = default;
};

inline constexpr std::size_t longest_evidence_bytes = 1 << 19;

std::string write_evidence(const Evidence& evidence);
// Strict: reads exactly what write_evidence writes. Errors: invalid.
Result<Evidence> parse_evidence(std::string_view text);

// Errors: corrupt when it does not show what its kind says.
Status check_evidence(const Evidence& evidence);

// Writes it beside `path`: path.evidence-1, or the next number that is free; returns the name. Errors: io, permission.
Result<std::string> keep_evidence(const std::string& path, const Evidence& evidence);

}  // namespace sunledger
