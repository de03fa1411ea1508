#pragma once
// sunledger verify REPORT: the part of the command that redraws a report, from the ledger or from tiles.

#include <string>

#include "cli/output.h"
#include "ledger/base/result.h"
#include "projections/redraw/verified_tiles.h"

namespace sunledger {

class Context;

// `text` is what the file holds. Errors: those of redraw; corrupt or incomplete where the report is not equal.
Result<ExitCode> verify_report_from_ledger(Context& context, const std::string& file, const std::string& text);
// The same and those of VerifiedTiles.
Result<ExitCode> verify_report_from_tiles(Context& context, const std::string& file, const std::string& text,
                                          TilesRequest tiles);

}  // namespace sunledger
