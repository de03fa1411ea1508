#include "projections/findings/list.h"

#include "ledger/base/text.h"
#include "ledger/event/event.h"
#include "ledger/rules/rule.h"

namespace sunledger {
namespace {

Finding finding_of(const FoundEntry& entry, std::uint16_t number) {
  const RuleText* rule = rule_by_number(number);
  Finding finding;
  finding.rule = rule != nullptr ? rule->name : std::to_string(number);
  finding.id = std::to_string(entry.position) + "-" + finding.rule;
  finding.severity = severity_of(number);
  finding.state = "lead";
  finding.positions = {entry.position};
  const std::string kind = kind_name(entry.kind);
  if (rule == nullptr) {
    finding.message =
        say("The {0} at position {1} was let through although it breaks rule {2}, which this program does "
            "not know; install a newer version to read it.",
            {kind, entry.position, number});
    return finding;
  }
  finding.basis = rule->basis;
  finding.message =
      say("The {0} of {1} at position {2}, recorded by {3}, was let through although it breaks this rule: {4}",
          {kind, to_text(entry.day), entry.position, entry.person.empty() ? say("somebody unknown") : entry.person,
           say(rule->meaning)});
  return finding;
}

}  // namespace

std::string_view severity_of(std::uint16_t rule_number) {
  switch (static_cast<Rule>(rule_number)) {
    // Money without a budget, against its purpose, undecided, or before anything was delivered.
    case Rule::budget_line_exists:
    case Rule::budget_available:
    case Rule::payment_purpose_allowed:
    case Rule::payment_approval_tier:
    case Rule::payment_large_fund:
    case Rule::payment_decision_within:
    case Rule::contract_within:
    case Rule::acceptance_before_payment:
    case Rule::decision_quorum:
    case Rule::decision_majority:
      return "high";
    // Late, but recorded.
    case Rule::event_age:
      return "low";
    default:
      return "medium";
  }
}

Result<std::vector<Finding>> list_findings(const FindingsView& view, const FindingsQuery& query) {
  if (!query.rule.empty() && rule_by_name(query.rule) == nullptr) {
    return make_error(
        ErrorKind::usage, say("There is no rule “{0}”.", {query.rule}),
        say("Rules have names such as budget.available; “sunledger findings” shows those that were broken."));
  }
  // Every finding is an open lead until their life is recorded too, so that --open leaves out nothing yet.
  std::vector<Finding> findings;
  for (const auto& [position, entry] : view.state().found) {
    for (const std::uint16_t number : entry.rules) {
      Finding finding = finding_of(entry, number);
      if (query.rule.empty() || finding.rule == query.rule) findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace sunledger
