#include "ledger/backup/manifest.h"

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/verify/checked_text.h"

namespace sunledger {
namespace {

std::string list_line(std::string_view name, const ListEnd& end) {
  return std::string(name) + ": " + std::to_string(end.files) + " " + std::to_string(end.lines) + " " +
         to_hex(end.chain.view()) + "\n";
}

Result<std::uint64_t> number_field(FieldLines& lines, std::string_view name) {
  TRY_ASSIGN(const std::string_view text, lines.field(name));
  const auto number = parse_decimal(text);
  if (!number) return lines.error(say("this is not a number."));
  return *number;
}

Result<Hash> hash_field(FieldLines& lines, std::string_view name) {
  TRY_ASSIGN(const Bytes bytes, lines.hex_field(name, Hash::size_bytes));
  return *Hash::from(bytes);
}

Result<ListEnd> list_field(FieldLines& lines, std::string_view name) {
  TRY_ASSIGN(const std::string_view text, lines.field(name));
  const std::size_t first = text.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  const Error bad = lines.error(say("this is not how many files, how many lines, and a hash."));
  if (second == std::string_view::npos) return bad;
  const auto files = parse_decimal(text.substr(0, first));
  const auto count = parse_decimal(text.substr(first + 1, second - first - 1));
  const std::string_view hex = text.substr(second + 1);
  const auto bytes = from_hex(hex);
  if (!files || !count || !bytes || bytes->size() != Hash::size_bytes || to_hex(*bytes) != hex) return bad;
  return ListEnd{*files, *count, *Hash::from(*bytes)};
}

}  // namespace

std::string write_manifest(const BackupManifest& manifest) {
  return with_checksum("sunledger-backup v1\norigin: " + manifest.origin +
                       "\nledger: " + to_hex(manifest.ledger.view()) + "\nlog-key: " + manifest.log_key +
                       "\nentries: " + std::to_string(manifest.entries) + "\nroot: " + to_hex(manifest.root.view()) +
                       "\nnote: " + to_base64(as_bytes(manifest.note)) + "\n" +
                       list_line("checkpoints", manifest.checkpoints) + list_line("documents", manifest.documents) +
                       "made-ms: " + std::to_string(manifest.made_ms) + "\n");
}

Result<BackupManifest> parse_manifest(std::string_view text) {
  const std::string what = say("The backup's own file");
  if (text.size() > longest_manifest_bytes) {
    return make_error(ErrorKind::invalid,
                      say("{0}: larger than the {1} bytes allowed.", {what, longest_manifest_bytes}));
  }
  TRY_ASSIGN(const std::string_view body, without_checksum(text, what));
  FieldLines lines(body, what);
  TRY(lines.version("sunledger-backup v1"));
  BackupManifest manifest;
  TRY_ASSIGN(const std::string_view origin, lines.field("origin"));
  if (!is_origin(origin)) return lines.error(say("this is not an origin."));
  manifest.origin = origin;
  TRY_ASSIGN(manifest.ledger, hash_field(lines, "ledger"));
  TRY_ASSIGN(const std::string_view log_key, lines.field("log-key"));
  if (log_key.empty()) return lines.error(say("the path of the log key is missing."));
  manifest.log_key = log_key;
  TRY_ASSIGN(manifest.entries, number_field(lines, "entries"));
  TRY_ASSIGN(manifest.root, hash_field(lines, "root"));
  TRY_ASSIGN(const std::string_view note, lines.field("note"));
  const auto bytes = from_base64(note);
  if (!bytes) return lines.error(say("this is not base64."));
  manifest.note = as_text(*bytes);
  const auto parsed = parse_note(manifest.note);
  const auto checkpoint = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
  if (!checkpoint || *checkpoint != Checkpoint{manifest.origin, manifest.entries, manifest.root}) {
    return lines.error(say("this is not a checkpoint over the entries above."));
  }
  TRY_ASSIGN(manifest.checkpoints, list_field(lines, "checkpoints"));
  TRY_ASSIGN(manifest.documents, list_field(lines, "documents"));
  TRY_ASSIGN(manifest.made_ms, number_field(lines, "made-ms"));
  TRY(lines.end());
  return manifest;
}

Result<std::optional<BackupManifest>> load_manifest(const std::string& dir) {
  const auto text = read_file(dir + "/" + std::string(manifest_name), longest_manifest_bytes);
  if (!text) {
    if (text.error().kind == ErrorKind::not_found) return std::optional<BackupManifest>();
    return text.error();
  }
  TRY_ASSIGN(BackupManifest manifest, parse_manifest(*text));
  return std::optional<BackupManifest>(std::move(manifest));
}

}  // namespace sunledger
