// sunledger trace: a payment's life, and everything that it rests on, with the positions.

#include <charconv>
#include <set>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/log_reading.h"
#include "cli/payments.h"
#include "ledger/base/text.h"
#include "projections/render/document.h"

namespace sunledger {
namespace {

using schema::Event;

struct Options {
  std::string what;
  std::optional<std::uint64_t> year;
};

// What belongs to the payment, by name.
struct Wanted {
  std::uint64_t position = 0;
  std::string body;
  int year = 0;
  std::set<std::string, std::less<>> lines, notices, decisions, contracts, procurements;
};

template <class List>
bool holds(List list, std::uint64_t position) {
  for (const std::uint64_t item : list) {
    if (item == position) return true;
  }
  return false;
}

bool is_line(const Wanted& wanted, schema::BudgetLine::Reader line) {
  return view_of(line.getBody()) == wanted.body && line.getYear() == wanted.year &&
         wanted.lines.contains(view_of(line.getLine()));
}

bool is_change(const Wanted& wanted, schema::LineChanged::Reader change, Day day) {
  const int year = change.getYear() == 0 ? year_of(day) : change.getYear();
  return view_of(change.getBody()) == wanted.body && year == wanted.year &&
         (wanted.lines.contains(view_of(change.getLine())) || wanted.lines.contains(view_of(change.getToLine())));
}

// The role an entry plays in the payment's life; empty when it plays none.
std::string part_of(const Wanted& wanted, std::uint64_t position, schema::Signed::Reader signed_event) {
  const Event::Reader event = signed_event.getEvent();
  const Day day(signed_event.getDate());
  const auto if_in = [](const auto& names, capnp::Text::Reader name, const char* words) {
    return names.contains(view_of(name)) ? say(words) : std::string();
  };
  switch (event.which()) {
    case Event::PAYMENT_RECORDED:
      return position == wanted.position ? say("the payment is recorded") : std::string();
    case Event::PAYMENTS_REVIEWED:
      return holds(event.getPaymentsReviewed().getPayments(), wanted.position) ? say("it is reviewed") : std::string();
    case Event::PAYMENTS_APPROVED:
      return holds(event.getPaymentsApproved().getPayments(), wanted.position) ? say("it is approved") : std::string();
    case Event::PAYMENTS_REJECTED:
      return holds(event.getPaymentsRejected().getPayments(), wanted.position) ? say("it is rejected") : std::string();
    case Event::PAYMENT_RETURNED:
      return event.getPaymentReturned().getPayment() == wanted.position ? say("the bank returned it") : std::string();
    case Event::PAYMENT_REFUNDED:
      return event.getPaymentRefunded().getPayment() == wanted.position ? say("money came back") : std::string();
    case Event::PAYMENT_REVERSED:
      return event.getPaymentReversed().getPayment() == wanted.position ? say("the recording is reversed")
                                                                        : std::string();
    case Event::LINE_PROVISIONAL:
      return is_line(wanted, event.getLineProvisional()) ? say("its budget line, provisional") : std::string();
    case Event::LINE_APPROVED:
      return is_line(wanted, event.getLineApproved()) ? say("its budget line") : std::string();
    case Event::LINE_INCREASED:
      return is_change(wanted, event.getLineIncreased(), day) ? say("its line is increased") : std::string();
    case Event::LINE_REDUCED:
      return is_change(wanted, event.getLineReduced(), day) ? say("its line is reduced") : std::string();
    case Event::LINE_TRANSFERRED:
      return is_change(wanted, event.getLineTransferred(), day) ? say("money moves from or to its line")
                                                                : std::string();
    case Event::NOTICE_RECEIVED:
      return if_in(wanted.notices, event.getNoticeReceived().getNumber(), N_("the quota notice of its line"));
    case Event::DECISION_PROPOSED:
      return if_in(wanted.decisions, event.getDecisionProposed().getDecision(), N_("its decision is proposed"));
    case Event::DECISION_STEP_TAKEN:
      return if_in(wanted.decisions, event.getDecisionStepTaken().getDecision(), N_("a step of its decision"));
    case Event::MEETING_HELD: {
      for (const auto decision : event.getMeetingHeld().getDecisions()) {
        if (wanted.decisions.contains(view_of(decision))) return say("the meeting about its decision");
      }
      return {};
    }
    case Event::DECISION_RESOLVED:
      return if_in(wanted.decisions, event.getDecisionResolved().getDecision(), N_("its decision is resolved"));
    case Event::PROCUREMENT_PLANNED:
      return if_in(wanted.procurements, event.getProcurementPlanned().getProcurement(), N_("the purchase is planned"));
    case Event::PROCUREMENT_NOTICED:
      return if_in(wanted.procurements, event.getProcurementNoticed().getProcurement(),
                   N_("the purchase is announced"));
    case Event::OFFER_RECEIVED:
      return if_in(wanted.procurements, event.getOfferReceived().getProcurement(), N_("an offer"));
    case Event::CONTRACT_AWARDED:
      return if_in(wanted.procurements, event.getContractAwarded().getProcurement(), N_("the award"));
    case Event::CONTRACT_SIGNED:
      return if_in(wanted.contracts, event.getContractSigned().getContract(), N_("its contract is signed"));
    case Event::CONTRACT_CHANGED:
      return if_in(wanted.contracts, event.getContractChanged().getContract(), N_("its contract is changed"));
    case Event::CONTRACT_PUBLISHED:
      return if_in(wanted.contracts, event.getContractPublished().getContract(), N_("its contract is published"));
    case Event::ACCEPTANCE_RECORDED:
      return if_in(wanted.contracts, event.getAcceptanceRecorded().getContract(),
                   N_("what was delivered is accepted or not"));
    case Event::CONTRACT_ENDED:
      return if_in(wanted.contracts, event.getContractEnded().getContract(), N_("its contract ends"));
    default:
      return {};
  }
}

Result<std::uint64_t> find_payment(Context& context, const Ledger& ledger, const Options& options) {
  std::uint64_t number = 0;
  const std::string& what = options.what;
  const auto parsed = std::from_chars(what.data(), what.data() + what.size(), number);
  const bool is_number = parsed.ec == std::errc() && parsed.ptr == what.data() + what.size();
  if (is_number && !options.year && number < ledger.size() && read_payment(ledger, number)) return number;
  std::vector<std::uint64_t> found;
  TRY(each_event(context, ledger, Position(0), [&](const Entry& entry, schema::Signed::Reader event) -> Result<bool> {
    if (event.getEvent().which() != Event::PAYMENT_RECORDED) return true;
    if (view_of(event.getEvent().getPaymentRecorded().getVoucher()) != what) return true;
    if (options.year && static_cast<std::uint64_t>(year_of(Day(event.getDate()))) != *options.year) return true;
    found.push_back(entry.position.value);
    return true;
  }));
  if (found.empty()) {
    return make_error(ErrorKind::not_found,
                      say("“{0}” is neither a payment's position nor a recorded voucher.", {what}),
                      say("“sunledger log --kind PaymentRecorded” lists payments."));
  }
  if (found.size() > 1) {
    std::string positions;
    for (const std::uint64_t position : found) positions += (positions.empty() ? "" : ", ") + std::to_string(position);
    return make_error(ErrorKind::conflict,
                      say("Voucher “{0}” names several payments: positions {1}.", {what, positions}),
                      say("Give one of the positions, or --year."));
  }
  return found.front();
}

Result<Wanted> what_belongs_to(Context& context, const Ledger& ledger, std::uint64_t position) {
  TRY_ASSIGN(const PaymentSummary payment, read_payment(ledger, position));
  Facts facts = ledger.facts();
  Wanted wanted;
  wanted.position = position;
  wanted.body = payment.body;
  wanted.year = year_of(payment.day);
  if (const auto fact = facts.payment(position)) {
    for (const PaymentFact::Part& part : fact->parts) {
      if (!part.decision.empty()) wanted.decisions.insert(part.decision);
      if (!part.contract.empty()) wanted.contracts.insert(part.contract);
    }
  }
  for (const std::string& line : payment.lines) {
    wanted.lines.insert(line);
    const auto fact = facts.line(line_identity(payment.body, wanted.year, line));
    if (fact && !fact->notice.empty()) wanted.notices.insert(fact->notice);
  }
  // A meeting's approval names its decision, which was recorded before the payment, perhaps.
  TRY(each_event(context, ledger, Position(position + 1),
                 [&](const Entry&, schema::Signed::Reader event) -> Result<bool> {
                   if (event.getEvent().which() != Event::PAYMENTS_APPROVED) return true;
                   const auto approved = event.getEvent().getPaymentsApproved();
                   if (!holds(approved.getPayments(), position)) return true;
                   if (approved.hasDecision()) wanted.decisions.insert(text_of(approved.getDecision()));
                   return false;
                 }));
  for (const std::string& id : wanted.contracts) {
    const auto contract = facts.contract(id);
    if (!contract) continue;
    if (!contract->decision.empty()) wanted.decisions.insert(contract->decision);
    if (contract->procurement.empty()) continue;
    wanted.procurements.insert(contract->procurement);
    const auto procurement = facts.procurement(contract->procurement);
    if (procurement && !procurement->decision.empty()) wanted.decisions.insert(procurement->decision);
  }
  TRY(facts.status());
  return wanted;
}

std::string state_words(PaymentState state) {
  switch (state) {
    case PaymentState::recorded:
      return say("recorded; it waits for review");
    case PaymentState::reviewed:
      return say("reviewed; it waits for approval");
    case PaymentState::approved:
      return say("approved and effective");
    case PaymentState::rejected:
      return say("rejected");
    case PaymentState::returned:
      return say("returned by the bank");
    case PaymentState::reversed:
      return say("reversed");
  }
  return {};
}

constexpr std::string_view state_names[] = {"recorded", "reviewed", "approved", "rejected", "returned", "reversed"};

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const std::uint64_t position, find_payment(context, *ledger, options));
  TRY_ASSIGN(const PaymentSummary payment, read_payment(*ledger, position));
  TRY_ASSIGN(const Wanted wanted, what_belongs_to(context, *ledger, position));
  Facts facts = ledger->facts();
  const auto fact = facts.payment(position);

  Table table;
  table.id = "trace";
  table.caption = say("What belongs to voucher {0}", {payment.voucher});
  table.columns = {{"position", say("Position"), ColumnKind::code, {}},
                   {"date", say("Day"), ColumnKind::date, {}},
                   {"kind", say("Event"), ColumnKind::text, {}},
                   {"person", say("By"), ColumnKind::text, {}},
                   {"what", say("What"), ColumnKind::text, {}}};
  JsonValue steps = JsonValue::array();
  TRY(each_event(context, *ledger, Position(0), [&](const Entry& entry, schema::Signed::Reader event) -> Result<bool> {
    const std::string words = part_of(wanted, entry.position.value, event);
    if (words.empty()) return true;
    const auto key = facts.key(entry.author);
    const std::string person = key ? key->person : std::string();
    const std::string kind = kind_name(static_cast<std::uint16_t>(event.getEvent().which()));
    const std::string day = to_text(Day(event.getDate()));
    JsonValue step = JsonValue::object();
    step.set("position", entry.position.value)
        .set("recorded_at", to_text_utc(entry.recorded_ms))
        .set("date", day)
        .set("kind", kind)
        .set("person", person)
        .set("what", words);
    steps.push(step);
    TableRow row;
    row.key = std::to_string(entry.position.value);
    row.cells = {Cell::text(row.key), Cell::text(day), Cell::text(kind), Cell::text(person), Cell::text(words)};
    table.rows.push_back(std::move(row));
    return true;
  }));
  Output& out = context.out();
  JsonValue data = JsonValue::object();
  data.set("position", position)
      .set("voucher", payment.voucher)
      .set("date", to_text(payment.day))
      .set("payee", payment.payee)
      .set("amount", to_yuan(payment.amount))
      .set("state", fact ? JsonValue(state_names[static_cast<std::size_t>(fact->state)]) : JsonValue())
      .set("steps", steps);
  out.data(data);
  out.line(say("Voucher {0} of {1}: {2} yuan to {3}.",
               {payment.voucher, to_text(payment.day), to_yuan_grouped(payment.amount), payment.payee}));
  if (fact) out.line(say("State: {0}.", {state_words(fact->state)}));
  out.table(table);
  return ExitCode::done;
}

}  // namespace

void add_trace(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("trace", N_("A payment's life and everything it rests on"))
      .takes(options->what, "POSITION|VOUCHER", N_("The payment"))
      .number(options->year, "--year", "YEAR", N_("The voucher's year"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
