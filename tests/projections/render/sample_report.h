#pragma once
// The small report that the tests of render draw in every format, and what they need to compare it.

#include <string>

#include "projections/render/document.h"

namespace sunledger::testing {

// Two tables (one of them empty), levels, a total, a negative amount, a rate that does not exist, Chinese names,
// positions, a chart with two series, a remark, and markup in a name that must stay words.
Document sample_report();

// A published table in 万元 with the names of the disclosure's columns.
Document sample_accounts();

Hash digest_of(const Document& document);

// The content of tests/golden/render/<name>; with SUNLEDGER_REWRITE_GOLDEN set, `text` is written there first.
std::string golden(const std::string& name, const std::string& text);

}  // namespace sunledger::testing
