#include "ledger/witness/witnessed_log.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

constexpr std::string_view version_line = "sunledger-witnessed v1\n";
constexpr std::string_view key_word = "log: ";
constexpr std::string_view nothing_line = "nothing cosigned\n";

Error damaged(std::string message) {
  return make_error(ErrorKind::corrupt, std::move(message),
                    say("A witness that does not know what it cosigned must not go on. Bring back this file; if it is "
                        "lost, make a new witness with a new key."));
}

Status take_key(WitnessedLog& log, std::string_view line) {
  if (!line.starts_with(key_word)) return damaged(say("Expected “log: VKEY”."));
  auto key = parse_vkey(line.substr(key_word.size()));
  if (!key) return damaged(std::move(key).error().message);
  if (key->type != NoteKeyType::ed25519 || !is_origin(key->name)) {
    return damaged(say("The key of {0} is not one that signs checkpoints.", {key->name}));
  }
  if (!log.keys.empty() && key->name != log.origin()) return damaged(say("It names keys of two logs."));
  if (std::find(log.keys.begin(), log.keys.end(), *key) != log.keys.end()) {
    return damaged(say("It names a key twice."));
  }
  if (log.keys.size() == witnessed_log_key_limit) return damaged(say("It names too many keys."));
  log.keys.push_back(std::move(*key));
  return {};
}

}  // namespace

WitnessedLog new_witnessed_log(const VerifierKey& key) {
  return {{key}, {}, {key.name, 0, empty_root()}};
}

std::string format_witnessed_log(const WitnessedLog& log) {
  std::string text(version_line);
  for (const VerifierKey& key : log.keys) text += std::string(key_word) + format_vkey(key) + "\n";
  return text + "\n" + (log.note.empty() ? std::string(nothing_line) : log.note);
}

Result<WitnessedLog> parse_witnessed_log(std::string_view text) {
  if (text.size() > witnessed_log_limit_bytes) return damaged(say("It is too large."));
  if (!text.starts_with(version_line)) {
    return damaged(say("Its first line is not “{0}”.", {version_line.substr(0, version_line.size() - 1)}));
  }
  text.remove_prefix(version_line.size());
  WitnessedLog log;
  for (;;) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return damaged(say("It is cut off."));
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.empty()) break;
    TRY(take_key(log, line));
  }
  if (log.keys.empty()) return damaged(say("It names no key."));
  log.last = {log.origin(), 0, empty_root()};
  if (text == nothing_line) return log;
  const auto note = parse_note(text);
  auto last = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!last) return damaged(std::move(last).error().message);
  if (last->origin != log.origin()) return damaged(say("Its checkpoint is of another log, {0}.", {last->origin}));
  log.note = text;
  log.last = std::move(*last);
  return log;
}

}  // namespace sunledger
