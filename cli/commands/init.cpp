// sunledger init: the first two entries, and the log key outside the ledger's folder.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/charter/read_charter.h"
#include "ledger/proof/hash.h"

namespace sunledger {
namespace {

struct Options {
  std::string dir, origin, name, charter, log_key, person, person_name;
};

// The log key's passphrase. An administrator who protects their own key must say something about the log's, too.
Result<Passphrase> log_passphrase(Context& context, bool administrator_is_encrypted) {
  TRY_ASSIGN(auto given, context.new_log_passphrase());
  if (given) return std::move(*given);
  if (administrator_is_encrypted) {
    return make_error(ErrorKind::permission, say("No passphrase was given for the log key, and nobody can be asked."),
                      say("Give one with --log-passphrase-file FILE or --log-passphrase-fd N."));
  }
  context.out().warning(
      say("The log key is not encrypted, like yours: whoever reads its file can sign checkpoints in "
          "this ledger's name. Make it with --log-passphrase-file, or guard the file."));
  return Passphrase();
}

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string toml, read_file(options.charter, 256 * 1024));
  Genesis genesis;
  TRY_ASSIGN(genesis.charter, read_charter(toml, shipped_defaults(), options.charter));
  genesis.charter_document = sha256(as_bytes(toml));
  genesis.origin = options.origin;
  genesis.name = options.name;
  TRY_ASSIGN(const KeyFile key_file, context.key_file());
  genesis.person = options.person.empty() ? key_file.name : options.person;
  genesis.person_name = options.person_name.empty() ? genesis.person : options.person_name;
  Ledger::Options door;
  TRY_ASSIGN(door.clock, context.clock_for(options.origin));
  constexpr std::int32_t until_the_charter_says = 0;
  const auto offset = find_parameter(genesis.charter.parameters, "calendar.utc_offset_minutes");
  genesis.day = day_at(door.clock(), offset != nullptr ? std::stoi(offset->value) : until_the_charter_says);
  if (context.options().dry_run) {
    context.out().line(say("Dry run: the charter is sound; nothing was made."));
    return ExitCode::done;
  }
  TRY_ASSIGN(const SecretKey administrator, context.unlock_key());
  TRY_ASSIGN(const Passphrase secret, log_passphrase(context, key_file.is_encrypted()));
  TRY_ASSIGN(const auto ledger, Ledger::create(options.dir, genesis, administrator, options.log_key, secret, door));

  const std::string vkey = format_vkey(ledger->log_vkey());
  JsonValue data = JsonValue::object();
  data.set("dir", options.dir)
      .set("origin", ledger->origin())
      .set("log_vkey", vkey)
      .set("administrator", genesis.person)
      .set("size", ledger->size())
      .set("root", to_hex(ledger->root().view()));
  context.out().data(data);
  context.out().line(say("The ledger {0} is open in {1}.", {ledger->origin(), options.dir}));
  context.out().line(say("  administrator  {0}", {genesis.person}));
  context.out().line(say("  log key        {0}", {options.log_key}));
  context.out().line(say("  log vkey       {0}", {vkey}));
  context.out().message(
      say("Publish the log vkey where people who check the ledger will find it, apart from the ledger "
          "itself. Keep {0} and {0}.head together, and out of the ledger's backups.",
          {options.log_key}));
  return ExitCode::done;
}

}  // namespace

void add_init(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("init", N_("Open a new ledger"))
      .takes(options->dir, "DIR", N_("The folder to make"))
      .needs(options->origin, "--origin", "ORIGIN", N_("The ledger's name for ever, like ledger.example/sixian"))
      .needs(options->name, "--name", "NAME", N_("The federation's name"))
      .needs(options->charter, "--charter", "FILE.toml", N_("The charter to adopt"))
      .needs(options->log_key, "--log-key", "FILE", N_("Where to make the log key, outside DIR"))
      .option(options->person, "--person", "ID", N_("The administrator's id; else the key's name"))
      .option(options->person_name, "--person-name", "NAME", N_("The administrator's name; else the id"))
      .runs_or_tries([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
