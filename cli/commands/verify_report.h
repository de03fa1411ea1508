#pragma once
// sunledger verify REPORT: the part of the command that redraws a report.

#include <string>

#include "cli/output.h"
#include "ledger/base/result.h"

namespace sunledger {

class Context;

// `text` is what the file holds. Errors: those of redraw; corrupt or incomplete where it is not equal.
Result<ExitCode> verify_report(Context& context, const std::string& file, const std::string& text);

}  // namespace sunledger
