#include "ledger/audit/compare.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "ledger/audit/auditor_state.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/people/signing.h"
#include "ledger/proof/offline_proof.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

struct Opened {
  Checkpoint checkpoint;
  std::string note;
};

Result<std::vector<Opened>> open_all(const Statement& statement, const std::vector<VerifierKey>& log_keys) {
  std::vector<Opened> opened;
  for (const std::string& note : statement.notes) {
    auto checkpoint = open_checkpoint(note, log_keys, verify);
    if (!checkpoint) {
      return make_error(ErrorKind::corrupt, say("{0}: {1}", {statement.name, checkpoint.error().message}),
                        say("It is of another log, or was not signed by the key that is given."));
    }
    opened.push_back({std::move(checkpoint->checkpoint), note});
  }
  return opened;
}

// What these tiles say about whether one history holds both; nothing when they lead to neither.
Result<std::optional<Comparison>> by_tiles(const Opened& smaller, const Opened& larger,
                                           const std::vector<VerifierKey>& log_keys, const TileSource& tiles) {
  if (tiles.size < larger.checkpoint.size) return std::optional<Comparison>();
  const std::uint64_t old_size = smaller.checkpoint.size, new_size = larger.checkpoint.size;
  const HashReader reader = hash_reader_of_tiles(tiles.size, tiles.read);
  TRY_ASSIGN(auto proof, consistency_proof(old_size, new_size, reader));
  Comparison comparison;
  if (verify_consistency(old_size, new_size, smaller.checkpoint.root, larger.checkpoint.root, proof)) {
    comparison.kind = Comparison::Kind::consistent;
    return std::optional(std::move(comparison));
  }
  TRY_ASSIGN(const Hash other, root_at(old_size, reader));
  if (!verify_consistency(old_size, new_size, other, larger.checkpoint.root, proof)) return std::optional<Comparison>();
  comparison.kind = Comparison::Kind::split_view;
  comparison.evidence =
      Evidence{Evidence::Kind::split_view, log_keys, smaller.note, larger.note, other, std::move(proof)};
  return std::optional(std::move(comparison));
}

Comparison of_one_size(const Opened& first, const Opened& second, const std::vector<VerifierKey>& log_keys) {
  Comparison comparison;
  comparison.kind = Comparison::Kind::same;
  if (first.checkpoint.root != second.checkpoint.root) {
    comparison.kind = Comparison::Kind::split_view;
    comparison.evidence = Evidence{Evidence::Kind::split_view, log_keys, first.note, second.note, {}, {}};
  }
  return comparison;
}

}  // namespace

Result<Statement> read_statement(const std::string& path) {
  Statement statement;
  statement.name = path;
  std::error_code code;
  const bool folder = std::filesystem::is_directory(path, code);
  TRY_ASSIGN(const std::string text, read_file(folder ? path + "/checkpoint" : path, longest_state_bytes));
  if (text.starts_with("sunledger-auditor ")) {
    TRY_ASSIGN(AuditorState state, parse_state(text));
    statement.keys = std::move(state.log_keys);
    statement.notes = std::move(state.seen);
  } else if (text.starts_with("c2sp.org/tlog-proof@")) {
    TRY_ASSIGN(OfflineProof proof, parse_offline_proof(text));
    statement.notes.push_back(std::move(proof.checkpoint_note));
  } else {
    TRY_ASSIGN(const Note note, parse_note(text));
    TRY(parse_checkpoint(note.text));
    statement.notes.push_back(text);
  }
  if (statement.notes.empty()) {
    return make_error(ErrorKind::invalid, say("{0} holds no checkpoint yet.", {path}), say("Follow the log first."));
  }
  return statement;
}

Result<Comparison> compare(const Statement& first, const Statement& second, const std::vector<VerifierKey>& log_keys,
                           const std::vector<TileSource>& tiles) {
  TRY_ASSIGN(const auto ours, open_all(first, log_keys));
  TRY_ASSIGN(const auto theirs, open_all(second, log_keys));
  const auto named = [&](Comparison comparison, const Opened& a, const Opened& b) {
    comparison.first = a.checkpoint;
    comparison.second = b.checkpoint;
    return comparison;
  };
  // Any two over as many entries with different roots settle it.
  for (const Opened& a : ours) {
    for (const Opened& b : theirs) {
      if (a.checkpoint.size != b.checkpoint.size || a.checkpoint.root == b.checkpoint.root) continue;
      return named(of_one_size(a, b, log_keys), a, b);
    }
  }
  const Opened& a = ours.back();
  const Opened& b = theirs.back();
  if (a.checkpoint.size == b.checkpoint.size) return named(of_one_size(a, b, log_keys), a, b);
  const bool first_is_smaller = a.checkpoint.size < b.checkpoint.size;
  std::optional<Error> unread;
  for (const TileSource& source : tiles) {
    auto answer = by_tiles(first_is_smaller ? a : b, first_is_smaller ? b : a, log_keys, source);
    if (!answer) {
      unread = answer.error();
    } else if (*answer) {
      return named(std::move(**answer), a, b);
    }
  }
  if (unread) return *unread;
  return named(Comparison{}, a, b);
}

std::string finding_of(const Comparison& comparison) {
  const std::uint64_t first = comparison.first.size, second = comparison.second.size;
  switch (comparison.kind) {
    case Comparison::Kind::same:
      return say("One history: both hold the same checkpoint over {0} entries.", {first});
    case Comparison::Kind::consistent:
      return say("One history: the checkpoint over {0} entries extends that over {1}.",
                 {std::max(first, second), std::min(first, second)});
    case Comparison::Kind::split_view:
      return say(
          "Split view: the log signed two histories. No history holds both the checkpoint over {0} entries and "
          "that over {1}.",
          {first, second});
    case Comparison::Kind::unknown:
      return say("Not checked: nothing here leads from the checkpoint over {0} entries to that over {1}.",
                 {std::min(first, second), std::max(first, second)});
  }
  return {};
}

}  // namespace sunledger
