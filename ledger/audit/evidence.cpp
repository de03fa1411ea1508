#include "ledger/audit/evidence.h"

#include "ledger/audit/auditor_state.h"
#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/people/signing.h"
#include "ledger/proof/tree.h"
#include "ledger/verify/checked_text.h"

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-evidence v1";
constexpr std::size_t most_hashes = 64;

std::string_view name_of(Evidence::Kind kind) {
  return kind == Evidence::Kind::split_view ? "split-view" : "rollback";
}

Result<std::string> note_field(FieldLines& lines, std::string_view name) {
  TRY_ASSIGN(const std::string_view value, lines.field(name));
  const auto bytes = from_base64(value);
  if (!bytes || bytes->empty() || bytes->size() > longest_kept_note_bytes) {
    return lines.error(say("this is not base64 of at most {0} bytes.", {longest_kept_note_bytes}));
  }
  return std::string(as_text(*bytes));
}

Error shows_nothing(std::string why) {
  return make_error(ErrorKind::corrupt, say("The file proves nothing: {0}", {why}),
                    say("Ask whoever handed it over for the two checkpoints themselves."));
}

}  // namespace

std::string write_evidence(const Evidence& evidence) {
  std::string text = std::string(version_line) + "\nkind: " + std::string(name_of(evidence.kind)) + "\n" +
                     log_key_lines(evidence.log_keys) + "first: " + to_base64(as_bytes(evidence.first)) +
                     "\nsecond: " + to_base64(as_bytes(evidence.second)) +
                     "\nroot: " + (evidence.root ? to_hex(evidence.root->view()) : "-") +
                     "\nhashes: " + std::to_string(evidence.hashes.size()) + "\n";
  for (const Hash& hash : evidence.hashes) text += "hash: " + to_hex(hash.view()) + "\n";
  return with_checksum(std::move(text));
}

Result<Evidence> parse_evidence(std::string_view text) {
  const std::string what = say("Evidence");
  if (text.size() > longest_evidence_bytes) {
    return make_error(ErrorKind::invalid,
                      say("{0}: larger than the {1} bytes allowed.", {what, longest_evidence_bytes}));
  }
  TRY_ASSIGN(const std::string_view body, without_checksum(text, what));
  FieldLines lines(body, what);
  TRY(lines.version(version_line));
  Evidence evidence;
  TRY_ASSIGN(const std::string_view kind, lines.field("kind"));
  if (kind != name_of(Evidence::Kind::split_view) && kind != name_of(Evidence::Kind::rollback)) {
    return lines.error(say("there is no such kind of evidence."));
  }
  evidence.kind = kind == name_of(Evidence::Kind::rollback) ? Evidence::Kind::rollback : Evidence::Kind::split_view;
  TRY_ASSIGN(evidence.log_keys, read_log_keys(lines));
  TRY_ASSIGN(evidence.first, note_field(lines, "first"));
  TRY_ASSIGN(evidence.second, note_field(lines, "second"));
  FieldLines peeked = lines;
  TRY_ASSIGN(const std::string_view root, peeked.field("root"));
  if (root == "-") {
    lines = peeked;
  } else {
    TRY_ASSIGN(const Bytes bytes, lines.hex_field("root", Hash::size_bytes));
    evidence.root = *Hash::from(bytes);
  }
  TRY_ASSIGN(const std::string_view count_text, lines.field("hashes"));
  const auto count = parse_decimal(count_text);
  if (!count || *count > most_hashes) return lines.error(say("this is not a number, or too large."));
  for (std::uint64_t i = 0; i < *count; ++i) {
    TRY_ASSIGN(const Bytes bytes, lines.hex_field("hash", Hash::size_bytes));
    evidence.hashes.push_back(*Hash::from(bytes));
  }
  TRY(lines.end());
  return evidence;
}

Status check_evidence(const Evidence& evidence) {
  const std::vector<VerifierKey>& known = evidence.log_keys;
  const auto first = open_checkpoint(evidence.first, known, verify);
  const auto second = open_checkpoint(evidence.second, known, verify);
  if (!first) return shows_nothing(first.error().message);
  if (!second) return shows_nothing(second.error().message);
  const Checkpoint& a = first->checkpoint;
  const Checkpoint& b = second->checkpoint;
  if (evidence.kind == Evidence::Kind::rollback) {
    if (b.size < a.size) return {};
    return shows_nothing(say("the second checkpoint is not smaller than the first."));
  }
  if (a.size == b.size) {
    if (a.root != b.root) return {};
    return shows_nothing(say("both checkpoints have the same root."));
  }
  const Checkpoint& smaller = a.size < b.size ? a : b;
  const Checkpoint& larger = a.size < b.size ? b : a;
  if (!evidence.root || *evidence.root == smaller.root ||
      !verify_consistency(smaller.size, larger.size, *evidence.root, larger.root, evidence.hashes)) {
    return shows_nothing(say("its hashes do not lead from another root to the larger checkpoint."));
  }
  return {};
}

Result<std::string> keep_evidence(const std::string& path, const Evidence& evidence) {
  const std::string text = write_evidence(evidence);
  for (std::uint64_t number = 1;; ++number) {
    const std::string name = path + ".evidence-" + std::to_string(number);
    const Status written = create_file(name, text);
    if (written) return name;
    if (written.error().kind != ErrorKind::conflict) return written.error();
    // The same, found again on the next visit, is kept once.
    const auto there = read_file(name, longest_evidence_bytes);
    if (there && *there == text) return name;
  }
}

}  // namespace sunledger
