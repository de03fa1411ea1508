#pragma once
// A verification's report for people and for programs; the same from `sunledger verify` and `sunledger-verify`.

#include <string>
#include <string_view>

#include "ledger/verify/proof_file.h"
#include "ledger/verify/verify.h"

namespace sunledger {

// Lines in the reader's language: one a check, its problems below it, the conclusion last.
std::string report_text(const VerifyReport& report);
// One JSON object; names of checks and states are data, messages are in the reader's language.
std::string report_json(const VerifyReport& report);
std::string proof_text(const ProvenEvent& event);
std::string proof_json(const ProvenEvent& event);
// A text as JSON.
std::string json_quoted(std::string_view text);
// `verify --list`: name and meaning, one a line.
std::string list_text();

// 0 verified, 3 failed, 5 incomplete (interface.md).
int exit_code(const VerifyReport& report);

}  // namespace sunledger
