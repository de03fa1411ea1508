#include "ledger/verify/check_table.h"

#include "ledger/base/text.h"

namespace sunledger {

const std::vector<CheckText>& check_table() {
  static const std::vector<CheckText> table = {
      {Check::entries_readable, "entries.readable", N_("Every entry can be read.")},
      {Check::entries_contiguous, "entries.contiguous", N_("Every entry says the position at which it stands.")},
      {Check::entries_encoding, "entries.encoding",
       N_("Every entry's header and event are in the one canonical form.")},
      {Check::entries_time, "entries.time", N_("Recorded time never goes backwards.")},
      {Check::signatures_valid, "signatures.valid", N_("Every event carries its author's valid signature.")},
      {Check::authors_running_number, "authors.running-number", N_("Every author's events are numbered without gaps.")},
      {Check::authors_roles, "authors.roles",
       N_("Every author held a key in force and a role for what they recorded, and judged nothing of their own.")},
      {Check::authors_heads, "authors.heads", N_("The history that each author saw is this log's history.")},
      {Check::rules_replayed, "rules.replayed",
       N_("Judged again, every event is accepted and lets exactly the noted rules through.")},
      {Check::facts_recomputed, "facts.recomputed", N_("The stored facts are those that the entries give.")},
      {Check::tree_hashes, "tree.hashes", N_("Every stored tree hash is the one that the entries give.")},
      {Check::tree_checkpoints, "tree.checkpoints",
       N_("Every checkpoint is signed by the log key and holds the root that the entries give.")},
      {Check::documents_present, "documents.present", N_("Every open document that is cited is there, unchanged.")},
      {Check::batches_closed, "batches.closed", N_("Large imports were closed or abandoned.")},
      {Check::files_intact, "files.intact",
       N_("Every table file on disk has the checksum that was noted when it was made.")},
      {Check::tree_witnesses, "tree.witnesses",
       N_("The quorum of the given policy cosigned a checkpoint over all entries.")},
      {Check::entries_witnessed_time, "entries.witnessed-time",
       N_("Recorded times fit the times at which witnesses cosigned the log.")},
      {Check::package_complete, "package.complete",
       N_("The package holds the files that its trailer and list name, unchanged, and no others.")},
      {Check::package_totals, "package.totals",
       N_("The control totals in the trailer are those that the entries give.")},
      {Check::package_history, "package.history",
       N_("The histories of charter, people and keys in the package are those that the entries tell.")},
      {Check::package_reports, "package.reports",
       N_("The reports in the package, drawn again from the entries, are equal.")},
      {Check::reports_submitted, "reports.submitted",
       N_("The figures of every report that was submitted or reviewed are those that the entries give.")},
  };
  return table;
}

const CheckText& text_of(Check check) {
  return check_table()[static_cast<std::size_t>(check)];
}

CheckSet package_checks() {
  CheckSet set;
  for (const Check check :
       {Check::package_complete, Check::package_totals, Check::package_history, Check::package_reports}) {
    set.set(static_cast<std::size_t>(check));
  }
  return set;
}

Result<CheckSet> checks_named(const std::vector<std::string>& names) {
  CheckSet set;
  if (names.empty()) return set.set();
  for (const std::string& name : names) {
    bool known = false;
    for (const CheckText& text : check_table()) {
      const std::string_view whole = text.name;
      if (whole != name && whole.substr(0, whole.find('.')) != name) continue;
      set.set(static_cast<std::size_t>(text.check));
      known = true;
    }
    if (known) continue;
    std::string all;
    for (const CheckText& text : check_table()) all += (all.empty() ? "" : ", ") + std::string(text.name);
    return make_error(ErrorKind::usage, say("There is no check “{0}”.", {name}), say("The checks are: {0}.", {all}));
  }
  return set;
}

}  // namespace sunledger
