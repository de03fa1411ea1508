#pragma once
// What is posted to a witness (C2SP tlog-witness, add-checkpoint):
//
//   old <size>\n                  decimal; of the last checkpoint that this witness cosigned, 0 for none
//   <base64 hash>\n               at most 63: the consistency proof from that size to the checkpoint's
//   \n
//   <checkpoint, a signed note>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

inline constexpr std::size_t submission_limit_bytes = 64 * 1024;
inline constexpr std::size_t submission_proof_limit = 63;

struct Submission {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string checkpoint_note;  // whose form nobody has looked at yet
};

// Bounded and strict: what is read is exactly what format_submission writes. Errors: invalid, naming the line.
Result<Submission> parse_submission(std::string_view text);
std::string format_submission(const Submission& submission);

}  // namespace sunledger
