#pragma once
// sunledger-verify REPORT --tiles DIR: a report redrawn from a folder of tiles.

#include <string>

#include "ledger/base/result.h"
#include "projections/redraw/verified_tiles.h"

namespace sunledger {

// `text` is what the file holds. Prints what redrawing found. Errors: usage without tiles, those of the tiles and of
// redraw, corrupt or incomplete where the report is not equal.
Status verify_report(const std::string& file, const std::string& text, const TilesRequest& tiles, bool as_json);

// What it takes, for --help.
std::string report_help();

}  // namespace sunledger
