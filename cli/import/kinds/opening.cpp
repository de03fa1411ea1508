// `opening`: what a year begins with (年初结转和结余), of a line or of a source as a whole.

#include "cli/import/kinds/kinds.h"
#include "cli/import/kinds/values.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Opening = schema::OpeningRecorded::Builder;
  RowFields& row = rows.front();
  const int year = row.year("year");
  const std::size_t source = row.choice("source", source_values);
  const std::int64_t fen = row.fen("amount", Sign::not_negative);
  if (!row.sound()) return false;
  EventBuilder builder;
  Opening opening = builder.root().initOpeningRecorded();
  set_unless_empty(opening, &Opening::setBody, row.text("body"));
  opening.setYear(static_cast<std::uint16_t>(year));
  opening.setSource(static_cast<schema::Source>(source));
  set_unless_empty(opening, &Opening::setLine, row.text("line"));
  opening.setAmount(fen);
  set_unless_empty(opening, &Opening::setDocument, row.text("document"));
  made.command = *business_command(builder.root().asReader(), Day());
  made.event = builder.finish();
  made.fen = fen;
  return true;
}

}  // namespace

const ImportKind& opening_kind() {
  static const ImportKind kind = {"opening",
                                  {{"year", true, ColumnType::integer},
                                   {"source", true},
                                   {"line", false, ColumnType::code},
                                   {"amount", true, ColumnType::amount},
                                   {"document", false}},
                                  nullptr,
                                  make};
  return kind;
}

}  // namespace sunledger
