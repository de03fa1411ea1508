#include "ledger/rules/roles.h"

#include "schema/event.capnp.h"

namespace sunledger {
namespace {

using schema::Event;
using schema::Role;

constexpr std::uint32_t bit(Role role) {
  return 1U << static_cast<unsigned>(role);
}

constexpr std::uint32_t recorder = bit(Role::RECORDER);
constexpr std::uint32_t reviewer = bit(Role::REVIEWER);
constexpr std::uint32_t approver = bit(Role::APPROVER);
constexpr std::uint32_t secretary = bit(Role::SECRETARY);
constexpr std::uint32_t member = bit(Role::MEMBER);
constexpr std::uint32_t association = bit(Role::ASSOCIATION);
constexpr std::uint32_t adviser = bit(Role::ADVISER);
constexpr std::uint32_t auditor = bit(Role::AUDITOR);
constexpr std::uint32_t inspector = bit(Role::INSPECTOR);
constexpr std::uint32_t administrator = bit(Role::ADMINISTRATOR);
constexpr std::uint32_t anyone = 0xffffffff;

constexpr const char* names[] = {"recorder",    "reviewer", "approver", "cashier",   "secretary",    "member",
                                 "association", "adviser",  "auditor",  "inspector", "administrator"};

}  // namespace

std::uint32_t roles_for(unsigned kind) {
  switch (static_cast<Event::Which>(kind)) {
    case Event::LEDGER_OPENED:
      return 0;
    case Event::BODY_REGISTERED:
    case Event::OFFICER_APPOINTED:
    case Event::ROLES_CHANGED:
    case Event::OFFICER_RELIEVED:
    case Event::DELEGATION_GRANTED:
    case Event::DELEGATION_ENDED:
    case Event::CHARTER_ADOPTED:
    case Event::CHARTER_AMENDED:
    case Event::RULE_SWITCHED:
    case Event::LOG_KEY_ROTATED:
    case Event::ACT_ENDORSED:
    case Event::ANCHOR_ADDED:
      return administrator;
    case Event::ADMINISTRATOR_RECOVERED:
      return secretary | approver;
    case Event::ANCHOR_RECORDED:
      return administrator | auditor | inspector | reviewer;
    case Event::KEY_REGISTERED:  // a rotation is signed by the old key; people_rules judges which it is
    case Event::KEY_REVOKED:
    case Event::ENTRIES_RECONFIRMED:  // the role that the entry's own kind takes, or a reviewer
    case Event::DOCUMENT_ADDED:
      return anyone;
    case Event::CALENDAR_PUBLISHED:
    case Event::CODE_DEFINED:
    case Event::NOTICE_RECEIVED:
    case Event::LINE_PROVISIONAL:
    case Event::LINE_APPROVED:
    case Event::LINE_INCREASED:
    case Event::LINE_REDUCED:
    case Event::LINE_TRANSFERRED:
    case Event::LINE_CARRIED_OVER:
    case Event::LINE_RECOVERED:
    case Event::RECEIPT_RECORDED:
    case Event::OPENING_RECORDED:
    case Event::PAYMENT_RECORDED:
    case Event::PAYMENT_RETURNED:
    case Event::PAYMENT_REFUNDED:
    case Event::PROGRAMME_DEFINED:
    case Event::SUBSIDY_BATCH_RECORDED:
    case Event::PROCUREMENT_PLANNED:
    case Event::PROCUREMENT_NOTICED:
    case Event::OFFER_RECEIVED:
    case Event::CONTRACT_AWARDED:
    case Event::CONTRACT_SIGNED:
    case Event::CONTRACT_CHANGED:
    case Event::CONTRACT_PUBLISHED:
    case Event::CONTRACT_ENDED:
    case Event::BATCH_OPENED:
    case Event::BATCH_CLOSED:
      return recorder;
    case Event::BATCH_ABANDONED:
      return recorder | administrator;
    case Event::ACCEPTANCE_RECORDED:
      return recorder | reviewer | adviser;
    case Event::YEAR_CLOSE_REVIEWED:
    case Event::YEAR_REOPEN_REVIEWED:
    case Event::PAYMENTS_REVIEWED:
      return reviewer;
    case Event::YEAR_CLOSED:
    case Event::YEAR_REOPENED:
    case Event::PAYMENTS_APPROVED:
    case Event::PAYMENT_REVERSED:
      return approver;
    case Event::PAYMENTS_REJECTED:
      return reviewer | approver;
    case Event::DECISION_PROPOSED:
      return secretary | recorder | member;
    case Event::DECISION_STEP_TAKEN:
      return secretary | adviser | association | member;
    case Event::MEETING_HELD:
    case Event::DECISION_RESOLVED:
      return secretary;
    case Event::REPORT_SUBMITTED:
      return secretary | recorder | approver;
    case Event::REPORT_REVIEWED:
      return secretary | member;
    case Event::OPINION_RAISED:
      return member | association | auditor | inspector | secretary;
    case Event::OPINION_ANSWERED:
      return secretary | recorder | reviewer | approver;
    case Event::OPINION_JUDGED:
      return member | association | auditor | inspector | secretary;
  }
  return 0;
}

bool may_stand_in_batch(unsigned kind) {
  switch (static_cast<Event::Which>(kind)) {
    case Event::CODE_DEFINED:
    case Event::NOTICE_RECEIVED:
    case Event::LINE_PROVISIONAL:
    case Event::LINE_APPROVED:
    case Event::LINE_INCREASED:
    case Event::LINE_REDUCED:
    case Event::LINE_TRANSFERRED:
    case Event::LINE_CARRIED_OVER:
    case Event::LINE_RECOVERED:
    case Event::RECEIPT_RECORDED:
    case Event::OPENING_RECORDED:
    case Event::PAYMENT_RECORDED:
      return true;
    default:
      return false;
  }
}

std::string role_names(std::uint32_t roles) {
  std::string text;
  for (unsigned i = 0; i < std::size(names); ++i) {
    if ((roles >> i & 1U) == 0) continue;
    if (!text.empty()) text += ", ";
    text += names[i];
  }
  return text;
}

}  // namespace sunledger
