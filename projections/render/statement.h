#pragma once
// What a report says about itself for programs, so that it can be drawn again: one line of JSON that formats without
// members of their own carry whole (HTML in a meta element, CSV in its last line). The members are those of the report
// in JSON (json.h): report, origin, position, root, as_of, versions, parameters, language, with_positions, digest.

#include <string>

#include "ledger/base/bytes.h"
#include "projections/render/document.h"

namespace sunledger {

std::string statement_of(const Document& document, const Hash& digest, bool with_positions);

}  // namespace sunledger
