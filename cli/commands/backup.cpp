// sunledger backup: what a ledger holds, in another folder, while recording goes on.

#include "ledger/backup/backup.h"

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Options {
  std::string dir;
  bool whole = false;
};

void tell(Output& out, const MadeBackup& made, const Options& options) {
  const BackupManifest& manifest = made.manifest;
  JsonValue damaged = JsonValue::array();
  for (const Hash& hash : made.damaged) damaged.push(to_hex(hash.view()));
  JsonValue data = JsonValue::object();
  data.set("dir", options.dir)
      .set("origin", manifest.origin)
      .set("entries", manifest.entries)
      .set("root", to_hex(manifest.root.view()))
      .set("new_entries", manifest.entries - made.entries_before)
      .set("new_checkpoints", made.checkpoints_added)
      .set("new_documents", made.documents_added)
      .set("documents", manifest.documents.lines)
      .set("damaged_documents", damaged)
      .set("not_signed_yet", made.not_signed_yet)
      .set("made_at", to_text_utc(manifest.made_ms));
  out.data(data);
  out.line(
      say("{0} holds the first {1} entries of {2}, root {3}, and {4} documents.",
          {options.dir, manifest.entries, manifest.origin, to_hex(manifest.root.view()), manifest.documents.lines}));
  out.line(say("  New: {0} entries, {1} checkpoints, {2} documents, each read back.",
               {manifest.entries - made.entries_before, made.checkpoints_added, made.documents_added}));
  if (options.whole) out.line(say("  What was there before was read again, all of it, and is as it was written."));
  out.message(
      say("Not in a backup: the log key {0}, the head beside it, and officers' keys. Keep those elsewhere, each in "
          "its own safe place.",
          {manifest.log_key}));
  if (made.not_signed_yet > 0) {
    out.warning(
        say("{0} entries are recorded and not under a signed checkpoint yet; they are not in this backup. Sign one "
            "with “sunledger checkpoint” and back up again.",
            {made.not_signed_yet}));
  }
}

Result<ExitCode> run(Context& context, const Options& options) {
  TRY(outside_ledgers(options.dir));
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  Progress progress(say("Backing up"), ledger->size(), context.progress_as_lines());
  BackupOptions how;
  how.whole = options.whole;
  how.progress = [&](std::uint64_t done, std::uint64_t) { progress.at(done); };
  TRY_ASSIGN(const MadeBackup made, make_backup(*ledger, options.dir, how));
  tell(context.out(), made, options);
  if (made.damaged.empty()) return ExitCode::done;
  return make_error(ErrorKind::incomplete,
                    say("{0} documents of the ledger are damaged and could not be backed up; the first is {1}.",
                        {made.damaged.size(), to_hex(made.damaged.front().view())}),
                    say("All else is in the backup. Bring the documents back from a copy and back up again."));
}

}  // namespace

void add_backup(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("backup", N_("Back up entries, checkpoints and documents while recording goes on"))
      .takes(options->dir, "DIR", N_("The backup's folder; what is there already is kept and added to"))
      .flag(options->whole, "--whole", N_("Read again what earlier backups wrote there, too"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
