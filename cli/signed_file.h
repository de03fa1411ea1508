#pragma once
// Signed events as a file: what `sign` writes, `submit` takes, and the outbox keeps of what was not recorded.
//
//   sunledger-signed v1\n
//   <base64 signature> <base64 signed bytes>\n      one or more

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/ledger.h"

namespace sunledger {

inline constexpr std::size_t max_signed_file_bytes = 64 * 1024 * 1024;

std::string write_signed(std::span<const SignedEvent> events);
// Reads the form; the ledger judges the events. Errors: invalid, naming the line.
Result<std::vector<SignedEvent>> parse_signed(std::string_view text);

// What an officer's own machine needs in order to sign (`checkpoint --for KEY -o HEAD`): one field a line, in this
// order: log-vkey, ledger, author, next-number, checkpoint (base64 of the signed note).
struct HeadFile {
  std::string log_vkey;
  PublicKey author;
  SigningHead head;
};
inline constexpr std::size_t max_head_file_bytes = 16 * 1024;
std::string write_head(const HeadFile& file);
// Verifies the checkpoint's signature by log-vkey, and takes size and root from it alone. Errors: invalid, corrupt.
Result<HeadFile> parse_head(std::string_view text);

}  // namespace sunledger
