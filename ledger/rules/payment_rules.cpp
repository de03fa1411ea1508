// Payments and their states: recorded → reviewed → approved; or rejected, returned, refunded, reversed.

#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

using Event = schema::Event;

// ---- recording

// contract.within and acceptance.before-payment; how much of the contract's encumbrance the part uses up.
struct UnderContract {
  bool counts = false;  // the payment is one under that contract
  bool decision_counted = false;
  bool same_year = false;
  std::int64_t freed_fen = 0;  // on the contract's line, in the contract's year
};

std::optional<UnderContract> judge_contract(Judge& judge, std::string_view body, int year,
                                            schema::PaymentPart::Reader part) {
  if (!part.hasContract()) return UnderContract{};
  const std::string_view id = view_of(part.getContract());
  const auto contract = judge.facts.contract(id);
  const bool usable = contract && !contract->ended && contract->body == body;
  if (!judge.require(
          usable, Rule::contract_within,
          [&] {
            return contract ? say("Contract {0} has ended or belongs to another body.", {id})
                            : say("There is no contract {0}.", {id});
          },
          N_("Record the signed contract first, or correct its number."))) {
    return std::nullopt;
  }
  if (!usable) return UnderContract{};
  const std::string_view line = view_of(part.getLine());
  const bool on_its_line = std::find(contract->lines.begin(), contract->lines.end(), line) != contract->lines.end();
  // Another year's budget may call the same matter by another line.
  if (!judge.require(
          on_its_line || contract->year != year, Rule::contract_within,
          [&] {
            return say("Contract {0} binds no money on line {1}.", {id, line});
          },
          N_("Pay it from the lines that the contract names, or record the contract's change (ContractChanged) "
             "first."))) {
    return std::nullopt;
  }
  const Sums sums = judge.facts.sums('c', id);
  const std::int64_t after = sums[ContractSums::paid] + part.getAmount();
  if (!judge.require(
          after <= sums[ContractSums::amount], Rule::contract_within,
          [&] {
            return say("Contract {0} is for {1} yuan, of which {2} are paid; {3} more do not fit.",
                       {id, to_yuan_grouped(Fen(sums[ContractSums::amount])),
                        to_yuan_grouped(Fen(sums[ContractSums::paid])), to_yuan_grouped(Fen(part.getAmount()))});
          },
          N_("Reduce the amount, or record the contract's change first.")) ||
      !judge.require(
          after <= sums[ContractSums::accepted], Rule::acceptance_before_payment,
          [&] {
            return say("Under contract {0}, {1} yuan are accepted and {2} would be paid.",
                       {id, to_yuan_grouped(Fen(sums[ContractSums::accepted])), to_yuan_grouped(Fen(after))});
          },
          N_("Record the acceptance (验收书) first."))) {
    return std::nullopt;
  }
  const std::int64_t open = judge.facts.sums('k', join_identity({id, line}))[ContractLineSums::open];
  return UnderContract{true, on_its_line && !contract->decision.empty(), contract->year == year,
                       std::clamp<std::int64_t>(part.getAmount(), 0, std::max<std::int64_t>(open, 0))};
}

bool judge_purpose(Judge& judge, std::string_view body, const LineFact& line, schema::PaymentPart::Reader part) {
  const std::string_view purpose = view_of(part.getPurpose());
  const RuleParameters& charter = judge.facts.charter();
  const std::string_view source = source_name(line.source);
  if (!judge.require(
          charter.allows_purpose(source, purpose), Rule::payment_purpose_allowed,
          [&] {
            return say("Money of the source “{0}” may not be used for “{1}”.", {source, purpose});
          },
          N_("Use the line whose source allows this purpose: 专款专用."))) {
    return false;
  }
  if (line.notice.empty()) return true;
  const auto notice = judge.facts.notice(body, line.notice);
  if (!notice || notice->uses.empty()) return true;
  const std::string list = "," + notice->uses + ",";
  return judge.require(
      list.find("," + std::string(purpose) + ",") != std::string::npos, Rule::payment_purpose_allowed,
      [&] {
        return say("Quota notice {0} does not allow the purpose “{1}”, only {2}.",
                   {line.notice, purpose, notice->uses});
      },
      N_("Use the line whose notice allows this purpose: 专款专用."));
}

void move_sums(Judge& judge, const PaymentFact& payment, const PaymentFact::Part& part, std::size_t field,
               std::int64_t fen) {
  judge.facts.add_to_sums('a', line_identity(payment.body, payment.year, part.line), field, fen);
}

// Whether one more or one less of the year's payments waits for the next officer.
void count_waiting(Judge& judge, const PaymentFact& payment, std::int64_t change) {
  judge.facts.add_to_sums('y', year_identity(payment.body, payment.year), YearSums::waiting, change);
}

// The contract binds (above zero) or frees money where it was signed: on its own year's line, whatever year pays.
void bind(Judge& judge, const ContractFact& contract, const PaymentFact::Part& part, std::int64_t fen) {
  if (fen != 0) void_year_review(judge, contract.body, contract.year);
  judge.facts.add_to_sums('k', join_identity({part.contract, part.line}), ContractLineSums::open, fen);
  judge.facts.add_to_sums('a', line_identity(contract.body, contract.year, part.line), LineSums::encumbered, fen);
}

void record(Judge& judge, schema::PaymentRecorded::Reader payment) {
  const std::string_view body = view_of(payment.getBody());
  const int year = year_of(judge.envelope.date);
  const RuleParameters& charter = judge.facts.charter();
  if (payment.getPayeeKind() != schema::PayeeKind::ORG) {
    judge.refuse(Rule::payee_open, say("The payee of voucher {0} is a person.", {view_of(payment.getVoucher())}),
                 N_("People's data waits for the sealed store; until then pay through an organisation (代发)."));
    return;
  }
  const std::string voucher_identity = join_identity({body, std::to_string(year), view_of(payment.getVoucher())});
  const auto holder = judge.facts.holder('v', voucher_identity);
  if (!judge.require(
          !holder, Rule::payment_voucher_unique,
          [&] {
            return say("Voucher {0} of {1} is recorded at position {2} already.",
                       {view_of(payment.getVoucher()), year, *holder});
          },
          N_("Check whether this payment was recorded before; give a new payment its own voucher number."))) {
    return;
  }
  if (!holder) judge.facts.hold('v', voucher_identity, judge.place.position.value);

  std::int64_t whole_fen = 0;
  std::int64_t large_fen = 0;  // of the line kinds that the charter's threshold concerns
  for (auto part : payment.getParts()) {
    const auto sum = add(Fen(whole_fen), Fen(part.getAmount()));
    if (!sum || part.getAmount() <= 0 || sum->value > max_amount_fen) {
      judge.refuse(Rule::amount_arithmetic,
                   say("The parts of voucher {0} do not add up to an amount.", {view_of(payment.getVoucher())}));
      return;
    }
    whole_fen = sum->value;
    const auto line = judge.facts.line(line_identity(body, year, view_of(part.getLine())));
    if (line && charter.is_large(line_kind_name(line->kind), Fen(max_amount_fen))) large_fen += part.getAmount();
  }
  const std::string_view method = method_name(payment.getMethod());
  if (!judge.require(
          charter.allows_method(method), Rule::payment_method_allowed,
          [&] { return say("The charter does not allow the payment method “{0}”.", {method}); },
          N_("Pay by a method that the charter allows."))) {
    return;
  }
  if (!judge.require(
          payment.getMethod() != schema::Method::CASH || whole_fen <= charter.cash_limit.value,
          Rule::payment_cash_limit,
          [&] {
            return say("{0} yuan in cash is above the limit of {1}.",
                       {to_yuan_grouped(Fen(whole_fen)), to_yuan_grouped(charter.cash_limit)});
          },
          N_("Pay by transfer or official card."))) {
    return;
  }

  PaymentFact fact;
  fact.batch = judge.envelope.batch;
  fact.year = static_cast<std::uint16_t>(year);
  fact.body = body;
  fact.recorder = judge.person;
  for (auto part : payment.getParts()) {
    const auto under = judge_contract(judge, body, year, part);
    if (!under) return;
    Spending spending{std::string(body),
                      year,
                      text_of(part.getLine()),
                      part.getAmount(),
                      text_of(part.getDecision()),
                      under->decision_counted,
                      under->same_year ? under->freed_fen : 0};
    const auto line = judge_line_and_balance(judge, spending);
    if (judge.refused()) return;
    if (line && !judge_purpose(judge, body, *line, part)) return;
    const bool uses_decision = judge_decision_for(judge, spending, line, large_fen);
    if (judge.refused()) return;

    PaymentFact::Part kept{spending.line,
                           spending.decision,
                           under->counts ? text_of(part.getContract()) : std::string(),
                           spending.fen,
                           0,
                           under->freed_fen,
                           uses_decision};
    move_sums(judge, fact, kept, LineSums::pending, kept.amount_fen);
    if (!kept.contract.empty()) {
      judge.facts.add_to_sums('c', kept.contract, ContractSums::paid, kept.amount_fen);
      bind(judge, *judge.facts.contract(kept.contract), kept, -kept.freed_fen);
    }
    fact.parts.push_back(std::move(kept));
  }
  count_waiting(judge, fact, 1);
  judge.facts.set_payment(judge.place.position.value, fact, PaymentState::recorded);
}

// ---- afterwards

const char* state_name(PaymentState state) {
  switch (state) {
    case PaymentState::recorded:
      return N_("recorded");
    case PaymentState::reviewed:
      return N_("reviewed");
    case PaymentState::approved:
      return N_("approved");
    case PaymentState::rejected:
      return N_("rejected");
    case PaymentState::returned:
      return N_("returned");
    case PaymentState::reversed:
      return N_("reversed");
  }
  return "";
}

std::optional<PaymentFact> payment_at(Judge& judge, std::uint64_t position) {
  auto payment = is_earlier(judge, position) ? judge.facts.payment(position) : std::nullopt;
  if (!payment) {
    judge.refuse(Rule::event_reference, say("There is no payment at position {0}.", {position}),
                 N_("See “sunledger review list” for the positions that wait."));
  }
  return payment;
}

bool is_in_state(Judge& judge, std::uint64_t position, const PaymentFact& payment,
                 std::initializer_list<PaymentState> wanted) {
  if (std::find(wanted.begin(), wanted.end(), payment.state) != wanted.end()) return true;
  judge.refuse(Rule::payment_state,
               say("The payment at position {0} is {1}.", {position, say(state_name(payment.state))}),
               N_("A payment is recorded, then reviewed, then approved; see “sunledger trace POSITION”."));
  return false;
}

bool is_someone_else(Judge& judge, std::uint64_t position, const PaymentFact& payment) {
  if (payment.recorder != judge.person) return true;
  judge.refuse(Rule::separation_person,
               say("{0} recorded the payment at position {1} and cannot judge it.", {judge.person, position}),
               N_("Let another person review or approve it."), ErrorKind::permission);
  return false;
}

// 会计法 §37: four eyes are two people beside the one who recorded it.
bool is_not_its_reviewer(Judge& judge, std::uint64_t position, const PaymentFact& payment) {
  if (payment.reviewer != judge.person) return true;
  judge.refuse(Rule::separation_person,
               say("{0} reviewed the payment at position {1} and cannot approve it too.", {judge.person, position}),
               N_("Let another person with the approver's role approve it."), ErrorKind::permission);
  return false;
}

// What is left of a part no longer counts: its line, contract and decision get it back.
void give_back(Judge& judge, const PaymentFact& payment, PaymentFact::Part& part, std::int64_t fen,
               std::size_t from_field) {
  const YearState year = judge.facts.year(payment.body, payment.year).state;
  const bool closed = year == YearState::closed || year == YearState::reopen_reviewed;
  // A closed year stands as closed; the money belongs to the current year's recovered or carried funds.
  if (!closed) move_sums(judge, payment, part, from_field, -fen);
  if (part.uses_decision) judge.facts.add_to_sums('d', part.decision, DecisionSums::used, -fen);
  if (part.contract.empty()) return;
  judge.facts.add_to_sums('c', part.contract, ContractSums::paid, -fen);
  const auto contract = judge.facts.contract(part.contract);
  const std::int64_t bound = std::min(fen, part.freed_fen);
  part.freed_fen -= bound;
  if (closed || !contract || contract->ended) return;
  bind(judge, *contract, part, bound);
}

void review(Judge& judge, schema::PaymentsReviewed::Reader reviewed) {
  for (std::uint64_t position : reviewed.getPayments()) {
    auto payment = payment_at(judge, position);
    if (!payment || !is_in_state(judge, position, *payment, {PaymentState::recorded}) ||
        !is_someone_else(judge, position, *payment)) {
      return;
    }
    payment->state = PaymentState::reviewed;
    payment->reviewer = judge.person;
    judge.facts.set_payment(position, *payment, PaymentState::recorded);
  }
}

void approve(Judge& judge, schema::PaymentsApproved::Reader approved) {
  for (std::uint64_t position : approved.getPayments()) {
    auto payment = payment_at(judge, position);
    if (!payment || !is_in_state(judge, position, *payment, {PaymentState::reviewed}) ||
        !is_someone_else(judge, position, *payment) || !is_not_its_reviewer(judge, position, *payment) ||
        !year_is_open(judge, payment->body, payment->year) ||
        !judge_approval_tier(judge, position, *payment, view_of(approved.getDecision()))) {
      return;
    }
    count_waiting(judge, *payment, -1);
    payment->state = PaymentState::approved;
    for (const auto& part : payment->parts) {
      move_sums(judge, *payment, part, LineSums::pending, -part.amount_fen);
      move_sums(judge, *payment, part, LineSums::paid, part.amount_fen);
    }
    judge.facts.set_payment(position, *payment, PaymentState::reviewed);
  }
}

void reject(Judge& judge, schema::PaymentsRejected::Reader rejected) {
  for (std::uint64_t position : rejected.getPayments()) {
    auto payment = payment_at(judge, position);
    if (!payment || !is_in_state(judge, position, *payment, {PaymentState::recorded, PaymentState::reviewed}) ||
        !is_someone_else(judge, position, *payment)) {
      return;
    }
    void_year_review(judge, payment->body, payment->year);
    count_waiting(judge, *payment, -1);
    const PaymentState before = payment->state;
    payment->state = PaymentState::rejected;
    for (auto& part : payment->parts) give_back(judge, *payment, part, part.amount_fen, LineSums::pending);
    judge.facts.set_payment(position, *payment, before);
  }
}

// Returned by the bank or reversed: what is left of an approved payment.
void undo(Judge& judge, std::uint64_t position, PaymentState after) {
  auto payment = payment_at(judge, position);
  if (!payment || !is_in_state(judge, position, *payment, {PaymentState::approved})) return;
  if (after == PaymentState::reversed && !is_someone_else(judge, position, *payment)) return;
  void_year_review(judge, payment->body, payment->year);
  payment->state = after;
  for (auto& part : payment->parts) {
    give_back(judge, *payment, part, part.amount_fen - part.refunded_fen, LineSums::paid);
  }
  judge.facts.set_payment(position, *payment, PaymentState::approved);
}

void refund(Judge& judge, schema::PaymentRefunded::Reader refunded) {
  const std::uint64_t position = refunded.getPayment();
  auto payment = payment_at(judge, position);
  if (!payment || !is_in_state(judge, position, *payment, {PaymentState::approved})) return;
  void_year_review(judge, payment->body, payment->year);
  for (auto wanted : refunded.getParts()) {
    std::int64_t left = wanted.getAmount();
    for (auto& part : payment->parts) {
      if (part.line != view_of(wanted.getLine()) || left == 0) continue;
      const std::int64_t share = std::min(left, part.amount_fen - part.refunded_fen);
      if (share <= 0) continue;
      give_back(judge, *payment, part, share, LineSums::paid);
      part.refunded_fen += share;
      left -= share;
    }
    if (left != 0) {
      judge.refuse(Rule::amount_arithmetic,
                   say("{0} yuan more than was paid from line {1} cannot be refunded.",
                       {to_yuan_grouped(Fen(left)), view_of(wanted.getLine())}),
                   N_("Correct the refund's amount or line."));
      return;
    }
  }
  judge.facts.set_payment(position, *payment, PaymentState::approved);
}

}  // namespace

void judge_payment(Judge& judge) {
  const auto event = judge.event.getEvent();
  switch (event.which()) {
    case Event::PAYMENT_RECORDED:
      return record(judge, event.getPaymentRecorded());
    case Event::PAYMENTS_REVIEWED:
      return review(judge, event.getPaymentsReviewed());
    case Event::PAYMENTS_APPROVED:
      return approve(judge, event.getPaymentsApproved());
    case Event::PAYMENTS_REJECTED:
      return reject(judge, event.getPaymentsRejected());
    case Event::PAYMENT_RETURNED:
      return undo(judge, event.getPaymentReturned().getPayment(), PaymentState::returned);
    case Event::PAYMENT_REFUNDED:
      return refund(judge, event.getPaymentRefunded());
    case Event::PAYMENT_REVERSED:
      return undo(judge, event.getPaymentReversed().getPayment(), PaymentState::reversed);
    default:
      INVARIANT(false);
  }
}

}  // namespace sunledger
