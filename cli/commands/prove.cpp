// sunledger prove: files by which anybody checks, without network and without us, that entries are in the log.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/cosigned_head.h"
#include "cli/output_file.h"
#include "cli/receipts.h"
#include "ledger/base/decimal.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Options {
  std::string position, output, receipts, policy;
};

// Nothing where no checkpoint was signed yet.
Result<std::optional<std::string>> checkpoint_under(const Context& context, const Ledger& ledger,
                                                    const Options& options) {
  TRY_ASSIGN(const auto any, ledger.latest_checkpoint());
  if (!any) return std::optional<std::string>();
  TRY_ASSIGN(std::string note, checkpoint_to_show(context, ledger, options.policy));
  return std::optional<std::string>(std::move(note));
}

// Proofs for whatever was promised and has none yet.
Result<ExitCode> fetch(Context& context, const Options& options) {
  const std::string& folder = options.receipts;
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto note, checkpoint_under(context, *ledger, options));
  TRY_ASSIGN(const FetchedProofs fetched, fetch_proofs(*ledger, folder, note));
  JsonValue data = JsonValue::object();
  data.set("dir", folder)
      .set("written", fetched.written)
      .set("there_already", fetched.there_already)
      .set("waiting", fetched.waiting);
  context.out().data(data);
  context.out().line(say("{0}: {1} proofs are new, {2} were there, {3} wait for a checkpoint.",
                         {folder, fetched.written, fetched.there_already, fetched.waiting}));
  if (fetched.waiting == 0) return ExitCode::done;
  return make_error(ErrorKind::incomplete, say("{0} entries are not under a checkpoint yet.", {fetched.waiting}),
                    say("Sign one with “sunledger checkpoint”, then run this again."));
}

Result<ExitCode> run(Context& context, const Options& options) {
  const auto position = parse_decimal(options.position);
  const bool wants_one = position && !options.output.empty() && options.receipts.empty();
  const bool wants_all = options.position.empty() && options.output.empty() && !options.receipts.empty();
  if (wants_all) return fetch(context, options);
  if (!wants_one) {
    return make_error(ErrorKind::usage, say("Prove one position into a file, or a folder of receipts."),
                      say("“sunledger prove POSITION -o FILE.tlog-proof”, or “sunledger prove --receipts DIR”."));
  }
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto note, checkpoint_under(context, *ledger, options));
  TRY_ASSIGN(const ProvenPosition proven, prove_position(*ledger, *position, note));
  TRY(write_output(context, options.output, proven.proof));

  const std::string vkey = format_vkey(proven.log_key);
  JsonValue data = JsonValue::object();
  data.set("position", *position).set("size", proven.size).set("file", options.output).set("log_vkey", vkey);
  context.out().data(data);
  context.out().line(say("{0} proves that position {1} is among the first {2} entries of {3}.",
                         {options.output, *position, proven.size, ledger->origin()}));
  context.out().message(
      say("It is checked with the entry's bytes (“sunledger show {0} --raw -o ENTRY”) and the log vkey: "
          "“sunledger verify {1} --entry ENTRY --log-vkey {2}”.",
          {*position, options.output, vkey}));
  return ExitCode::done;
}

}  // namespace

void add_prove(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("prove", N_("Write the proof that an entry is in the log"))
      .may_take(options->position, "POSITION", N_("The entry"))
      .option(options->output, "-o,--output", "FILE.tlog-proof", N_("The file to write"))
      .option(options->receipts, "--receipts", "DIR",
              N_("Fetch the proofs for all signed receipts that “record --proofs DIR” kept"))
      .option(options->policy, "--policy", "FILE", N_("Under the newest checkpoint that its quorum cosigned"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
