// sunledger witness: cosign what other logs publish – whose logs, by file, or as a service.

#include "ledger/witness/witness.h"

#include <filesystem>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/public_key.h"
#include "cli/witness_service.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/verify/tiles_folder.h"
#include "ledger/witness/submission.h"

namespace sunledger {
namespace {

struct Options {
  std::string dir, source, output;
  WitnessServiceOptions service;
  std::vector<std::string> vkeys;
};

Result<std::string> folder_of(const Context& context, const Options& options) {
  const std::string dir = context.setting(options.dir, "SUNLEDGER_WITNESS", "witness");
  if (!dir.empty()) return dir;
  return make_error(ErrorKind::usage, say("Which witness? No folder is named."),
                    say("Name its folder with --state DIR or in SUNLEDGER_WITNESS."));
}

Result<std::unique_ptr<Witness>> open_witness(Context& context, const std::string& dir) {
  TRY(witness_key_of(dir));  // before a passphrase is asked for
  TRY_ASSIGN(const KeyFile file, context.key_file());
  TRY_ASSIGN(SecretKey secret, context.unlock_key(KeyPurpose::witness));
  const auto key = std::make_shared<SecretKey>(std::move(secret));
  return Witness::open(
      dir, {vkey_of(file), [key](BytesView message) { return key->sign(message); }, verify, system_clock()});
}

Result<ExitCode> add_log(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, folder_of(context, options));
  std::vector<VerifierKey> keys;
  for (const std::string& text : options.vkeys) {
    TRY_ASSIGN(VerifierKey key, parse_vkey(text));
    keys.push_back(std::move(key));
  }
  // The first time, the folder is made for this witness's key.
  if (const auto owner = witness_key_of(dir); !owner && owner.error().kind == ErrorKind::not_found) {
    TRY(outside_ledgers(dir));
    TRY_ASSIGN(const KeyFile file, context.key_file());
    if (file.purpose != KeyPurpose::witness) {
      return make_error(ErrorKind::permission, say("{0} is not a witness's key.", {context.key_path()}),
                        say("“sunledger key new FILE --name NAME --witness” makes one."));
    }
    TRY(Witness::prepare(dir, vkey_of(file)));
  }
  JsonValue added = JsonValue::array();
  for (const VerifierKey& key : keys) {
    TRY_ASSIGN(const bool is_new, add_witnessed_log(dir, key));
    added.push(JsonValue::object().set("origin", key.name).set("vkey", format_vkey(key)).set("new", is_new));
    context.out().line(is_new ? say("{0} may now ask for cosignatures, signed by this key.", {key.name})
                              : say("{0} could ask already, signed by this key.", {key.name}));
  }
  context.out().data(JsonValue::object().set("logs", added));
  return ExitCode::done;
}

Result<ExitCode> list(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, folder_of(context, options));
  TRY_ASSIGN(const VerifierKey own, witness_key_of(dir));
  TRY_ASSIGN(const auto logs, witnessed_logs(dir));
  JsonValue items = JsonValue::array();
  Output& out = context.out();
  out.line(say("Witness {0}", {format_vkey(own)}));
  for (const WitnessedLog& log : logs) {
    JsonValue keys = JsonValue::array();
    for (const VerifierKey& key : log.keys) keys.push(format_vkey(key));
    items.push(JsonValue::object()
                   .set("origin", log.origin())
                   .set("vkeys", keys)
                   .set("size", log.last.size)
                   .set("root", to_hex(log.last.root.view()))
                   .set("cosigned", !log.note.empty()));
    out.line(log.note.empty() ? say("{0}: nothing cosigned yet", {log.origin()})
                              : say("{0}: {1} entries cosigned, root {2}",
                                    {log.origin(), log.last.size, to_hex(log.last.root.view())}));
  }
  out.data(JsonValue::object().set("vkey", format_vkey(own)).set("logs", items));
  return ExitCode::done;
}

// The proof from what was cosigned last, drawn from the log's own tiles.
Result<std::string> submission_from_tiles(const std::string& dir, const std::string& tiles) {
  TRY_ASSIGN(const auto folder, TilesFolder::open(tiles));
  TRY_ASSIGN(const WitnessedLog log, witnessed_log_of(dir, folder->origin()));
  Submission submission{log.last.size, {}, folder->note()};
  if (log.last.size < folder->size()) {
    TRY_ASSIGN(submission.proof, consistency_proof(log.last.size, folder->size(),
                                                   hash_reader_of_tiles(folder->size(), folder->input().hash_tile)));
  }
  return format_submission(submission);
}

// A submission is taken as it is; a checkpoint alone does for the first time, and for what was cosigned before.
Result<std::string> submission_from(const std::string& dir, const std::string& source) {
  std::error_code ignored;
  if (std::filesystem::is_directory(source, ignored)) return submission_from_tiles(dir, source);
  auto text = read_file(source, submission_limit_bytes);
  if (!text || text->starts_with("old ")) return text;
  TRY_ASSIGN(const Note note, parse_note(*text));
  TRY_ASSIGN(const Checkpoint checkpoint, parse_checkpoint(note.text));
  TRY_ASSIGN(const WitnessedLog log, witnessed_log_of(dir, checkpoint.origin));
  return format_submission({log.last.size == checkpoint.size ? checkpoint.size : 0, {}, *text});
}

Error refused(const WitnessAnswer& answer) {
  switch (answer.status) {
    case 404:
      return make_error(ErrorKind::not_found, answer.why,
                        say("“sunledger witness add-log VKEY” adds it, with the key that its officers published."));
    case 403:
      return make_error(ErrorKind::permission, answer.why,
                        say("Ask its officers whether the log's key was changed, and add the new one."));
    case 409:
      return make_error(ErrorKind::conflict, answer.why,
                        say("Ask the log for a submission from there (“sunledger checkpoint submission --old SIZE”), "
                            "or give a folder of its tiles."));
    case 422:
      return make_error(ErrorKind::corrupt, answer.why,
                        say("Keep this file and tell the log's members and auditors: if the proof was made rightly, "
                            "the log has two histories."));
    case 500:
      return make_error(ErrorKind::io, answer.why);
    default:
      return make_error(ErrorKind::invalid, answer.why);
  }
}

Result<ExitCode> cosign_file(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, folder_of(context, options));
  TRY_ASSIGN(const auto witness, open_witness(context, dir));
  TRY_ASSIGN(const std::string body, submission_from(dir, options.source));
  const WitnessAnswer answer = witness->add_checkpoint(body);
  if (answer.status != 200) return refused(answer);
  JsonValue data = JsonValue::object();
  data.set("origin", answer.origin).set("size", answer.size).set("cosignature", answer.body);
  if (options.output.empty()) {
    context.out().line(answer.body.substr(0, answer.body.size() - 1));
  } else {
    TRY(write_output(context, options.output, answer.body));
    data.set("file", options.output);
  }
  context.out().data(data);
  context.out().message(say("{0} is cosigned at {1} entries.", {answer.origin, answer.size}));
  return ExitCode::done;
}

Result<ExitCode> serve(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, folder_of(context, options));
  TRY(can_serve(options.service));
  TRY_ASSIGN(const auto witness, open_witness(context, dir));
  TRY(serve_witness(context, *witness, options.service));
  return ExitCode::done;
}

}  // namespace

void add_witness(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("witness", N_("Cosign the checkpoints of other ledgers"));
  const auto verb = [&](const char* name, const char* help) {
    Command one = command.verb(name, help);
    one.option(options->dir, "--state", "DIR", N_("What this witness cosigned so far"));
    return one;
  };
  verb("add-log", N_("Let a log ask for cosignatures; the first time, with --key, makes the folder"))
      .takes_all(options->vkeys, "VKEY", N_("The log's verifier key as its officers published it"))
      .runs([options](Context& context) { return add_log(context, *options); });
  verb("list", N_("The logs, and what was cosigned last of each")).runs([options](Context& context) {
    return list(context, *options);
  });
  verb("cosign", N_("Cosign by file, without a network"))
      .takes(options->source, "FILE", N_("A submission, a first checkpoint, or a folder of the log's tiles"))
      .option(options->output, "-o,--output", "FILE", N_("Where the cosignature is written"))
      .runs([options](Context& context) { return cosign_file(context, *options); });
  verb("serve", N_("Cosign for whoever asks over the network (C2SP tlog-witness)"))
      .needs(options->service.address, "--listen", "ADDRESS:PORT", N_("Where, e.g. 127.0.0.1:8080"))
      .option(options->service.certificate, "--certificate", "FILE", N_("The TLS certificate and its chain, PEM"))
      .option(options->service.private_key, "--private-key", "FILE", N_("The certificate's private key, PEM"))
      .flag(options->service.is_behind_proxy, "--behind-proxy", N_("Another server of yours speaks TLS for this one"))
      .runs([options](Context& context) { return serve(context, *options); });
}

}  // namespace sunledger
