#include "tests/support/books.h"

namespace sunledger {
namespace {

// "Not given" is an absent text; an empty one never passes the gate.
template <class Set>
void give(const std::string& text, Set set) {
  if (!text.empty()) set(capnp::Text::Reader(text.c_str(), text.size()));
}

template <class Builder>
void fill_positions(Builder builder, const std::vector<std::uint64_t>& payments) {
  auto list = builder.initPayments(static_cast<unsigned>(payments.size()));
  for (unsigned i = 0; i < payments.size(); ++i) list.set(i, payments[i]);
}

}  // namespace

std::uint64_t Books::record(const std::string& day, const EntryList::Fill& fill) {
  ++numbers_;
  return log.record(day, fill, batch, std::exchange(rules, {}));
}

std::uint64_t Books::open(const std::string& origin, const std::string& name) {
  return record("2024-01-01", [&](schema::Event::Builder event) {
    auto opened = event.initLedgerOpened();
    opened.setOrigin(origin.c_str());
    opened.setName(name.c_str());
    opened.setPerson("admin");
  });
}

std::uint64_t Books::code(int year, bool economic, const std::string& code, const std::string& name) {
  return record("2024-01-01", [&](schema::Event::Builder event) {
    auto defined = event.initCodeDefined();
    defined.setYear(static_cast<std::uint16_t>(year));
    defined.setTable(economic ? schema::CodeTable::ECONOMIC : schema::CodeTable::FUNCTION);
    defined.setCode(code.c_str());
    defined.setName(name.c_str());
  });
}

std::uint64_t Books::line(int year, const BookLine& line, std::int64_t fen, bool approved) {
  return record(std::to_string(year) + "-01-02", [&](schema::Event::Builder event) {
    auto defined = approved ? event.initLineApproved() : event.initLineProvisional();
    give(body, [&](auto text) { defined.setBody(text); });
    defined.setLine(line.line.c_str());
    defined.setYear(static_cast<std::uint16_t>(year));
    give(line.function, [&](auto text) { defined.setFunction(text); });
    give(line.economic, [&](auto text) { defined.setEconomic(text); });
    defined.setSource(line.source);
    defined.setKind(line.kind);
    give(line.project, [&](auto text) { defined.setProject(text); });
    give(line.notice, [&](auto text) { defined.setNotice(text); });
    defined.setAmount(fen);
  });
}

std::uint64_t Books::change(const std::string& day, Change kind, const std::string& line, std::int64_t fen,
                            const std::string& to_line) {
  return record(day, [&](schema::Event::Builder event) {
    auto changed = kind == Change::increased      ? event.initLineIncreased()
                   : kind == Change::reduced      ? event.initLineReduced()
                   : kind == Change::transferred  ? event.initLineTransferred()
                   : kind == Change::carried_over ? event.initLineCarriedOver()
                                                  : event.initLineRecovered();
    give(body, [&](auto text) { changed.setBody(text); });
    changed.setNumber("A" + std::to_string(numbers_));
    changed.setLine(line.c_str());
    give(to_line, [&](auto text) { changed.setToLine(text); });
    changed.setAmount(fen);
  });
}

std::uint64_t Books::receive(const std::string& day, const std::string& line, std::int64_t fen) {
  return record(day, [&](schema::Event::Builder event) {
    auto receipt = event.initReceiptRecorded();
    give(body, [&](auto text) { receipt.setBody(text); });
    receipt.setNumber("R" + std::to_string(numbers_));
    receipt.setLine(line.c_str());
    receipt.setAmount(fen);
  });
}

std::uint64_t Books::opening(int year, schema::Source source, const std::string& line, std::int64_t fen) {
  return record(std::to_string(year) + "-01-02", [&](schema::Event::Builder event) {
    auto opening = event.initOpeningRecorded();
    give(body, [&](auto text) { opening.setBody(text); });
    opening.setYear(static_cast<std::uint16_t>(year));
    opening.setSource(source);
    give(line, [&](auto text) { opening.setLine(text); });
    opening.setAmount(fen);
  });
}

std::uint64_t Books::pay(const std::string& day, const std::vector<BookPart>& parts) {
  return record(day, [&](schema::Event::Builder event) {
    auto payment = event.initPaymentRecorded();
    give(body, [&](auto text) { payment.setBody(text); });
    payment.setVoucher("V" + std::to_string(numbers_));
    payment.setPayee("payee");
    auto list = payment.initParts(static_cast<unsigned>(parts.size()));
    for (unsigned i = 0; i < parts.size(); ++i) {
      list[i].setLine(parts[i].line.c_str());
      list[i].setAmount(parts[i].fen);
      give(parts[i].contract, [&](auto text) { list[i].setContract(text); });
    }
  });
}

std::uint64_t Books::review(const std::string& day, const std::vector<std::uint64_t>& payments) {
  return record(day, [&](schema::Event::Builder event) { fill_positions(event.initPaymentsReviewed(), payments); });
}

std::uint64_t Books::approve(const std::string& day, const std::vector<std::uint64_t>& payments) {
  return record(day, [&](schema::Event::Builder event) { fill_positions(event.initPaymentsApproved(), payments); });
}

std::uint64_t Books::reject(const std::string& day, const std::vector<std::uint64_t>& payments) {
  return record(day, [&](schema::Event::Builder event) {
    auto rejected = event.initPaymentsRejected();
    rejected.setReason("wrong");
    fill_positions(rejected, payments);
  });
}

std::uint64_t Books::returned(const std::string& day, std::uint64_t payment) {
  return record(day, [&](schema::Event::Builder event) {
    event.initPaymentReturned().setReason("account closed");
    event.getPaymentReturned().setPayment(payment);
  });
}

std::uint64_t Books::refund(const std::string& day, std::uint64_t payment, const std::vector<BookPart>& parts) {
  return record(day, [&](schema::Event::Builder event) {
    auto refunded = event.initPaymentRefunded();
    refunded.setPayment(payment);
    auto list = refunded.initParts(static_cast<unsigned>(parts.size()));
    for (unsigned i = 0; i < parts.size(); ++i) {
      list[i].setLine(parts[i].line.c_str());
      list[i].setAmount(parts[i].fen);
    }
  });
}

std::uint64_t Books::reverse(const std::string& day, std::uint64_t payment) {
  return record(day, [&](schema::Event::Builder event) {
    event.initPaymentReversed().setReason("recorded twice");
    event.getPaymentReversed().setPayment(payment);
  });
}

std::uint64_t Books::sign_contract(const std::string& day, const std::string& contract, int year,
                                   const std::vector<BookPart>& parts) {
  return record(day, [&](schema::Event::Builder event) {
    auto contract_signed = event.initContractSigned();
    contract_signed.setContract(contract.c_str());
    contract_signed.setSupplier("supplier");
    give(body, [&](auto text) { contract_signed.setBody(text); });
    contract_signed.setYear(static_cast<std::uint16_t>(year));
    auto list = contract_signed.initParts(static_cast<unsigned>(parts.size()));
    for (unsigned i = 0; i < parts.size(); ++i) {
      list[i].setLine(parts[i].line.c_str());
      list[i].setAmount(parts[i].fen);
    }
  });
}

std::uint64_t Books::change_contract(const std::string& day, const std::string& contract, const std::string& line,
                                     std::int64_t fen) {
  return record(day, [&](schema::Event::Builder event) {
    auto changed = event.initContractChanged();
    changed.setContract(contract.c_str());
    changed.setLine(line.c_str());
    changed.setIncrease(fen);
  });
}

std::uint64_t Books::end_contract(const std::string& day, const std::string& contract) {
  return record(day, [&](schema::Event::Builder event) { event.initContractEnded().setContract(contract.c_str()); });
}

std::uint64_t Books::close_year(const std::string& day, int year) {
  return record(day, [&](schema::Event::Builder event) {
    auto closed = event.initYearClosed();
    give(body, [&](auto text) { closed.setBody(text); });
    closed.setYear(static_cast<std::uint16_t>(year));
  });
}

std::uint64_t Books::reopen_year(const std::string& day, int year) {
  return record(day, [&](schema::Event::Builder event) {
    auto reopened = event.initYearReopened();
    give(body, [&](auto text) { reopened.setBody(text); });
    reopened.setYear(static_cast<std::uint16_t>(year));
  });
}

std::uint64_t Books::submit_report(const std::string& day, const std::string& name, int year) {
  return record(day, [&](schema::Event::Builder event) {
    auto submitted = event.initReportSubmitted();
    submitted.setReport("S" + std::to_string(numbers_));
    submitted.setName(name.c_str());
    submitted.setYear(static_cast<std::uint16_t>(year));
    submitted.setPosition(log.size());
  });
}

std::uint64_t Books::amend_charter(const std::string& day, const std::string& number, const std::string& effective) {
  return record(day, [&](schema::Event::Builder event) {
    auto amended = event.initCharterAmended();
    amended.setNumber(number.c_str());
    amended.setReason("thresholds");
    amended.setEffective(parse_day(effective)->since_1970);
  });
}

std::uint64_t Books::open_batch(const std::string& day) {
  batch = 0;
  const std::uint64_t position =
      record(day, [](schema::Event::Builder event) { event.initBatchOpened().setImport("payments"); });
  batch = position;
  return position;
}

std::uint64_t Books::close_batch(const std::string& day) {
  const std::uint64_t opened = std::exchange(batch, 0);
  return record(day, [&](schema::Event::Builder event) { event.initBatchClosed().setBatch(opened); });
}

std::uint64_t Books::abandon_batch(const std::string& day) {
  const std::uint64_t opened = std::exchange(batch, 0);
  return record(day, [&](schema::Event::Builder event) {
    event.initBatchAbandoned().setBatch(opened);
    event.getBatchAbandoned().setReason("wrong file");
  });
}

}  // namespace sunledger
