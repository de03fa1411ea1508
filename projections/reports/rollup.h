#pragma once
// budget-execution --rollup, for the tier above: the followed ledgers' budgets and payments, a row a ledger, and their
// sums (requirements S26: 省市汇总). Each ledger counts as it stood at the checkpoint that was recorded of it, from
// entries that were verified under that checkpoint; one that cannot be counted is named, with the reason.
//
// Only the followed ledgers are summed: the own books hold the grants to them, which would count twice.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/views/accounts.h"
#include "projections/views/anchors.h"

namespace sunledger {

struct RolledUpLedger {
  std::string id;
  FollowedLedger ledger;
  std::unique_ptr<AccountsView> accounts;  // nothing where it is missing
  std::string why_missing;
};

// Reads what `anchor follow` kept below `ledger_dir`; saved views answer where `use_saved`. Never an error: what cannot
// be read is missing, and says why.
std::vector<RolledUpLedger> read_followed(const std::map<std::string, FollowedLedger>& followed,
                                          const std::string& ledger_dir, bool use_saved);

// `request.year` is set. Errors: those of begin_document.
Result<Document> make_rollup(const AnchorsView& view, const std::vector<RolledUpLedger>& ledgers,
                             const ReportRequest& request);

}  // namespace sunledger
