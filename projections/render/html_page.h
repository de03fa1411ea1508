#pragma once
// The page's markup and style sheet, apart from what fills them. Private to render: only html.cpp reads it.

#include <string_view>

namespace sunledger::html_page {

extern const std::string_view style;   // free of & and <, so that it is the same in HTML and XML
extern const std::string_view page;    // the whole document
extern const std::string_view table;   // caption, header, rows
extern const std::string_view row;     // one <tr>
extern const std::string_view figure;  // a chart with its caption

}  // namespace sunledger::html_page
