#pragma once
// Shows the newest checkpoint to the policy's witnesses, all at once, and keeps what they cosign. While they are waited
// for the ledger is closed: whoever records is not held up.

#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "ledger/alarm.h"
#include "ledger/proof/policy.h"
#include "ledger/witness/ask.h"

namespace sunledger {

struct PublishOptions {
  std::string policy;       // a file
  std::string trusted_pem;  // certificates to trust beside the system's: a file, or empty
  unsigned timeout_ms = 10'000;
};

struct Published {
  Checkpoint checkpoint;
  std::string quorum;  // its name
  std::vector<AskedWitness> asked;
  std::vector<std::string> without_address;
  bool is_quorum = false;  // of this checkpoint, with what was collected before
  std::optional<Alarm> alarm;
  std::string alarm_path;
};

// Errors: usage (no policy, or nobody to ask), those of opening the ledger, io.
Result<Published> publish_checkpoint(Context& context, const PublishOptions& options);

}  // namespace sunledger
