#include "ledger/event/signed_event.h"

#include "ledger/base/text.h"
#include "ledger/event/event.h"

namespace sunledger {
namespace {

constexpr std::string_view signed_head = "sunledger-signed v1\n";

Error bad_line(std::size_t line) {
  return make_error(ErrorKind::invalid,
                    say("Line {0} of the signed events is not “signature signed-bytes” in base64.", {line}),
                    say("Take the file that “sunledger sign” or the outbox wrote, unchanged."));
}

}  // namespace

std::string write_signed(std::span<const SignedEvent> events) {
  std::string text(signed_head);
  for (const SignedEvent& event : events) {
    text += to_base64(event.signature.view()) + ' ' + to_base64(event.signed_bytes) + '\n';
  }
  return text;
}

Result<std::vector<SignedEvent>> parse_signed(std::string_view text) {
  if (!text.starts_with(signed_head)) return bad_line(1);
  text.remove_prefix(signed_head.size());
  std::vector<SignedEvent> events;
  for (std::size_t number = 2; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::size_t space = line.find(' ');
    if (end == std::string_view::npos || space == std::string_view::npos) return bad_line(number);
    const auto signature = from_base64(line.substr(0, space));
    auto bytes = from_base64(line.substr(space + 1));
    if (!signature || !bytes || bytes->size() > max_signed_bytes) return bad_line(number);
    const auto fixed = Signature::from(*signature);
    if (!fixed) return bad_line(number);
    events.push_back(SignedEvent{std::move(*bytes), *fixed});
    text.remove_prefix(end + 1);
  }
  if (events.empty()) return bad_line(2);
  return events;
}

}  // namespace sunledger
