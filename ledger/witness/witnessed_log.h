#pragma once
// What a witness knows of one log: whose signatures it accepts, and the last checkpoint that it cosigned. One file a
// log, replaced whole:
//
//   sunledger-witnessed v1
//   log: <vkey>                    1 to 16 of them, all of one origin; a log whose key was replaced has several
//   <empty line>
//   <the checkpoint as a note: the log's signatures, and ours>    or the line “nothing cosigned”, so that a file that
//                                                                  was cut off is none

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/note.h"

namespace sunledger {

inline constexpr std::size_t witnessed_log_limit_bytes = 128 * 1024;
inline constexpr std::size_t witnessed_log_key_limit = 16;

struct WitnessedLog {
  std::vector<VerifierKey> keys;  // Ed25519, named like the origin; never empty
  std::string note;               // empty: nothing was cosigned yet
  Checkpoint last;                // what the note says; size 0 and the empty root before

  const std::string& origin() const { return keys.front().name; }
};

// The state of a log that nothing is known of.
WitnessedLog new_witnessed_log(const VerifierKey& key);

std::string format_witnessed_log(const WitnessedLog& log);
// Bounded and strict; signatures are not verified. Errors: corrupt.
Result<WitnessedLog> parse_witnessed_log(std::string_view text);

}  // namespace sunledger
