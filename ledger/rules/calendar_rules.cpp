// Reference data of a year: its working days, and the names of its budget codes.

#include <set>

#include "ledger/rules/identity_family.h"
#include "ledger/rules/judge.h"

namespace sunledger {
namespace {

constexpr int saturday = 6;

// The day, when it is one of that year that the calendar has not named yet.
std::optional<Day> take_day(Judge& judge, std::string_view text, int year, std::set<Day>& seen) {
  const auto day = parse_day(text);
  if (!judge.require(
          day && year_of(*day) == year, Rule::event_fields,
          [&] {
            return say("“{0}” is not a day of {1}.", {text, year});
          },
          N_("Write days as YYYY-MM-DD; days of another year belong to that year's calendar.")))
    return std::nullopt;
  if (!judge.require(
          seen.insert(*day).second, Rule::event_fields,
          [&] {
            return say("The calendar of {0} names {1} more than once.", {year, text});
          },
          N_("A day is a holiday or a make-up day, once.")))
    return std::nullopt;
  return day;
}

void judge_published(Judge& judge, schema::CalendarPublished::Reader event) {
  std::set<Day> seen;
  for (const auto text : event.getHolidays()) {
    if (!take_day(judge, view_of(text), event.getYear(), seen)) return;
  }
  for (const auto text : event.getMakeUpDays()) {
    const auto day = take_day(judge, view_of(text), event.getYear(), seen);
    if (!day) return;
    if (!judge.require(
            weekday_of(*day) >= saturday, Rule::event_fields,
            [&] { return say("{0} is no weekend day: it is worked anyway.", {view_of(text)}); },
            N_("Make-up days are the Saturdays and Sundays on which the State Council's notice lets people work.")))
      return;
  }
}

bool is_code(schema::CodeTable table, std::string_view code) {
  if (!std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  return code.size() == 3 || code.size() == 5 || (code.size() == 7 && table == schema::CodeTable::FUNCTION);
}

void judge_code(Judge& judge, schema::CodeDefined::Reader event) {
  const std::string_view code = view_of(event.getCode());
  if (!judge.require(
          is_code(event.getTable(), code), Rule::event_fields,
          [&] {
            return event.getTable() == schema::CodeTable::FUNCTION
                       ? say("“{0}” is no functional code: those have 3, 5 or 7 digits.", {code})
                       : say("“{0}” is no economic code: those have 3 or 5 digits.", {code});
          },
          N_("Copy the code from the year's table of the Ministry of Finance.")))
    return;
  const auto table = static_cast<std::uint8_t>(event.getTable());
  const std::string key = join_identity({std::to_string(event.getYear()), std::to_string(table), code});
  if (!judge.take_identity(identity_family::code, key, format_text("{0} {1}", {event.getYear(), code}))) return;
  judge.facts.set_code(event.getYear(), table, code, view_of(event.getName()));
}

}  // namespace

void judge_calendar(Judge& judge) {
  const auto event = judge.event.getEvent();
  if (event.isCalendarPublished()) return judge_published(judge, event.getCalendarPublished());
  INVARIANT(event.isCodeDefined());
  judge_code(judge, event.getCodeDefined());
}

}  // namespace sunledger
