#include "projections/views/accounts.h"

#include <algorithm>

#include "ledger/base/text.h"
#include "projections/views/endorsed_act.h"
#include "projections/views/opened_event.h"
#include "projections/views/record.h"

namespace sunledger {

template <class Archive>
void members_of(LineKey& key, Archive& archive) {
  archive(key.year, key.body, key.line);
}
template <class Archive>
void members_of(LineMeasures& sums, Archive& archive) {
  archive(sums.fen, sums.is_approved);
}
template <class Archive>
void members_of(AccountLine& line, Archive& archive) {
  archive(line.defined, line.source, line.kind, line.function, line.economic, line.project, line.notice, line.sums);
}
template <class Archive>
void members_of(AccountNotice& notice, Archive& archive) {
  archive(notice.position, notice.day.since_1970, notice.body, notice.level, notice.function, notice.direct_mark,
          notice.nature, notice.amount_fen);
}
template <class Archive>
void members_of(AccountYear& year, Archive& archive) {
  archive(year.closed, year.turned_at, year.turned_on.since_1970, year.as_closed);
}
template <class Archive>
void members_of(AccountContract& contract, Archive& archive) {
  archive(contract.year, contract.body, contract.ended, contract.open_fen);
}
template <class Archive>
void members_of(PartLeft& left, Archive& archive) {
  archive(left.back_fen, left.freed_fen);
}
template <class Archive>
void members_of(CharterChange& change, Archive& archive) {
  archive(change.position, change.number, change.text, change.recorded_for.since_1970, change.effective.since_1970);
}
template <class Archive>
void members_of(SubmittedReport& report, Archive& archive) {
  archive(report.id, report.submitted_at, report.covers, report.day.since_1970, report.sums);
}
template <class Archive>
void members_of(AccountsView::State& state, Archive& archive) {
  archive(state.origin, state.name, state.lines, state.years, state.codes, state.notices, state.openings,
          state.contracts, state.unusual, state.charter, state.submitted, state.found);
}

Bytes AccountsView::state_bytes() const {
  Bytes out;
  RecordWriter{out}(state_);
  return out;
}

bool AccountsView::load_state(BytesView bytes) {
  RecordReader reader(bytes);
  reader(state_);
  if (reader.complete()) return true;
  clear();
  return false;
}

std::string AccountsView::code_name(int year, bool economic, const std::string& code) const {
  const auto table = static_cast<std::uint8_t>(economic ? 1 : 0);
  for (int at = year; at > year - 20; --at) {
    const auto found = state_.codes.find({at, {table, code}});
    if (found != state_.codes.end()) return found->second;
  }
  return code;
}

namespace {

CharterChange amendment(std::uint64_t position, schema::Signed::Reader act) {
  const auto amended = act.getEvent().getCharterAmended();
  return {position, text_of(amended.getNumber()), text_of(amended.getReason()), Day(act.getDate()),
          Day(amended.getEffective())};
}

}  // namespace

Status AccountsView::fold(const OpenedEvent& opened) {
  TRY(visit_endorsed_act(opened, [this](std::uint64_t position, schema::Signed::Reader act) {
    if (act.getEvent().isCharterAmended()) state_.charter.push_back(amendment(position, act));
  }));
  for (const std::uint16_t rule : opened.entry.rules) ++state_.found[{year_of(opened.day()), rule}];
  fold_budget(opened);
  TRY(fold_payment(opened));
  fold_contract(opened);
  fold_rest(opened);
  if (overflowed_) {
    return make_error(ErrorKind::corrupt, say("A sum leaves the range of amounts, which the door would have refused."));
  }
  return {};
}

// Amounts that passed the door never come near the limit; those of a forged log must not wrap round unnoticed.
void AccountsView::add_up(std::int64_t& sum, std::int64_t fen) {
  overflowed_ = __builtin_add_overflow(sum, fen, &sum) || overflowed_;
}

AccountLine& AccountsView::move(const LineKey& key, Measure measure, std::int64_t fen, const Positions& positions) {
  AccountLine& line = state_.lines[key];
  add_up(line.sums.fen[static_cast<std::size_t>(measure)], fen);
  if (trace_) trace_(key, measure, positions);
  return line;
}

void AccountsView::fold_budget(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  const Positions here = {opened.position()};
  const auto define = [&](schema::BudgetLine::Reader source, bool approved) {
    const LineKey key{source.getYear(), text_of(source.getBody()), text_of(source.getLine())};
    AccountLine& line = move(key, approved ? Measure::approved : Measure::provisional, source.getAmount(), here);
    line.defined = true;
    line.source = static_cast<FundSource>(source.getSource());
    line.kind = static_cast<SpendingKind>(source.getKind());
    line.function = text_of(source.getFunction());
    line.economic = text_of(source.getEconomic());
    line.project = text_of(source.getProject());
    line.notice = text_of(source.getNotice());
    line.sums.is_approved = line.sums.is_approved || approved;
  };
  const auto change = [&](schema::LineChanged::Reader source, Measure from, std::optional<Measure> into, int years_on) {
    // What was adjusted until the last day of the period belongs to its budget, also from before its first day.
    if (to_ && opened.day() > *to_) return;
    const int year = source.getYear() != 0 ? source.getYear() : year_of(opened.day());
    const std::string body = text_of(source.getBody());
    const std::string line = text_of(source.getLine());
    move({year, body, line}, from, source.getAmount(), here);
    if (!into) return;
    move({year + years_on, body, source.hasToLine() ? text_of(source.getToLine()) : line}, *into, source.getAmount(),
         here);
  };
  switch (event.which()) {
    case Event::LINE_PROVISIONAL:
      return define(event.getLineProvisional(), false);
    case Event::LINE_APPROVED:
      return define(event.getLineApproved(), true);
    case Event::LINE_INCREASED:
      return change(event.getLineIncreased(), Measure::increased, {}, 0);
    case Event::LINE_REDUCED:
      return change(event.getLineReduced(), Measure::reduced, {}, 0);
    case Event::LINE_TRANSFERRED:
      return change(event.getLineTransferred(), Measure::transferred_out, Measure::transferred_in, 0);
    case Event::LINE_CARRIED_OVER:
      return change(event.getLineCarriedOver(), Measure::carried_out, Measure::carried_in, 1);
    case Event::LINE_RECOVERED:
      return change(event.getLineRecovered(), Measure::recovered, {}, 0);
    case Event::RECEIPT_RECORDED: {
      const auto receipt = event.getReceiptRecorded();
      if (!counts(opened.day())) return;
      move({year_of(opened.day()), text_of(receipt.getBody()), text_of(receipt.getLine())}, Measure::received,
           receipt.getAmount(), here);
      return;
    }
    case Event::OPENING_RECORDED: {
      const auto opening = event.getOpeningRecorded();
      const std::string body = text_of(opening.getBody());
      if (opening.hasLine()) {
        move({opening.getYear(), body, text_of(opening.getLine())}, Measure::opening, opening.getAmount(), here);
      } else {
        add_up(state_.openings[{opening.getYear(), {body, static_cast<FundSource>(opening.getSource())}}],
               opening.getAmount());
      }
      return;
    }
    default:
      return;
  }
}

void AccountsView::bind(AccountContract& contract, const std::string& line, std::int64_t fen,
                        const Positions& positions) {
  if (fen == 0) return;
  add_up(contract.open_fen[line], fen);
  move({contract.year, contract.body, line}, Measure::encumbered, fen, positions);
}

std::vector<PartLeft> AccountsView::left_of(const RecordedPayment& payment) const {
  const auto unusual = state_.unusual.find(payment.position);
  if (unusual != state_.unusual.end()) return unusual->second;
  std::vector<PartLeft> left;
  for (const auto& part : payment.parts) left.push_back({0, part.contract.empty() ? 0 : part.amount_fen});
  return left;
}

void AccountsView::keep_left(const RecordedPayment& payment, const std::vector<PartLeft>& left) {
  state_.unusual.erase(payment.position);
  if (left != left_of(payment)) state_.unusual[payment.position] = left;
}

void AccountsView::record_payment(const RecordedPayment& payment) {
  const Positions positions = {payment.position};
  std::vector<PartLeft> left(payment.parts.size());
  for (std::size_t i = 0; i < payment.parts.size(); ++i) {
    const auto& part = payment.parts[i];
    move({payment.year, payment.body, part.line}, Measure::pending, part.amount_fen, positions);
    const auto contract = state_.contracts.find(part.contract);
    if (part.contract.empty() || contract == state_.contracts.end()) continue;
    if (contract->second.ended || contract->second.body != payment.body) continue;
    const auto open = contract->second.open_fen.find(part.line);
    if (open == contract->second.open_fen.end()) continue;
    left[i].freed_fen = std::clamp<std::int64_t>(part.amount_fen, 0, std::max<std::int64_t>(open->second, 0));
    bind(contract->second, part.line, -left[i].freed_fen, positions);
  }
  keep_left(payment, left);
}

void AccountsView::give_back(const RecordedPayment& payment, std::size_t part, PartLeft& left, std::int64_t fen,
                             Measure from, const Positions& positions) {
  const auto& [line, contract_id, amount] = payment.parts[part];
  const LineKey key{payment.year, payment.body, line};
  const auto year = state_.years.find({payment.year, payment.body});
  const bool closed = year != state_.years.end() && year->second.closed;
  if (!closed) {
    move(key, from, -fen, positions);
  } else {
    move(key, from == Measure::paid ? Measure::refunded_after_close : Measure::rejected_after_close, fen, positions);
  }
  left.back_fen += fen;
  const std::int64_t bound = std::min(fen, left.freed_fen);
  left.freed_fen -= bound;
  const auto contract = state_.contracts.find(contract_id);
  if (closed || contract == state_.contracts.end() || contract->second.ended) return;
  bind(contract->second, line, bound, positions);
}

void AccountsView::give_back_whole(const RecordedPayment& payment, Measure from, const Positions& positions) {
  std::vector<PartLeft> left = left_of(payment);
  for (std::size_t i = 0; i < payment.parts.size(); ++i) {
    give_back(payment, i, left[i], payment.parts[i].amount_fen - left[i].back_fen, from, positions);
  }
  state_.unusual.erase(payment.position);  // nothing can come back any more
}

void AccountsView::refund(const OpenedEvent& opened, const RecordedPayment& payment) {
  std::vector<PartLeft> left = left_of(payment);
  for (auto refunded : opened.event().getPaymentRefunded().getParts()) {
    // A line that the payment names several times gets it back in the order of the parts.
    std::int64_t wanted = refunded.getAmount();
    for (std::size_t i = 0; i < payment.parts.size(); ++i) {
      if (payment.parts[i].line != view_of(refunded.getLine())) continue;
      const std::int64_t fen = std::min(wanted, payment.parts[i].amount_fen - left[i].back_fen);
      if (fen <= 0) continue;
      give_back(payment, i, left[i], fen, Measure::paid, {payment.position, opened.position()});
      wanted -= fen;
    }
  }
  keep_left(payment, left);
}

Status AccountsView::fold_payment(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  const auto one = [&](std::uint64_t position, auto&& handle) -> Status {
    TRY_ASSIGN(const auto payment, opened.payments.at(position));
    if (counts(payment->day)) handle(*payment, Positions{payment->position, opened.position()});
    return {};
  };
  const auto each = [&](capnp::List<std::uint64_t>::Reader payments, auto&& handle) -> Status {
    for (const std::uint64_t position : payments) TRY(one(position, handle));
    return {};
  };
  const auto give_back_from = [&](Measure from) {
    return [this, from](const RecordedPayment& payment, const Positions& positions) {
      give_back_whole(payment, from, positions);
    };
  };
  switch (event.which()) {
    case Event::PAYMENT_RECORDED: {
      const RecordedPayment payment = read_payment(event.getPaymentRecorded(), opened.day(), opened.position());
      if (counts(payment.day)) record_payment(payment);
      return {};
    }
    case Event::PAYMENTS_APPROVED:
      return each(event.getPaymentsApproved().getPayments(),
                  [&](const RecordedPayment& payment, const Positions& positions) {
                    for (const auto& part : payment.parts) {
                      const LineKey key{payment.year, payment.body, part.line};
                      move(key, Measure::pending, -part.amount_fen, positions);
                      move(key, Measure::paid, part.amount_fen, positions);
                    }
                  });
    case Event::PAYMENTS_REJECTED:
      return each(event.getPaymentsRejected().getPayments(), give_back_from(Measure::pending));
    case Event::PAYMENT_RETURNED:
      return one(event.getPaymentReturned().getPayment(), give_back_from(Measure::paid));
    case Event::PAYMENT_REVERSED:
      return one(event.getPaymentReversed().getPayment(), give_back_from(Measure::paid));
    case Event::PAYMENT_REFUNDED:
      return one(event.getPaymentRefunded().getPayment(),
                 [&](const RecordedPayment& payment, const Positions&) { refund(opened, payment); });
    default:
      return {};
  }
}

void AccountsView::fold_contract(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  const Positions here = {opened.position()};
  if (to_ && opened.day() > *to_) return;
  switch (event.which()) {
    case Event::CONTRACT_SIGNED: {
      const auto contract_signed = event.getContractSigned();
      AccountContract& contract = state_.contracts[text_of(contract_signed.getContract())];
      contract.year = contract_signed.getYear();
      contract.body = text_of(contract_signed.getBody());
      for (auto part : contract_signed.getParts()) bind(contract, text_of(part.getLine()), part.getAmount(), here);
      return;
    }
    case Event::CONTRACT_CHANGED: {
      const auto changed = event.getContractChanged();
      const auto contract = state_.contracts.find(text_of(changed.getContract()));
      if (contract == state_.contracts.end()) return;
      bind(contract->second, text_of(changed.getLine()), changed.getIncrease(), here);
      return;
    }
    case Event::CONTRACT_ENDED: {
      const auto contract = state_.contracts.find(text_of(event.getContractEnded().getContract()));
      if (contract == state_.contracts.end()) return;
      for (const auto& [line, open] : contract->second.open_fen) bind(contract->second, line, -open, here);
      contract->second.ended = true;
      return;
    }
    default:
      return;
  }
}

void AccountsView::turn_year(const OpenedEvent& opened) {
  const bool closes = opened.event().isYearClosed();
  const auto turned = closes ? opened.event().getYearClosed() : opened.event().getYearReopened();
  const std::string body = text_of(turned.getBody());
  AccountYear& year = state_.years[{turned.getYear(), body}];
  year.closed = closes;
  year.turned_at = opened.position();
  year.turned_on = opened.day();
  if (!closes) return;
  year.as_closed.clear();
  for (auto line = state_.lines.lower_bound({turned.getYear(), body, ""});
       line != state_.lines.end() && line->first.year == turned.getYear() && line->first.body == body; ++line) {
    year.as_closed.emplace_hint(year.as_closed.end(), line->first.line, line->second.sums);
  }
}

void AccountsView::fold_rest(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  switch (event.which()) {
    case Event::LEDGER_OPENED:
      state_.origin = text_of(event.getLedgerOpened().getOrigin());
      state_.name = text_of(event.getLedgerOpened().getName());
      return;
    case Event::CHARTER_ADOPTED:
      state_.charter.push_back(
          {opened.position(), {}, text_of(event.getCharterAdopted().getTitle()), opened.day(), opened.day()});
      return;
    case Event::CHARTER_AMENDED:
      if (!waits_for_administrators(opened.entry))
        state_.charter.push_back(amendment(opened.position(), opened.signed_event));
      return;
    case Event::CODE_DEFINED: {
      const auto code = event.getCodeDefined();
      state_.codes[{code.getYear(), {static_cast<std::uint8_t>(code.getTable()), text_of(code.getCode())}}] =
          text_of(code.getName());
      return;
    }
    case Event::NOTICE_RECEIVED: {
      const auto notice = event.getNoticeReceived();
      const std::string body = text_of(notice.getBody());
      state_.notices[{body, text_of(notice.getNumber())}] = {opened.position(),
                                                             opened.day(),
                                                             body,
                                                             text_of(notice.getLevel()),
                                                             text_of(notice.getFunction()),
                                                             text_of(notice.getDirectMark()),
                                                             static_cast<FundSource>(notice.getNature()),
                                                             notice.getAmount()};
      return;
    }
    case Event::YEAR_CLOSED:
    case Event::YEAR_REOPENED:
      return turn_year(opened);
    case Event::REPORT_SUBMITTED: {
      const auto report = event.getReportSubmitted();
      if (view_of(report.getName()) != "budget-execution") return;
      // What was shown can no longer be reached from here without folding everything again, so the sums are those of
      // this moment; a submission follows its drawing at once.
      SubmittedReport& submitted = state_.submitted[report.getYear()];
      submitted = {text_of(report.getReport()), opened.position(), report.getPosition(), opened.day(), {}};
      for (auto line = state_.lines.lower_bound({report.getYear(), "", ""});
           line != state_.lines.end() && line->first.year == report.getYear(); ++line) {
        submitted.sums.emplace_hint(submitted.sums.end(), line->first, line->second.sums);
      }
      return;
    }
    default:
      return;
  }
}

}  // namespace sunledger
