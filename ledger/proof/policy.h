#pragma once
// Whom a reader trusts (C2SP tlog-policy): logs, witnesses, and how many of the witnesses make a quorum.
//
//   log <vkey> [<url>]
//   witness <name> <vkey> [<url>]                 the url is where add-checkpoint is posted, without that word
//   group <name> all|any|<k> <member>…            members are witnesses and groups of lines above, each in one group
//   only quorum <name>|none                            exactly one such line
//
// Items stand apart by spaces and tabs; empty lines and lines that begin with '#' say nothing.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/proof/checkpoint.h"
#include "ledger/proof/note.h"
#include "ledger/proof/offline_proof.h"

namespace sunledger {

inline constexpr std::size_t policy_size_limit_bytes = 64 * 1024;
inline constexpr std::size_t policy_line_limit = 64;  // logs, witnesses, groups: of each

struct PolicyLog {
  VerifierKey key;  // Ed25519, named like the log's origin; a log whose key was changed has several lines
  std::string url;  // may be empty

  bool operator==(const PolicyLog&) const = default;
};

struct PolicyWitness {
  std::string name;  // within this policy only
  VerifierKey key;   // cosignature/v1
  std::string url;   // may be empty: then only others can ask it

  bool operator==(const PolicyWitness&) const = default;
};

struct PolicyGroup {
  std::string name;
  std::size_t threshold = 1;         // of its members; 1 … members.size()
  std::vector<std::string> members;  // of witnesses, and of groups before this one

  bool operator==(const PolicyGroup&) const = default;
};

struct Policy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum = "none";  // a witness, a group, or "none"

  bool operator==(const Policy&) const = default;
  bool needs_witnesses() const { return quorum != "none"; }
};

// Bounded and strict. A key that stands in two lines is refused, also as a log's and a witness's: one key per role.
// Errors: invalid, naming the line.
Result<Policy> parse_policy(std::string_view text);
// Logs, witnesses, groups, quorum; what parse_policy reads back as the same policy.
std::string format_policy(const Policy& policy);
// Errors: those of read_file and parse_policy, naming the file.
Result<Policy> read_policy(const std::string& path);

// The keys of logs and witnesses: what open_checkpoint has to know.
std::vector<VerifierKey> keys_of(const Policy& policy);
// The same, but of logs only `log`, if it is given.
std::vector<VerifierKey> keys_to_know(const Policy& policy, const std::optional<VerifierKey>& log);
// The keys of the logs of this origin, in the policy's order.
std::vector<VerifierKey> log_keys_of(const Policy& policy, std::string_view origin);

// The names of the witnesses among verified signatures.
std::set<std::string> witnesses_among(const Policy& policy, std::span<const VerifiedSignature> signatures);
// Whether these witnesses, and no others, make the quorum.
bool is_quorum(const Policy& policy, const std::set<std::string>& witnesses);
// For whoever verifies a checkpoint. Refuses with `corrupt`, "proof.witness-quorum", naming who cosigned and who did
// not.
WitnessQuorum quorum_of(const Policy& policy);

}  // namespace sunledger
