// sunledger checkpoint: sign what is recorded; or give an officer's own machine what it needs to sign.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/public_key.h"
#include "cli/signed_file.h"
#include "ledger/base/text.h"
#include "ledger/witness/submission.h"

namespace sunledger {
namespace {

struct Options {
  std::string for_key, output;
  std::optional<std::uint64_t> old_size;
};

Result<ExitCode> run(Context& context, const Options& options) {
  Output& out = context.out();
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const std::string note, ledger->checkpoint());
  JsonValue data = JsonValue::object();
  data.set("origin", ledger->origin())
      .set("size", ledger->size())
      .set("root", to_hex(ledger->root().view()))
      .set("note", note);
  std::string text = note;
  if (!options.for_key.empty()) {
    TRY_ASSIGN(const PublicKey author, read_public_key(options.for_key));
    const SigningHead head = ledger->signing_head(author);
    text = write_head(HeadFile{format_vkey(ledger->log_keys().key_for(head.size)), author, head});
    data.set("head", text);
  }
  if (options.output.empty()) {
    out.line(text);
  } else {
    TRY(write_output(context, options.output, text));
    data.set("file", options.output);
    out.message(
        say("{0} is written: {1} entries, root {2}.", {options.output, ledger->size(), to_hex(ledger->root().view())}));
  }
  out.data(data);
  return ExitCode::done;
}

// What a witness without a network takes: the last signed checkpoint, and that it contains what was cosigned before.
Result<ExitCode> write_submission(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto note, ledger->latest_checkpoint());
  if (!note) {
    return make_error(ErrorKind::not_found, say("No checkpoint was signed yet."),
                      say("Sign one with “sunledger checkpoint”."));
  }
  TRY_ASSIGN(const SignedCheckpoint signed_last, ledger->log_keys().open(*note, verify));
  const std::uint64_t size = signed_last.checkpoint.size;
  Submission submission{options.old_size.value_or(0), {}, *note};
  if (submission.old_size > size) {
    return make_error(
        ErrorKind::invalid,
        say("The last checkpoint covers {0} entries; it cannot contain {1}.", {size, submission.old_size}),
        say("If a witness cosigned more than this ledger has, stop: “sunledger checkpoint compare” tells "
            "what that means."));
  }
  TRY_ASSIGN(submission.proof, ledger->consistency(submission.old_size, size));
  const std::string text = format_submission(submission);
  JsonValue data = JsonValue::object();
  data.set("old", submission.old_size).set("size", size).set("submission", text);
  if (options.output.empty()) {
    context.out().bytes(text);
  } else {
    TRY(write_output(context, options.output, text));
    data.set("file", options.output);
    context.out().line(say("{0} holds the checkpoint over {1} entries for a witness that cosigned {2}.",
                           {options.output, size, submission.old_size}));
  }
  context.out().data(data);
  return ExitCode::done;
}

}  // namespace

void add_checkpoint(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("checkpoint", N_("Sign a checkpoint of everything recorded"));
  command.verb("submission", N_("What a witness without a network needs to cosign"))
      .number(options->old_size, "--old", "SIZE", N_("How many entries it cosigned last; none the first time"))
      .option(options->output, "-o,--output", "FILE", N_("Write it to a file"))
      .runs([options](Context& context) { return write_submission(context, *options); });
  command
      .option(options->for_key, "--for", "KEY",
              N_("What this key's owner needs to sign elsewhere: hex, vkey or key file"))
      .option(options->output, "-o,--output", "FILE", N_("Write it to a file"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
