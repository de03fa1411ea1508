// Who approves a payment of that size (行政事业单位内部控制规范 §14): the charter's tier for the sum; where that is a
// meeting, what an adopted decision allows, all payments under it together.

#include <map>

#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

std::optional<DecisionFact> adopted_decision(Judge& judge, std::string_view id) {
  auto decision = id.empty() ? std::nullopt : judge.facts.decision(id);
  if (decision && decision->state != DecisionState::adopted) decision.reset();
  return decision;
}

// Its own decision counts it already, or its contract's does.
bool is_counted(Judge& judge, const PaymentFact::Part& part) {
  if (part.uses_decision) return true;
  const auto contract = part.contract.empty() ? std::nullopt : judge.facts.contract(part.contract);
  return contract && !contract->decision.empty() &&
         std::find(contract->lines.begin(), contract->lines.end(), part.line) != contract->lines.end();
}

// A part that waits for a decision, and the adopted one about its line: which it cited before it was adopted, else
// which the approval names.
struct Uncounted {
  PaymentFact::Part* part = nullptr;
  std::string decision;  // empty: none
};

}  // namespace

bool judge_approval_tier(Judge& judge, std::uint64_t position, PaymentFact& payment, std::string_view decision) {
  const RuleParameters& charter = judge.facts.charter();
  std::int64_t concerned_fen = 0;
  std::vector<Uncounted> uncounted;
  for (auto& part : payment.parts) {
    const std::string identity = line_identity(payment.body, payment.year, part.line);
    const auto line = judge.facts.line(identity);
    if (line && !charter.meeting_concerns(line_kind_name(line->kind))) continue;
    concerned_fen += part.amount_fen;
    if (is_counted(judge, part)) continue;
    uncounted.push_back({&part, {}});
    for (const std::string_view id : {std::string_view(part.decision), decision}) {
      const auto candidate = adopted_decision(judge, id);
      if (!candidate || !concerns_line(*candidate, identity)) continue;
      uncounted.back().decision = id;
      break;
    }
  }
  if (uncounted.empty()) return true;

  const ApprovalTier* tier = charter.tier_for(Fen(concerned_fen));
  const bool by_meeting = tier == nullptr || tier->by == Approval::meeting;
  // A decision about less than this payment is none about it.
  std::map<std::string, std::int64_t> wanted_fen;
  for (const Uncounted& waiting : uncounted) wanted_fen[waiting.decision] += waiting.part->amount_fen;
  const bool decided = std::all_of(wanted_fen.begin(), wanted_fen.end(), [&](const auto& wanted) {
    const auto fact = adopted_decision(judge, wanted.first);
    return fact && wanted.second <= fact->amount_fen;
  });
  if (!judge.require(
          !by_meeting || decided, Rule::payment_approval_tier,
          [&] {
            return say(
                "The payment at position {0}, {1} yuan, is approved by a meeting, and no adopted decision about its "
                "lines and of that amount is named.",
                {position, to_yuan_grouped(Fen(concerned_fen))});
          },
          N_("Have it decided, then approve it naming the decision (--decision ID).")))
    return false;

  for (const Uncounted& waiting : uncounted) {
    const auto fact = adopted_decision(judge, waiting.decision);
    if (!fact) continue;
    if (!use_decision(judge, waiting.decision, *fact, waiting.part->amount_fen)) return false;
    waiting.part->decision = waiting.decision;
    waiting.part->uses_decision = true;
  }
  return true;
}

}  // namespace sunledger
