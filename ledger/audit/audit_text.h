#pragma once
// What a visit, a comparison, a state and a piece of evidence say, for people and for programs; the same from both
// programs.

#include <string>

#include "ledger/audit/compare_files.h"
#include "ledger/audit/visit.h"

namespace sunledger {

// Lines in the reader's language, and one JSON object.
std::string visit_text(const VisitResult& result);
std::string visit_json(const VisitResult& result);
// The same as an error, when the log must not be relied on as it is shown; nothing when all is well.
std::optional<Error> visit_error(const VisitResult& result);

std::string comparison_text(const CompareResult& result);
std::string comparison_json(const CompareResult& result);
std::optional<Error> comparison_error(const CompareResult& result);

std::string state_text(const AuditorState& state);
std::string state_json(const AuditorState& state);
std::string evidence_text(const Evidence& evidence);
std::string evidence_json(const Evidence& evidence);

}  // namespace sunledger
