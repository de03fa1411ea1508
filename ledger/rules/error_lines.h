#pragma once
// An error as every program of the house tells it to a person: what happened, the rule or check it is about, where, and
// what to do.

#include <string>
#include <vector>

#include "ledger/base/result.h"

namespace sunledger {

std::vector<std::string> error_lines(const Error& error);

}  // namespace sunledger
