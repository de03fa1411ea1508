#pragma once
// The values that rules ask for at every event, parsed once when a charter takes force. Only what a rule applies stands
// here.

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/charter/charter_values.h"

namespace sunledger {

enum class RuleMode { refuse, find };

// 三重一大: 重大事项决策, 重要干部任免, 重大项目安排, 大额度资金使用.
enum class DecisionClass : std::uint8_t { matter, appointment, project, fund };
inline constexpr std::size_t decision_class_count = 4;

enum class PassBase { due, present };

struct RuleParameters {
  // A parameter younger than the charter has its absent value (parameter_table.h). Errors: not_found or invalid, naming
  // the parameter. A charter that passed check_parameters never fails.
  // `asked`, where given, takes the name of every parameter that is read.
  static Result<RuleParameters> from(const CharterValues& values, std::set<std::string>* asked = nullptr);

  // Nothing for a rule that the charter does not name: such a rule refuses.
  std::optional<RuleMode> mode(std::string_view rule) const;
  // The tier for an amount; nullptr when no tier reaches it. Amounts below zero belong to the first.
  const ApprovalTier* tier_for(Fen amount) const;
  bool allows_method(std::string_view method) const;
  // False for a source that the charter does not name.
  bool allows_purpose(std::string_view source, std::string_view purpose) const;
  // A large sum: a line of a kind that the charter names, at or above the threshold.
  bool is_large(std::string_view line_kind, Fen amount) const;
  // Whether a meeting tier concerns lines of this kind.
  bool meeting_concerns(std::string_view line_kind) const;
  const std::vector<std::string>& steps(DecisionClass decision_class) const;
  const std::string& deciding_body(DecisionClass decision_class) const;

  std::vector<std::pair<std::string, RuleMode>> modes;  // sorted by rule
  std::int32_t utc_offset_minutes = 0;
  std::int64_t max_age_days = 0;

  std::vector<ApprovalTier> tiers;
  std::vector<std::string> meeting_applies_to;
  std::vector<std::string> methods;
  Fen cash_limit;
  Fen large_fund_threshold;
  std::vector<std::string> large_fund_applies_to;
  std::vector<std::pair<std::string, std::vector<std::string>>> purposes;  // by source, sorted

  std::array<std::string, decision_class_count> bodies;
  std::array<std::vector<std::string>, decision_class_count> mandatory_steps;
  Ratio quorum;
  Ratio pass;
  PassBase pass_base = PassBase::due;
  bool ad_hoc_motion_allowed = false;

  std::int64_t quotes_minimum = 0;

  std::int64_t amendment_notice_days = 0;
  std::int64_t amendment_administrators = 0;
  std::int64_t administrators_quorum = 1;
  std::int64_t endorse_days = 0;
  std::int64_t recovery_days = 0;
};

// Whether a rule reads that parameter. What no rule reads is recorded for people and for later versions; it is not
// enforced. `from` reads what rules apply, and nothing else (tests/architecture/parameters_test.cpp).
bool is_applied(std::string_view parameter);

}  // namespace sunledger
