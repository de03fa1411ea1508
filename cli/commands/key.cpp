// sunledger key: make, show and prove an officer's key; replace and revoke it by events.

#include "cli/acts.h"
#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/public_key.h"
#include "cli/recording.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/people/key_name.h"
#include "ledger/people/possession.h"

namespace sunledger {
namespace {

struct Options {
  std::string file, name, person, output, proof, key, reason, log_key;
  std::optional<std::uint64_t> since;
  bool is_unencrypted = false;
  bool is_log = false;
  bool is_witness = false;
  bool is_lost = false;
};

Result<ExitCode> make(Context& context, const Options& options) {
  if (!is_key_name(options.name)) {
    return make_error(ErrorKind::invalid, say("A key cannot be named “{0}”.", {options.name}),
                      say("Use 1 to 255 bytes without spaces and “+”, like zhang-wei or 张伟."));
  }
  const SecretKey key = SecretKey::generate();
  std::optional<Passphrase> secret;
  if (!options.is_unencrypted) {
    TRY_ASSIGN(secret, context.new_passphrase(options.file));
    if (!secret) {
      return make_error(ErrorKind::permission, say("No passphrase was given, and nobody can be asked."),
                        say("Give one with --passphrase-file FILE or --passphrase-fd N; --unencrypted makes a key that "
                            "whoever reads the file can use."));
    }
  }
  const KeyPurpose purpose = options.is_witness ? KeyPurpose::witness : KeyPurpose::author;
  auto file =
      secret ? new_key_file(key, options.name, purpose, *secret) : new_unencrypted_key_file(key, options.name, purpose);
  if (!file) return file.error();
  TRY(save_key_file(options.file, *file));
  const VerifierKey vkey = vkey_of(*file);
  JsonValue data = JsonValue::object();
  data.set("file", options.file)
      .set("name", options.name)
      .set("encrypted", file->is_encrypted())
      .set("public_key", to_hex(key.public_key().view()))
      .set("vkey", format_vkey(vkey));
  context.out().data(data);
  context.out().line(say("The key is in {0}.", {options.file}));
  context.out().line(say("  vkey  {0}", {format_vkey(vkey)}));
  if (!file->is_encrypted()) {
    context.out().warning(
        say("The key is not encrypted: whoever reads {0} can sign as {1}.", {options.file, options.name}));
  }
  context.out().message(
      options.is_witness
          ? say("Next: publish the vkey, and name the logs with “sunledger witness add-log”.")
          : say("Next: “sunledger key proof {0} --person ID -o PROOF”, and take the proof to the administrator.",
                {options.file}));
  return ExitCode::done;
}

Result<ExitCode> show(Context& context, const Options& options) {
  VerifierKey vkey;
  JsonValue data = JsonValue::object();
  if (options.is_log) {
    TRY_ASSIGN(const auto ledger, context.open_to_read());
    vkey = ledger->log_vkey();
    data.set("purpose", "log");
  } else {
    const std::string path = options.file.empty() ? context.key_path() : options.file;
    if (path.empty()) {
      return make_error(ErrorKind::usage, say("Which key?"), say("Name a key file, or --log for the ledger's."));
    }
    TRY_ASSIGN(const LoadedKeyFile loaded, load_key_file(path));
    vkey = vkey_of(loaded.file);
    data.set("purpose", name_of(loaded.file.purpose)).set("encrypted", loaded.file.is_encrypted());
  }
  data.set("name", vkey.name)
      .set("key_id", to_hex(vkey.id().view()))
      .set("public_key", to_hex(vkey.key.view()))
      .set("vkey", format_vkey(vkey));
  context.out().data(data);
  context.out().line(format_vkey(vkey));
  return ExitCode::done;
}

Result<ExitCode> prove_possession(Context& context, const Options& options) {
  if (!options.file.empty()) context.options().key = options.file;
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const PossessionProof proof, make_proof(key, options.person));
  TRY(write_output(context, options.output, write_proof(proof)));
  JsonValue data = JsonValue::object();
  data.set("file", options.output).set("person", options.person).set("public_key", to_hex(key.public_key().view()));
  context.out().data(data);
  context.out().line(
      say("{0} proves that this key is {1}'s. Take it to the administrator, who registers it with "
          "“sunledger officer add”.",
          {options.output, options.person}));
  return ExitCode::done;
}

capnp::Data::Reader data_of(const PublicKey& key) {
  return {key.bytes.data(), key.bytes.size()};
}

// The log's own key: the old one hands over to one that is made here, outside the ledger's folder.
Result<ExitCode> rotate_log(Context& context, const Options& options) {
  if (options.log_key.empty() || options.reason.empty()) {
    return make_error(ErrorKind::usage, say("A log key's rotation needs the new key's file and a reason."),
                      say("Write --log --log-key NEWFILE --reason TEXT."));
  }
  TRY_ASSIGN(const SecretKey administrator, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write(options.is_lost));
  // What was recorded so far stays under the old key.
  if (!options.is_lost) TRY(ledger->checkpoint());
  TRY_ASSIGN(const auto secret, context.new_log_passphrase());
  if (!secret) {
    context.out().warning(
        say("The log key is not encrypted: whoever reads {0} can sign checkpoints.", {options.log_key}));
  }
  const Passphrase none;
  TRY_ASSIGN(const auto next, ledger->prepare_log_key(options.log_key, secret ? *secret : none));
  if (!next.handover) {
    context.out().warning(
        say("The old log key is lost and hands over nothing: this stays in the findings, and whoever "
            "trusts only the old key must be told the new one."));
  }
  EventBuilder builder;
  auto event = builder.root().initLogKeyRotated();
  event.setKey(data_of(next.key));
  event.setProof(capnp::Data::Reader(next.proof.bytes.data(), next.proof.bytes.size()));
  if (next.handover) {
    event.setHandover(capnp::Data::Reader(next.handover->bytes.data(), next.handover->bytes.size()));
  }
  event.setReason(options.reason);
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  Facts facts = ledger->facts();
  const Day day = today(*ledger, clock);
  const Ledger::Draft draft{builder.finish(), day, act_command(facts, "LogKeyRotated", to_hex(next.key.view()), day),
                            0};
  TRY_ASSIGN(const ExitCode code, record_drafts(context, *ledger, administrator, std::span(&draft, 1)));
  const VerifierKey vkey{ledger->origin(), NoteKeyType::ed25519, next.key};
  context.out().line(say("  log vkey  {0}", {format_vkey(vkey)}));
  context.out().message(
      ledger->log_vkey() == vkey
          ? say("The new log key is in force. Publish its vkey, and keep the old one: earlier "
                "checkpoints are verified with it.")
          : say("The new log key takes force with the last endorsement. Keep {0} where it is.", {options.log_key}));
  return code;
}

// The old key signs the event that names its successor.
Result<ExitCode> rotate(Context& context, const Options& options) {
  if (options.is_log) return rotate_log(context, options);
  if (options.proof.empty()) {
    return make_error(ErrorKind::usage, say("Which key is the next one? No proof is named."),
                      say("Write --proof PROOF; “sunledger key proof” makes it. For the log's key: --log."));
  }
  TRY_ASSIGN(const std::string text, read_file(options.proof, max_possession_proof_bytes));
  TRY_ASSIGN(const PossessionProof proof, parse_proof(text));
  TRY_ASSIGN(const SecretKey old_key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  EventBuilder builder;
  auto event = builder.root().initKeyRegistered();
  event.setPerson(proof.person);
  event.setKey(data_of(proof.public_key));
  event.setProof(capnp::Data::Reader(proof.signature.bytes.data(), proof.signature.bytes.size()));
  // An administrator brings another person's proof where that person's own key is lost: a further key, replacing none.
  const auto author = ledger->facts().key(old_key.public_key());
  if (!author || author->person == proof.person) event.setReplaces(data_of(old_key.public_key()));
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  Facts facts = ledger->facts();
  const Day day = today(*ledger, clock);
  const Ledger::Draft draft{builder.finish(), day,
                            act_command(facts, "KeyRegistered", to_hex(proof.public_key.view()), day), 0};
  return record_drafts(context, *ledger, old_key, std::span(&draft, 1));
}

Result<ExitCode> revoke(Context& context, const Options& options) {
  TRY_ASSIGN(const PublicKey revoked, read_public_key(options.key));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  EventBuilder builder;
  auto event = builder.root().initKeyRevoked();
  event.setKey(data_of(revoked));
  // The moment of a compromise is a position; without one, the key is bad from now on.
  event.setSince(options.since.value_or(ledger->size()));
  event.setReason(options.reason);
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  Facts facts = ledger->facts();
  const Day day = today(*ledger, clock);
  const Ledger::Draft draft{builder.finish(), day, act_command(facts, "KeyRevoked", to_hex(revoked.view()), day), 0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

}  // namespace

void add_key(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command key = line.command("key", N_("Keys: new, show, proof, rotate, revoke"));
  key.verb("new", N_("Make an officer's key, or a witness's"))
      .takes(options->file, "FILE", N_("The key file to make"))
      .needs(options->name, "--name", "NAME", N_("The officer's id; a witness's name, like witness.example/city"))
      .flag(options->is_witness, "--witness", N_("A witness's, which cosigns other logs' checkpoints"))
      .flag(options->is_unencrypted, "--unencrypted", N_("Without a passphrase, for machines that sign alone"))
      .runs([options](Context& context) { return make(context, *options); });
  key.verb("show", N_("Print a key's public half as a vkey"))
      .may_take(options->file, "FILE", N_("A key file"))
      .flag(options->is_log, "--log", N_("The ledger's log key"))
      .runs([options](Context& context) { return show(context, *options); });
  key.verb("proof", N_("Prove to the administrator that the key is yours"))
      .may_take(options->file, "FILE", N_("The key file; else --key"))
      .needs(options->person, "--person", "ID", N_("Your id in the ledger"))
      .needs(options->output, "-o,--output", "PROOF", N_("The file to write"))
      .runs([options](Context& context) { return prove_possession(context, *options); });
  key.verb("rotate", N_("Register your next key; the old one signs for the last time. Or the log's (--log)"))
      .option(options->proof, "--proof", "PROOF",
              N_("The new key's proof; an administrator may bring another person's"))
      .flag(options->is_log, "--log", N_("The ledger's log key"))
      .option(options->log_key, "--log-key", "NEWFILE", N_("Where to make the next log key, outside the ledger"))
      .option(options->reason, "--reason", "TEXT", N_("Why the log key is replaced"))
      .flag(options->is_lost, "--lost", N_("The old log key is lost: only administrators vouch for the new one"))
      .runs([options](Context& context) { return rotate(context, *options); });
  key.verb("revoke", N_("Take a key out of force"))
      .takes(options->key, "KEY", N_("The key: hex, vkey or key file"))
      .needs(options->reason, "--reason", "TEXT", N_("Why"))
      .number(options->since, "--since", "POSITION", N_("Since where its events are in doubt; else from now on"))
      .runs_or_tries([options](Context& context) { return revoke(context, *options); });
}

}  // namespace sunledger
