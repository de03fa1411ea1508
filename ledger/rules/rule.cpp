#include "ledger/rules/rule.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/text.h"

namespace sunledger {

const std::vector<RuleText>& rule_table() {
  static const std::vector<RuleText> table = {
      {Rule::event_encoding, "event.encoding", 1, RuleKind::structural, "formats.md: Entry",
       N_("An event's bytes are in the one canonical form.")},
      {Rule::event_signature, "event.signature", 1, RuleKind::structural, "电子签名法 §13",
       N_("An event carries its author's valid signature.")},
      {Rule::event_ledger, "event.ledger", 1, RuleKind::structural, "电子签名法 §13",
       N_("An event is signed for this ledger.")},
      {Rule::event_author, "event.author", 1, RuleKind::structural, "电子签名法 §15",
       N_("The author's key is registered, not revoked, and its person is in office.")},
      {Rule::event_role, "event.role", 1, RuleKind::structural, "会计法 §37; 行政事业单位内部控制规范 §14",
       N_("The author holds a role that may record this kind of event.")},
      {Rule::event_running_number, "event.running-number", 1, RuleKind::structural, "档案法 §37",
       N_("An author's events are numbered without gaps.")},
      {Rule::event_head, "event.head", 1, RuleKind::structural, "档案法 §37",
       N_("The history that the author saw is this ledger's history.")},
      {Rule::event_command, "event.command", 1, RuleKind::structural, "会计基础工作规范 §51",
       N_("A command is recorded once; the same identity cannot carry other content.")},
      {Rule::event_future_day, "event.future-day", 1, RuleKind::structural, "会计法 §9",
       N_("What is recorded has happened: its day is not in the future.")},
      {Rule::event_fields, "event.fields", 1, RuleKind::structural, "会计基础工作规范 §48",
       N_("An event's required fields are there and within their limits.")},
      {Rule::event_reference, "event.reference", 1, RuleKind::structural, "会计基础工作规范 §51",
       N_("What an event refers to is recorded.")},
      {Rule::event_kind, "event.kind", 1, RuleKind::structural, "档案法 §37",
       N_("The event's kind is one that this program can judge.")},
      {Rule::batch_state, "batch.state", 1, RuleKind::structural, "档案法 §37",
       N_("An import's events stand between its opening and its end, by the officer who opened it.")},
      {Rule::batch_totals, "batch.totals", 1, RuleKind::structural, "会计基础工作规范 §57",
       N_("An import's count, sum and root are those of what was recorded.")},
      {Rule::separation_person, "separation.person", 1, RuleKind::structural,
       "会计法 §37; 行政事业单位内部控制规范 §12",
       N_("Nobody reviews, approves or re-confirms what they recorded, nor approves what they reviewed, with whatever "
          "key.")},
      {Rule::key_possession, "key.possession", 1, RuleKind::structural, "电子签名法 §13",
       N_("A key is registered by someone who holds its secret, and it is a sound key.")},
      {Rule::key_once, "key.once", 1, RuleKind::structural, "电子签名法 §13",
       N_("A key is registered once, for one person.")},
      {Rule::identity_unique, "identity.unique", 1, RuleKind::structural, "会计基础工作规范 §51",
       N_("An identifier names one thing only.")},
      {Rule::amount_arithmetic, "amount.arithmetic", 1, RuleKind::structural, "会计法 §13",
       N_("Amounts add up and stay within bounds.")},
      {Rule::payment_state, "payment.state", 1, RuleKind::structural, "财政总会计制度; 行政事业单位内部控制规范 §31",
       N_("A payment's states follow in order: recorded, reviewed, approved; then returned, refunded or reversed.")},
      {Rule::payee_open, "payee.open", 1, RuleKind::structural, "个人信息保护法 §6",
       N_("A payee in the open log is an organisation; people are sealed.")},
      {Rule::charter_parameters, "charter.parameters", 1, RuleKind::structural, "charter",
       N_("A charter's parameters are known, sorted, in canonical form and free of contradiction.")},
      {Rule::charter_amendment, "charter.amendment", 1, RuleKind::structural, "charter",
       N_("An amendment cites an adopted decision on a major matter, used once, or a quorum of administrators, waits "
          "the charter's notice days and "
          "never reaches back.")},
      {Rule::line_state, "line.state", 1, RuleKind::structural, "预算法 §52, §54",
       N_("A budget line is approved once, after being provisional or at once.")},
      {Rule::year_turn, "year.turn", 1, RuleKind::structural, "会计法 §17; 会计基础工作规范 §62",
       N_("A year is closed or reopened by a reviewer first and then an approver, two people.")},
      {Rule::genesis_once, "genesis.once", 1, RuleKind::structural, "formats.md: Entry",
       N_("Entry 0 opens the ledger, and only entry 0.")},
      {Rule::administration_quorum, "administration.quorum", 1, RuleKind::structural,
       "行政事业单位内部控制规范 §12, §14",
       N_("An act about administrators or the log key takes force when as many administrators stand behind it as the "
          "charter asks for; a lost administrator's key is replaced on an adopted decision.")},
      {Rule::log_key_handover, "log-key.handover", 1, RuleKind::structural, "电子签名法 §13; 档案法 §37",
       N_("A log key is followed by one whose secret is held, and the old key hands over to it.")},
      {Rule::reconfirmation_due, "reconfirmation.due", 1, RuleKind::structural, "电子签名法 §15",
       N_("What is re-confirmed was signed with a key between its compromise and its revocation, and is re-confirmed "
          "once.")},
      {Rule::personal_number, "personal.number", 1, RuleKind::structural, "个人信息保护法 §6, §28",
       N_("No text of the open log holds the number of a person's ID card, certificate or bank card.")},

      {Rule::event_age, "event.age", 1, RuleKind::relaxable, "会计基础工作规范 §37",
       N_("An event is recorded within the charter's days after it happened, before its year was closed.")},
      {Rule::budget_line_exists, "budget.line-exists", 1, RuleKind::relaxable, "预算法 §13",
       N_("Money is spent from a budget line that exists: 未列入预算的不得支出.")},
      {Rule::budget_year_open, "budget.year-open", 1, RuleKind::relaxable, "会计法 §11",
       N_("A budget year that was closed takes no more entries until it is reopened.")},
      {Rule::budget_available, "budget.available", 1, RuleKind::relaxable, "预算法 §13, §57",
       N_("A payment or contract stays within what its budget line has left.")},
      {Rule::budget_code_known, "budget.code-known", 1, RuleKind::relaxable, "预算法实施条例 §6",
       N_("A budget code stands in the table of its year.")},
      {Rule::budget_notice_within, "budget.notice-within", 1, RuleKind::relaxable, "预算法 §63, §72",
       N_("Lines under a quota notice stay within its amount and keep its source.")},
      {Rule::payment_voucher_unique, "payment.voucher-unique", 1, RuleKind::relaxable, "会计基础工作规范 §51",
       N_("A voucher number is used once a year in a body's books.")},
      {Rule::payment_purpose_allowed, "payment.purpose-allowed", 1, RuleKind::relaxable,
       "预算法 §63; 财政违法行为处罚处分条例 §6", N_("Earmarked money keeps its purpose: 专款专用.")},
      {Rule::payment_method_allowed, "payment.method-allowed", 1, RuleKind::relaxable,
       "财办〔2020〕37号; 现金管理暂行条例 §5", N_("Money leaves by a method that the charter allows.")},
      {Rule::payment_cash_limit, "payment.cash-limit", 1, RuleKind::relaxable, "现金管理暂行条例 §5",
       N_("Cash stays under the charter's limit.")},
      {Rule::payment_approval_tier, "payment.approval-tier", 1, RuleKind::relaxable, "行政事业单位内部控制规范 §14",
       N_("A payment is approved at the tier that the charter sets for its amount.")},
      {Rule::payment_large_fund, "payment.large-fund", 1, RuleKind::relaxable, "中发〔2005〕3号 §13",
       N_("A large sum is paid or contracted on a resolved collective decision.")},
      {Rule::payment_decision_within, "payment.decision-within", 1, RuleKind::relaxable, "中发〔2005〕3号 §13",
       N_("What is paid and contracted under a decision stays within its amount.")},
      {Rule::contract_within, "contract.within", 1, RuleKind::relaxable, "政府采购法 §49; 民法典 §509",
       N_("Payments under a contract stay within its amount.")},
      {Rule::contract_award_first, "contract.award-first", 1, RuleKind::relaxable, "政府采购法 §46",
       N_("A contract is signed with the supplier that was awarded it, within the award.")},
      {Rule::acceptance_before_payment, "acceptance.before-payment", 1, RuleKind::relaxable,
       "政府采购法 §41; 政府采购法实施条例 §45, §51", N_("What a contract delivered is accepted before it is paid.")},
      {Rule::procurement_quotes, "procurement.quotes", 1, RuleKind::relaxable, "政府采购法 §36, §38, §40",
       N_("An award rests on as many offers as the charter asks for.")},
      {Rule::decision_steps, "decision.steps", 1, RuleKind::relaxable, "重大行政决策程序暂行条例 §25, §29",
       N_("A decision went through the charter's mandatory steps before it was resolved.")},
      {Rule::decision_quorum, "decision.quorum", 1, RuleKind::relaxable, "重大行政决策程序暂行条例 §30",
       N_("A meeting that decides has the charter's quorum.")},
      {Rule::decision_majority, "decision.majority", 1, RuleKind::relaxable, "重大行政决策程序暂行条例 §30",
       N_("A decision is adopted by the charter's majority.")},
      {Rule::subsidy_arithmetic, "subsidy.arithmetic", 1, RuleKind::relaxable, "国发〔2015〕52号",
       N_("Persons × rate × months gives the amount, at the rate in force.")},

      {Rule::key_revoked_since, "key.revoked-since", 1, RuleKind::lead, "电子签名法 §15",
       N_("What was signed with a key after its compromise is looked at and re-confirmed by another officer.")},
      {Rule::log_key_no_handover, "log-key.no-handover", 1, RuleKind::lead, "电子签名法 §15; 档案法 §37",
       N_("A log key hands over to the next one; where it is lost, only the administrators vouch for the new one.")},
      {Rule::administrator_recovered, "administrator.recovered", 1, RuleKind::lead,
       "电子签名法 §15; 中发〔2005〕3号 §13",
       N_("An administrator's lost key was replaced on a collective decision, without an administrator's signature.")},
  };
  return table;
}

const RuleText* rule_by_number(std::uint16_t number) {
  const auto& table = rule_table();
  const auto found = std::lower_bound(
      table.begin(), table.end(), number,
      [](const RuleText& text, std::uint16_t wanted) { return static_cast<std::uint16_t>(text.rule) < wanted; });
  return found != table.end() && static_cast<std::uint16_t>(found->rule) == number ? &*found : nullptr;
}

const RuleText& text_of(Rule rule) {
  const RuleText* text = rule_by_number(static_cast<std::uint16_t>(rule));
  INVARIANT(text != nullptr);
  return *text;
}

const RuleText* rule_by_name(std::string_view name) {
  for (const RuleText& text : rule_table()) {
    if (name == text.name) return &text;
  }
  return nullptr;
}

}  // namespace sunledger
