#pragma once
// A proof that one entry is in the log, as a file that is checked without network (C2SP tlog-proof):
//
//   c2sp.org/tlog-proof@v1\n
//   index <decimal>\n
//   <base64 hash>\n                 at most 64, leaf sibling first
//   \n
//   <checkpoint note, verbatim>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/proof/checkpoint.h"

namespace sunledger {

struct OfflineProof {
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
  std::string checkpoint_note;  // never re-encoded: its signatures are over these bytes

  bool operator==(const OfflineProof&) const = default;
};

std::string format_offline_proof(const OfflineProof& proof);

// Bounded and strict: what is parsed is exactly what format_offline_proof would write. The note is parsed for its form.
Result<OfflineProof> parse_offline_proof(std::string_view text);

struct ProvenEntry {
  std::uint64_t index = 0;
  SignedCheckpoint signed_checkpoint;
};

// Asks, of a note whose signatures were verified, whether enough witnesses cosigned it: the quorum of the reader's
// policy (C2SP tlog-policy).
using WitnessQuorum = std::function<Status(const SignedCheckpoint&)>;

// Verifies in this order: leaf hash of the stored entry bytes, signature of an accepted log (open_checkpoint), witness
// quorum if there is one, inclusion. `known` holds the verifier keys of the accepted logs and witnesses.
Result<ProvenEntry> verify_offline_proof(const OfflineProof& proof, BytesView entry, std::span<const VerifierKey> known,
                                         const VerifySignature& verify, const WitnessQuorum& quorum = nullptr);

}  // namespace sunledger
