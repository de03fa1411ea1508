#include "projections/findings/list.h"

#include <algorithm>

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
  if (rule->rule == Rule::administration_quorum) {
    finding.message =
        say("The {0} of {1} at position {2}, recorded by {3}, waits for other administrators and has no "
            "effect yet.",
            {kind, to_text(entry.day), entry.position, entry.person});
    return finding;
  }
  if (rule->kind == RuleKind::lead) {
    finding.message = say("The {0} of {1} at position {2}, recorded by {3}, wants looking into: {4}",
                          {kind, to_text(entry.day), entry.position, entry.person, say(rule->meaning)});
    return finding;
  }
  finding.message =
      say("The {0} of {1} at position {2}, recorded by {3}, was let through although it breaks this rule: {4}",
          {kind, to_text(entry.day), entry.position, entry.person.empty() ? say("somebody unknown") : entry.person,
           say(rule->meaning)});
  return finding;
}

// What the key signed between its compromise and its revocation; nothing when it signed nothing there.
Result<std::optional<Finding>> finding_of(const RevokedKey& revoked, const FindingsView::State& state,
                                          const EntrySource& source) {
  Finding finding;
  std::size_t reconfirmed = 0;
  TRY(source.each_entry(Position(std::max<std::uint64_t>(revoked.since, 1)),
                        [&](const Entry& entry, BytesView) -> Result<bool> {
                          const std::uint64_t position = entry.position.value;
                          if (position >= revoked.until) return false;
                          if (entry.author != revoked.key) return true;
                          if (state.reconfirmed.count(position) != 0) {
                            ++reconfirmed;
                          } else {
                            finding.positions.push_back(position);
                          }
                          return true;
                        }));
  if (finding.positions.empty() && reconfirmed == 0) return std::optional<Finding>();
  const RuleText& rule = text_of(Rule::key_revoked_since);
  finding.rule = rule.name;
  finding.id = std::to_string(revoked.position) + "-" + finding.rule;
  finding.severity = severity_of(static_cast<std::uint16_t>(rule.rule));
  finding.basis = rule.basis;
  const auto known = state.persons.find(revoked.key);
  const std::string person = known == state.persons.end() ? say("somebody unknown") : known->second;
  if (finding.positions.empty()) {
    finding.state = "reconfirmed";
    finding.positions = {revoked.position};
    finding.message =
        say("A key of {0} was revoked at position {1} as no longer theirs since position {2}; the {3} "
            "entries that it signed in between were all re-confirmed.",
            {person, revoked.position, revoked.since, reconfirmed});
  } else {
    finding.state = "lead";
    finding.message =
        say("A key of {0} was revoked at position {1} as no longer theirs since position {2}; of the "
            "entries that it signed in between, {3} are not re-confirmed and {4} are.",
            {person, revoked.position, revoked.since, finding.positions.size(), reconfirmed});
  }
  return std::optional<Finding>(std::move(finding));
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
    // Who spoke for an officer, an administrator or the log.
    case Rule::key_revoked_since:
    case Rule::log_key_no_handover:
    case Rule::administrator_recovered:
      return "high";
    // Late, but recorded; or on its way.
    case Rule::event_age:
    case Rule::administration_quorum:
      return "low";
    default:
      return "medium";
  }
}

Result<std::vector<Finding>> list_findings(const FindingsView& view, const EntrySource& source,
                                           const FindingsQuery& query) {
  if (!query.rule.empty() && rule_by_name(query.rule) == nullptr) {
    return make_error(
        ErrorKind::usage, say("There is no rule “{0}”.", {query.rule}),
        say("Rules have names such as budget.available; “sunledger findings” shows those that were broken."));
  }
  // Every other finding is an open lead until their life is recorded too, so that --open leaves out nothing of them.
  std::vector<Finding> findings;
  for (const auto& [position, entry] : view.state().found) {
    for (const std::uint16_t number : entry.rules) {
      Finding finding = finding_of(entry, number);
      if (query.rule.empty() || finding.rule == query.rule) findings.push_back(std::move(finding));
    }
  }
  const bool wants_keys = query.rule.empty() || query.rule == text_of(Rule::key_revoked_since).name;
  for (const auto& [position, revoked] : view.state().revoked) {
    if (!wants_keys) break;
    TRY_ASSIGN(auto finding, finding_of(revoked, view.state(), source));
    if (finding && !(query.open_only && finding->state != "lead")) findings.push_back(std::move(*finding));
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.positions.front() < b.positions.front(); });
  return findings;
}

}  // namespace sunledger
