// Whether enough of a policy's witnesses cosigned a checkpoint.

#include <algorithm>
#include <map>

#include "ledger/base/text.h"
#include "ledger/proof/policy.h"

namespace sunledger {
namespace {

std::string listed(const std::vector<std::string>& names) {
  if (names.empty()) return say("none");
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::vector<VerifierKey> keys_of(const Policy& policy) {
  return keys_to_know(policy, std::nullopt);
}

std::vector<VerifierKey> keys_to_know(const Policy& policy, const std::optional<VerifierKey>& log) {
  std::vector<VerifierKey> keys;
  if (log) {
    keys.push_back(*log);
  } else {
    for (const PolicyLog& known : policy.logs) keys.push_back(known.key);
  }
  for (const PolicyWitness& witness : policy.witnesses) keys.push_back(witness.key);
  return keys;
}

std::vector<VerifierKey> log_keys_of(const Policy& policy, std::string_view origin) {
  std::vector<VerifierKey> keys;
  for (const PolicyLog& log : policy.logs) {
    if (log.key.name == origin) keys.push_back(log.key);
  }
  return keys;
}

std::set<std::string> witnesses_among(const Policy& policy, std::span<const VerifiedSignature> signatures) {
  std::set<std::string> names;
  for (const PolicyWitness& witness : policy.witnesses) {
    const bool cosigned = std::any_of(signatures.begin(), signatures.end(), [&](const VerifiedSignature& signature) {
      return signature.key == witness.key && signature.cosigned_at_seconds.has_value();
    });
    if (cosigned) names.insert(witness.name);
  }
  return names;
}

bool is_quorum(const Policy& policy, const std::set<std::string>& witnesses) {
  if (!policy.needs_witnesses()) return true;
  // Members are defined before their group, so that one pass settles every group.
  std::map<std::string, bool, std::less<>> witnessed;
  for (const PolicyWitness& witness : policy.witnesses) witnessed[witness.name] = witnesses.count(witness.name) == 1;
  for (const PolicyGroup& group : policy.groups) {
    const auto count = std::count_if(group.members.begin(), group.members.end(),
                                     [&](const std::string& member) { return witnessed[member]; });
    witnessed[group.name] = static_cast<std::size_t>(count) >= group.threshold;
  }
  return witnessed[policy.quorum];
}

WitnessQuorum quorum_of(const Policy& policy) {
  return [policy](const SignedCheckpoint& checkpoint) -> Status {
    const auto cosigned = witnesses_among(policy, checkpoint.signatures);
    if (is_quorum(policy, cosigned)) return {};
    std::vector<std::string> missing;
    for (const PolicyWitness& witness : policy.witnesses) {
      if (cosigned.count(witness.name) == 0) missing.push_back(witness.name);
    }
    Error error = make_error(
        ErrorKind::corrupt,
        say("The checkpoint over {0} entries is not cosigned by the quorum “{1}” of the policy. Cosigned by: {2}; not "
            "by: {3}.",
            {checkpoint.checkpoint.size, policy.quorum, listed({cosigned.begin(), cosigned.end()}), listed(missing)}),
        say("Ask the ledger's keeper for a later proof or export, once the witnesses have cosigned. A log that shows "
            "each reader another history cannot get these cosignatures."));
    error.name = "proof.witness-quorum";
    return error;
  };
}

}  // namespace sunledger
