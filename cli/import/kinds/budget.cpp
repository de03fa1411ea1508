// `budget`: the approved lines of a year.

#include "cli/import/kinds/kinds.h"
#include "cli/import/kinds/values.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

constexpr std::array<std::string_view, 3> line_kinds = {"basic-personnel", "basic-public", "project"};  // LineKind

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Line = schema::BudgetLine::Builder;
  RowFields& row = rows.front();
  const std::string& line = row.required("line");
  const int year = row.year("year");
  const std::string& function = row.code("function", function_digits, true);
  const std::string& economic = row.code("economic", economic_digits, false);
  const std::size_t source = row.choice("source", source_values);
  const std::size_t kind = row.choice("kind", line_kinds);
  const std::int64_t fen = row.fen("amount", Sign::not_negative);  // a line may live by adjustments alone
  if (!row.sound()) return false;
  EventBuilder builder;
  Line approved = builder.root().initLineApproved();
  set_unless_empty(approved, &Line::setBody, row.text("body"));
  approved.setLine(line);
  approved.setYear(static_cast<std::uint16_t>(year));
  approved.setFunction(function);
  set_unless_empty(approved, &Line::setEconomic, economic);
  approved.setSource(static_cast<schema::Source>(source));
  approved.setKind(static_cast<schema::LineKind>(kind));
  set_unless_empty(approved, &Line::setProject, row.text("project"));
  approved.setAmount(fen);
  set_unless_empty(approved, &Line::setNotice, row.text("notice"));
  set_unless_empty(approved, &Line::setProcurement, row.text("procurement"));
  set_unless_empty(approved, &Line::setDocument, row.text("document"));
  made.command = *business_command(builder.root().asReader(), Day());
  made.event = builder.finish();
  made.fen = fen;
  return true;
}

}  // namespace

const ImportKind& budget_kind() {
  static const ImportKind kind = {"budget",
                                  {{"line", true, ColumnType::code},
                                   {"year", true, ColumnType::integer},
                                   {"function", true, ColumnType::code},
                                   {"economic", false, ColumnType::code},
                                   {"source", true},
                                   {"kind", true},
                                   {"project", false},
                                   {"amount", true, ColumnType::amount},
                                   {"notice", false, ColumnType::code},
                                   {"procurement", false},
                                   {"document", false}},
                                  nullptr,
                                  make};
  return kind;
}

}  // namespace sunledger
