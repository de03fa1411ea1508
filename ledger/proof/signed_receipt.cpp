#include "ledger/proof/signed_receipt.h"

#include <algorithm>
#include <array>

#include "ledger/base/decimal.h"
#include "ledger/base/text.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {
namespace {

Error malformed() {
  return make_error(ErrorKind::invalid, say("This is not a receipt as a log signs it."),
                    say("Take the file as “sunledger record --proofs” wrote it."));
}

template <class Fixed>
std::optional<Fixed> fixed_from_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || to_hex(*bytes) != text) return std::nullopt;
  return Fixed::from(*bytes);
}

}  // namespace

std::string format_receipt(const PromisedEntry& promised) {
  return std::string(receipt_head) + promised.origin + "\n" + std::to_string(promised.position) + " " +
         std::to_string(promised.recorded_ms) + "\n" + to_hex(promised.leaf.view()) + "\n" +
         to_hex(promised.command.view()) + "\n" + to_hex(promised.event.view()) + "\n";
}

Result<PromisedEntry> parse_receipt(std::string_view text) {
  if (!text.starts_with(receipt_head)) return malformed();
  text.remove_prefix(receipt_head.size());
  std::array<std::string_view, 5> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return malformed();
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  const std::size_t space = lines[1].find(' ');
  if (!text.empty() || !is_origin(lines[0]) || space == std::string_view::npos) return malformed();
  const auto position = parse_decimal(lines[1].substr(0, space));
  const auto recorded_ms = parse_decimal(lines[1].substr(space + 1));
  const auto leaf = fixed_from_hex<Hash>(lines[2]);
  const auto command = fixed_from_hex<CommandId>(lines[3]);
  const auto event = fixed_from_hex<Hash>(lines[4]);
  if (!position || !recorded_ms || !leaf || !command || !event) return malformed();
  return PromisedEntry{std::string(lines[0]), *position, *recorded_ms, *leaf, *command, *event};
}

Result<PromisedEntry> open_receipt(std::string_view note, std::span<const VerifierKey> known,
                                   const VerifySignature& verify) {
  TRY_ASSIGN(const VerifiedNote verified, verify_note(note, known, verify));
  TRY_ASSIGN(PromisedEntry promised, parse_receipt(verified.text));
  const bool by_the_log = std::any_of(verified.signatures.begin(), verified.signatures.end(), [&](const auto& one) {
    return one.key.type == NoteKeyType::ed25519 && one.key.name == promised.origin;
  });
  if (by_the_log) return promised;
  return make_error(ErrorKind::corrupt, say("The receipt of {0} is not signed by that log.", {promised.origin}),
                    say("Name the log's own verifier key, as it was published when the receipt was given."));
}

}  // namespace sunledger
