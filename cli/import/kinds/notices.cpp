// `notices`: quota notices (指标文).

#include "cli/import/kinds/kinds.h"
#include "cli/import/kinds/values.h"
#include "ledger/event/business_command.h"
#include "ledger/event/open.h"

namespace sunledger {
namespace {

constexpr std::array<std::size_t, 2> government_digits = {3, 5};  // 政府预算支出经济分类: 类, 款

bool make(std::span<RowFields> rows, RowEvent& made) {
  using Notice = schema::NoticeReceived::Builder;
  RowFields& row = rows.front();
  const std::string& number = row.required("number");
  const Day date = row.day("date");
  const std::size_t nature = row.choice("nature", source_values);
  const std::string& function = row.code("function", function_digits, true);
  const std::string& government = row.code("government_economic", government_digits, false);
  const std::string& economic = row.code("economic", economic_digits, false);
  const std::int64_t fen = row.fen("amount");
  if (!row.sound()) return false;
  EventBuilder builder;
  Notice notice = builder.root().initNoticeReceived();
  set_unless_empty(notice, &Notice::setBody, row.text("body"));
  notice.setNumber(number);
  set_unless_empty(notice, &Notice::setLevel, row.text("level"));
  notice.setNature(static_cast<schema::Source>(nature));
  notice.setFunction(function);
  set_unless_empty(notice, &Notice::setGovernmentEconomic, government);
  set_unless_empty(notice, &Notice::setEconomic, economic);
  set_unless_empty(notice, &Notice::setDirectMark, row.text("direct_mark"));
  notice.setAmount(fen);
  const std::vector<std::string> names = row.list("uses");
  if (!names.empty()) {
    auto uses = notice.initUses(static_cast<unsigned>(names.size()));
    for (unsigned i = 0; i < uses.size(); ++i) uses.set(i, names[i]);
  }
  set_unless_empty(notice, &Notice::setDocument, row.text("document"));
  made.command = *business_command(builder.root().asReader(), date);
  made.event = builder.finish();
  made.date = date;
  made.fen = fen;
  return true;
}

}  // namespace

const ImportKind& notices_kind() {
  static const ImportKind kind = {"notices",
                                  {{"number", true, ColumnType::code},
                                   {"date", true, ColumnType::date},
                                   {"level", false},
                                   {"nature", true},
                                   {"function", true, ColumnType::code},
                                   {"government_economic", false, ColumnType::code},
                                   {"economic", false, ColumnType::code},
                                   {"direct_mark", false},
                                   {"amount", true, ColumnType::amount},
                                   {"uses", false},
                                   {"document", false}},
                                  nullptr,
                                  make};
  return kind;
}

}  // namespace sunledger
