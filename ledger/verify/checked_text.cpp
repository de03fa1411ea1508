#include "ledger/verify/checked_text.h"

#include "ledger/base/bytes.h"
#include "ledger/base/text.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

std::string checksum_line(std::string_view lines) {
  return "checksum: " + to_hex(sha256(as_bytes(lines)).view()) + "\n";
}

}  // namespace

std::string with_checksum(std::string lines) {
  lines += checksum_line(lines);
  return lines;
}

Result<std::string_view> without_checksum(std::string_view text, const std::string& what) {
  constexpr std::size_t line_bytes = 10 + 64 + 1;
  if (text.size() > line_bytes) {
    const std::string_view lines = text.substr(0, text.size() - line_bytes);
    if (text.substr(lines.size()) == checksum_line(lines)) return lines;
  }
  return make_error(ErrorKind::invalid,
                    say("{0}: the checksum in the last line is not that of the lines above.", {what}),
                    say("The file was damaged or changed: use a copy of it as it was written."));
}

}  // namespace sunledger
