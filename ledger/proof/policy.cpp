#include "ledger/proof/policy.h"

#include <algorithm>
#include <optional>

#include "ledger/base/decimal.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

constexpr std::string_view no_quorum = "none";

Error malformed_policy(std::size_t line, const std::string& message) {
  return make_error(ErrorKind::invalid, say("The policy, line {0}: {1}", {line, message}),
                    say("A policy has lines “log VKEY [URL]”, “witness NAME VKEY [URL]”, “group NAME all|any|K "
                        "MEMBER…” and one “quorum NAME” or “quorum none”."));
}

std::vector<std::string_view> items_of(std::string_view line) {
  constexpr std::string_view blank = " \t";
  std::vector<std::string_view> items;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(blank);
    if (begin == std::string_view::npos) return items;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(blank), line.size());
    items.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

class PolicyReader {
 public:
  Status take(std::size_t number, std::string_view line) {
    number_ = number;
    const auto forbidden = std::find_if(line.begin(), line.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
    if (forbidden != line.end()) {
      return *forbidden == '\r' ? wrong(say("lines must end with a line feed alone, without a carriage return."))
                                : wrong(say("it holds a control character."));
    }
    const auto items = items_of(line);
    if (items.empty() || items[0].starts_with('#')) return {};
    if (items[0] == "log") return take_log(items);
    if (items[0] == "witness") return take_witness(items);
    if (items[0] == "group") return take_group(items);
    if (items[0] == "quorum") return take_quorum(items);
    return wrong(say("it does not begin with log, witness, group or quorum."));
  }

  Result<Policy> finish() && {
    if (!has_quorum_) return wrong(say("the file ends without a quorum line."));
    return std::move(policy_);
  }

 private:
  Error wrong(const std::string& message) const { return malformed_policy(number_, message); }

  Result<VerifierKey> key(std::string_view text, NoteKeyType type) {
    auto key = parse_vkey(text);
    if (!key) return wrong(key.error().message);
    if (key->type != type) {
      return wrong(type == NoteKeyType::ed25519 ? say("this is a witness's verifier key, not a log's.")
                                                : say("this is a log's verifier key, not a witness's."));
    }
    if (!keys_.insert(key->key).second) return wrong(say("this public key stands in the policy already."));
    return key;
  }

  Status define(std::string_view name) {
    if (name == no_quorum) return wrong(say("the name “none” is taken: it means that no witness is needed."));
    if (!names_.insert(std::string(name)).second) return wrong(say("“{0}” is defined twice.", {name}));
    return {};
  }

  Status within(std::size_t count) const {
    if (count < policy_line_limit) return {};
    return wrong(say("there are more than {0} of its kind.", {policy_line_limit}));
  }

  Status take_log(const std::vector<std::string_view>& items) {
    TRY(within(policy_.logs.size()));
    if (items.size() != 2 && items.size() != 3) return wrong(say("expected “log VKEY [URL]”."));
    TRY_ASSIGN(VerifierKey log_key, key(items[1], NoteKeyType::ed25519));
    if (!is_origin(log_key.name)) return wrong(say("the verifier key is not named like a log."));
    policy_.logs.push_back({std::move(log_key), std::string(items.size() == 3 ? items[2] : "")});
    return {};
  }

  Status take_witness(const std::vector<std::string_view>& items) {
    TRY(within(policy_.witnesses.size()));
    if (items.size() != 3 && items.size() != 4) return wrong(say("expected “witness NAME VKEY [URL]”."));
    TRY(define(items[1]));
    TRY_ASSIGN(VerifierKey witness_key, key(items[2], NoteKeyType::cosignature_v1));
    policy_.witnesses.push_back(
        {std::string(items[1]), std::move(witness_key), std::string(items.size() == 4 ? items[3] : "")});
    return {};
  }

  Status take_group(const std::vector<std::string_view>& items) {
    TRY(within(policy_.groups.size()));
    if (items.size() < 4) return wrong(say("expected “group NAME all|any|K MEMBER…”."));
    PolicyGroup group;
    group.name = items[1];
    for (std::size_t i = 3; i < items.size(); ++i) {
      std::string member(items[i]);
      if (names_.count(member) == 0) return wrong(say("“{0}” is not defined above.", {member}));
      // So every witness counts in one way only, and a quorum is judged in one walk.
      if (!members_.insert(member).second) return wrong(say("“{0}” is a member of a group already.", {member}));
      group.members.push_back(std::move(member));
    }
    const auto number = parse_decimal(items[2]);
    if (items[2] == "all") {
      group.threshold = group.members.size();
    } else if (items[2] == "any") {
      group.threshold = 1;
    } else if (!number || *number < 1 || *number > group.members.size()) {
      return wrong(say("how many must cosign is “all”, “any” or 1 to {0}.", {group.members.size()}));
    } else {
      group.threshold = static_cast<std::size_t>(*number);
    }
    TRY(define(group.name));
    policy_.groups.push_back(std::move(group));
    return {};
  }

  Status take_quorum(const std::vector<std::string_view>& items) {
    if (items.size() != 2) return wrong(say("expected “quorum NAME” or “quorum none”."));
    if (has_quorum_) return wrong(say("there is a quorum line already."));
    if (items[1] != no_quorum && names_.count(std::string(items[1])) == 0) {
      return wrong(say("“{0}” is not defined above.", {items[1]}));
    }
    policy_.quorum = items[1];
    has_quorum_ = true;
    return {};
  }

  Policy policy_;
  bool has_quorum_ = false;
  std::size_t number_ = 1;
  std::set<std::string> names_, members_;
  std::set<PublicKey> keys_;
};

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  if (text.size() > policy_size_limit_bytes) {
    return malformed_policy(
        1, say("the file has {0} bytes; at most {1} are accepted.", {text.size(), policy_size_limit_bytes}));
  }
  PolicyReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    // Cut off in the middle of a word, a policy could still be one: “quorum all-of-them” and “quorum all”.
    if (end == std::string_view::npos) return malformed_policy(number, say("it does not end with a line feed."));
    TRY(reader.take(number, text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  return std::move(reader).finish();
}

std::string format_policy(const Policy& policy) {
  const auto with_url = [](const std::string& url) { return url.empty() ? std::string("\n") : " " + url + "\n"; };
  std::string text;
  for (const PolicyLog& log : policy.logs) text += "log " + format_vkey(log.key) + with_url(log.url);
  for (const PolicyWitness& witness : policy.witnesses) {
    text += "witness " + witness.name + " " + format_vkey(witness.key) + with_url(witness.url);
  }
  for (const PolicyGroup& group : policy.groups) {
    text += "group " + group.name + " " + std::to_string(group.threshold);
    for (const std::string& member : group.members) text += " " + member;
    text += "\n";
  }
  return text + "quorum " + policy.quorum + "\n";
}

Result<Policy> read_policy(const std::string& path) {
  TRY_ASSIGN(const std::string text, read_file(path, policy_size_limit_bytes));
  auto policy = parse_policy(text);
  if (!policy) {
    Error error = std::move(policy).error();
    error.message = path + ": " + error.message;
    return error;
  }
  return policy;
}

}  // namespace sunledger
