#pragma once
// What a log vouches for at one moment (C2SP tlog-checkpoint): how many entries it has and the root over them.
//
//   origin\n                      1–255 bytes, the name of the log's key, e.g. ledger.example/sixian
//   size\n                        decimal, no leading zeros
//   base64(root[32])\n
//
// Exactly three lines: whether cosignatures cover extension lines is disputed, so there are none.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/proof/note.h"

namespace sunledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root;

  bool operator==(const Checkpoint&) const = default;
};

// A name that a log may have: a key name (note.h), as its key is named so too, of at most 255 bytes.
bool is_origin(std::string_view origin);

// The text of the note, without signatures. Strict: what is parsed is exactly what format_checkpoint would write.
Result<Checkpoint> parse_checkpoint(std::string_view text);
std::string format_checkpoint(const Checkpoint& checkpoint);

// The checkpoint as a note signed by its log, whose key is named like the origin.
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const PublicKey& key, const SignMessage& sign);

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<VerifiedSignature> signatures;  // the log's among them
};

// Verifies the note (verify_note) and reads its checkpoint. `known` may hold log and witness keys; `corrupt` unless one
// of the verified signatures is the Ed25519 signature of the key named like the origin.
Result<SignedCheckpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> known,
                                         const VerifySignature& verify);

}  // namespace sunledger
