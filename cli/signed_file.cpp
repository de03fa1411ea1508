#include "cli/signed_file.h"

#include <charconv>

#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {
namespace {

constexpr std::string_view head_version = "sunledger-head v1";

}  // namespace

std::string write_head(const HeadFile& file) {
  return format_text("{0}\nlog-vkey: {1}\nledger: {2}\nauthor: {3}\nnext-number: {4}\ncheckpoint: {5}\n",
                     {head_version, file.log_vkey, to_hex(file.head.ledger.view()), to_hex(file.author.view()),
                      file.head.next_number, to_base64(as_bytes(file.head.note))});
}

Result<HeadFile> parse_head(std::string_view text) {
  FieldLines lines(text, say("signing head"));
  TRY(lines.within(max_head_file_bytes));
  TRY(lines.version(head_version));
  HeadFile file;
  TRY_ASSIGN(const std::string_view vkey_text, lines.field("log-vkey"));
  const auto vkey = parse_vkey(vkey_text);
  if (!vkey) return lines.error(vkey.error().message);
  file.log_vkey = std::string(vkey_text);
  TRY_ASSIGN(const Bytes ledger, lines.hex_field("ledger", 32));
  file.head.ledger = *Hash::from(ledger);
  TRY_ASSIGN(const Bytes author, lines.hex_field("author", 32));
  file.author = *PublicKey::from(author);
  TRY_ASSIGN(const std::string_view number, lines.field("next-number"));
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), file.head.next_number);
  if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size() || file.head.next_number == 0) {
    return lines.error(say("The number is not a decimal above zero."));
  }
  TRY_ASSIGN(const std::string_view note, lines.field("checkpoint"));
  const auto bytes = from_base64(note);
  if (!bytes) return lines.error(say("The checkpoint is not base64."));
  TRY(lines.end());
  file.head.note = std::string(as_text(*bytes));
  TRY_ASSIGN(const SignedCheckpoint opened, open_checkpoint(file.head.note, std::span(&*vkey, 1), verify));
  file.head.origin = opened.checkpoint.origin;
  file.head.size = opened.checkpoint.size;
  file.head.root = opened.checkpoint.root;
  return file;
}

}  // namespace sunledger
