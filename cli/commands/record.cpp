// sunledger record: any event, as JSON.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/drafts.h"
#include "cli/recording.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Options {
  std::string file = "-";
  std::string outbox, proofs;
};

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const KeyFile key, context.key_file());
  TRY_ASSIGN(const DraftFile file, read_drafts(options.file, key.public_key));
  return record_drafts(context, file.drafts, RecordingOptions{file.is_list, options.outbox, options.proofs});
}

}  // namespace

void add_record(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("record", N_("Record events from JSON; prints receipts"))
      .may_take(options->file, "FILE",
                N_("One event (.json), one a line (.jsonl, all or none), or - for standard input"))
      .option(options->outbox, "--outbox", "DIR", N_("Where what was refused is kept; else KEYFILE.outbox"))
      .option(options->proofs, "--proofs", "DIR", N_("Keep the log's signed receipts there, and the proofs"))
      .runs_or_tries([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
