#include "ledger/verify/author_walk.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "ledger/base/text.h"
#include "ledger/proof/tree.h"

namespace sunledger {
namespace {

constexpr std::size_t roots_remembered = 4096;

}  // namespace

void AuthorWalk::judge_number(AuthorPlace& place, const JudgedEntry& entry, std::uint64_t position) {
  const std::uint64_t expected = place.number + 1;
  if (entry.number > expected) {
    std::string message =
        say("The event is number {0} of its author, but number {1} is next: {2} events that this "
            "author signed are not in the log.",
            {entry.number, expected, entry.number - expected});
    if (first_unread_) {
      book_.unjudged(Check::authors_running_number, Position(position),
                     message + " " + say("(Position {0}, which could not be read, may explain it.)", {*first_unread_}));
    } else {
      book_.problem(Check::authors_running_number, Position(position), std::move(message));
    }
  } else if (entry.number < expected) {
    book_.problem(
        Check::authors_running_number, Position(position),
        say("The event is number {0} of its author, but the log holds {1} already.", {entry.number, place.number}));
  }
  place.number = std::max(place.number, entry.number);
}

void AuthorWalk::judge_head(AuthorPlace& place, const JudgedEntry& entry, std::uint64_t position) {
  const Position at(position);
  if (entry.head_size < place.head_size) {
    book_.problem(
        Check::authors_heads, at,
        say("The author saw {0} entries before this event, which names only {1}.", {place.head_size, entry.head_size}));
    return;
  }
  place.head_size = entry.head_size;
  if (entry.head_size > position) {
    book_.problem(Check::authors_heads, at,
                  say("The author saw {0} entries when signing, but the log has only {1} before this event.",
                      {entry.head_size, position}));
    return;
  }
  if (entry.head_size == 0) return;
  const auto holds = holds_root_(entry.head_size, entry.head_root);
  if (!holds) {
    book_.unjudged(Check::authors_heads, at, holds.error().message);
  } else if (!*holds) {
    book_.problem(
        Check::authors_heads, at,
        say("The history that the author saw at {0} entries is not this log's: it was forked.", {entry.head_size}));
  }
}

void AuthorWalk::judge(const JudgedChunk& chunk, std::uint64_t from) {
  std::uint64_t judged = 0;
  for (std::size_t i = 0; i < chunk.judged.size(); ++i) {
    const std::uint64_t position = chunk.first + i;
    if (position < from) continue;
    const JudgedEntry& entry = chunk.judged[i];
    if (!entry.sound) {
      for (Check check : {Check::authors_running_number, Check::authors_heads}) {
        book_.unjudged(check, Position(position), say("The event could not be read, so it was not judged."));
      }
      if (!first_unread_) first_unread_ = position;
      continue;
    }
    ++judged;
    AuthorPlace& place = places_[entry.author];
    if (position == 0) {
      place.number = 1;
      continue;
    }
    judge_number(place, entry, position);
    judge_head(place, entry, position);
  }
  for (Check check : {Check::authors_running_number, Check::authors_heads}) book_.count(check, judged);
}

AuthorWalk::HoldsRoot holds_root_by_tiles(std::uint64_t size, const Hash& root, const TileReader& tiles) {
  const HashReader reader = hash_reader_of_tiles(size, tiles);
  auto known = std::make_shared<std::unordered_map<std::uint64_t, Hash>>();
  return [size, root, reader, known](std::uint64_t head_size, const Hash& head_root) -> Result<bool> {
    // There is one root a size: once one was proven, any other is wrong.
    if (const auto found = known->find(head_size); found != known->end()) return found->second == head_root;
    TRY_ASSIGN(const auto proof, consistency_proof(head_size, size, reader));
    if (!verify_consistency(head_size, size, head_root, root, proof)) {
      // The tiles may be at fault, not the author: then no root of theirs leads to the log's.
      TRY_ASSIGN(const Hash by_tiles, root_at(head_size, reader));
      TRY(verify_consistency(head_size, size, by_tiles, root, proof));
      return false;
    }
    if (known->size() >= roots_remembered) known->clear();
    known->insert_or_assign(head_size, head_root);
    return true;
  };
}

}  // namespace sunledger
