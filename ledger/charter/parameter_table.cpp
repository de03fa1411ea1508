#include "ledger/charter/parameter_table.h"

#include <algorithm>
#include <iterator>

#include "ledger/base/money.h"
#include "ledger/base/text.h"

namespace sunledger {

namespace {

constexpr const char* refuse_or_find = "refuse,find";
constexpr const char* refuse_only = "refuse";
constexpr const char* steps =
    "research,public-comment,stakeholder,expert,association,legal,risk,meeting,notice,execution,evaluatio"
    "n";
constexpr const char* uses =
    "*,operations,personnel,rehabilitation,employment-training,living-subsidy,care-subsidy,care-service,a"
    "ssistive-devices,accessibility,sports-culture,education-aid,organisation,equipment,other";
constexpr const char* methods = "treasury,direct,authorised,transfer,own-account,official-card,card,cash";

// One line a parameter, in the order of defaults.toml. Ranges are sanity, not policy: policy is the charter's.
const ParameterDefinition table[] = {
    {"calendar.utc_offset_minutes", ParameterType::integer, -720, 840, "", "all",
     N_("Minutes east of UTC by which a moment is turned into a calendar day")},
    {"event.max_age_days", ParameterType::integer, 0, 36500, "", "all",
     N_("An event that happened longer ago than this many days is found")},
    {"rules.budget.line-exists", ParameterType::choice, 0, 0, refuse_or_find, "budget",
     N_("Spending names a budget line that is recorded")},
    {"rules.budget.year-open", ParameterType::choice, 0, 0, refuse_or_find, "budget",
     N_("Spending belongs to a budget year that is not closed")},
    {"rules.budget.available", ParameterType::choice, 0, 0, refuse_or_find, "budget",
     N_("A line is not spent beyond what is available on it")},
    {"rules.budget.code-known", ParameterType::choice, 0, 0, refuse_or_find, "budget",
     N_("A line's function and economic codes stand in that year's table of codes")},
    {"rules.budget.notice-within", ParameterType::choice, 0, 0, refuse_or_find, "budget",
     N_("The lines resting on a quota notice do not exceed it")},
    {"rules.payment.voucher-unique", ParameterType::choice, 0, 0, refuse_only, "payment",
     N_("A voucher number occurs once in a body and year")},
    {"rules.payment.purpose-allowed", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("The purpose is among the uses that the source allows")},
    {"rules.payment.method-allowed", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("The method of payment is one that the charter allows")},
    {"rules.payment.cash-limit", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("A cash payment stays within the cash limit")},
    {"rules.payment.approval-tier", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("A payment is approved by the tier its amount asks for")},
    {"rules.payment.large-fund", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("A large sum cites a resolved decision")},
    {"rules.payment.decision-within", ParameterType::choice, 0, 0, refuse_or_find, "payment",
     N_("Payments citing a decision do not exceed the amount decided")},
    {"rules.contract.within", ParameterType::choice, 0, 0, refuse_or_find, "contract",
     N_("Payments under a contract do not exceed it")},
    {"rules.contract.award-first", ParameterType::choice, 0, 0, refuse_or_find, "contract",
     N_("A contract follows the award it rests on")},
    {"rules.acceptance.before-payment", ParameterType::choice, 0, 0, refuse_or_find, "acceptance",
     N_("A contract's goods or services are accepted before they are paid")},
    {"rules.procurement.quotes", ParameterType::choice, 0, 0, refuse_or_find, "procurement",
     N_("A purchase by quotation has at least the number of quotes asked for")},
    {"rules.decision.steps", ParameterType::choice, 0, 0, refuse_or_find, "decision",
     N_("A decision has passed its mandatory steps in order")},
    {"rules.decision.quorum", ParameterType::choice, 0, 0, refuse_or_find, "decision",
     N_("A meeting that decides has its quorum")},
    {"rules.decision.majority", ParameterType::choice, 0, 0, refuse_or_find, "decision",
     N_("A resolution has the votes it needs")},
    {"rules.subsidy.arithmetic", ParameterType::choice, 0, 0, refuse_only, "subsidy",
     N_("A subsidy batch adds up: persons, rate, months and amount")},
    {"rules.event.age", ParameterType::choice, 0, 0, refuse_or_find, "event",
     N_("An event is recorded within the charter's age limit")},
    {"approval.tiers.*.up_to", ParameterType::money, 1, max_amount_fen, "", "payment",
     N_("Approval tier: amounts up to and including this one; the last tier has none")},
    {"approval.tiers.*.by", ParameterType::choice, 0, 0, "approver,meeting", "payment",
     N_("Approval tier: who approves, an approver or a meeting")},
    {"approval.meeting_applies_to", ParameterType::set, 0, 3, "basic-personnel,basic-public,project",
     "payment,decision",
     N_("Kinds of budget line whose payments a meeting tier concerns; for the others the approver suffices")},
    {"payment.methods", ParameterType::set, 1, 8, methods, "payment", N_("Methods of payment that are allowed")},
    {"payment.person_methods", ParameterType::set, 1, 8, methods, "payment,subsidy",
     N_("Methods allowed for money to natural persons")},
    {"payment.cash_limit", ParameterType::money, 0, max_amount_fen, "", "payment",
     N_("Largest single cash payment, in yuan")},
    {"large_fund.threshold", ParameterType::money, 0, max_amount_fen, "", "payment,decision",
     N_("Spending of at least this amount is a large sum and needs a decision, in yuan")},
    {"large_fund.applies_to", ParameterType::set, 0, 3, "basic-personnel,basic-public,project", "payment,decision",
     N_("Kinds of budget line that the threshold concerns")},
    {"large_fund.window_days", ParameterType::integer, 0, 366, "", "payment,decision",
     N_("Payments to one payee or project within this many days are added together to see splitting")},
    {"contract.aggregate_threshold", ParameterType::money, 0, max_amount_fen, "", "procurement,decision",
     N_("Contracts with one supplier within a year that together reach this amount need a decision, in yuan")},
    {"decision.body.matter", ParameterType::text, 1, 64, "", "decision", N_("Body that decides on major matters")},
    {"decision.body.appointment", ParameterType::text, 1, 64, "", "decision", N_("Body that decides on appointments")},
    {"decision.body.project", ParameterType::text, 1, 64, "", "decision", N_("Body that decides on major projects")},
    {"decision.body.fund", ParameterType::text, 1, 64, "", "decision", N_("Body that decides on large sums")},
    {"decision.quorum", ParameterType::ratio, 0, 0, "", "decision",
     N_("Share of the members due that must be present")},
    {"decision.pass", ParameterType::ratio, 0, 0, "", "decision", N_("Share of votes in favour that must be exceeded")},
    {"decision.pass_base", ParameterType::choice, 0, 0, "due,present", "decision",
     N_("What the votes in favour are counted against: members due or present")},
    {"decision.head_speaks_last", ParameterType::flag, 0, 0, "", "decision", N_("The head of the body speaks last")},
    {"decision.recusal_required", ParameterType::flag, 0, 0, "", "decision",
     N_("A member with a declared interest takes no part")},
    {"decision.agenda_notice_days", ParameterType::integer, 0, 60, "", "decision",
     N_("Days between notice of the agenda and the meeting")},
    {"decision.ad_hoc_motion_allowed", ParameterType::flag, 0, 0, "", "decision",
     N_("Motions that are not on the agenda may be decided")},
    {"decision.emergency_ratify_days", ParameterType::integer, 0, 366, "", "decision",
     N_("Days within which an emergency act must be ratified")},
    {"decision.minutes_days", ParameterType::integer, 0, 366, "", "decision",
     N_("Days within which a meeting's minutes are recorded")},
    {"decision.steps.matter", ParameterType::sequence, 1, 11, steps, "decision",
     N_("Mandatory steps, in order, for decisions on major matters")},
    {"decision.steps.appointment", ParameterType::sequence, 1, 11, steps, "decision",
     N_("Mandatory steps, in order, for decisions on appointments")},
    {"decision.steps.project", ParameterType::sequence, 1, 11, steps, "decision",
     N_("Mandatory steps, in order, for decisions on major projects")},
    {"decision.steps.fund", ParameterType::sequence, 1, 11, steps, "decision",
     N_("Mandatory steps, in order, for decisions on large sums")},
    {"decision.public_comment_days", ParameterType::integer, 0, 366, "", "decision",
     N_("Days that public comment stays open unless reasons are given")},
    {"decision.legal_review_working_days", ParameterType::integer, 0, 60, "", "decision",
     N_("Working days that the legality review is given")},
    {"supervision.times_per_year", ParameterType::integer, 0, 12, "", "supervision,decision",
     N_("How often a year the discipline group inspects decisions")},
    {"procurement.quotes_minimum", ParameterType::integer, 1, 20, "", "procurement",
     N_("Fewest quotes for a purchase by quotation")},
    {"procurement.suppliers_minimum", ParameterType::integer, 1, 20, "", "procurement",
     N_("Fewest valid suppliers for a tender to stand")},
    {"procurement.open_tender_threshold.goods", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of goods of at least this amount are tendered openly, in yuan")},
    {"procurement.open_tender_threshold.services", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of services of at least this amount are tendered openly, in yuan")},
    {"procurement.open_tender_threshold.works", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of works of at least this amount are tendered openly, in yuan")},
    {"procurement.decentralised_threshold.goods", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of goods of at least this amount follow the procurement law, in yuan")},
    {"procurement.decentralised_threshold.services", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of services of at least this amount follow the procurement law, in yuan")},
    {"procurement.decentralised_threshold.works", ParameterType::money, 0, max_amount_fen, "", "procurement",
     N_("Purchases of works of at least this amount follow the procurement law, in yuan")},
    {"procurement.bid_days", ParameterType::integer, 0, 366, "", "procurement",
     N_("Days from the tender documents to the bids")},
    {"procurement.tender_document_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days that the tender documents are offered")},
    {"procurement.evaluation_report_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days from the evaluation to its report")},
    {"procurement.winner_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days from the evaluation report to the award")},
    {"procurement.single_source_notice_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days that a single-source purchase is announced beforehand")},
    {"procurement.contract_days", ParameterType::integer, 0, 366, "", "procurement",
     N_("Days from the award notice to the contract")},
    {"procurement.publish_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days from the contract to its publication")},
    {"procurement.file_working_days", ParameterType::integer, 0, 60, "", "procurement",
     N_("Working days from the contract to its filing")},
    {"procurement.deposit", ParameterType::ratio, 0, 0, "", "procurement",
     N_("Largest performance deposit as a share of the contract")},
    {"procurement.archive_years", ParameterType::integer, 1, 100, "", "procurement",
     N_("Years that procurement documents are kept")},
    {"acceptance.third_party", ParameterType::flag, 0, 0, "", "procurement", N_("Acceptance is by a third party")},
    {"amendment.notice_days", ParameterType::integer, 0, 366, "", "charter",
     N_("Days between recording an amendment and its taking force")},
    {"amendment.administrators", ParameterType::integer, 1, 100, "", "charter",
     N_("Administrators who must sign an amendment that cites no decision")},
    {"administration.quorum", ParameterType::integer, 1, 20, "", "people,charter",
     N_("Administrators who must sign an act about administrators or the log key; never more than there are"), "1"},
    {"administration.endorse_days", ParameterType::integer, 1, 366, "", "people,charter",
     N_("Days within which other administrators endorse such an act; after them it lapses"), "30"},
    {"administration.recovery_days", ParameterType::integer, 1, 366, "", "people",
     N_("Days until the new key of an administrator whose key was lost takes force"), "7"},
    {"recorded_for.objection_days", ParameterType::integer, 0, 366, "", "people",
     N_("Days within which a person may object to what was recorded for them")},
    {"sources.general.purposes", ParameterType::set, 1, 15, uses, "budget,payment",
     N_("Uses allowed for money from the general budget")},
    {"sources.fund.purposes", ParameterType::set, 1, 15, uses, "budget,payment",
     N_("Uses allowed for money from government funds (lottery)")},
    {"sources.capital.purposes", ParameterType::set, 1, 15, uses, "budget,payment",
     N_("Uses allowed for money from state capital operations")},
    {"sources.other.purposes", ParameterType::set, 1, 15, uses, "budget,payment",
     N_("Uses allowed for money from other income")},
    {"sources.donation.purposes", ParameterType::set, 1, 15, uses, "budget,payment",
     N_("Uses allowed for money from donations")},
    {"carry_over.years", ParameterType::integer, 0, 10, "", "budget",
     N_("Consecutive years after which unspent money is recovered")},
    {"execution.warning", ParameterType::ratio, 0, 0, "", "budget,supervision",
     N_("A project whose execution at year end is below this share is found")},
    {"employment_fund.full_budget", ParameterType::flag, 0, 0, "", "budget",
     N_("Employment security money received is budgeted in full")},
    {"matching.on_time", ParameterType::flag, 0, 0, "", "budget",
     N_("Promised matching funds arrive in full and on time")},
    {"notice.working_days", ParameterType::integer, 0, 60, "", "subsidy,decision",
     N_("Working days of public notice before a list is paid")},
    {"subsidy.back_pay_months", ParameterType::integer, 0, 24, "", "subsidy", N_("Most months that are paid back")},
    {"subsidy.reminder_months", ParameterType::integer, 0, 24, "", "subsidy",
     N_("Months before its expiry that a certificate's holder is reminded")},
    {"publication.days", ParameterType::integer, 0, 366, "", "supervision",
     N_("Days from approval to publication of budgets and accounts")},
    {"publication.information_working_days", ParameterType::integer, 0, 60, "", "supervision",
     N_("Working days from the making of information to its publication")},
    {"report.budget_execution.times_per_year", ParameterType::integer, 0, 12, "", "supervision",
     N_("How often a year budget execution is reported to the presidium")},
    {"report.work.required", ParameterType::flag, 0, 0, "", "supervision",
     N_("The presidium deliberates the executive council's work report")},
    {"report.special.subjects", ParameterType::set, 0, 3, "budget-execution,fund-use,major-projects", "supervision",
     N_("Subjects of the special reports to the presidium")},
    {"report.special.times_per_year", ParameterType::integer, 0, 12, "", "supervision",
     N_("How often a year each special report is due")},
    {"report.upward.required", ParameterType::flag, 0, 0, "", "supervision",
     N_("Reports go to the party committee and the government above")},
    {"report.upward.times_per_year", ParameterType::integer, 0, 12, "", "supervision",
     N_("How often a year a full report goes upward")},
    {"opinion.reply_days", ParameterType::integer, 1, 366, "", "supervision",
     N_("Days within which a member's proposal or opinion is answered")},
    {"opinion.reply_required", ParameterType::flag, 0, 0, "", "supervision",
     N_("Members' proposals and opinions are answered")},
    {"tasks.marks", ParameterType::sequence, 0, 4, "deployed,checked,monitored,fed-back", "supervision",
     N_("Marks that each task of the year's register needs")},
    {"audit.organisations", ParameterType::ratio, 0, 0, "", "supervision",
     N_("Share of supervised social organisations audited each year")},
    {"audit.publish", ParameterType::flag, 0, 0, "", "supervision", N_("Annual audit results are published")},
    {"evaluation.publish", ParameterType::flag, 0, 0, "", "supervision",
     N_("Results of performance evaluations are published")},
    {"evaluation.third_party", ParameterType::flag, 0, 0, "", "supervision",
     N_("Performance is evaluated by a third party")},
    {"spot_check.required", ParameterType::flag, 0, 0, "", "supervision",
     N_("Comprehensive tracking spot checks are made")},
    {"survey.required", ParameterType::flag, 0, 0, "", "supervision", N_("Satisfaction is surveyed")},
    {"association.attends", ParameterType::flag, 0, 0, "", "decision,supervision",
     N_("Heads of the special associations attend the council's meetings without a vote")},
    {"association.joint_meeting", ParameterType::flag, 0, 0, "", "supervision",
     N_("Joint meetings with the special associations are held")},
    {"association.money", ParameterType::money, 0, max_amount_fen, "", "budget,supervision",
     N_("Budget for each special association a year, in yuan; 0.00 for none promised")},
    {"composition.congress.represented", ParameterType::ratio, 0, 0, "", "people,supervision",
     N_("Smallest first share of congress delegates that the document sets")},
    {"composition.congress.disabled_or_relatives", ParameterType::ratio, 0, 0, "", "people,supervision",
     N_("Smallest share of congress delegates who are disabled people or relatives")},
    {"composition.presidium.represented", ParameterType::ratio, 0, 0, "", "people,supervision",
     N_("Smallest first share of presidium members that the document sets")},
    {"composition.presidium.disabled_or_relatives", ParameterType::ratio, 0, 0, "", "people,supervision",
     N_("Smallest share of presidium members who are disabled people or relatives")},
    {"composition.presidium.grassroots", ParameterType::ratio, 0, 0, "", "people,supervision",
     N_("Smallest share of presidium members who are models or work at the grassroots")},
    {"duty.field_days", ParameterType::integer, 0, 366, "", "supervision",
     N_("Days a year that an officer spends at the grassroots; 0 for none set")},
    {"duty.field_months", ParameterType::integer, 0, 12, "", "supervision",
     N_("Months a year at the grassroots where the document counts in months; 0 for none set")},
    {"duty.field_months_second", ParameterType::integer, 0, 12, "", "supervision",
     N_("The second figure where the document sets two in months; 0 for none set")},
    {"duty.training_days", ParameterType::integer, 0, 366, "", "supervision",
     N_("Days a year of training; 0 for none set")},
};

bool is_index(std::string_view segment) {
  if (segment.empty() || segment.size() > 2 || segment.front() == '0') return false;
  return std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool matches(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  const auto before = pattern.substr(0, star);
  const auto after = pattern.substr(star + 1);
  if (name.size() <= before.size() + after.size()) return false;
  if (name.substr(0, before.size()) != before || name.substr(name.size() - after.size()) != after) return false;
  return is_index(name.substr(before.size(), name.size() - before.size() - after.size()));
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

const std::vector<ParameterDefinition>& parameter_table() {
  static const std::vector<ParameterDefinition> definitions(std::begin(table), std::end(table));
  return definitions;
}

const ParameterDefinition* find_definition(std::string_view name) {
  for (const auto& definition : table) {
    if (matches(definition.name, name)) return &definition;
  }
  return nullptr;
}

std::optional<std::string> nearest_parameter(std::string_view name) {
  if (name.empty() || name.size() > max_parameter_name_bytes) return std::nullopt;
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& definition : table) {
    const auto far = distance(name, definition.name);
    if (far < best_distance) {
      best_distance = far;
      best = definition.name;
    }
  }
  if (best.empty()) return std::nullopt;
  return best;
}

}  // namespace sunledger
