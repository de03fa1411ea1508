#pragma once
// XLSX files for tests: from hand-written XML parts, packed by libzip, so that hostile ones can be made too.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunledger::test {

using Parts = std::map<std::string, std::string>;

// The parts of a workbook with one sheet. `sheet_data` stands within <sheetData>, `behind` after it.
Parts workbook_parts(std::string_view sheet_data, std::string_view behind = {}, std::string_view styles = {},
                     std::string_view shared_strings = {});
// <row r="N"><c r="A1" t="inlineStr">…: texts only.
std::string text_row(int number, const std::vector<std::string>& texts);
void pack(const std::string& path, const Parts& parts);

}  // namespace sunledger::test
