// sunledger checkpoint: sign what is recorded; or give an officer's own machine what it needs to sign.

#include <set>

#include "cli/checkpoint_compare.h"
#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/cosigned_head.h"
#include "cli/output_file.h"
#include "cli/public_key.h"
#include "cli/publishing.h"
#include "cli/signed_file.h"
#include "ledger/base/day.h"
#include "ledger/base/text.h"
#include "ledger/witness/cosigned_checkpoints.h"
#include "ledger/witness/submission.h"

namespace sunledger {
namespace {

struct Options {
  std::string for_key, output, file, reason;
  PublishOptions publish;
  std::optional<std::uint64_t> timeout_seconds;
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

std::string words_of(const AskedWitness& asked) {
  switch (asked.outcome) {
    case AskedWitness::Outcome::cosigned:
      return say("{0}: cosigned", {asked.name});
    case AskedWitness::Outcome::unreachable:
      return say("{0}: not reached – {1}", {asked.name, asked.why});
    case AskedWitness::Outcome::refused:
      return say("{0}: not cosigned – {1}", {asked.name, asked.why});
    case AskedWitness::Outcome::knows_more:
      return say("{0}: knows more – {1}", {asked.name, asked.why});
    case AskedWitness::Outcome::contradicted:
      return say("{0}: contradicts – it holds another history over {1} entries; {2}",
                 {asked.name, asked.witness_size, asked.why});
  }
  INVARIANT(false);
}

std::string_view name_of(AskedWitness::Outcome outcome) {
  constexpr std::string_view names[] = {"cosigned", "unreachable", "refused", "knows-more", "contradicted"};
  return names[static_cast<std::size_t>(outcome)];
}

Result<ExitCode> publish(Context& context, const Options& options) {
  PublishOptions how = options.publish;
  if (options.timeout_seconds) {
    if (*options.timeout_seconds < 1 || *options.timeout_seconds > 600) {
      return make_error(ErrorKind::usage, say("A witness is waited for 1 to 600 seconds."));
    }
    how.timeout_ms = static_cast<unsigned>(*options.timeout_seconds * 1000);
  }
  TRY_ASSIGN(const Published published, publish_checkpoint(context, how));
  Output& out = context.out();
  JsonValue asked = JsonValue::array();
  for (const AskedWitness& one : published.asked) {
    JsonValue item = JsonValue::object();
    item.set("witness", one.name).set("outcome", name_of(one.outcome)).set("why", one.why);
    if (one.cosignature) item.set("time", one.cosigned_at_seconds);
    asked.push(item);
    out.line(words_of(one));
  }
  for (const std::string& name : published.without_address) out.line(say("{0}: has no address", {name}));
  out.data(JsonValue::object()
               .set("origin", published.checkpoint.origin)
               .set("size", published.checkpoint.size)
               .set("root", to_hex(published.checkpoint.root.view()))
               .set("witnesses", asked)
               .set("quorum", published.is_quorum)
               .set("alarm", published.alarm.has_value()));
  if (published.alarm) return alarm_error(*published.alarm, published.alarm_path);
  if (published.is_quorum) {
    out.line(say("The checkpoint over {0} entries is cosigned by the quorum “{1}”.",
                 {published.checkpoint.size, published.quorum}));
    return ExitCode::done;
  }
  return make_error(ErrorKind::incomplete,
                    say("The checkpoint over {0} entries is signed, but not yet cosigned by the quorum “{1}”.",
                        {published.checkpoint.size, published.quorum}),
                    say("Recording goes on. Publish again when the witnesses can be reached; “sunledger checkpoint "
                        "status” shows both heads."));
}

std::string age_of(std::uint64_t then_ms) {
  const std::uint64_t now_ms = system_clock()();
  const std::uint64_t seconds = now_ms > then_ms ? (now_ms - then_ms) / 1000 : 0;
  if (seconds < 120) return say("{0} seconds ago", {seconds});
  if (seconds < 2 * 3600) return say("{0} minutes ago", {seconds / 60});
  if (seconds < 48 * 3600) return say("{0} hours ago", {seconds / 3600});
  return say("{0} days ago", {seconds / 86400});
}

// Each witness's newest cosignature, whatever the quorum says.
Result<JsonValue> tell_witnesses(Output& out, const Ledger& ledger, const Policy& policy) {
  JsonValue items = JsonValue::array();
  std::set<std::string> told;
  TRY(CosignedCheckpoints(ledger.dir()).each([&](std::uint64_t size, const std::string& note) -> Result<bool> {
    TRY_ASSIGN(const CosignedHead head, open_cosigned(ledger, policy, note));
    for (const PolicyWitness& witness : policy.witnesses) {
      for (const VerifiedSignature& one : head.opened.signatures) {
        if (one.key != witness.key || !told.insert(witness.name).second) continue;
        const std::uint64_t seconds = one.cosigned_at_seconds.value_or(0);
        items.push(JsonValue::object().set("witness", witness.name).set("size", size).set("time", seconds));
        out.line(say("  {0}: {1} entries, {2}", {witness.name, size, age_of(seconds * 1000)}));
      }
    }
    return told.size() < policy.witnesses.size();
  }));
  for (const PolicyWitness& witness : policy.witnesses) {
    if (told.count(witness.name) == 0) out.line(say("  {0}: nothing cosigned", {witness.name}));
  }
  return items;
}

Result<ExitCode> show_status(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto note, ledger->latest_checkpoint());
  TRY_ASSIGN(const auto alarm, ledger->alarm());
  Output& out = context.out();
  JsonValue data = JsonValue::object();
  data.set("origin", ledger->origin()).set("recorded", ledger->size()).set("alarm", alarm.has_value());
  out.line(say("Recorded: {0} entries", {ledger->size()}));
  if (note) {
    TRY_ASSIGN(const SignedCheckpoint opened, ledger->log_keys().open(*note, verify));
    const std::uint64_t size = opened.checkpoint.size;
    std::uint64_t recorded_ms = 0;
    if (size != 0) {
      TRY_ASSIGN(const Bytes bytes, ledger->entry_bytes(Position(size - 1)));
      TRY_ASSIGN(const Entry entry, read_entry(bytes));
      recorded_ms = entry.recorded_ms;
    }
    data.set("signed", JsonValue::object().set("size", size).set("recorded_at", to_text_utc(recorded_ms)));
    out.line(say("Signed: {0} entries, the last one recorded {1}", {size, age_of(recorded_ms)}));
  } else {
    out.line(say("Signed: nothing yet"));
  }
  TRY_ASSIGN(const auto policy, named_policy(context, options.publish.policy, *ledger));
  if (policy) {
    TRY_ASSIGN(const auto head, latest_cosigned(*ledger, *policy));
    if (head) {
      const std::uint64_t size = head->opened.checkpoint.size;
      data.set("cosigned", JsonValue::object().set("size", size).set("time", head->cosigned_at_seconds));
      out.line(say("Cosigned by the quorum “{0}”: {1} entries, {2}",
                   {policy->quorum, size, age_of(head->cosigned_at_seconds * 1000)}));
    } else {
      out.line(say("Cosigned by the quorum “{0}”: nothing yet", {policy->quorum}));
    }
    TRY_ASSIGN(const JsonValue witnesses, tell_witnesses(out, *ledger, *policy));
    data.set("witnesses", witnesses);
  }
  out.data(data);
  if (alarm) return alarm_error(*alarm, say("the file beside the log key"));
  return ExitCode::done;
}

}  // namespace

void add_checkpoint(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("checkpoint", N_("Sign a checkpoint of everything recorded"));
  command.verb("publish", N_("Sign, and let the policy's witnesses cosign"))
      .option(options->publish.policy, "--policy", "FILE", N_("The witnesses with their addresses, and their quorum"))
      .option(options->publish.trusted_pem, "--trust", "FILE", N_("Certificates to trust beside the system's, PEM"))
      .number(options->timeout_seconds, "--timeout", "SECONDS", N_("How long a witness is waited for; 10"))
      .runs([options](Context& context) { return publish(context, *options); });
  command.verb("status", N_("Two heads: what is signed, and what enough witnesses cosigned"))
      .option(options->publish.policy, "--policy", "FILE", N_("The witnesses with their addresses, and their quorum"))
      .runs([options](Context& context) { return show_status(context, *options); });
  command.verb("compare", N_("Hold a checkpoint from outside against this ledger; settles an alarm"))
      .takes(options->file, "FILE", N_("A checkpoint that a witness, an auditor or a member kept"))
      .runs([options](Context& context) { return compare_checkpoint(context, options->file); });
  command.verb("dismiss", N_("Settle an alarm whose witness cannot show what it claims"))
      .needs(options->reason, "--reason", "TEXT", N_("Why the witness is wrong"))
      .runs([options](Context& context) { return dismiss_alarm(context, options->reason); });
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
