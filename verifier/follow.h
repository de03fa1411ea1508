#pragma once
// sunledger-verify follow and compare: an auditor's visits (ledger/audit).

#include <string>

#include "ledger/base/result.h"

namespace sunledger {

// Whether the first word is one of theirs.
bool is_visit(int argc, char** argv);
// What they take, for --help.
std::string visit_help();
// The whole program for them; its exit code. `report_error` says an error and gives its code.
int run_visit(int argc, char** argv, const std::string& catalogue_folder, int (*report_error)(const Error&));

}  // namespace sunledger
