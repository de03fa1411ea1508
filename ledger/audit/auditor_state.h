#pragma once
// What an auditor keeps between two visits: how far a log was verified, and the signed checkpoints that it showed. The
// file is the auditor's own; it holds nothing secret and nothing about persons.
//
//   sunledger-auditor v1
//   log-vkeys: <decimal>                              at least one
//   log-vkey: <verifier key named like the log>       that many, all of one name, as the auditor got them from
//   elsewhere policy: <base64 of a C2SP tlog-policy> or -       witnesses whose quorum every checkpoint must have
//   entries: <decimal>
//   root: <64 hex>
//   recorded-ms: <decimal>                            of the last entry
//   no-earlier-than-ms: <decimal>                     by the witnesses' clocks; 0: unknown
//   authors: <decimal>
//   author: <64 hex> <events> <head>                  that many, ascending by key
//   seen: <decimal>
//   note: <base64 of a signed checkpoint>             that many, ascending by size; the last is over `entries`
//   checksum: <64 hex>                                verify/checked_text.h

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/note.h"
#include "ledger/verify/continuation.h"

namespace sunledger {

class FieldLines;

struct AuditorState {
  std::vector<VerifierKey> log_keys;  // more than one where the log's key was changed
  std::string policy;                 // as its file says; empty: none
  KnownPart known;                    // entries, root…
  std::vector<std::string> seen;      // signed notes

  bool operator==(const AuditorState&) const = default;
  const std::string& origin() const { return log_keys.front().name; }
};

inline constexpr std::size_t longest_state_bytes = 24 << 20;
inline constexpr std::size_t most_authors = 200'000;
inline constexpr std::size_t most_log_keys = 16;
inline constexpr std::size_t notes_kept = 16;  // the first ever, and the newest
inline constexpr std::size_t longest_kept_note_bytes = 1 << 16;
inline constexpr std::size_t longest_policy_bytes = 1 << 16;  // parse_policy's own limit

// The lines `log-vkeys` and `log-vkey` of a state or of evidence.
std::string log_key_lines(const std::vector<VerifierKey>& keys);
Result<std::vector<VerifierKey>> read_log_keys(FieldLines& lines);

std::string write_state(const AuditorState& state);
// Strict: reads exactly what write_state writes. The notes are read, their signatures not verified. Errors: invalid.
Result<AuditorState> parse_state(std::string_view text);

// Nothing when there is no such file. Errors: invalid, io.
Result<std::optional<AuditorState>> load_state(const std::string& path);
// Replaces it whole, or leaves it. Errors: io, permission.
Status keep_state(const std::string& path, const AuditorState& state);

}  // namespace sunledger
