#include "ledger/verify/receipt_file.h"

#include "ledger/base/day.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/entry.h"
#include "ledger/people/signing.h"
#include "ledger/proof/hash.h"
#include "ledger/verify/report_text.h"

namespace sunledger {
namespace {

constexpr std::size_t longest_receipt_bytes = 1 << 16;

}  // namespace

Result<PromisedEntry> verify_receipt_file(const std::string& path, const std::string& entry_path,
                                          std::span<const VerifierKey> known) {
  TRY_ASSIGN(const std::string note, read_file(path, longest_receipt_bytes));
  TRY_ASSIGN(PromisedEntry promised, open_receipt(note, known, verify));
  if (entry_path.empty()) return promised;
  TRY_ASSIGN(const std::string entry, read_file(entry_path, max_entry_bytes));
  if (leaf_hash(as_bytes(entry)) == promised.leaf) return promised;
  Error error = make_error(ErrorKind::corrupt, say("{0} is not the entry that {1} promises.", {entry_path, path}),
                           say("Keep both files and ask the ledger's keeper how they came about."));
  error.position = Position(promised.position);
  return error;
}

std::string promise_text(const PromisedEntry& promised) {
  return say("The log {0} signed that it recorded this event at position {1}, at {2}.",
             {promised.origin, promised.position, to_text_utc(promised.recorded_ms)}) +
         "\n" + say("  leaf hash    {0}", {to_hex(promised.leaf.view())}) + "\n" +
         say("  command      {0}", {to_hex(promised.command.view())}) + "\n" +
         say("It is a promise: a .tlog-proof, or “verify --outbox” against the log, shows that it was kept.") + "\n";
}

std::string promise_json(const PromisedEntry& promised) {
  return "{\n  \"verdict\": \"promised\",\n  \"origin\": " + json_quoted(promised.origin) +
         ",\n  \"position\": " + std::to_string(promised.position) +
         ",\n  \"recorded_ms\": " + std::to_string(promised.recorded_ms) +
         ",\n  \"leaf_hash\": " + json_quoted(to_hex(promised.leaf.view())) +
         ",\n  \"command\": " + json_quoted(to_hex(promised.command.view())) +
         ",\n  \"event\": " + json_quoted(to_hex(promised.event.view())) + "\n}\n";
}

}  // namespace sunledger
