#pragma once
// Acts that take several administrators, as people meet them: what waits, who stands behind it, how to endorse it.

#include <string>

#include "cli/context.h"
#include "cli/output.h"

namespace sunledger {

// The command id of an act with that identity. One that lapsed is recorded again under another id, not repeated.
CommandId act_command(Facts& facts, std::string_view kind, const std::string& identity, Day today);

struct WaitingAct {
  std::uint64_t position = 0;
  std::string kind;
  std::string event;  // as JSON, one line
  Day day, last_day;  // recorded; the last day on which it can be endorsed
  std::vector<std::string> persons;
};

// By position, without those that lapsed. Errors: corrupt.
Result<std::vector<WaitingAct>> waiting_acts(const Ledger& ledger, Day today);
void tell_waiting_acts(Output& out, const std::vector<WaitingAct>& acts);
JsonValue waiting_acts_json(const std::vector<WaitingAct>& acts);

// Shows the act, asks, and records the endorsement after a last checkpoint of what is there.
Result<ExitCode> endorse_act(Context& context, std::uint64_t position);

}  // namespace sunledger
