// sunledger checkpoint: sign what is recorded; or give an officer's own machine what it needs to sign.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/public_key.h"
#include "cli/signed_file.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Options {
  std::string for_key, output;
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
    TRY(replace_file(options.output, text));
    data.set("file", options.output);
    out.message(
        say("{0} is written: {1} entries, root {2}.", {options.output, ledger->size(), to_hex(ledger->root().view())}));
  }
  out.data(data);
  return ExitCode::done;
}

}  // namespace

void add_checkpoint(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("checkpoint", N_("Sign a checkpoint of everything recorded"))
      .option(options->for_key, "--for", "KEY",
              N_("What this key's owner needs to sign elsewhere: hex, vkey or key file"))
      .option(options->output, "-o,--output", "FILE", N_("Write it to a file"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
