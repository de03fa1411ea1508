#include "cli/log_reading.h"

#include "cli/progress.h"
#include "ledger/base/text.h"

namespace sunledger {

Status each_event(Context& context, const Ledger& ledger, Position first, const VisitEvent& visit) {
  EventOpener opener;
  Progress progress(say("Reading the log"), ledger.size(), context.progress_as_lines());
  return ledger.each_entry(first, [&](const Entry& entry, BytesView) -> Result<bool> {
    progress.at(entry.position.value);
    auto opened = opener.open_stored(entry.signed_bytes);
    if (!opened) {
      Error error = std::move(opened).error();
      error.position = entry.position;
      return error;
    }
    return visit(entry, *opened);
  });
}

}  // namespace sunledger
