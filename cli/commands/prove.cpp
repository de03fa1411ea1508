// sunledger prove: a file by which anybody checks, without network and without us, that an entry is in the log.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/cosigned_head.h"
#include "cli/output_file.h"
#include "ledger/base/text.h"
#include "ledger/proof/offline_proof.h"

namespace sunledger {
namespace {

struct Options {
  std::uint64_t position = 0;
  std::string output, policy;
};

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  if (options.position >= ledger->size()) {
    return make_error(ErrorKind::not_found,
                      say("There is no position {0}: the ledger has {1} entries.", {options.position, ledger->size()}),
                      say("Positions begin at 0; “sunledger log” lists them."));
  }
  TRY_ASSIGN(const std::string note, checkpoint_to_show(context, *ledger, options.policy));
  const LogKeys keys = ledger->log_keys();
  TRY_ASSIGN(const SignedCheckpoint opened, keys.open(note, verify));
  const std::uint64_t size = opened.checkpoint.size;
  const VerifierKey vkey = keys.key_for(size);
  if (options.position >= size) {
    return make_error(
        ErrorKind::not_found,
        say("Position {0} is recorded, but the last checkpoint covers {1} entries only.", {options.position, size}),
        say("Sign a newer one with “sunledger checkpoint”, then prove it."));
  }
  OfflineProof proof;
  proof.index = options.position;
  TRY_ASSIGN(proof.hashes, ledger->inclusion(Position(options.position), size));
  proof.checkpoint_note = note;
  const std::string text = format_offline_proof(proof);
  // What we hand out must hold: a proof that fails would accuse the ledger.
  TRY_ASSIGN(const Bytes entry, ledger->entry_bytes(Position(options.position)));
  TRY(verify_offline_proof(proof, entry, std::span(&vkey, 1), verify));
  TRY(write_output(context, options.output, text));

  JsonValue data = JsonValue::object();
  data.set("position", options.position)
      .set("size", size)
      .set("file", options.output)
      .set("log_vkey", format_vkey(vkey));
  context.out().data(data);
  context.out().line(say("{0} proves that position {1} is among the first {2} entries of {3}.",
                         {options.output, options.position, size, ledger->origin()}));
  context.out().message(
      say("It is checked with the entry's bytes (“sunledger show {0} --raw -o ENTRY”) and the log vkey: "
          "“sunledger verify {1} --entry ENTRY --log-vkey {2}”.",
          {options.position, options.output, format_vkey(vkey)}));
  return ExitCode::done;
}

}  // namespace

void add_prove(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("prove", N_("Write the proof that an entry is in the log"))
      .takes(options->position, "POSITION", N_("The entry"))
      .needs(options->output, "-o,--output", "FILE.tlog-proof", N_("The file to write"))
      .option(options->policy, "--policy", "FILE", N_("Under the newest checkpoint that its quorum cosigned"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
