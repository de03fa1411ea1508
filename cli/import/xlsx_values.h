#pragma once
// What a spreadsheet's stored values mean: binary numbers as decimals, serial days as dates, escaped characters.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/day.h"

namespace sunledger {

// A stored number ("0.30000000000000004", "1.5E+3") as a plain decimal of its first 15 significant digits, which are
// all that a spreadsheet keeps: "0.3", "1500". Nothing for what is no number, or 10^15 and above.
std::optional<std::string> plain_decimal(std::string_view stored);

// Whether a number format (ECMA-376 part 1, §18.8.30) shows a date: by its id for the built-in ones, among them the
// Chinese 27–36 and 50–58, or by its code having a day or year.
bool is_date_format_id(std::uint32_t id);
bool is_date_format_code(std::string_view code);

struct SerialDay {
  Day day;
  bool has_time = false;
};
// Days since 1899-12-30, or since 1904-01-01 in files from old Macs. Nothing for days parse_day would refuse; those
// include the 1900-02-29 that never was.
std::optional<SerialDay> day_of_serial(std::string_view stored, bool since_1904);

// "_x000D_" → carriage return (ST_Xstring, ECMA-376 part 1, §22.9.2.19), "_x005F_" → "_".
std::string unescape_xstring(std::string_view text);

}  // namespace sunledger
