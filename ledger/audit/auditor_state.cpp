#include "ledger/audit/auditor_state.h"

#include <algorithm>

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/field_lines.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/verify/checked_text.h"

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-auditor v1";

Result<std::uint64_t> number_field(FieldLines& lines, std::string_view name, std::uint64_t at_most = UINT64_MAX) {
  TRY_ASSIGN(const std::string_view value, lines.field(name));
  const auto number = parse_decimal(value);
  if (!number || *number > at_most) return lines.error(say("this is not a number, or too large."));
  return *number;
}

Result<std::string> base64_field(FieldLines& lines, std::string_view name, std::size_t limit_bytes) {
  TRY_ASSIGN(const std::string_view value, lines.field(name));
  const auto bytes = value.size() <= limit_bytes * 2 ? from_base64(value) : std::nullopt;
  if (!bytes || bytes->empty() || bytes->size() > limit_bytes) {
    return lines.error(say("this is not base64 of at most {0} bytes.", {limit_bytes}));
  }
  return std::string(as_text(*bytes));
}

Status read_authors(FieldLines& lines, AuthorPlaces& authors) {
  TRY_ASSIGN(const std::uint64_t count, number_field(lines, "authors", most_authors));
  for (std::uint64_t i = 0; i < count; ++i) {
    TRY_ASSIGN(const std::string_view line, lines.field("author"));
    const std::size_t first = line.find(' '), second = line.find(' ', first + 1);
    const auto bytes = first == 64 ? from_hex(line.substr(0, 64)) : std::nullopt;
    const auto key = bytes ? PublicKey::from(*bytes) : std::nullopt;
    if (!key || second == std::string_view::npos || to_hex(key->view()) != line.substr(0, 64)) {
      return lines.error(say("this is not a key and two numbers."));
    }
    const auto number = parse_decimal(line.substr(first + 1, second - first - 1));
    const auto head = parse_decimal(line.substr(second + 1));
    if (!number || !head) return lines.error(say("this is not a key and two numbers."));
    if (!authors.empty() && *key <= authors.rbegin()->first) return lines.error(say("the keys do not ascend."));
    authors.emplace_hint(authors.end(), *key, AuthorPlace{*number, *head});
  }
  return {};
}

Status read_notes(FieldLines& lines, AuditorState& state) {
  TRY_ASSIGN(const std::uint64_t count, number_field(lines, "seen", notes_kept));
  std::optional<Checkpoint> last;
  for (std::uint64_t i = 0; i < count; ++i) {
    TRY_ASSIGN(std::string text, base64_field(lines, "note", longest_kept_note_bytes));
    const auto note = parse_note(text);
    auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) return lines.error(checkpoint.error().message);
    if (checkpoint->origin != state.origin()) return lines.error(say("this checkpoint is of another log."));
    if (last && checkpoint->size <= last->size) return lines.error(say("the checkpoints do not ascend."));
    last = std::move(*checkpoint);
    state.seen.push_back(std::move(text));
  }
  const bool fits = last ? last->size == state.known.size && last->root == state.known.root : state.known.size == 0;
  if (!fits) return lines.error(say("the last checkpoint is not that of the entries above."));
  return {};
}

}  // namespace

std::string log_key_lines(const std::vector<VerifierKey>& keys) {
  std::string text = "log-vkeys: " + std::to_string(keys.size()) + "\n";
  for (const VerifierKey& key : keys) text += "log-vkey: " + format_vkey(key) + "\n";
  return text;
}

Result<std::vector<VerifierKey>> read_log_keys(FieldLines& lines) {
  TRY_ASSIGN(const std::uint64_t count, number_field(lines, "log-vkeys", most_log_keys));
  if (count == 0) return lines.error(say("this is not a number, or too large."));
  std::vector<VerifierKey> keys;
  for (std::uint64_t i = 0; i < count; ++i) {
    TRY_ASSIGN(const std::string_view vkey, lines.field("log-vkey"));
    auto key = parse_vkey(vkey);
    if (!key || key->type != NoteKeyType::ed25519 || !is_origin(key->name) || format_vkey(*key) != vkey) {
      return lines.error(say("this is not a log's verifier key."));
    }
    if (!keys.empty() && key->name != keys.front().name) return lines.error(say("this key is of another log."));
    if (std::find(keys.begin(), keys.end(), *key) != keys.end()) return lines.error(say("this key stands here twice."));
    keys.push_back(std::move(*key));
  }
  return keys;
}

std::string write_state(const AuditorState& state) {
  const KnownPart& known = state.known;
  std::string text = std::string(version_line) + "\n" + log_key_lines(state.log_keys) +
                     "policy: " + (state.policy.empty() ? "-" : to_base64(as_bytes(state.policy))) +
                     "\nentries: " + std::to_string(known.size) + "\nroot: " + to_hex(known.root.view()) +
                     "\nrecorded-ms: " + std::to_string(known.recorded_ms) +
                     "\nno-earlier-than-ms: " + std::to_string(known.no_earlier_than_ms) +
                     "\nauthors: " + std::to_string(known.authors.size()) + "\n";
  for (const auto& [key, place] : known.authors) {
    text += "author: " + to_hex(key.view()) + " " + std::to_string(place.number) + " " +
            std::to_string(place.head_size) + "\n";
  }
  text += "seen: " + std::to_string(state.seen.size()) + "\n";
  for (const std::string& note : state.seen) text += "note: " + to_base64(as_bytes(note)) + "\n";
  return with_checksum(std::move(text));
}

Result<AuditorState> parse_state(std::string_view text) {
  const std::string what = say("Auditor's state");
  if (text.size() > longest_state_bytes) {
    return make_error(ErrorKind::invalid, say("{0}: larger than the {1} bytes allowed.", {what, longest_state_bytes}));
  }
  TRY_ASSIGN(const std::string_view body, without_checksum(text, what));
  FieldLines lines(body, what);
  TRY(lines.version(version_line));
  AuditorState state;
  TRY_ASSIGN(state.log_keys, read_log_keys(lines));
  {
    FieldLines policy = lines;
    TRY_ASSIGN(const std::string_view value, policy.field("policy"));
    if (value == "-") {
      lines = policy;
    } else {
      TRY_ASSIGN(state.policy, base64_field(lines, "policy", longest_policy_bytes));
    }
  }
  TRY_ASSIGN(state.known.size, number_field(lines, "entries"));
  TRY_ASSIGN(const Bytes root, lines.hex_field("root", Hash::size_bytes));
  state.known.root = *Hash::from(root);
  TRY_ASSIGN(state.known.recorded_ms, number_field(lines, "recorded-ms"));
  TRY_ASSIGN(state.known.no_earlier_than_ms, number_field(lines, "no-earlier-than-ms"));
  TRY(read_authors(lines, state.known.authors));
  TRY(read_notes(lines, state));
  TRY(lines.end());
  return state;
}

Result<std::optional<AuditorState>> load_state(const std::string& path) {
  const auto text = read_file(path, longest_state_bytes);
  if (!text) {
    if (text.error().kind == ErrorKind::not_found) return std::optional<AuditorState>();
    return text.error();
  }
  TRY_ASSIGN(AuditorState state, parse_state(*text));
  return std::optional<AuditorState>(std::move(state));
}

Status keep_state(const std::string& path, const AuditorState& state) {
  return replace_file(path, write_state(state));
}

}  // namespace sunledger
