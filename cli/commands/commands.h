#pragma once
// Every verb, one file each: commands/<verb>.cpp describes what it takes and runs it.

namespace sunledger {

class CommandLine;

void add_init(CommandLine& line);
void add_key(CommandLine& line);
void add_officer(CommandLine& line);
void add_record(CommandLine& line);
void add_import(CommandLine& line);
void add_log(CommandLine& line);
void add_show(CommandLine& line);
void add_demo(CommandLine& line);
void add_checkpoint(CommandLine& line);
void add_prove(CommandLine& line);
void add_kinds(CommandLine& line);
void add_sign(CommandLine& line);
void add_submit(CommandLine& line);
void add_charter(CommandLine& line);
void add_document(CommandLine& line);
void add_review(CommandLine& line);
void add_approve(CommandLine& line);
void add_trace(CommandLine& line);
void add_report(CommandLine& line);
void add_findings(CommandLine& line);
void add_rebuild(CommandLine& line);
void add_export(CommandLine& line);
void add_verify(CommandLine& line);
void add_audit(CommandLine& line);
void add_anchor(CommandLine& line);
void add_backup(CommandLine& line);
void add_restore(CommandLine& line);
void add_witness(CommandLine& line);

}  // namespace sunledger
