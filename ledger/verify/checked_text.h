#pragma once
// Small text files that their reader keeps and must be able to rely on: the last line is `checksum: <64 hex>`, SHA-256
// of all lines before it. It tells damage and slips of an editor; it is no defence against somebody who writes the
// file.

#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace sunledger {

std::string with_checksum(std::string lines);
// The lines before the checksum. `what` names the kind of file in errors. Errors: invalid.
Result<std::string_view> without_checksum(std::string_view text, const std::string& what);

}  // namespace sunledger
