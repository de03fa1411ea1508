#pragma once
// The log's side of C2SP tlog-witness: shows one witness a checkpoint and takes its cosignature, or its reason. How the
// words travel is the caller's matter.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/policy.h"

namespace sunledger {

struct WitnessReply {
  unsigned status = 0;
  std::string body;
};

// Posts the body to the address. Errors: what kept the answer from coming.
using PostSubmission = std::function<Result<WitnessReply>(const std::string& url, const std::string& body)>;
// That the log's first `new_size` entries begin with its first `old_size` ones.
using ProveConsistency = std::function<Result<std::vector<Hash>>(std::uint64_t old_size, std::uint64_t new_size)>;

struct AskedWitness {
  enum class Outcome {
    cosigned,
    unreachable,   // nobody, or no answer in time
    refused,       // or an answer that is none
    knows_more,    // it cosigned more entries than the checkpoint has: `witness_size`
    contradicted,  // at `witness_size`, what it cosigned is not how this log begins
  };
  std::string name;
  Outcome outcome = Outcome::unreachable;
  std::optional<NoteSignature> cosignature;  // verified
  std::uint64_t cosigned_at_seconds = 0;
  std::uint64_t witness_size = 0;
  std::string why;  // in the reader's language
};

// A checkpoint that its log signed.
struct PublishedCheckpoint {
  Checkpoint checkpoint;
  std::string note;
};

// Begins at `old_size`, which this witness cosigned as far as we know; told another one, asks once more from there.
AskedWitness ask_witness(const PolicyWitness& witness, const PublishedCheckpoint& published, std::uint64_t old_size,
                         const ProveConsistency& prove, const PostSubmission& post, const VerifySignature& verify);

}  // namespace sunledger
