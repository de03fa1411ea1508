#pragma once
// What one thread finds out about one tile's entries without knowing any other entry: form, position, signature, leaf
// hashes and their stored tile, cited documents, and the checkpoints that end inside the chunk.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/verify/verify.h"

namespace sunledger {

inline constexpr std::size_t chunk_entries = full_tile_width;

// What is left to know of an entry when its turn in order comes.
struct JudgedEntry {
  std::uint64_t recorded_ms = 0;
  PublicKey author;  // as the header says
  std::uint64_t batch = 0;
  std::uint64_t number = 0;
  std::uint64_t head_size = 0;
  Hash head_root;
  bool has_header = false;  // time and author are known
  bool sound = false;       // header and event are well-formed: it can be replayed
};

// Between which times, by the witnesses' clocks, a checkpoint was cosigned: the middle of their times, so that a
// minority of them cannot move it beyond the others. The two differ only for an even number of witnesses.
struct WitnessedAt {
  std::uint64_t from_ms = 0;
  std::uint64_t until_ms = 0;
};

struct SeenCheckpoint {
  std::uint64_t size = 0;
  Hash root;
  PublicKey signer;           // one of the log's keys
  bool is_witnessed = false;  // the quorum of the reader's policy cosigned it
  std::optional<WitnessedAt> at;
};

// The times of the cosignatures among these signatures.
std::optional<WitnessedAt> witnessed_at(const std::vector<VerifiedSignature>& signatures);

// A stored note that none of the log keys known at the time had signed.
struct UnopenedNote {
  std::uint64_t size = 0;
  std::string text;
};

// What an entry does to the log's keys, as its own marks say (ledger/rules/administration_rules.cpp): names the next
// one, at once or waiting for administrators; or completes an act that waited.
struct LogKeyEvent {
  std::uint64_t position = 0;
  std::optional<PublicKey> next;
  std::optional<Signature> handover;
  bool waits = false;
  std::uint64_t endorsed = 0;  // the act's position, where `next` is absent
};

class LogKeyChain;

// A note stored for that size, signed by one of these keys; with a policy, whether its quorum of witnesses cosigned it.
// Errors: corrupt, saying what is wrong with it.
Result<SeenCheckpoint> open_note_of_size(std::uint64_t size, std::string_view note,
                                         std::span<const VerifierKey> log_keys, const Policy* policy);

struct ChunkFinding {
  enum class Weight { problem, unjudged };
  Check check;
  Weight weight;
  Position position;
  std::string message;
};

struct JudgedChunk {
  std::uint64_t first = 0;
  EntryChunk entries;
  std::vector<JudgedEntry> judged;
  std::vector<Hash> leaves;                   // one an entry; empty when no check needs them
  std::optional<std::uint64_t> unknown_leaf;  // the first position whose leaf hash nobody knows
  std::optional<Hash> subtree;                // of a full chunk
  std::vector<SeenCheckpoint> checkpoints;    // verified ones, ascending
  std::vector<UnopenedNote> unopened;
  std::vector<LogKeyEvent> log_key_events;
  std::optional<std::uint64_t> first_ms, last_ms;  // recorded times of the first and last sound headers
  std::optional<std::uint64_t> first_ms_position;
  std::vector<ChunkFinding> findings;
  std::uint64_t readable = 0, headers = 0, signatures = 0, stored_hashes = 0, notes = 0, witnessed = 0, documents = 0,
                unknown_kinds = 0;
};

// The policy whose witnesses' signatures count, where a wanted check asks for them.
const Policy* policy_for(const VerifyInput& input, const CheckSet& wanted);

struct ChunkJudging {
  CheckSet wanted;
  std::uint64_t signatures_from = 0;  // signatures before this position were verified earlier
  bool needs_leaves = false;          // although no wanted check does
};

// One a thread.
class ChunkJudge {
 public:
  ChunkJudge(const VerifyInput& input, const LogKeyChain& log_keys, const ChunkJudging& judging);
  ~ChunkJudge();
  // Reads and judges the entries first … first + count − 1; `out` is replaced.
  void judge(std::uint64_t first, std::size_t count, JudgedChunk& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sunledger
