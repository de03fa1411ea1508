#include "projections/package/entry_pass.h"

#include "ledger/base/text.h"

namespace sunledger {

Status EntryPass::run(const EntrySource& entries, std::uint64_t size) {
  if (size == 0) return {};
  EventOpener opener;
  PaymentReader payments(entries);
  std::set<Hash> documents;
  std::uint64_t done = 0;
  const Status walked = entries.each_entry(Position(0), [&](const Entry& entry, BytesView) -> Result<bool> {
    const auto opened = opener.open(entry.signed_bytes);
    if (!opened) {
      Error error = opened.error();
      if (error.kind != ErrorKind::incomplete) error.kind = ErrorKind::corrupt;
      error.position = Position(done);
      return error;
    }
    const OpenedEvent event{entry, *opened, payments};
    if (totals != nullptr) TRY(totals->add(done, event.event()));
    for (const auto& history : histories) TRY(history->add(event));
    if (document && event.event().isDocumentAdded()) {
      const auto bytes = event.event().getDocumentAdded().getDocument();
      const auto hash = Hash::from({bytes.begin(), bytes.size()});
      if (hash && documents.insert(*hash).second) TRY(document(*hash));
    }
    ++done;
    if (progress) progress(done);
    return done < size;
  });
  TRY(walked);
  if (done != size) {
    return make_error(ErrorKind::corrupt, say("The log ends at {0} entries instead of {1}.", {done, size}));
  }
  for (const auto& history : histories) TRY(history->finish());
  return {};
}

}  // namespace sunledger
