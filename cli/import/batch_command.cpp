#include "cli/import/batch_command.h"

#include <string>

#include "ledger/event/event.h"
#include "ledger/rules/facts.h"

namespace sunledger {

CommandId batch_opened_command(std::string_view import_kind, const Hash& file, unsigned attempt) {
  return command_for("batch", join_identity({import_kind, to_hex(file.view()), std::to_string(attempt)}));
}

CommandId batch_closed_command(std::uint64_t batch) {
  return command_for("batch-closed", std::to_string(batch));
}

CommandId batch_abandoned_command(std::uint64_t batch) {
  return command_for("batch-abandoned", std::to_string(batch));
}

}  // namespace sunledger
