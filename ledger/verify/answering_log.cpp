// An outbox held against tiles: one walk over the entries, up to the root that the log signed.

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "ledger/base/text.h"
#include "ledger/event/entry.h"
#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "ledger/verify/outbox.h"

namespace sunledger {
namespace {

constexpr std::uint64_t chunk_entries = 4 * full_tile_width;

// What an outbox may ask for, and what the entries answered.
struct Answers {
  std::set<CommandId> wanted_commands;
  std::set<std::uint64_t> wanted_leaves;
  std::map<std::pair<CommandId, Hash>, std::uint64_t> recorded;  // by command and content
  std::map<std::uint64_t, Hash> leaves;
};

void ask(const HandedIn& item, EventOpener& opener, Answers& answers) {
  if (item.event) {
    if (const auto opened = opener.open(item.event->signed_bytes)) {
      answers.wanted_commands.insert(envelope_of(*opened).command);
    }
  }
  const auto note = item.receipt.empty() ? Result<Note>(Error{}) : parse_note(item.receipt);
  const auto promised = note ? parse_receipt(note->text) : Result<PromisedEntry>(Error{});
  if (promised) answers.wanted_leaves.insert(promised->position);
}

void look_at(const Entry& entry, EventOpener& opener, Answers& answers) {
  const auto opened = opener.open(entry.signed_bytes);
  if (!opened) return;  // of a kind that this program does not know: its command is not ours to read
  const CommandId command = envelope_of(*opened).command;
  if (answers.wanted_commands.count(command) == 0) return;
  answers.recorded.emplace(std::pair(command, content_of(entry.signed_bytes)), entry.position.value);
}

Error not_the_root(const Checkpoint& checkpoint) {
  return make_error(ErrorKind::corrupt,
                    say("The entries do not give the root that the log signed over {0} of them.", {checkpoint.size}),
                    say("Fetch the tiles again; if it stays so, keep them as evidence and verify them."));
}

}  // namespace

Result<AnsweringLog> answering_log(const TilesFolder& tiles, const std::vector<VerifierKey>& keys,
                                   const std::function<Status(const SignedCheckpoint&)>& quorum,
                                   const std::vector<HandedIn>& handed_in) {
  TRY_ASSIGN(const SignedCheckpoint opened, open_checkpoint(tiles.note(), keys, verify));
  if (quorum) TRY(quorum(opened));
  const Checkpoint& checkpoint = opened.checkpoint;
  const auto answers = std::make_shared<Answers>();
  EventOpener opener;
  for (const HandedIn& item : handed_in) ask(item, opener, *answers);

  const VerifyInput input = tiles.input();
  Frontier frontier;
  EntryChunk chunk;
  while (frontier.size() < checkpoint.size) {
    const std::uint64_t first = frontier.size();
    const std::uint64_t count = std::min(chunk_entries, checkpoint.size - first);
    chunk.clear();
    input.read_entries(first, static_cast<std::size_t>(count), chunk);
    for (std::size_t i = 0; i < count; ++i) {
      const auto bytes = chunk.entry(i);
      if (!bytes) {
        Error error = make_error(ErrorKind::corrupt,
                                 say("Position {0} cannot be read: {1}", {first + i, chunk.why_unreadable(i)}));
        error.position = Position(first + i);
        return error;
      }
      const Hash leaf = leaf_hash(*bytes);
      frontier.append(leaf);
      if (answers->wanted_leaves.count(first + i) != 0) answers->leaves.emplace(first + i, leaf);
      if (answers->wanted_commands.empty()) continue;
      if (const auto entry = read_entry(*bytes); entry && entry->position.value == first + i) {
        look_at(*entry, opener, *answers);
      }
    }
  }
  if (frontier.root() != checkpoint.root) return not_the_root(checkpoint);

  AnsweringLog log;
  log.origin = checkpoint.origin;
  log.size = checkpoint.size;
  log.keys = keys;
  log.recorded_at = [answers](const CommandId& command, const Hash& content) -> Result<std::optional<std::uint64_t>> {
    const auto found = answers->recorded.find({command, content});
    return found == answers->recorded.end() ? std::nullopt : std::optional(found->second);
  };
  log.leaf_at = [answers](std::uint64_t position) -> Result<Hash> {
    const auto found = answers->leaves.find(position);
    INVARIANT(found != answers->leaves.end());
    return found->second;
  };
  return log;
}

}  // namespace sunledger
