#pragma once
// What an officer signs with on a machine of their own: signed events (ledger/event/signed_event.h), and the head below.

#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/event/signed_event.h"
#include "ledger/ledger.h"

namespace sunledger {

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
