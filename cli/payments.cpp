#include "cli/payments.h"

#include <algorithm>
#include <charconv>

#include "ledger/base/text.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

constexpr std::size_t max_positions = 1'000'000;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<std::vector<std::uint64_t>> parse_positions(const std::vector<std::string>& words) {
  std::vector<std::uint64_t> positions;
  for (const std::string& word : words) {
    std::string_view rest = word;
    while (!rest.empty()) {
      const std::size_t end = rest.find_first_of(", ");
      const std::string_view item = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (item.empty()) continue;
      const std::size_t dash = item.find('-');
      const auto first = number(item.substr(0, dash));
      const auto last = dash == std::string_view::npos ? first : number(item.substr(dash + 1));
      if (!first || !last || *first > *last) {
        return make_error(ErrorKind::usage, say("“{0}” is neither a position nor a range of them.", {item}),
                          say("Write positions as 12 15-40 77."));
      }
      if (*last - *first >= max_positions || positions.size() + (*last - *first) >= max_positions) {
        return make_error(ErrorKind::usage, say("More than {0} positions at once.", {max_positions}),
                          say("Give them in several commands."));
      }
      for (std::uint64_t position = *first; position <= *last; ++position) positions.push_back(position);
    }
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

Result<PaymentSummary> read_payment(const Ledger& ledger, std::uint64_t position) {
  TRY_ASSIGN(const Bytes bytes, ledger.entry_bytes(Position(position)));
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  EventOpener opener;
  TRY_ASSIGN(const auto event, opener.open_stored(entry.signed_bytes));
  if (event.getEvent().which() != schema::Event::PAYMENT_RECORDED) {
    const auto kind = static_cast<std::uint16_t>(event.getEvent().which());
    return make_error(ErrorKind::not_found, say("Position {0} is no payment but {1}.", {position, kind_name(kind)}),
                      say("“sunledger review list” names the payments that wait."));
  }
  const auto payment = event.getEvent().getPaymentRecorded();
  PaymentSummary summary;
  summary.position = position;
  summary.day = Day(event.getDate());
  summary.body = text_of(payment.getBody());
  summary.voucher = text_of(payment.getVoucher());
  summary.payee = text_of(payment.getPayee());
  for (const auto part : payment.getParts()) {
    summary.amount.value += part.getAmount();
    summary.lines.push_back(text_of(part.getLine()));
  }
  return summary;
}

}  // namespace sunledger
