// `payments`: one voucher a payment. Rows of one voucher that follow each other are its parts, and agree in everything
// that the voucher says once.

#include "cli/import/kinds/kinds.h"
#include "ledger/base/money.h"
#include "ledger/base/text.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

constexpr std::array<std::string_view, 2> payee_kinds = {"org", "person"};  // schema::PayeeKind
constexpr std::array<std::string_view, 8> methods = {"treasury",    "direct",        "authorised", "transfer",
                                                     "own-account", "official-card", "card",       "cash"};
constexpr std::array<std::string_view, 5> said_once = {"date", "payee_kind", "payee", "account_tail", "method"};

// The voucher's year belongs to its key: numbers begin anew every January.
std::string voucher_of(const RowFields& row) {
  std::string key = row.text("body");
  key += '\x1f';
  key += std::string_view(row.text("date")).substr(0, 4);
  key += '\x1f';
  key += row.text("voucher");
  return key;
}

bool agrees(const RowFields& first, RowFields& row) {
  for (const std::string_view column : said_once) {
    if (row.text(column) == first.text(column)) continue;
    row.problem(column, say("The rows of a voucher differ here: this one and row {0}.", {first.row()}),
                say("Rows with one voucher are the parts of one payment: same date, payee and method."));
  }
  return row.sound();
}

struct Part {
  std::int64_t fen = 0;
  const RowFields* row = nullptr;
};

bool read_part(RowFields& row, Part& part) {
  row.required("line");
  row.required("purpose");
  part.fen = row.fen("amount");
  part.row = &row;
  return row.sound();
}

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Payment = schema::PaymentRecorded::Builder;
  using PartBuilder = schema::PaymentPart::Builder;
  RowFields& first = rows.front();
  const std::string& voucher = first.required("voucher");
  const Day date = first.day("date");
  const std::size_t payee_kind = first.choice("payee_kind", payee_kinds, 0);
  const std::string& payee = first.required("payee");
  const std::size_t method = first.choice("method", methods);
  bool sound = first.sound();
  std::vector<Part> parts(rows.size());
  std::int64_t whole_fen = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sound = (i == 0 || agrees(first, rows[i])) && sound;
    sound = read_part(rows[i], parts[i]) && sound;
    if (whole_fen + parts[i].fen > max_amount_fen) {
      rows[i].problem("amount", say("The parts of this voucher add up to more than any budget."));
      return false;
    }
    whole_fen += parts[i].fen;
  }
  if (!sound) return false;
  EventBuilder builder;
  Payment payment = builder.root().initPaymentRecorded();
  set_unless_empty(payment, &Payment::setBody, first.text("body"));
  payment.setVoucher(voucher);
  payment.setPayeeKind(static_cast<schema::PayeeKind>(payee_kind));
  payment.setPayee(payee);
  set_unless_empty(payment, &Payment::setAccountTail, first.text("account_tail"));
  payment.setMethod(static_cast<schema::Method>(method));
  auto list = payment.initParts(static_cast<unsigned>(parts.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    const RowFields& row = *parts[i].row;
    PartBuilder part = list[i];
    part.setLine(row.text("line"));
    part.setAmount(parts[i].fen);
    part.setPurpose(row.text("purpose"));
    set_unless_empty(part, &PartBuilder::setMemo, row.text("memo"));
    set_unless_empty(part, &PartBuilder::setDecision, row.text("decision"));
    set_unless_empty(part, &PartBuilder::setContract, row.text("contract"));
  }
  made.command = *business_command(builder.root().asReader(), date);
  made.event = builder.finish();
  made.date = date;
  made.fen = whole_fen;
  return true;
}

}  // namespace

const ImportKind& payments_kind() {
  static const ImportKind kind = {"payments",
                                  {{"voucher", true, ColumnType::code},
                                   {"date", true, ColumnType::date},
                                   {"line", true, ColumnType::code},
                                   {"payee_kind", false},
                                   {"payee", true},
                                   {"account_tail", false, ColumnType::code},
                                   {"purpose", true, ColumnType::code},
                                   {"memo", false},
                                   {"amount", true, ColumnType::amount},
                                   {"method", true},
                                   {"decision", false, ColumnType::code},
                                   {"contract", false, ColumnType::code}},
                                  voucher_of,
                                  make,
                                  N_("Sort the file by voucher: rows of one voucher are the parts of one payment and "
                                     "stand together.")};
  return kind;
}

}  // namespace sunledger
