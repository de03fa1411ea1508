#include "cli/commands/verify_report.h"

#include "cli/context.h"
#include "cli/progress.h"
#include "ledger/base/text.h"
#include "projections/redraw/redrawn_text.h"

namespace sunledger {
namespace {

Result<ExitCode> tell(Output& out, const std::string& file, const Redrawn& redrawn) {
  out.data(JsonValue::raw(redrawn_json(redrawn)));
  out.line(redrawn_text(redrawn, file));
  if (auto error = redrawn_error(redrawn, file)) return *std::move(error);
  return ExitCode::done;
}

}  // namespace

Result<ExitCode> verify_report_from_ledger(Context& context, const std::string& file, const std::string& text) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  const RedrawSource source{*ledger, ledger->origin(), [&](std::uint64_t size) { return ledger->root_at(size); },
                            ledger->dir()};
  TRY_ASSIGN(const Redrawn redrawn, redraw(text, source));
  return tell(context.out(), file, redrawn);
}

Result<ExitCode> verify_report_from_tiles(Context& context, const std::string& file, const std::string& text,
                                          TilesRequest tiles) {
  // How many entries there are is known when the first are read.
  std::optional<Progress> progress;
  tiles.progress = [&](std::uint64_t done, std::uint64_t total) {
    if (!progress) progress.emplace(say("Verifying"), total, context.progress_as_lines());
    progress->at(done);
  };
  TRY_ASSIGN(const auto verified, VerifiedTiles::open(tiles));
  TRY_ASSIGN(const Redrawn redrawn, redraw(text, verified->source()));
  if (!verified->has_trusted_key()) context.out().warning(untrusted_tiles_text());
  return tell(context.out(), file, redrawn);
}

}  // namespace sunledger
