// `codes`: a year's code tables, one code a row.

#include "cli/import/kinds/kinds.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

constexpr std::array<std::string_view, 2> tables = {"function", "economic"};  // schema::CodeTable
constexpr std::array<std::size_t, 3> function_lengths = {3, 5, 7};            // 类, 款, 项
constexpr std::array<std::size_t, 2> economic_lengths = {3, 5};               // 类, 款

bool make(std::span<RowFields> rows, RowEvent& made) {
  RowFields& row = rows.front();
  const int year = row.year("year");
  const std::size_t table = row.choice("table", tables);
  const std::string& code =
      table == 0 ? row.code("code", function_lengths, true) : row.code("code", economic_lengths, true);
  const std::string& name = row.required("name");
  if (!row.sound()) return false;
  EventBuilder builder;
  auto defined = builder.root().initCodeDefined();
  defined.setYear(static_cast<std::uint16_t>(year));
  defined.setTable(static_cast<schema::CodeTable>(table));
  defined.setCode(code);
  defined.setName(name);
  made.command = *business_command(builder.root().asReader(), Day());
  made.event = builder.finish();
  return true;
}

}  // namespace

const ImportKind& codes_kind() {
  static const ImportKind kind = {
      "codes",
      {{"year", true, ColumnType::integer}, {"table", true}, {"code", true, ColumnType::code}, {"name", true}},
      nullptr,
      make};
  return kind;
}

}  // namespace sunledger
