// `adjustments`: what changes an approved line. The line's year is the year of the date; `carry` brings money into the
// next one.

#include "cli/import/kinds/kinds.h"
#include "ledger/base/text.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

enum Change : std::size_t { add, cut, transfer, carry, recover };
constexpr std::array<std::string_view, 5> changes = {"add", "cut", "transfer", "carry", "recover"};

schema::LineChanged::Builder start(schema::Event::Builder event, std::size_t change) {
  switch (change) {
    case add:
      return event.initLineIncreased();
    case cut:
      return event.initLineReduced();
    case transfer:
      return event.initLineTransferred();
    case carry:
      return event.initLineCarriedOver();
    default:
      return event.initLineRecovered();
  }
}

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Changed = schema::LineChanged::Builder;
  RowFields& row = rows.front();
  const std::string& number = row.required("number");
  const Day date = row.day("date");
  const std::size_t change = row.choice("kind", changes);
  const std::string& line = row.required("line");
  const std::string& to_line = row.text("to_line");
  const std::int64_t fen = row.fen("amount");
  if (change == transfer && to_line.empty()) {
    row.problem("to_line", say("A transfer needs the line that the money goes to."));
  }
  if (change != transfer && change != carry && !to_line.empty()) {
    row.problem("to_line", say("Only a transfer and a carry-over go to another line."),
                say("Leave the cell empty, or correct the kind."));
  }
  if (!row.sound()) return false;
  EventBuilder builder;
  Changed changed = start(builder.root(), change);
  set_unless_empty(changed, &Changed::setBody, row.text("body"));
  changed.setNumber(number);
  changed.setLine(line);
  set_unless_empty(changed, &Changed::setToLine, to_line);
  changed.setAmount(fen);
  set_unless_empty(changed, &Changed::setDocument, row.text("document"));
  made.command = *business_command(builder.root().asReader(), date);
  made.event = builder.finish();
  made.date = date;
  made.fen = fen;
  return true;
}

}  // namespace

const ImportKind& adjustments_kind() {
  static const ImportKind kind = {"adjustments",
                                  {{"number", true, ColumnType::code},
                                   {"date", true, ColumnType::date},
                                   {"kind", true},
                                   {"line", true, ColumnType::code},
                                   {"to_line", false, ColumnType::code},
                                   {"amount", true, ColumnType::amount},
                                   {"document", false}},
                                  nullptr,
                                  make};
  return kind;
}

}  // namespace sunledger
