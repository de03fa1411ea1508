#pragma once
// How a command records: shown, asked, signed, handed in, answered with receipts. What was refused stays in the outbox
// with the log's signed note, so that its author can prove that it was handed in (formats.md, Entry).

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "cli/context.h"
#include "ledger/ledger.h"

namespace sunledger {

struct RecordingOptions {
  bool stream = false;  // answer line by line, with a summary
  std::string outbox;   // empty: KEYFILE.outbox
  std::string proofs;   // where receipts and proofs are kept (receipts.h); empty: nowhere
};

// Opens the ledger, records all or none, signs a checkpoint, prints receipts. With --dry-run only judges.
Result<ExitCode> record_drafts(Context& context, std::span<const Ledger::Draft> drafts,
                               const RecordingOptions& options = {});
// The same with an open ledger and key, for commands that looked at it first.
Result<ExitCode> record_drafts(Context& context, Ledger& ledger, const SecretKey& key,
                               std::span<const Ledger::Draft> drafts, const RecordingOptions& options = {});
// Hands in events signed elsewhere.
Result<ExitCode> hand_in(Context& context, Ledger& ledger, std::span<const SignedEvent> events,
                         const RecordingOptions& options);

// Today, where the charter says the day begins.
Day today(const Ledger& ledger, const Clock& clock);

}  // namespace sunledger
