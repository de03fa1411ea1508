// sunledger export: what leaves the ledger for others to read or check.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/cosigned_head.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/export_tiles.h"
#include "ledger/proof/policy.h"
#include "projections/package/write_package.h"

namespace sunledger {
namespace {

TileReader hash_tiles_of(const Ledger& ledger) {
  return [&ledger](const Tile& tile) {
    return ledger.hash_tile(static_cast<unsigned>(tile.level), tile.index, tile.width);
  };
}

struct Options {
  std::string dir, policy;
};

// ---- tiles

Result<ExitCode> tiles(Context& context, const Options& options) {
  const std::string& dir = options.dir;
  TRY(outside_ledgers(dir));
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  // With a policy, the newest that its quorum cosigned: whoever follows by that policy would refuse any other.
  TRY_ASSIGN(const std::string note, checkpoint_to_show(context, *ledger, options.policy));
  Progress progress(say("Exporting tiles"), ledger->size(), context.progress_as_lines());
  TRY_ASSIGN(const ExportedTiles exported, export_tiles(*ledger, hash_tiles_of(*ledger), note, dir,
                                                        [&](std::uint64_t done, std::uint64_t) { progress.at(done); }));
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

// ---- package

struct PackageOptions {
  std::string dir, policy;
  bool audit = false;
};

Result<std::string> policy_to_pack(const std::string& path) {
  if (path.empty()) return std::string();
  constexpr std::size_t longest_policy_bytes = 1 << 20;
  TRY_ASSIGN(std::string text, read_file(path, longest_policy_bytes));
  const auto policy = parse_policy(text);
  if (!policy) {
    return make_error(ErrorKind::invalid, say("{0}: {1}", {path, policy.error().message}), policy.error().hint);
  }
  return text;
}

Result<ExitCode> package(Context& context, const PackageOptions& options) {
  if (options.audit) {
    return make_error(
        ErrorKind::usage,
        say("An audit package adds sealed entries and documents for one named auditor, and this version seals nothing: "
            "the public package holds all that there is."),
        say("Leave --audit away."));
  }
  TRY(outside_ledgers(options.dir));
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const std::string note, checkpoint_to_show(context, *ledger, {}));
  Progress progress(say("Packing"), 2 * ledger->size(), context.progress_as_lines());
  PackageSource source{*ledger, hash_tiles_of(*ledger), note, {}, {}, {}, {}, {}};
  TRY_ASSIGN(source.policy, policy_to_pack(options.policy));
  source.each_checkpoint = [&](const auto& visit) { return ledger->each_checkpoint(0, visit); };
  source.document = [&](const Hash& hash) { return ledger->document(hash); };
  source.write_tiles = [&](const std::string& dir) -> Status {
    TRY(export_tiles(*ledger, source.hash_tile, note, dir,
                     [&](std::uint64_t done, std::uint64_t) { progress.at(done); }));
    return {};
  };
  source.progress = [&](std::uint64_t done) { progress.at(ledger->size() + done); };
  TRY_ASSIGN(const WrittenPackage written, write_package(source, options.dir));

  Output& out = context.out();
  for (const Hash& hash : written.missing) {
    out.warning(
        say("The document {0} is not kept here unchanged; the package is without it, and its verification will "
            "say so.",
            {to_hex(hash.view())}));
  }
  const Trailer& trailer = written.trailer;
  const std::string vkey = format_vkey(ledger->log_vkey());
  JsonValue data = JsonValue::object();
  data.set("dir", options.dir)
      .set("size", trailer.totals.entries)
      .set("root", to_hex(trailer.root.view()))
      .set("files", trailer.files)
      .set("bytes", trailer.bytes)
      .set("documents", trailer.documents)
      .set("documents_missing", static_cast<std::uint64_t>(written.missing.size()))
      .set("checkpoints", trailer.checkpoints)
      .set("log_vkey", vkey);
  out.data(data);
  out.line(say("{0} holds {1} entries, {2} documents and {3} checkpoints in {4} files.",
               {options.dir, trailer.totals.entries, trailer.documents, trailer.checkpoints, trailer.files + 2}));
  out.message(say("It is checked with “sunledger-verify {0} --log-vkey {1}”.", {options.dir, vkey}));
  return ExitCode::done;
}

}  // namespace

void add_export(CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto packed = std::make_shared<PackageOptions>();
  Command command = line.command("export", N_("Export: tiles, an auditor's package"));
  command.verb("tiles", N_("The log as static files (C2SP tlog-tiles)"))
      .takes(options->dir, "DIR", N_("The folder to fill"))
      .option(options->policy, "--policy", "FILE", N_("Export the newest checkpoint that its quorum cosigned"))
      .runs([options](Context& context) { return tiles(context, *options); });
  command.verb("package", N_("All that a stranger needs to verify the ledger, as one folder"))
      .takes(packed->dir, "DIR", N_("The folder to make"))
      .option(packed->policy, "--policy", "FILE", N_("Witnesses and quorum to propose to its readers (tlog-policy)"))
      .flag(packed->audit, "--audit", N_("With what is sealed, for one auditor"))
      .runs([packed](Context& context) { return package(context, *packed); });
}

}  // namespace sunledger
