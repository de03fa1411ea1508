#include "ledger/charter/charter.h"

#include <algorithm>

namespace sunledger {

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found =
      std::lower_bound(parameters.begin(), parameters.end(), name,
                       [](const Parameter& parameter, std::string_view wanted) { return parameter.name < wanted; });
  return found != parameters.end() && found->name == name ? &*found : nullptr;
}

}  // namespace sunledger
