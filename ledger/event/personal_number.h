#pragma once
// Whether a text holds a number that belongs to a person and can never be taken back out of a log: an ID card's
// (GB 11643: 18 characters with region, birthday and check character), a disabled person's certificate's (the same and
// category and grade behind it), or a bank card's (ISO/IEC 7812: 15–19 digits with a check digit). Judged by validity,
// so that voucher, document and contract numbers pass, however long; an organisation's 统一社会信用代码 (GB 32100) too.

#include <string_view>

#include "ledger/base/text.h"

namespace sunledger {

// What to do instead, for say().
inline constexpr const char* personal_number_hint = N_(
    "Leave the number out: what is recorded can never be erased. Name the list or the document in which it stands, or "
    "at most the number's last four digits.");

// Of UTF-8 text; full-width digits count as digits, and one space or hyphen between digits parts no number.
bool holds_personal_number(std::string_view text);

}  // namespace sunledger
