// sunledger export: what leaves the ledger for others to read or check.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/cosigned_head.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "ledger/base/text.h"
#include "ledger/export_tiles.h"

namespace sunledger {
namespace {

struct Options {
  std::string dir, policy;
};

Result<ExitCode> tiles(Context& context, const Options& options) {
  const std::string& dir = options.dir;
  TRY(outside_ledgers(dir));
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  // With a policy, the newest that its quorum cosigned: whoever follows by that policy would refuse any other.
  TRY_ASSIGN(const std::string note, checkpoint_to_show(context, *ledger, options.policy));
  Progress progress(say("Exporting tiles"), ledger->size(), context.progress_as_lines());
  TRY_ASSIGN(const ExportedTiles exported,
             export_tiles(
                 *ledger,
                 [&](const Tile& tile) {
                   return ledger->hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
                 },
                 note, dir, [&](std::uint64_t done, std::uint64_t) { progress.at(done); }));
  const std::string vkey = format_vkey(ledger->log_vkey());
  JsonValue data = JsonValue::object();
  data.set("dir", dir)
      .set("size", exported.size)
      .set("written", exported.written)
      .set("kept", exported.kept)
      .set("log_vkey", vkey);
  Output& out = context.out();
  out.data(data);
  out.line(say("{0} holds {1} entries as tiles: {2} files written, {3} there already.",
               {dir, exported.size, exported.written, exported.kept}));
  out.message(say("They are checked with “sunledger verify {0} --log-vkey {1}”.", {dir, vkey}));
  return ExitCode::done;
}

}  // namespace

void add_export(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("export", N_("Export: tiles"));
  command.verb("tiles", N_("The log as static files (C2SP tlog-tiles)"))
      .takes(options->dir, "DIR", N_("The folder to fill"))
      .option(options->policy, "--policy", "FILE", N_("Export the newest checkpoint that its quorum cosigned"))
      .runs([options](Context& context) { return tiles(context, *options); });
}

}  // namespace sunledger
