// What must hold for any bytes given as a charter's file.

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/charter/charter_check.h"
#include "ledger/charter/read_charter.h"
#include "ledger/charter/rule_parameters.h"

namespace sunledger {

void fuzz_charter(BytesView input) {
  const auto checked = check_charter(as_text(input), shipped_defaults());
  bool has_error = false;
  for (const auto& remark : checked.remarks) {
    has_error = has_error || remark.weight == CharterRemark::Weight::error;
    INVARIANT(!remark.message.empty());
    INVARIANT(remark.name.size() <= 2 * max_parameter_name_bytes);
  }
  INVARIANT(checked.charter.has_value() == !has_error);
  if (!checked.charter) return;
  // What passes as a file passes as an event, and rules can work with it.
  INVARIANT(check_parameters(checked.charter->parameters).ok());
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& parameter : checked.charter->parameters) values.emplace_back(parameter.name, parameter.value);
  INVARIANT(RuleParameters::from(CharterValues(std::move(values))).ok());
}

}  // namespace sunledger
