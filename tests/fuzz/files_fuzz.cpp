// What must hold for any bytes given as a file of signed events or as a signing head.

#include "cli/signed_file.h"
#include "ledger/base/check.h"

namespace sunledger {

void fuzz_signed_file(BytesView input) {
  const auto events = parse_signed(as_text(input));
  if (!events) {
    INVARIANT(events.error().kind == ErrorKind::invalid && !events.error().message.empty());
    return;
  }
  INVARIANT(write_signed(*events) == as_text(input));
}

void fuzz_head_file(BytesView input) {
  const auto head = parse_head(as_text(input));
  if (!head) {
    INVARIANT(head.error().kind == ErrorKind::invalid || head.error().kind == ErrorKind::corrupt);
    INVARIANT(!head.error().message.empty());
    return;
  }
  // Leading zeros of the number are the one freedom; what is written is read again as the same.
  const std::string text = write_head(*head);
  const auto again = parse_head(text);
  INVARIANT(again.ok() && write_head(*again) == text);
}

}  // namespace sunledger
