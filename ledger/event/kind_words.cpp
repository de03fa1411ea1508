#include "ledger/event/kind_words.h"

#include <iterator>

#include "ledger/base/check.h"
#include "ledger/base/text.h"
#include "ledger/event/event.h"

namespace sunledger {
namespace {

// By number, as in schema/event.capnp.
constexpr const char* purposes[] = {
    // zh: 开账
    N_("Opens the ledger: binds its random id, its origin and its first administrator."),
    N_("Registers a body: the federation, its council and presidium, subordinate units, townships."),
    // zh: 任命
    N_("Appoints a person in office with roles and a key whose possession is proven."),
    N_("Replaces the roles of a person in office."),
    N_("Ends a person's office; their keys sign no more."),
    N_("Registers a further key of a person in office, or the one that replaces an old key."),
    N_("Revokes a key; its events from a position on need re-confirmation."),
    // zh: AB角
    N_("Lets one person act in a role for another on certain days."),
    N_("Ends a delegation before its last day."),
    // zh: 章程
    N_("Adopts the charter: the parameters that differ from place to place, each with its clause."),
    N_("Amends parameters of the charter from a later day on."),
    N_("Puts a version of a rule into force from the next position on."),
    // zh: 节假日与调休
    N_("Publishes a year's public holidays and make-up days."),
    N_("Defines a code of the functional or economic classification for a year."),
    // zh: 指标文
    N_("Records a quota notice: money granted from above, with its source and allowed uses."),
    // zh: 预算法第五十四条
    N_("Opens a budget line before the budget is approved."),
    N_("Approves a budget line with its amount."),
    N_("Increases an approved budget line."),
    N_("Reduces an approved budget line."),
    // zh: 调剂
    N_("Moves money from one budget line to another."),
    // zh: 结转
    N_("Carries a line's unspent money over to the next year."),
    // zh: 收回
    N_("Takes a line's unspent money back to the treasury."),
    N_("Records money received for a line."),
    // zh: 年初结转和结余
    N_("Records what a year begins with, by source."),
    N_("Reviews a year's accounts before they are closed."),
    // zh: 结账
    N_("Closes a year; later corrections belong to the current year."),
    N_("Reviews the request to reopen a closed year."),
    N_("Reopens a closed year for corrections."),
    N_("Records a payment to an organisation, in one or more parts charged to budget lines."),
    // zh: 复核
    N_("Confirms that payments were checked by a second person."),
    // zh: 审批
    N_("Approves reviewed payments, so that they take effect."),
    N_("Rejects payments that are not approved yet."),
    // zh: 退票
    N_("Records that the bank returned a whole payment."),
    N_("Records that a payee paid money back."),
    // zh: 冲销
    N_("Takes back a payment that was recorded wrongly."),
    N_("Defines a subsidy programme, or its next version, with its rates."),
    N_("Records a batch of subsidies by totals a tier; nothing about a person."),
    // zh: 采购计划
    N_("Plans a purchase: method, category, amount and budget line."),
    N_("Records where and until when a purchase was announced."),
    N_("Records a supplier's offer."),
    // zh: 定标
    N_("Awards a purchase to a supplier, with the reason."),
    N_("Records a signed contract; it encumbers its budget lines."),
    N_("Changes what a contract may cost on a line."),
    N_("Records where a contract was published."),
    // zh: 验收
    N_("Records the acceptance of what was delivered under a contract."),
    N_("Ends a contract and frees what is still encumbered."),
    // zh: 三重一大
    N_("Proposes a decision on a major matter, appointment, project or large sum."),
    N_("Records a step that a decision needs: research, experts, legal opinion, risk, public notice."),
    N_("Records a meeting: who was due, present, attending and absent, and its agenda."),
    N_("Records a meeting's vote on a decision."),
    N_("Submits a report with its figures digest to the body that reviews it."),
    // zh: 审议
    N_("Records the outcome of a report's review."),
    N_("Raises an opinion or proposal that must be answered."),
    N_("Answers an opinion."),
    // zh: 满意度
    N_("Says whether those who raised an opinion are satisfied with its answer."),
    N_("Adds an open document by its hash; its content is kept beside the log."),
    N_("Opens a large import; nothing of it counts before it is closed."),
    N_("Closes a large import with its count, sum and root."),
    N_("Abandons a large import that was not closed."),
    // zh: 日志密钥更换
    N_("Lets another log key sign checkpoints from here on; the old key hands over."),
    // zh: 会签
    N_("Endorses an act of another administrator that waits for the charter's quorum."),
    N_("Gives an administrator whose key is lost a new one, on a collective decision and after a time to object."),
    N_("Re-confirms entries that were signed with a key between its compromise and its revocation."),
    // zh: 锚定
    N_("Adds another federation's ledger that this one follows."),
    N_("Records the checkpoint that a followed ledger showed, and whether it extends the last one."),
};

struct Meaning {
  std::string_view kind;  // empty: every kind
  std::string_view path;
  const char* text;
};

// The first line that fits is taken.
constexpr Meaning meanings[] = {
    {"NoticeReceived", "number", N_("The number of the notice, as printed on it.")},
    {"NoticeReceived", "document", N_("The document the notice rests on.")},
    {"DecisionProposed", "body", N_("The body that decides.")},
    {"MeetingHeld", "body", N_("The body that met.")},
    {"BodyRegistered", "body", N_("A short id of your own; it never changes.")},
    {"LineCarriedOver", "to_line", N_("The line of the next year.")},
    {"LineTransferred", "to_line", N_("The line that receives the money.")},
    {"ContractChanged", "increase", N_("What the line may cost more; below zero for a reduction.")},
    {"KeyRevoked", "since", N_("Events of the key from this position on need re-confirmation.")},
    {"LogKeyRotated", "key", N_("The new log key.")},
    {"LogKeyRotated", "proof", N_("The new log key's signature over the handover.")},
    {"LogKeyRotated", "handover", N_("The old log key's signature over the handover; none where it is lost.")},
    {"ActEndorsed", "position", N_("The position of the act that waits.")},
    {"AdministratorRecovered", "decision", N_("The adopted decision on an appointment that it rests on.")},
    {"EntriesReconfirmed", "positions", N_("Positions of the entries, ascending.")},
    {"AnchorAdded", "anchor", N_("A short id of your own; it never changes.")},
    {"AnchorAdded", "place", N_("Where its tiles are published: a URL or a folder.")},
    {"AnchorAdded", "policy", N_("Whose cosignatures its checkpoints should have: lines of a C2SP tlog-policy.")},
    {"AnchorRecorded", "anchor", N_("The id under which the ledger was added.")},
    {"AnchorRecorded", "size", N_("How many entries its checkpoint covers.")},
    {"AnchorRecorded", "root", N_("The tree root in its checkpoint.")},
    {"AnchorRecorded", "note", N_("The checkpoint as a signed note, word for word.")},
    {"AnchorRecorded", "outcome", N_("Whether it extends what was recorded before.")},
    {"AnchorRecorded", "problem", N_("What was wrong; none when it is consistent.")},
    {"CharterAmended", "effective", N_("The first day it applies, never in the past.")},
    {"DecisionResolved", "amount", N_("The amount decided on; payments may cite up to it.")},
    {"DecisionProposed", "amount", N_("The amount asked for; zero where no money is involved.")},
    {"AcceptanceRecorded", "amount", N_("What was delivered is worth, in yuan.")},
    {"BatchOpened", "count", N_("How many events will follow.")},
    {"BatchOpened", "amount", N_("The sum of their amounts.")},
    {"ReportSubmitted", "position", N_("The report covers the positions below this one.")},
    {"", "body", N_("The body whose books these are; none: the federation's own.")},
    {"", "line", N_("The id of the budget line.")},
    {"", "parts.line", N_("The id of the budget line.")},
    {"", "parts.amount", N_("What this part charges to the line.")},
    {"", "parts.purpose", N_("A use code that the line's source allows.")},
    {"", "parts.decision", N_("The resolved decision it rests on, where the amount needs one.")},
    {"", "parts.contract", N_("The contract it pays.")},
    {"", "voucher", N_("The voucher's number, unique in its year and body.")},
    {"", "payee", N_("The organisation's name.")},
    {"", "payee_kind", N_("Only organisations until sealed records exist; an organisation where nothing is said.")},
    {"", "account_tail", N_("The last digits of the account, never all of them.")},
    {"", "method", N_("How it is paid or bought.")},
    {"", "payments", N_("Positions of the payments, ascending.")},
    {"", "payment", N_("The position of the payment.")},
    {"", "batch", N_("The position of the batch's opening, or the batch's id.")},
    {"", "replacement", N_("The voucher of the right payment.")},
    {"", "year", N_("The budget year.")},
    {"", "function", N_("The code of the functional classification, seven digits.")},
    {"", "economic", N_("The code of the economic classification, five digits.")},
    {"", "government_economic", N_("The code of the government economic classification.")},
    {"", "source", N_("The nature of the funds.")},
    {"", "nature", N_("The nature of the funds.")},
    {"", "line_kind", N_("Basic expenditure for personnel, basic expenditure for running costs, or a project.")},
    {"", "direct_mark", N_("The mark of direct-transfer funds; it never changes.")},
    {"", "uses", N_("The allowed use codes; none: those of the source.")},
    {"", "notice", N_("The quota notice the money comes from.")},
    {"", "decision", N_("The id of the decision.")},
    {"", "document", N_("The document it rests on: its name or its SHA-256.")},
    {"", "person", N_("The id of the person in office.")},
    {"", "key", N_("The Ed25519 public key.")},
    {"", "proof", N_("The signature by which the key's owner proves to have it.")},
    {"", "replaces", N_("The old key; it signs this event.")},
    {"", "log_key", N_("The public key that signs checkpoints.")},
    {"", "origin", N_("The ledger's name in checkpoints: an address without https://.")},
    {"", "role", N_("The role in which the deputy acts.")},
    {"", "roles", N_("All roles from now on.")},
    {"", "holidays", N_("Working days by the calendar on which nobody works.")},
    {"", "make_up_days", N_("Weekend days on which everybody works.")},
    {"", "parameters.value", N_("The value; none for an empty list.")},
    {"", "parameters.clause", N_("The clause of the founding document it comes from.")},
    {"", "parameters.is_default", N_("True where the document does not say and the default stands in.")},
    {"", "rates.rate", N_("Yuan a person a month.")},
    {"", "tiers.rate", N_("Yuan a person a month.")},
    {"", "period", N_("A month or quarter: 2025-03, 2022Q3.")},
    {"", "due", N_("How many should be there, or the day an answer is due.")},
    {"", "present", N_("Persons in office with a vote.")},
    {"", "attending", N_("Persons without a vote.")},
    {"", "recused", N_("Who did not vote because of an interest.")},
    {"", "decisions", N_("The agenda: ids of decisions.")},
    {"", "digest", N_("The report's figures digest.")},
    {"", "acceptors", N_("Persons in office or organisations who accepted it.")},
    {"", "handler", N_("The office that has to answer.")},
    {"", "file", N_("SHA-256 of the file.")},
    {"", "root", N_("The tree root over the batch's entries.")},
};

}  // namespace

const char* kind_purpose(std::uint16_t kind) {
  static_assert(std::size(purposes) == 65);
  INVARIANT(kind < std::size(purposes) && std::size(purposes) == known_kinds());
  return purposes[kind];
}

const char* field_meaning(std::string_view kind, std::string_view path) {
  for (const Meaning& meaning : meanings) {
    if (meaning.path == path && (meaning.kind.empty() || meaning.kind == kind)) return meaning.text;
  }
  return nullptr;
}

}  // namespace sunledger
