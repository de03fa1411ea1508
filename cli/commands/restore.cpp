// sunledger restore: a ledger out of a backup. It can be read at once; it can be written when it was compared with a
// checkpoint that somebody else holds.

#include "ledger/backup/restore.h"

#include <filesystem>

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "ledger/audit/compare.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/verify/tiles_folder.h"
#include "projections/package/layout.h"

namespace sunledger {
namespace {

struct Options {
  std::string backup, dir, log_key, tiles, log_vkey;
  std::vector<std::string> statements;
  bool newest = false;
};

Result<ExitCode> restore(Context& context, const Options& options) {
  if (options.backup.empty() || options.dir.empty()) {
    return make_error(ErrorKind::usage, say("From which backup, and into which folder?"),
                      say("“sunledger restore BACKUP --to DIR”."));
  }
  TRY(outside_ledgers(options.dir));
  TRY_ASSIGN(const auto manifest, load_manifest(options.backup));
  Progress progress(say("Restoring"), manifest ? manifest->entries : 0, context.progress_as_lines());
  RestoreOptions how;
  how.log_key = options.log_key;
  how.progress = [&](std::uint64_t done, std::uint64_t) { progress.at(done); };
  TRY_ASSIGN(const BackupManifest restored, restore_backup(options.backup, options.dir, how));
  const std::string log_key = options.log_key.empty() ? restored.log_key : options.log_key;
  JsonValue data = JsonValue::object();
  data.set("dir", options.dir)
      .set("origin", restored.origin)
      .set("entries", restored.entries)
      .set("root", to_hex(restored.root.view()))
      .set("documents", restored.documents.lines)
      .set("backed_up_at", to_text_utc(restored.made_ms))
      .set("log_key", log_key)
      .set("writable", false);
  Output& out = context.out();
  out.data(data);
  out.line(say("{0} holds {1} as it was backed up at {2}: {3} entries, root {4}, and {5} documents.",
               {options.dir, restored.origin, to_text_utc(restored.made_ms), restored.entries,
                to_hex(restored.root.view()), restored.documents.lines}));
  out.line(
      say("It can only be read until it was compared with the newest checkpoint that somebody else holds: an auditor's "
          "state, a witness's latest, an author's receipt (“sunledger restore compare FILE --ledger {0}”).",
          {options.dir}));
  if (!path_exists(log_key)) {
    out.message(say("The log key is not in a backup. Put it back at {0}, with the head beside it, before you record.",
                    {log_key}));
  }
  return ExitCode::done;
}

// ---- compare

// A backup's own checkpoint says nothing about what came after it.
Status comes_from_outside(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  for (const fs::path& folder : {real, real.parent_path()}) {
    if (!fs::is_regular_file(folder / std::string(manifest_name), ignored)) continue;
    return make_error(ErrorKind::conflict,
                      say("{0} is of a backup, and a backup cannot tell what came after it.", {path}),
                      say("Compare with what somebody else holds: an auditor, a witness, an author."));
  }
  return {};
}

struct Outside {
  std::string note, file;
  Checkpoint checkpoint;
};

// The newest of what was brought; every one of them that this copy reaches must be of its history.
Result<Outside> newest(const Ledger& ledger, const std::vector<std::string>& files) {
  const LogKeys keys = ledger.log_keys();
  Outside best;
  for (const std::string& file : files) {
    TRY(comes_from_outside(file));
    TRY_ASSIGN(const Statement statement, read_statement(tiles_in(file)));
    for (const std::string& note : statement.notes) {
      auto opened = keys.open(note, verify);
      if (!opened) {
        return make_error(ErrorKind::corrupt, say("{0}: {1}", {file, opened.error().message}),
                          say("It is of another log; or the log's key was replaced after this backup: then bring the "
                              "missing entries back first (“sunledger restore more TILES”)."));
      }
      const Checkpoint& seen = opened->checkpoint;
      if (seen.size <= ledger.size()) {
        TRY_ASSIGN(const Hash root, ledger.root_at(seen.size));
        if (root != seen.root) {
          return make_error(
              ErrorKind::corrupt,
              say("{0} was signed over {1} entries that are not this copy's: the log has two histories.",
                  {file, seen.size}),
              say("Keep both and tell whoever audits the log; this copy stays as it is, and can only be read."));
        }
      }
      if (best.note.empty() || seen.size > best.checkpoint.size) best = {note, file, seen};
    }
  }
  if (!best.note.empty()) return best;
  return make_error(ErrorKind::usage, say("With what? No checkpoint from outside is named."),
                    say("Name a checkpoint, an auditor's state, a .tlog-proof or a folder of tiles."));
}

Result<ExitCode> compare(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, context.ledger_dir());
  TRY_ASSIGN(const auto ledger, Ledger::open_restored(dir));
  TRY_ASSIGN(const Outside outside, newest(*ledger, options.statements));
  TRY(ledger->compared_with(outside.note,
                            options.newest ? Ledger::NewestAnywhere::said : Ledger::NewestAnywhere::unsaid));
  JsonValue data = JsonValue::object();
  data.set("dir", dir)
      .set("compared_with", outside.file)
      .set("compared_size", outside.checkpoint.size)
      .set("size", ledger->size())
      .set("root", to_hex(ledger->root().view()))
      .set("writable", true);
  Output& out = context.out();
  out.data(data);
  out.line(say("{0} agrees with {1}, which covers {2} of its {3} entries. It is a ledger again, and can be written.",
               {dir, outside.file, outside.checkpoint.size, ledger->size()}));
  if (options.newest) {
    out.message(
        say("You say that nobody holds a newer checkpoint than {0}. If a newer one exists anywhere, what is recorded "
            "now makes a second history, and witnesses and auditors will find it.",
            {outside.file}));
  } else if (outside.checkpoint.size < ledger->size()) {
    out.message(
        say("That is less than this copy has. If anybody may hold a newer checkpoint, ask them before you record."));
  }
  return ExitCode::done;
}

// ---- more

Result<ExitCode> more(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string dir, context.ledger_dir());
  std::optional<VerifierKey> log_key;
  if (!options.log_vkey.empty()) {
    TRY_ASSIGN(log_key, parse_vkey(options.log_vkey));
  }
  TRY_ASSIGN(const auto ledger, Ledger::open_restored(dir));
  TRY_ASSIGN(const auto shown, TilesFolder::open(tiles_in(options.tiles)));
  Progress progress(say("Bringing entries back"), shown->size(), context.progress_as_lines());
  TRY_ASSIGN(const BroughtBack brought, take_missing(*ledger, tiles_in(options.tiles), options.tiles, log_key,
                                                     [&](std::uint64_t done, std::uint64_t) { progress.at(done); }));
  JsonValue data = JsonValue::object();
  data.set("dir", dir)
      .set("from", options.tiles)
      .set("brought_back", brought.to - brought.from)
      .set("documents", brought.documents)
      .set("size", brought.to)
      .set("root", to_hex(ledger->root().view()))
      .set("writable", false);
  Output& out = context.out();
  out.data(data);
  out.line(say("{0} has positions {1} to {2} again, as the log signed them, and {3} documents with them.",
               {dir, brought.from, brought.to - 1, brought.documents}));
  out.line(say("It can still only be read: compare it now (“sunledger restore compare FILE”)."));
  return ExitCode::done;
}

}  // namespace

void add_restore(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("restore", N_("Make a ledger out of a backup; compare it before it is written"));
  command.may_take(options->backup, "BACKUP", N_("What “sunledger backup” made"))
      .option(options->dir, "--to", "DIR", N_("The new ledger's folder"))
      .option(options->log_key, "--log-key", "FILE", N_("Where its log key lies or will lie; else where it lay"));
  command.verb("compare", N_("Compare the copy with checkpoints from outside; then it can be written"))
      .takes_all(options->statements, "FILES", N_("Checkpoints, auditors' states, .tlog-proofs, folders of tiles"))
      .flag(options->newest, "--newest", N_("Answer for it that nobody anywhere holds a newer checkpoint than these"))
      .runs([options](Context& context) { return compare(context, *options); });
  command.verb("more", N_("Bring back entries that the copy lacks, from whoever has them"))
      .takes(options->tiles, "TILES", N_("A folder of tiles, a package, or another backup"))
      .option(options->log_vkey, "--log-vkey", "VKEY", N_("The log's published key, where it was replaced since"))
      .runs([options](Context& context) { return more(context, *options); });
  command.runs([options](Context& context) { return restore(context, *options); });
}

}  // namespace sunledger
