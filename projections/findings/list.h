#pragma once
// The list of findings as people and programs read it (interface.md: Finding).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"
#include "projections/findings/findings_view.h"

namespace sunledger {

struct Finding {
  std::string id;        // stable: "<position>-<rule name>"
  std::string rule;      // stable name, "budget.available"; the number where this program does not know it
  std::string severity;  // "high", "medium", "low"
  std::string state;     // "lead": nobody has looked into it yet; "reconfirmed": every entry was
  std::vector<std::uint64_t> positions;
  std::string basis;    // the law's article, as officers cite it
  std::string message;  // in the reader's language
};

struct FindingsQuery {
  bool open_only = false;
  std::string rule;  // empty: all
};

// By position, then by rule number. `source`: the log that the view folded, read again between a key's compromise and
// its revocation to name what it signed. Errors: usage for a rule that does not exist; the source's.
Result<std::vector<Finding>> list_findings(const FindingsView& view, const EntrySource& source,
                                           const FindingsQuery& query = {});

// How grave a breach of the rule is: by what it protects, not by its amount. "medium" for unknown rules.
std::string_view severity_of(std::uint16_t rule_number);

}  // namespace sunledger
