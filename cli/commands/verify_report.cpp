#include "cli/commands/verify_report.h"

#include "cli/context.h"
#include "projections/redraw/redrawn_text.h"

namespace sunledger {

Result<ExitCode> verify_report(Context& context, const std::string& file, const std::string& text) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  const RedrawSource source{*ledger, ledger->origin(), [&](std::uint64_t size) { return ledger->root_at(size); },
                            ledger->dir()};
  TRY_ASSIGN(const Redrawn redrawn, redraw(text, source));
  Output& out = context.out();
  out.data(JsonValue::raw(redrawn_json(redrawn)));
  out.line(redrawn_text(redrawn, file));
  if (const auto error = redrawn_error(redrawn, file)) return *error;
  return ExitCode::done;
}

}  // namespace sunledger
