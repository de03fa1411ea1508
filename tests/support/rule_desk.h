#pragma once
// A desk for tests of rules: a ledger's facts in memory under the default charter, officers, and the days. An event is
// given as its JSON with ' for ", and comes back as one line: "accepted", "found decision.quorum", "refused
// decision.quorum", "repeated 7".

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/charter/charter.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/fact_store.h"
#include "ledger/rules/facts.h"

namespace sunledger::support {

class MapStore : public FactStore {
 public:
  bool get(std::string_view key, std::string& value) override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  void scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) override;
  Status status() const override { return {}; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

class RuleDesk {
 public:
  // Opened, the defaults adopted, 2025-06-30. In office: `recorder`, `second_recorder`, `reviewer`, `approver`,
  // `secretary`, `member`, `second_member`, `adviser`, `auditor`, each with the role of that name and one key. Bodies:
  // `council`, `presidium`, `township`.
  RuleDesk();

  RuleDesk& today(std::string_view day);
  RuleDesk& set_charter(std::string_view name, std::string_view value);
  RuleDesk& appoint(std::string_view person, const std::vector<unsigned>& roles);
  // A second key of the same person: separation must look through it.
  RuleDesk& give_key(std::string_view person, std::string_view key_name);
  // A real key for that person, which then signs under this name: the fields 'key' and 'proof' of the event that
  // registers it.
  std::string proven_key(std::string_view person, std::string_view key_name);
  // The hexadecimal form of a key given or made here.
  std::string key_hex(std::string_view key_name) const;
  // An approved line of the federation's own books. kind: 0 personnel, 1 public, 2 project.
  RuleDesk& budget_line(int year, std::string_view line, unsigned kind, std::string_view yuan);
  RuleDesk& set_decision(std::string_view id, std::string_view yuan, DecisionState state = DecisionState::adopted);

  // `signer`: a person, or the name given to a key. The event's day is today unless `day` is given.
  std::string record(std::string_view signer, std::string_view kind, std::string_view fields,
                     std::string_view day = {});
  // The following events stand in the import opened at that position; 0: in none.
  RuleDesk& in_batch(std::uint64_t position);
  // The fields with which that import is closed as it stands.
  std::string closing(std::uint64_t batch);
  // What the last verdict said to the officer: the message and the hint.
  const std::string& said() const { return said_; }
  std::uint64_t size() const { return position_; }
  Facts& facts() { return facts_; }

  std::string available(int year, std::string_view line);
  std::string encumbered(int year, std::string_view line);
  std::string used_of_decision(std::string_view id);

 private:
  void settle(bool accepted);

  MapStore below_;
  FactOverlay overlay_{below_};
  Facts facts_{overlay_};
  std::uint64_t position_ = 2;
  std::uint64_t commands_ = 0;
  std::uint64_t batch_ = 0;
  Day today_;
  std::map<std::string, PublicKey, std::less<>> keys_;
  std::map<std::uint64_t, Bytes> entries_;  // what was accepted
  std::string said_;
};

}  // namespace sunledger::support
