#pragma once
// The demo's story: a county federation's four budget years, told from the sample files.

#include <cstdint>
#include <string>

#include "cli/demo/checks.h"
#include "cli/demo/stage.h"

namespace sunledger::demo {

// Records everything, chapter by chapter, each under a signed checkpoint. Errors: those of a refused event, with file
// and line.
Status tell_story(Stage& stage, const Print& print, Checks& checks);

// Sum of payments of the year that were approved and stand, in fen.
std::int64_t paid_in(Ledger& ledger, int year);

}  // namespace sunledger::demo
