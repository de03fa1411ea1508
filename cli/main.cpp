// sunledger: the table of contents. Each verb is a file in cli/commands.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/diagnostics.h"
#include "ledger/base/text.h"

int main(int argc, char** argv) {
  using namespace sunledger;
  start_diagnostics();
  choose_language(language_asked_for(argc, argv), catalogue_folder());
  Context context;
  CommandLine line(context);

  line.group(N_("To begin"));
  add_init(line);
  add_key(line);
  add_officer(line);
  add_charter(line);
  add_demo(line);

  line.group(N_("To record"));
  add_kinds(line);
  add_record(line);
  add_import(line);
  add_sign(line);
  add_submit(line);
  add_review(line);
  add_approve(line);
  add_document(line);

  line.group(N_("To look up"));
  add_log(line);
  add_show(line);
  add_trace(line);

  line.group(N_("To report"));
  add_report(line);
  add_findings(line);
  add_rebuild(line);

  line.group(N_("To prove"));
  add_checkpoint(line);
  add_prove(line);
  add_verify(line);
  add_audit(line);
  add_anchor(line);
  add_witness(line);
  add_export(line);

  line.group(N_("To keep"));
  add_backup(line);
  add_restore(line);

  return line.run(argc, argv);
}
