#pragma once
// Every rule that is judged at the door: a stable name, a number that stands in entries, a version, its legal basis and
// what it asks. A number is never given to another rule; changed meaning is a new version (house rule 5).

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sunledger {

enum class Rule : std::uint16_t {
  // Structural: no charter can relax these.
  event_encoding = 1,
  event_signature = 2,
  event_ledger = 3,
  event_author = 4,
  event_role = 5,
  event_running_number = 6,
  event_head = 7,
  event_command = 8,
  event_future_day = 9,
  event_fields = 10,
  event_reference = 11,
  event_kind = 12,
  batch_state = 13,
  batch_totals = 14,
  separation_person = 15,
  key_possession = 16,
  key_once = 17,
  identity_unique = 18,
  amount_arithmetic = 19,
  payment_state = 20,
  payee_open = 21,
  charter_parameters = 22,
  charter_amendment = 23,
  line_state = 24,
  year_turn = 25,
  genesis_once = 26,
  administration_quorum = 27,
  log_key_handover = 28,
  reconfirmation_due = 29,
  personal_number = 30,

  // The charter says whether a breach is refused or found.
  event_age = 101,
  budget_line_exists = 102,
  budget_year_open = 103,
  budget_available = 104,
  budget_code_known = 105,
  budget_notice_within = 106,
  payment_voucher_unique = 107,
  payment_purpose_allowed = 108,
  payment_method_allowed = 109,
  payment_cash_limit = 110,
  payment_approval_tier = 111,
  payment_large_fund = 112,
  payment_decision_within = 113,
  contract_within = 114,
  contract_award_first = 115,
  acceptance_before_payment = 116,
  procurement_quotes = 117,
  decision_steps = 118,
  decision_quorum = 119,
  decision_majority = 120,
  subsidy_arithmetic = 121,

  // Leads: what they are about stands, is always found and never refused, whatever the charter says.
  key_revoked_since = 122,
  log_key_no_handover = 123,
  administrator_recovered = 124,
};

enum class RuleKind {
  structural,  // no charter can relax it
  relaxable,   // the charter says whether a breach is refused or found
  lead         // always found
};

struct RuleText {
  Rule rule;
  const char* name;  // "budget.available": API
  std::uint16_t version;
  RuleKind kind;
  const char* basis;    // the law's article, as officers cite it; data, not translated
  const char* meaning;  // for say()
};

// Ascending by number.
const std::vector<RuleText>& rule_table();
const RuleText& text_of(Rule rule);
// nullptr for a number or name that this program doesn't know.
const RuleText* rule_by_number(std::uint16_t number);
const RuleText* rule_by_name(std::string_view name);

}  // namespace sunledger
