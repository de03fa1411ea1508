// sunledger sign, submit: an officer signs on a machine of their own, somebody hands it in.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/drafts.h"
#include "cli/output_file.h"
#include "cli/recording.h"
#include "cli/signed_file.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/sign_drafts.h"

namespace sunledger {
namespace {

struct SignOptions {
  std::string file, head, output, log_vkey;
};

struct SubmitOptions {
  std::string file, outbox, proofs;
};

Result<ExitCode> sign(Context& context, const SignOptions& options) {
  TRY_ASSIGN(const std::string head_text, read_file(options.head, max_head_file_bytes));
  TRY_ASSIGN(const HeadFile head, parse_head(head_text));
  if (!options.log_vkey.empty() && options.log_vkey != head.log_vkey) {
    return make_error(
        ErrorKind::corrupt,
        say("{0} comes from a log with the key {1}, not {2}.", {options.head, head.log_vkey, options.log_vkey}),
        say("Do not sign; ask the ledger's keeper where this head comes from."));
  }
  TRY_ASSIGN(const KeyFile file, context.key_file());
  if (file.public_key != head.author) {
    return make_error(ErrorKind::permission,
                      say("{0} was made for another key than {1}.", {options.head, context.key_path()}),
                      say("Ask for a head for your own key: “sunledger checkpoint --for KEY -o HEAD”."));
  }
  TRY_ASSIGN(const DraftFile drafts, read_drafts(options.file, file.public_key));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto events, sign_drafts(head.head, key, drafts.drafts, {}));
  TRY(write_output(context, options.output, write_signed(events), FileMode::secret));
  JsonValue data = JsonValue::object();
  data.set("file", options.output)
      .set("events", events.size())
      .set("origin", head.head.origin)
      .set("size", head.head.size)
      .set("log_vkey", head.log_vkey);
  Output& out = context.out();
  out.data(data);
  out.line(say("{0} holds {1} signed events for {2}, whose checkpoint of {3} entries you vouch to have seen.",
               {options.output, events.size(), head.head.origin, head.head.size}));
  if (options.log_vkey.empty()) {
    out.message(
        say("That checkpoint is signed by {0}. Compare this key with the published one, or give it with "
            "--log-vkey.",
            {head.log_vkey}));
  }
  return ExitCode::done;
}

Result<ExitCode> submit(Context& context, const SubmitOptions& options) {
  TRY_ASSIGN(const std::string text, read_file(options.file, max_signed_file_bytes));
  TRY_ASSIGN(const auto events, parse_signed(text));
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  return hand_in(context, *ledger, events,
                 RecordingOptions{events.size() > 1, options.outbox.empty() ? options.file + ".outbox" : options.outbox,
                                  options.proofs});
}

}  // namespace

void add_sign(CommandLine& line) {
  auto options = std::make_shared<SignOptions>();
  line.command("sign", N_("Sign events away from the ledger"))
      .takes(options->file, "FILE", N_("Events as for “record”"))
      .needs(options->head, "--head", "HEAD", N_("What “checkpoint --for KEY -o HEAD” wrote"))
      .needs(options->output, "-o,--output", "SIGNED", N_("The file to write"))
      .option(options->log_vkey, "--log-vkey", "VKEY", N_("The ledger's published log key"))
      .runs([options](Context& context) { return sign(context, *options); });
}

void add_submit(CommandLine& line) {
  auto options = std::make_shared<SubmitOptions>();
  line.command("submit", N_("Hand in events that were signed elsewhere"))
      .takes(options->file, "SIGNED", N_("What “sign” wrote, or a file of the outbox"))
      .option(options->outbox, "--outbox", "DIR", N_("Where what was refused is kept; else SIGNED.outbox"))
      .option(options->proofs, "--proofs", "DIR", N_("Keep the log's signed receipts there, and the proofs"))
      .runs([options](Context& context) { return submit(context, *options); });
}

}  // namespace sunledger
