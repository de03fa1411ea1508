#include "projections/package/rows.h"

#include "ledger/base/day.h"
#include "ledger/event/shape.h"
#include "ledger/rules/rule.h"
#include "projections/render/csv.h"

namespace sunledger {
namespace {

constexpr std::int32_t no_day = -2147483648;  // schema/money.capnp

void put(std::string& line, std::string_view field) {
  if (!line.empty()) line += ",";
  line += csv_words(field);
}

}  // namespace

Status RowOutput::begin(TextOutputs& outputs, const std::string& path, std::string_view columns) {
  TRY_ASSIGN(output_, outputs.open(path));
  return output_->write("position,recorded_at,day,author,event,let_through," + std::string(columns) + "\r\n");
}

Status RowOutput::row(const OpenedEvent& opened, std::initializer_list<std::string> fields) {
  std::string line;
  put(line, std::to_string(opened.position()));
  put(line, to_text_utc(opened.entry.recorded_ms));
  put(line, to_text(opened.day()));
  put(line, to_hex(opened.entry.author.view()));
  put(line, kind_name(static_cast<std::uint16_t>(opened.event().which())));
  put(line, let_through(opened.entry));
  for (const std::string& field : fields) put(line, field);
  return output_->write(line + "\r\n");
}

std::string let_through(const Entry& entry) {
  std::string names;
  for (const std::uint16_t number : entry.rules) {
    const RuleText* rule = rule_by_number(number);
    names += (names.empty() ? "" : " ") + (rule != nullptr ? std::string(rule->name) : "#" + std::to_string(number));
  }
  return names;
}

std::string shown_hex(capnp::Data::Reader bytes) {
  return to_hex({bytes.begin(), bytes.size()});
}

std::string shown_day(std::int32_t day) {
  return day == no_day ? std::string() : to_text(Day(day));
}

std::string shown_role(schema::Role role) {
  static const std::vector<std::string>& names =
      kind_shapes()[static_cast<std::size_t>(schema::Event::OFFICER_APPOINTED)].object.find("roles")->choices;
  const auto number = static_cast<std::size_t>(role);
  return number < names.size() ? names[number] : "#" + std::to_string(number);
}

std::string shown_roles(capnp::List<schema::Role>::Reader roles) {
  std::string names;
  for (const schema::Role role : roles) names += (names.empty() ? "" : " ") + shown_role(role);
  return names;
}

}  // namespace sunledger
