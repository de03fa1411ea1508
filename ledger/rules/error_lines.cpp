#include "ledger/rules/error_lines.h"

#include "ledger/base/text.h"
#include "ledger/rules/rule.h"

namespace sunledger {

std::vector<std::string> error_lines(const Error& error) {
  std::vector<std::string> lines = {say("error: {0}", {error.message})};
  // A refusal's message names its rule itself.
  const bool is_named = error.name.empty() || error.message.find(error.name) != std::string::npos;
  if (const RuleText* rule = is_named ? nullptr : rule_by_name(error.name)) {
    lines.push_back(say("  rule: {0} ({1}). {2}", {rule->name, rule->basis, say(rule->meaning)}));
  } else if (!is_named) {
    lines.push_back(say("  check: {0}", {error.name}));
  }
  if (error.position) lines.push_back(say("  position: {0}", {error.position->value}));
  if (!error.hint.empty()) lines.push_back(say("  what to do: {0}", {error.hint}));
  return lines;
}

}  // namespace sunledger
