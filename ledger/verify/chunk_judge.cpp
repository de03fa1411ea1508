#include "ledger/verify/chunk_judge.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "ledger/event/entry.h"
#include "ledger/event/open.h"
#include "ledger/people/signing.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "ledger/rules/rule.h"
#include "ledger/verify/log_key_chain.h"

namespace sunledger {

std::optional<WitnessedAt> witnessed_at(const std::vector<VerifiedSignature>& signatures) {
  constexpr std::uint64_t last_second = 253'402'300'799;  // 9999-12-31T23:59:59Z
  std::vector<std::uint64_t> times;
  for (const VerifiedSignature& signature : signatures) {
    if (signature.cosigned_at_seconds) times.push_back(std::min(*signature.cosigned_at_seconds, last_second) * 1000);
  }
  if (times.empty()) return std::nullopt;
  std::sort(times.begin(), times.end());
  return WitnessedAt{times[(times.size() - 1) / 2], times[times.size() / 2]};
}

const Policy* policy_for(const VerifyInput& input, const CheckSet& wanted) {
  const bool asked = has(wanted, Check::tree_witnesses) || has(wanted, Check::entries_witnessed_time);
  return asked && input.policy ? &*input.policy : nullptr;
}

struct ChunkJudge::State {
  const VerifyInput& input;
  CheckSet wanted;
  const LogKeyChain& log_keys;
  std::uint64_t signatures_from;
  bool needs_leaves;
  std::uint16_t kinds = known_kinds();
  EventOpener opener;
  JudgedChunk* chunk = nullptr;

  bool wants(Check check) const { return has(wanted, check); }
  bool wants_replay() const {
    return wants(Check::authors_running_number) || wants(Check::authors_roles) || wants(Check::authors_heads) ||
           wants(Check::rules_replayed) || wants(Check::facts_recomputed) || wants(Check::batches_closed);
  }
  bool wants_checkpoints() const {
    return wants(Check::tree_checkpoints) || wants(Check::tree_witnesses) || wants(Check::entries_witnessed_time);
  }
  bool wants_leaves() const {
    return needs_leaves || wants(Check::tree_hashes) || wants(Check::tree_checkpoints) ||
           wants(Check::tree_witnesses) || wants_replay();
  }
  bool wants_events() const {
    return wants(Check::entries_encoding) || wants(Check::signatures_valid) || wants(Check::documents_present) ||
           wants_checkpoints() || wants_replay();
  }

  const Policy* policy() const { return policy_for(input, wanted); }

  void problem(Check check, std::uint64_t position, std::string message) const {
    if (!wants(check)) return;
    chunk->findings.push_back({check, ChunkFinding::Weight::problem, Position(position), std::move(message)});
  }
  void unjudged(Check check, std::uint64_t position, std::string message) const {
    if (!wants(check)) return;
    chunk->findings.push_back({check, ChunkFinding::Weight::unjudged, Position(position), std::move(message)});
  }

  void judge_entry(std::size_t index, BytesView bytes);
  void judge_event(std::size_t index, const Entry& entry);
  void judge_document(std::uint64_t position, schema::DocumentAdded::Reader added);
  void note_log_key(const Entry& entry, std::uint64_t position, schema::Event::Reader event);
  void judge_leaves();
  void judge_checkpoints(std::size_t count);
};

void ChunkJudge::State::judge_entry(std::size_t index, BytesView bytes) {
  const std::uint64_t position = chunk->first + index;
  const auto entry = read_entry(bytes);
  if (!entry) {
    problem(Check::entries_encoding, position, entry.error().message);
    if (wants(Check::signatures_valid)) {
      unjudged(Check::signatures_valid, position, say("The entry's bytes are damaged; its signature cannot be found."));
    }
    return;
  }
  ++chunk->headers;
  if (entry->position.value != position) {
    problem(Check::entries_contiguous, position, say("The entry says that it is at {0}.", {entry->position.value}));
  }
  JudgedEntry& judged = chunk->judged[index];
  judged.recorded_ms = entry->recorded_ms;
  judged.author = entry->author;
  judged.has_header = true;
  if (chunk->last_ms && entry->recorded_ms < *chunk->last_ms) {
    problem(Check::entries_time, position, say("It was recorded before the entry that precedes it."));
  }
  if (!chunk->first_ms) {
    chunk->first_ms = entry->recorded_ms;
    chunk->first_ms_position = position;
  }
  chunk->last_ms = entry->recorded_ms;
  if (wants_events()) judge_event(index, *entry);
}

void ChunkJudge::State::judge_event(std::size_t index, const Entry& entry) {
  const std::uint64_t position = chunk->first + index;
  const auto opened = opener.open(entry.signed_bytes);
  if (!opened) {
    if (opened.error().kind == ErrorKind::incomplete) {
      ++chunk->unknown_kinds;
      unjudged(Check::entries_encoding, position, opened.error().message);
    } else {
      problem(Check::entries_encoding, position, opened.error().message);
    }
  }
  if (wants(Check::signatures_valid)) {
    ++chunk->signatures;
    if (opened) {
      const auto author = opened->getAuthor();
      if (!std::equal(author.begin(), author.end(), entry.author.bytes.begin(), entry.author.bytes.end())) {
        problem(Check::signatures_valid, position, say("The header names another author than the signed event."));
      }
    }
    if (position >= signatures_from && !verify_event(entry.author, entry.signed_bytes, entry.signature)) {
      problem(Check::signatures_valid, position,
              say("The author's signature does not hold: the event or its signature was changed."));
    }
  }
  if (!opened) return;
  JudgedEntry& judged = chunk->judged[index];
  judged.batch = opened->getBatch();
  judged.number = opened->getNumber();
  judged.head_size = opened->getHeadSize();
  if (const auto root = Hash::from({opened->getHeadRoot().begin(), opened->getHeadRoot().size()})) {
    judged.head_root = *root;
  }
  judged.sound = true;
  const auto kind = static_cast<std::uint16_t>(opened->getEvent().which());
  if (kind >= kinds) {
    ++chunk->unknown_kinds;
    unjudged(Check::entries_encoding, position,
             say("{0} is a kind newer than this program; it is kept and counted.", {kind_name(kind)}));
  }
  if (wants(Check::documents_present) && opened->getEvent().isDocumentAdded()) {
    judge_document(position, opened->getEvent().getDocumentAdded());
  }
  if (opened->getEvent().isLogKeyRotated() || opened->getEvent().isActEndorsed()) {
    note_log_key(entry, position, opened->getEvent());
  }
}

void ChunkJudge::State::note_log_key(const Entry& entry, std::uint64_t position, schema::Event::Reader event) {
  LogKeyEvent noted;
  noted.position = position;
  noted.waits = std::binary_search(entry.rules.begin(), entry.rules.end(),
                                   static_cast<std::uint16_t>(Rule::administration_quorum));
  if (event.isActEndorsed()) {
    noted.endorsed = event.getActEndorsed().getPosition();
  } else {
    const auto rotated = event.getLogKeyRotated();
    noted.next = PublicKey::from({rotated.getKey().begin(), rotated.getKey().size()});
    noted.handover = Signature::from({rotated.getHandover().begin(), rotated.getHandover().size()});
    if (!noted.next) return;
  }
  chunk->log_key_events.push_back(noted);
}

void ChunkJudge::State::judge_document(std::uint64_t position, schema::DocumentAdded::Reader added) {
  ++chunk->documents;
  const auto hash = Hash::from({added.getDocument().begin(), added.getDocument().size()});
  if (!hash || !input.document) return;  // without a hash: event.fields says so; without documents: not checked
  const auto content = input.document(*hash);
  if (!content) {
    problem(Check::documents_present, position, content.error().message);
  } else if (sha256(*content) != *hash || content->size() != added.getSize()) {
    problem(Check::documents_present, position, say("The document {0} was changed.", {to_hex(hash->view())}));
  }
}

// Stored leaf hashes against those of the bytes; a leaf that cannot be computed is taken from the store, so that what
// follows it can still be judged.
void ChunkJudge::State::judge_leaves() {
  const std::size_t count = chunk->entries.size();
  chunk->leaves.resize(count);
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto bytes = chunk->entries.entry(i)) {
      chunk->leaves[i] = leaf_hash(*bytes);
    } else {
      missing.push_back(i);
    }
  }
  if (input.hash_tile && (wants(Check::tree_hashes) || !missing.empty())) {
    const Tile tile{0, chunk->first / full_tile_width, static_cast<unsigned>(count)};
    const auto stored = input.hash_tile(tile);
    if (!stored || stored->size() < count * Hash::size_bytes) {
      problem(Check::tree_hashes, chunk->first,
              stored ? say("The stored tile {0} is too short.", {tile_path(tile)})
                     : say("The stored tile {0} cannot be read: {1}", {tile_path(tile), stored.error().message}));
    } else {
      chunk->stored_hashes += count - missing.size();
      for (std::size_t i : missing) {
        std::memcpy(chunk->leaves[i].bytes.data(), stored->data() + i * Hash::size_bytes, Hash::size_bytes);
      }
      missing.clear();
      for (std::size_t i = 0; i < count; ++i) {
        if (std::memcmp(chunk->leaves[i].bytes.data(), stored->data() + i * Hash::size_bytes, Hash::size_bytes) == 0) {
          continue;
        }
        problem(Check::tree_hashes, chunk->first + i,
                say("The entry is not the one whose hash is stored in the tree: one of the two was changed."));
      }
    }
  }
  if (!missing.empty()) {
    chunk->unknown_leaf = chunk->first + missing.front();
    return;
  }
  if (count != full_tile_width) return;
  // In place on a copy: 255 nodes over 256 leaves.
  std::array<Hash, full_tile_width / 2> nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = node_hash(chunk->leaves[2 * i], chunk->leaves[2 * i + 1]);
  for (std::size_t width = nodes.size(); width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) nodes[i] = node_hash(nodes[2 * i], nodes[2 * i + 1]);
  }
  chunk->subtree = nodes[0];
}

void ChunkJudge::State::judge_checkpoints(std::size_t count) {
  const std::uint64_t last = chunk->first + count;  // the largest size that ends in this chunk
  const auto known = log_keys.candidates();
  std::uint64_t before = chunk->first;
  const auto visit = [&](std::uint64_t size, std::string_view note) {
    if (size > last) return false;
    ++chunk->notes;
    // A problem with a checkpoint stands at the last position that it covers.
    const std::uint64_t position = size == 0 ? 0 : size - 1;
    if (size < before || (size == before && before != chunk->first)) {
      problem(Check::tree_checkpoints, position, say("The checkpoints do not stand in the order of their sizes."));
    }
    before = size;
    if (known.empty()) return true;
    if (auto opened = open_note_of_size(size, note, known, policy())) {
      if (opened->is_witnessed) ++chunk->witnessed;
      chunk->checkpoints.push_back(*opened);
    } else {
      // Perhaps by a log key that an entry just before it names: judged again when its turn comes.
      chunk->unopened.push_back({size, std::string(note)});
    }
    return true;
  };
  const std::uint64_t from = chunk->first == 0 ? 0 : chunk->first + 1;
  if (const auto listed = input.each_checkpoint(from, visit); !listed) {
    problem(Check::tree_checkpoints, chunk->first, listed.error().message);
  }
}

Result<SeenCheckpoint> open_note_of_size(std::uint64_t size, std::string_view note,
                                         std::span<const VerifierKey> log_keys, const Policy* policy) {
  std::vector<VerifierKey> known(log_keys.begin(), log_keys.end());
  if (policy != nullptr) {
    for (const PolicyWitness& witness : policy->witnesses) known.push_back(witness.key);
  }
  const auto opened = open_checkpoint(note, known, verify);
  if (!opened) {
    return make_error(ErrorKind::corrupt,
                      say("The checkpoint over {0} entries does not hold: {1}", {size, opened.error().message}));
  }
  if (opened->checkpoint.size != size) {
    return make_error(ErrorKind::corrupt,
                      say("The checkpoint stored for {0} entries is over {1}.", {size, opened->checkpoint.size}));
  }
  const auto signer = std::find_if(opened->signatures.begin(), opened->signatures.end(), [&](const auto& signature) {
    return std::find(log_keys.begin(), log_keys.end(), signature.key) != log_keys.end();
  });
  INVARIANT(signer != opened->signatures.end());  // open_checkpoint asks for the log's own
  const bool is_witnessed = policy != nullptr && policy->needs_witnesses() &&
                            is_quorum(*policy, witnesses_among(*policy, opened->signatures));
  return SeenCheckpoint{size, opened->checkpoint.root, signer->key.key, is_witnessed, witnessed_at(opened->signatures)};
}

ChunkJudge::ChunkJudge(const VerifyInput& input, const LogKeyChain& log_keys, const ChunkJudging& judging)
    : state_(new State{input, judging.wanted, log_keys, judging.signatures_from, judging.needs_leaves}) {}
ChunkJudge::~ChunkJudge() = default;

void ChunkJudge::judge(std::uint64_t first, std::size_t count, JudgedChunk& out) {
  EntryChunk entries = std::move(out.entries);
  std::vector<Hash> leaves = std::move(out.leaves);
  std::vector<JudgedEntry> judged = std::move(out.judged);
  out = JudgedChunk{};
  entries.clear();
  leaves.clear();
  judged.clear();
  out.entries = std::move(entries);
  out.leaves = std::move(leaves);
  out.judged = std::move(judged);
  out.first = first;
  state_->chunk = &out;
  state_->input.read_entries(first, count, out.entries);
  while (out.entries.size() < count) out.entries.add_unreadable(say("It is missing."));
  out.judged.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto bytes = out.entries.entry(i)) {
      ++out.readable;
      state_->judge_entry(i, *bytes);
    } else {
      state_->problem(Check::entries_readable, first + i,
                      say("The entry cannot be read: {0}", {out.entries.why_unreadable(i)}));
    }
  }
  if (state_->wants_leaves()) state_->judge_leaves();
  if (state_->wants_checkpoints() && state_->input.each_checkpoint) state_->judge_checkpoints(count);
}

}  // namespace sunledger
