// `receipts`: money received for a line, in the year of its date.

#include "cli/import/kinds/kinds.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Received = schema::ReceiptRecorded::Builder;
  RowFields& row = rows.front();
  const std::string& number = row.required("number");
  const std::string& line = row.required("line");
  const Day date = row.day("date");
  const std::int64_t fen = row.fen("amount");
  if (!row.sound()) return false;
  EventBuilder builder;
  Received received = builder.root().initReceiptRecorded();
  set_unless_empty(received, &Received::setBody, row.text("body"));
  received.setNumber(number);
  received.setLine(line);
  received.setAmount(fen);
  set_unless_empty(received, &Received::setFrom, row.text("from"));
  set_unless_empty(received, &Received::setDocument, row.text("document"));
  made.command = *business_command(builder.root().asReader(), date);
  made.event = builder.finish();
  made.date = date;
  made.fen = fen;
  return true;
}

}  // namespace

const ImportKind& receipts_kind() {
  static const ImportKind kind = {"receipts",
                                  {{"number", true, ColumnType::code},
                                   {"line", true, ColumnType::code},
                                   {"date", true, ColumnType::date},
                                   {"amount", true, ColumnType::amount},
                                   {"from", false},
                                   {"document", false}},
                                  nullptr,
                                  make};
  return kind;
}

}  // namespace sunledger
