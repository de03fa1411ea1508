// Procurement from plan to end (政府采购法 §26, §42): planned, noticed, offers, award; a contract that encumbers its
// budget lines; its changes, acceptance and end.
//
// Invariants:
//   the sum of 'k' over a contract's lines is what the contract still encumbers: amount − what payments used up, ≥ 0
//   a line's encumbrance ('a') is the sum of 'k' over its contracts; an ended contract encumbers nothing
//   accepted ('c') ≤ amount ('c'); decided ('c') ≤ amount, and is the contract's share of its decision's use ('d')

#include "ledger/base/utf8.h"
#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using schema::ProcurementMethod;

// Names as people read them: spaces and the case of letters make no other one.
bool same_name(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view name) {
    std::string text;
    for (std::string_view rest = name; !rest.empty();) {
      const std::string_view whole = rest;
      const auto c = take_code_point(rest);
      if (!c) break;
      if (*c >= 'A' && *c <= 'Z') {
        text += static_cast<char>(*c - 'A' + 'a');
      } else if (!is_space(*c)) {
        text += whole.substr(0, whole.size() - rest.size());
      }
    }
    return text;
  };
  return bare(a) == bare(b);
}

std::string yuan(std::int64_t fen) {
  return to_yuan_grouped(Fen(fen));
}

std::optional<ProcurementFact> recorded_procurement(Judge& judge, std::string_view id) {
  auto fact = judge.facts.procurement(id);
  judge.require(
      fact.has_value(), Rule::event_reference, [&] { return say("The procurement “{0}” was never planned.", {id}); },
      N_("Record its plan (ProcurementPlanned) first, or correct the identifier."));
  return fact;
}

std::optional<ContractFact> recorded_contract(Judge& judge, std::string_view id) {
  auto fact = judge.facts.contract(id);
  judge.require(
      fact.has_value(), Rule::event_reference, [&] { return say("There is no contract “{0}”.", {id}); },
      N_("Record the signed contract (ContractSigned) first, or correct its number."));
  return fact;
}

std::optional<ContractFact> running_contract(Judge& judge, std::string_view id) {
  auto fact = recorded_contract(judge, id);
  if (fact && fact->ended) {
    judge.refuse(Rule::identity_unique, say("The contract “{0}” has already ended.", {id}),
                 N_("Record a new contract under a number of its own."), ErrorKind::conflict);
    return std::nullopt;
  }
  return fact;
}

// ---- from plan to award

void judge_planned(Judge& judge, schema::ProcurementPlanned::Reader event) {
  const std::string_view id = view_of(event.getProcurement());
  Spending spending;
  spending.body = text_of(event.getBody());
  spending.year = event.getYear();
  spending.line = text_of(event.getLine());
  spending.decision = text_of(event.getDecision());  // its amount is used by the contract, not by the plan: fen stays 0
  const auto line = judge.facts.line(line_identity(spending.body, spending.year, spending.line));
  if (!judge.require(
          line.has_value(), Rule::budget_line_exists,
          [&] {
            return say("The procurement “{0}” is planned on budget line {1} of {2}, which does not exist.",
                       {id, spending.line, spending.year});
          },
          N_("Import the budget first, or correct the line.")))
    return;
  judge_decision_for(judge, spending, line, event.getAmount());
  if (judge.refused()) return;
  if (!judge.require(
          event.getMethod() != ProcurementMethod::SINGLE_SOURCE || event.getReason().size() > 0,
          Rule::procurement_quotes,
          [&] { return say("The procurement “{0}” asks a single source and gives no reason for it.", {id}); },
          N_("State the reason (政府采购法 §31), or ask for offers.")))
    return;
  if (!judge.take_identity(identity_family::procurement, id, id)) return;

  ProcurementFact fact;
  fact.body = spending.body;
  fact.year = event.getYear();
  fact.line = spending.line;
  fact.decision = spending.decision;
  fact.category = static_cast<std::uint8_t>(event.getCategory());
  fact.method = static_cast<std::uint8_t>(event.getMethod());
  fact.amount_fen = event.getAmount();
  judge.facts.set_procurement(id, fact);
}

void judge_noticed(Judge& judge, schema::ProcurementNoticed::Reader event) {
  const std::string_view id = view_of(event.getProcurement());
  if (!recorded_procurement(judge, id)) return;
  judge.require(
      event.getLastDay() == schema::NO_DAY || event.getLastDay() >= judge.envelope.date.since_1970, Rule::event_fields,
      [&] {
        return say("The notice of “{0}” ends on {1}, before it was published on {2}.",
                   {id, to_text(Day(event.getLastDay())), to_text(judge.envelope.date)});
      },
      N_("Correct the last day of the notice."));
}

bool not_awarded_yet(Judge& judge, std::string_view id, const ProcurementFact& fact) {
  if (!fact.awarded) return true;
  judge.refuse(Rule::identity_unique,
               say("The procurement “{0}” was already awarded to {1} for {2} yuan.",
                   {id, fact.awarded_to, yuan(fact.awarded_fen)}),
               N_("Plan another procurement if the award fell through."), ErrorKind::conflict);
  return false;
}

void judge_offer(Judge& judge, schema::OfferReceived::Reader event) {
  const std::string_view id = view_of(event.getProcurement());
  auto fact = recorded_procurement(judge, id);
  if (!fact || !not_awarded_yet(judge, id, *fact)) return;
  std::string supplier = text_of(event.getSupplier());
  for (const auto& [offered_by, fen] : fact->offers) {
    if (offered_by != supplier) continue;
    return judge.refuse(Rule::identity_unique,
                        say("{0} has already offered {1} yuan in the procurement “{2}”.", {supplier, yuan(fen), id}),
                        N_("A supplier counts once, with the final offer."), ErrorKind::conflict);
  }
  fact->offers.emplace_back(std::move(supplier), event.getAmount());
  judge.facts.set_procurement(id, *fact);
}

// How many offers an award by that method rests on. Fewer bidders than that and a tender is void (政府采购法 §36); who
// is in a framework agreement, or the only source, was chosen otherwise.
std::int64_t offers_needed(std::uint8_t method, std::int64_t quotes_minimum) {
  switch (static_cast<ProcurementMethod>(method)) {
    case ProcurementMethod::SINGLE_SOURCE:
    case ProcurementMethod::FRAMEWORK:
      return 1;
    default:
      return quotes_minimum;
  }
}

void judge_awarded(Judge& judge, schema::ContractAwarded::Reader event) {
  const std::string_view id = view_of(event.getProcurement());
  const std::string_view supplier = view_of(event.getSupplier());
  auto fact = recorded_procurement(judge, id);
  if (!fact || !not_awarded_yet(judge, id, *fact)) return;
  const std::int64_t needed = offers_needed(fact->method, judge.facts.charter().quotes_minimum);
  if (!judge.require(
          static_cast<std::int64_t>(fact->offers.size()) >= needed, Rule::procurement_quotes,
          [&] {
            return say("The procurement “{0}” has {1} offers; its method needs {2}.",
                       {id, fact->offers.size(), needed});
          },
          N_("Record the missing offers (OfferReceived); with too few suppliers, begin anew.")))
    return;
  const auto offer = std::find_if(fact->offers.begin(), fact->offers.end(),
                                  [&](const auto& candidate) { return candidate.first == supplier; });
  if (!judge.require(
          offer != fact->offers.end() && offer->second == event.getAmount(), Rule::procurement_quotes,
          [&] {
            return offer == fact->offers.end() ? say("{0} made no offer in the procurement “{1}”.", {supplier, id})
                                               : say("{0} offered {1} yuan in the procurement “{2}”, not {3}.",
                                                     {supplier, yuan(offer->second), id, yuan(event.getAmount())});
          },
          N_("Award it to one who made an offer, at the amount offered.")))
    return;
  if (!judge.require(
          event.getAmount() <= fact->amount_fen, Rule::procurement_quotes,
          [&] {
            return say("The procurement “{0}” is planned at {1} yuan and would be awarded at {2}.",
                       {id, yuan(fact->amount_fen), yuan(event.getAmount())});
          },
          N_("An offer above the procurement's budget cannot win (政府采购法 §36); plan it anew.")))
    return;
  fact->awarded = true;
  fact->awarded_to = text_of(event.getSupplier());
  fact->awarded_fen = event.getAmount();
  judge.facts.set_procurement(id, *fact);
}

// ---- the contract

std::string open_identity(std::string_view contract, std::string_view line) {
  return join_identity({contract, line});
}

// Binds (above zero) or frees (below) money of a contract on one of its lines.
void encumber(Judge& judge, std::string_view id, const ContractFact& contract, std::string_view line,
              std::int64_t fen) {
  void_year_review(judge, contract.body, contract.year);
  judge.facts.add_to_sums('a', line_identity(contract.body, contract.year, line), LineSums::encumbered, fen);
  judge.facts.add_to_sums('k', open_identity(id, line), ContractLineSums::open, fen);
}

// The contract counts against its decision with no more than this from now on.
void count_at_most(Judge& judge, std::string_view id, const ContractFact& contract, std::int64_t fen) {
  const std::int64_t freed = judge.facts.sums('c', id)[ContractSums::decided] - fen;
  if (contract.decision.empty() || freed <= 0) return;
  judge.facts.add_to_sums('d', contract.decision, DecisionSums::used, -freed);
  judge.facts.add_to_sums('c', id, ContractSums::decided, -freed);
}

Spending spending_of(const ContractFact& contract, std::string_view line, std::int64_t fen) {
  Spending spending;
  spending.body = contract.body;
  spending.year = contract.year;
  spending.line = line;
  spending.fen = fen;
  spending.decision = contract.decision;
  return spending;
}

// contract.award-first: the supplier that won, in the body that bought, and all contracts together within the award.
bool judge_award(Judge& judge, std::string_view id, const ContractFact& contract, std::int64_t fen) {
  if (contract.procurement.empty()) {
    return judge.require(
        false, Rule::contract_award_first,
        [&] {
          return say("The contract “{0}” with {1} over {2} yuan names no procurement.",
                     {id, contract.supplier, yuan(fen)});
        },
        N_("Record the procurement and its award first, and name it in the contract."));
  }
  auto procurement = recorded_procurement(judge, contract.procurement);
  if (!procurement) return false;
  const bool won =
      procurement->awarded && procurement->awarded_to == contract.supplier && procurement->body == contract.body;
  if (!judge.require(
          won, Rule::contract_award_first,
          [&] {
            return procurement->awarded
                       ? say("The procurement “{0}” was awarded to {1}, not to {2} for this body.",
                             {contract.procurement, procurement->awarded_to, contract.supplier})
                       : say("The procurement “{0}” is not awarded yet, but contract “{1}” is signed under it.",
                             {contract.procurement, id});
          },
          N_("Record the award (ContractAwarded) first; sign with the supplier that won it.")))
    return false;
  const auto contracted = add(Fen(procurement->contracted_fen), Fen(fen));
  if (!judge.require(
          !won || (contracted && contracted->value <= procurement->awarded_fen), Rule::contract_award_first,
          [&] {
            return say(
                "The procurement “{0}” was awarded at {1} yuan, of which {2} are contracted; {3} more do not fit.",
                {contract.procurement, yuan(procurement->awarded_fen), yuan(procurement->contracted_fen), yuan(fen)});
          },
          N_("Sign within the award.")))
    return false;
  if (contracted) procurement->contracted_fen = contracted->value;
  judge.facts.set_procurement(contract.procurement, *procurement);
  return true;
}

// The whole amount, and the share of it on lines whose large sums the charter wants decided.
struct ContractTotals {
  std::int64_t whole_fen = 0, large_fen = 0;
};

std::optional<ContractTotals> totals_of(Judge& judge, schema::ContractSigned::Reader event) {
  ContractTotals totals;
  for (const auto part : event.getParts()) {
    const auto sum = add(Fen(totals.whole_fen), Fen(part.getAmount()));
    if (part.getAmount() <= 0 || !sum || sum->value > max_amount_fen) {
      judge.refuse(Rule::amount_arithmetic,
                   say("The parts of contract “{0}” do not add up to an amount.", {view_of(event.getContract())}),
                   N_("Give each part an amount above zero."));
      return std::nullopt;
    }
    totals.whole_fen = sum->value;
    const auto line =
        judge.facts.line(line_identity(view_of(event.getBody()), event.getYear(), view_of(part.getLine())));
    if (line && judge.facts.charter().is_large(line_kind_name(line->kind), Fen(max_amount_fen))) {
      totals.large_fen += part.getAmount();
    }
  }
  return totals;
}

void judge_signed(Judge& judge, schema::ContractSigned::Reader event) {
  const std::string_view id = view_of(event.getContract());
  if (!judge.take_identity(identity_family::contract, id, id)) return;
  ContractFact fact;
  fact.body = text_of(event.getBody());
  fact.procurement = text_of(event.getProcurement());
  fact.supplier = text_of(event.getSupplier());
  fact.decision = text_of(event.getDecision());
  fact.recorder = judge.person;
  fact.year = event.getYear();
  if (fact.decision.empty() && !fact.procurement.empty()) {
    if (const auto procurement = judge.facts.procurement(fact.procurement)) fact.decision = procurement->decision;
  }
  const auto totals = totals_of(judge, event);
  if (!totals || !judge_award(judge, id, fact, totals->whole_fen)) return;

  bool counted = false;
  for (const auto part : event.getParts()) {
    const std::string_view name = view_of(part.getLine());
    const Spending spending = spending_of(fact, name, part.getAmount());
    const auto line = judge_line_and_balance(judge, spending);
    if (judge.refused()) return;
    const bool decided = judge_decision_for(judge, spending, line, totals->large_fen);
    if (judge.refused()) return;
    if (decided) judge.facts.add_to_sums('c', id, ContractSums::decided, part.getAmount());
    counted = counted || decided;
    encumber(judge, id, fact, name, part.getAmount());
    if (std::find(fact.lines.begin(), fact.lines.end(), name) == fact.lines.end()) fact.lines.emplace_back(name);
  }
  // Payments under the contract lean on this decision only if the contract was counted against it.
  if (!counted) fact.decision.clear();
  judge.facts.add_to_sums('c', id, ContractSums::amount, totals->whole_fen);
  judge.facts.set_contract(id, fact);
}

void judge_changed(Judge& judge, schema::ContractChanged::Reader event) {
  const std::string_view id = view_of(event.getContract());
  const std::string_view name = view_of(event.getLine());
  auto fact = running_contract(judge, id);
  if (!fact) return;
  const std::int64_t change = event.getIncrease();
  const Sums sums = judge.facts.sums('c', id);
  const auto whole = add(Fen(sums[ContractSums::amount]), Fen(change));
  if (!judge.require(
          whole && whole->value >= 0 && whole->value <= max_amount_fen, Rule::amount_arithmetic,
          [&] {
            return say("A change of {0} yuan does not fit contract “{1}” over {2} yuan.",
                       {yuan(change), id, yuan(sums[ContractSums::amount])});
          },
          N_("Correct the change's amount or sign.")))
    return;
  if (change < 0) {
    const std::int64_t open = judge.facts.sums('k', open_identity(id, name))[ContractLineSums::open];
    if (!judge.require(
            -change <= open && whole->value >= sums[ContractSums::accepted], Rule::amount_arithmetic,
            [&] {
              return say(
                  "Contract “{0}” cannot be reduced by {1} yuan on line {2}: {3} are still unpaid there, and {4} of "
                  "{5} are accepted.",
                  {id, yuan(-change), name, yuan(open), yuan(sums[ContractSums::accepted]),
                   yuan(sums[ContractSums::amount])});
            },
            N_("Reduce it by no more than what is neither paid nor accepted.")))
      return;
    count_at_most(judge, id, *fact, whole->value);
    if (auto procurement = judge.facts.procurement(fact->procurement)) {
      procurement->contracted_fen = std::max<std::int64_t>(procurement->contracted_fen + change, 0);
      judge.facts.set_procurement(fact->procurement, *procurement);
    }
  } else {
    if (!fact->procurement.empty() && !judge_award(judge, id, *fact, change)) return;
    const Spending spending = spending_of(*fact, name, change);
    const auto line = judge_line_and_balance(judge, spending);
    if (judge.refused()) return;
    // The threshold looks at the whole contract, or it could be passed in small steps (化整为零).
    const bool decided = judge_decision_for(judge, spending, line, whole->value);
    if (judge.refused()) return;
    if (decided) judge.facts.add_to_sums('c', id, ContractSums::decided, change);
    if (std::find(fact->lines.begin(), fact->lines.end(), name) == fact->lines.end()) fact->lines.emplace_back(name);
    judge.facts.set_contract(id, *fact);
  }
  encumber(judge, id, *fact, name, change);
  judge.facts.add_to_sums('c', id, ContractSums::amount, change);
}

// Who a name in the record stands for: a person by their identifier, one of their keys or the name in their
// appointment. Else the name itself: a third party, a supplier.
bool is_meant(Judge& judge, std::string_view name, const std::string& person) {
  if (same_name(name, person)) return true;
  const auto bytes = from_hex(name);
  const auto key = bytes ? PublicKey::from(*bytes) : std::nullopt;
  const auto registered = key ? judge.facts.key(*key) : std::nullopt;
  if (registered) return registered->person == person;
  // Another person in office may bear the same name.
  if (judge.facts.person(name)) return false;
  const auto fact = judge.facts.person(person);
  return fact && same_name(name, fact->name);
}

void judge_acceptance(Judge& judge, schema::AcceptanceRecorded::Reader event) {
  const std::string_view id = view_of(event.getContract());
  const std::string_view number = view_of(event.getAcceptance());
  const auto fact = recorded_contract(judge, id);
  if (!fact) return;
  bool independent = false;
  for (const auto acceptor : event.getAcceptors()) {
    independent = independent || (!is_meant(judge, view_of(acceptor), fact->recorder) &&
                                  !same_name(view_of(acceptor), fact->supplier));
  }
  if (!judge.require(
          independent, Rule::separation_person,
          [&] {
            return say(
                "The acceptance “{0}” of contract “{1}” is signed only by who recorded the contract or supplied it.",
                {number, id});
          },
          N_("Let another officer or a third party accept what was delivered, and name them.")))
    return;
  if (!judge.take_identity(identity_family::acceptance, join_identity({id, number}), number)) return;
  if (!event.getAccepted()) return;
  const Sums sums = judge.facts.sums('c', id);
  const auto accepted = add(Fen(sums[ContractSums::accepted]), Fen(event.getAmount()));
  if (!judge.require(
          accepted && event.getAmount() >= 0 && accepted->value <= sums[ContractSums::amount], Rule::amount_arithmetic,
          [&] {
            return say(
                "Contract “{0}” is for {1} yuan, of which {2} are accepted; {3} more do not fit.",
                {id, yuan(sums[ContractSums::amount]), yuan(sums[ContractSums::accepted]), yuan(event.getAmount())});
          },
          N_("Correct the amount, or record the contract's change (ContractChanged) first.")))
    return;
  judge.facts.add_to_sums('c', id, ContractSums::accepted, event.getAmount());
}

// Its year may be closed by now: ending a contract spends nothing.
void judge_ended(Judge& judge, schema::ContractEnded::Reader event) {
  const std::string_view id = view_of(event.getContract());
  auto fact = running_contract(judge, id);
  if (!fact) return;
  for (const std::string& line : fact->lines) {
    const std::int64_t open = judge.facts.sums('k', open_identity(id, line))[ContractLineSums::open];
    encumber(judge, id, *fact, line, -open);
  }
  count_at_most(judge, id, *fact, judge.facts.sums('c', id)[ContractSums::paid]);
  fact->ended = true;
  judge.facts.set_contract(id, *fact);
}

}  // namespace

void judge_procurement(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case schema::Event::PROCUREMENT_PLANNED:
      return judge_planned(judge, event.getProcurementPlanned());
    case schema::Event::PROCUREMENT_NOTICED:
      return judge_noticed(judge, event.getProcurementNoticed());
    case schema::Event::OFFER_RECEIVED:
      return judge_offer(judge, event.getOfferReceived());
    case schema::Event::CONTRACT_AWARDED:
      return judge_awarded(judge, event.getContractAwarded());
    case schema::Event::CONTRACT_SIGNED:
      return judge_signed(judge, event.getContractSigned());
    case schema::Event::CONTRACT_CHANGED:
      return judge_changed(judge, event.getContractChanged());
    case schema::Event::CONTRACT_PUBLISHED:
      recorded_contract(judge, view_of(event.getContractPublished().getContract()));
      return;
    case schema::Event::ACCEPTANCE_RECORDED:
      return judge_acceptance(judge, event.getAcceptanceRecorded());
    case schema::Event::CONTRACT_ENDED:
      return judge_ended(judge, event.getContractEnded());
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
