#include "projections/views/accounts.h"

#include "ledger/base/text.h"
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
void members_of(AccountContract::Part& part, Archive& archive) {
  archive(part.bound_fen, part.paid_fen);
}
template <class Archive>
void members_of(AccountContract& contract, Archive& archive) {
  archive(contract.year, contract.body, contract.ended, contract.parts);
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
          state.contracts, state.refunds, state.charter, state.submitted, state.found);
}

namespace {

std::int64_t back_of(const std::vector<std::pair<std::int64_t, std::int64_t>>* refunds, std::size_t part) {
  return refunds == nullptr || part >= refunds->size() ? 0 : (*refunds)[part].first;
}

}  // namespace

std::int64_t AccountContract::open_fen(const std::string& line) const {
  const auto part = parts.find(line);
  if (ended || part == parts.end()) return 0;
  return std::max<std::int64_t>(0, part->second.bound_fen - part->second.paid_fen);
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

Status AccountsView::fold(const OpenedEvent& opened) {
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

AccountLine& AccountsView::move(const LineKey& key, Measure measure, std::int64_t fen, const Positions& positions) {
  AccountLine& line = state_.lines[key];
  std::int64_t& sum = line.sums.fen[static_cast<std::size_t>(measure)];
  overflowed_ = __builtin_add_overflow(sum, fen, &sum) || overflowed_;
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
        std::int64_t& sum = state_.openings[{opening.getYear(), {body, static_cast<FundSource>(opening.getSource())}}];
        overflowed_ = __builtin_add_overflow(sum, opening.getAmount(), &sum) || overflowed_;
      }
      return;
    }
    default:
      return;
  }
}

void AccountsView::move_left(const RecordedPayment& payment, Measure measure, int sign, const Positions& positions) {
  const auto refunds = state_.refunds.find(payment.position);
  for (std::size_t i = 0; i < payment.parts.size(); ++i) {
    const auto& part = payment.parts[i];
    const std::int64_t back = back_of(refunds == state_.refunds.end() ? nullptr : &refunds->second, i);
    move({payment.year, payment.body, part.line}, measure, sign * (part.amount_fen - back), positions);
  }
}

template <class Change>
void AccountsView::rebind(AccountContract& contract, const std::string& line, const Positions& positions,
                          Change change) {
  const std::int64_t before = contract.open_fen(line);
  change();
  const std::int64_t after = contract.open_fen(line);
  if (before != after) move({contract.year, contract.body, line}, Measure::encumbered, after - before, positions);
}

void AccountsView::pay_contract(const RecordedPayment& payment, std::size_t part, std::int64_t fen,
                                const Positions& positions) {
  const auto& [line, id, amount] = payment.parts[part];
  if (id.empty()) return;
  const auto contract = state_.contracts.find(id);
  if (contract == state_.contracts.end()) return;
  // Another year's payment, or on a line that the contract does not bind, frees nothing on its lines.
  if (contract->second.year != payment.year || contract->second.body != payment.body) return;
  const auto bound = contract->second.parts.find(line);
  if (bound == contract->second.parts.end()) return;
  rebind(contract->second, line, positions, [&] { bound->second.paid_fen += fen; });
}

void AccountsView::refund(const OpenedEvent& opened, const RecordedPayment& payment) {
  const Positions positions = {payment.position, opened.position()};
  const auto year = state_.years.find({payment.year, payment.body});
  const bool after_close = year != state_.years.end() && year->second.closed;
  auto& back = state_.refunds[payment.position];
  back.resize(payment.parts.size());
  for (auto refunded : opened.event().getPaymentRefunded().getParts()) {
    // A line that the payment names several times gets it back in the order of the parts.
    std::int64_t left = refunded.getAmount();
    for (std::size_t i = 0; i < payment.parts.size() && left > 0; ++i) {
      const auto& part = payment.parts[i];
      if (part.line != view_of(refunded.getLine())) continue;
      const std::int64_t fen = std::min(left, part.amount_fen - back[i].first);
      left -= fen;
      back[i].first += fen;
      const LineKey key{payment.year, payment.body, part.line};
      if (after_close) {
        back[i].second += fen;
        move(key, Measure::refunded_after_close, fen, positions);
      } else {
        move(key, Measure::paid, -fen, positions);
        pay_contract(payment, i, -fen, positions);
      }
    }
  }
}

Status AccountsView::fold_payment(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  const auto release = [&](const RecordedPayment& payment, Measure measure) {
    const Positions positions = {payment.position, opened.position()};
    const auto refunds = state_.refunds.find(payment.position);
    for (std::size_t i = 0; i < payment.parts.size(); ++i) {
      const std::int64_t back = back_of(refunds == state_.refunds.end() ? nullptr : &refunds->second, i);
      pay_contract(payment, i, back - payment.parts[i].amount_fen, positions);
    }
    move_left(payment, measure, -1, positions);
  };
  const auto each = [&](capnp::List<std::uint64_t>::Reader payments, auto&& handle) -> Status {
    for (const std::uint64_t position : payments) {
      TRY_ASSIGN(const auto payment, opened.payments.at(position));
      if (counts(payment->day)) handle(*payment);
    }
    return {};
  };
  const auto one = [&](std::uint64_t position, auto&& handle) -> Status {
    TRY_ASSIGN(const auto payment, opened.payments.at(position));
    if (counts(payment->day)) handle(*payment);
    return {};
  };
  switch (event.which()) {
    case Event::PAYMENT_RECORDED: {
      const RecordedPayment payment = read_payment(event.getPaymentRecorded(), opened.day(), opened.position());
      if (!counts(payment.day)) return {};
      move_left(payment, Measure::pending, 1, {payment.position});
      for (std::size_t i = 0; i < payment.parts.size(); ++i) {
        pay_contract(payment, i, payment.parts[i].amount_fen, {payment.position});
      }
      return {};
    }
    case Event::PAYMENTS_APPROVED:
      return each(event.getPaymentsApproved().getPayments(), [&](const RecordedPayment& payment) {
        const Positions positions = {payment.position, opened.position()};
        move_left(payment, Measure::pending, -1, positions);
        move_left(payment, Measure::paid, 1, positions);
      });
    case Event::PAYMENTS_REJECTED:
      return each(event.getPaymentsRejected().getPayments(),
                  [&](const RecordedPayment& payment) { release(payment, Measure::pending); });
    case Event::PAYMENT_RETURNED:
      return one(event.getPaymentReturned().getPayment(),
                 [&](const RecordedPayment& payment) { release(payment, Measure::paid); });
    case Event::PAYMENT_REVERSED:
      return one(event.getPaymentReversed().getPayment(),
                 [&](const RecordedPayment& payment) { release(payment, Measure::paid); });
    case Event::PAYMENT_REFUNDED:
      return one(event.getPaymentRefunded().getPayment(),
                 [&](const RecordedPayment& payment) { refund(opened, payment); });
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
      for (auto part : contract_signed.getParts()) {
        const std::string line = text_of(part.getLine());
        rebind(contract, line, here, [&] { contract.parts[line].bound_fen += part.getAmount(); });
      }
      return;
    }
    case Event::CONTRACT_CHANGED: {
      const auto changed = event.getContractChanged();
      const auto contract = state_.contracts.find(text_of(changed.getContract()));
      if (contract == state_.contracts.end()) return;
      const std::string line = text_of(changed.getLine());
      rebind(contract->second, line, here, [&] { contract->second.parts[line].bound_fen += changed.getIncrease(); });
      return;
    }
    case Event::CONTRACT_ENDED: {
      const auto contract = state_.contracts.find(text_of(event.getContractEnded().getContract()));
      if (contract == state_.contracts.end()) return;
      for (const auto& [line, part] : contract->second.parts) {
        const std::int64_t open = contract->second.open_fen(line);
        if (open != 0) move({contract->second.year, contract->second.body, line}, Measure::encumbered, -open, here);
      }
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
    case Event::CHARTER_AMENDED: {
      const auto amended = event.getCharterAmended();
      state_.charter.push_back({opened.position(), text_of(amended.getNumber()), text_of(amended.getReason()),
                                opened.day(), Day(amended.getEffective())});
      return;
    }
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
