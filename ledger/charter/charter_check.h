#pragma once
// What makes a list of parameters a charter: known names, canonical values, nothing missing, nothing that contradicts
// another. Used on a file before it is adopted and on an event at the door.

#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/charter/charter.h"

namespace sunledger {

struct Contradiction {
  std::string name;  // the parameter that is best changed
  std::string message;
};

// Values that each are allowed and together are not. Parameters sorted by name, values canonical.
std::vector<Contradiction> find_contradictions(const std::vector<Parameter>& parameters);

// Known parameters that are absent and whose absence says nothing (parameter_table.h). `*` patterns are never missing,
// but a charter has at least one approval tier.
std::vector<std::string> missing_parameters(const std::vector<Parameter>& parameters);

// All of the above, for an event's list. Errors: invalid, naming the parameter; the first in order of names.
Status check_parameters(const std::vector<Parameter>& parameters);

// The list after an amendment: each change replaces or adds its name; giving any approval tier replaces all of them.
// Errors: as check_parameters.
Result<std::vector<Parameter>> amend(const std::vector<Parameter>& parameters, std::vector<Parameter> changes);

}  // namespace sunledger
