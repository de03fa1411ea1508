#pragma once
// Signed events, and the file of them: what `sign` writes, `submit` takes, and the outbox keeps of what was not
// recorded.
//
//   sunledger-signed v1\n
//   <base64 signature> <base64 signed bytes>\n      one or more

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// An event as its author hands it in.
struct SignedEvent {
  Bytes signed_bytes;
  Signature signature;
};

inline constexpr std::size_t max_signed_file_bytes = 64 * 1024 * 1024;

std::string write_signed(std::span<const SignedEvent> events);
// Reads the form; the ledger judges the events. Errors: invalid, naming the line.
Result<std::vector<SignedEvent>> parse_signed(std::string_view text);

}  // namespace sunledger
