#pragma once
// Verifies an auditor's package: the log inside as every log is verified, and what the package says about it beside,
// by checks of their own: package.complete, package.totals, package.history, package.reports. Trusts bytes and public
// keys; the key comes from outside the package, else the result is incomplete.

#include <optional>
#include <string>

#include "ledger/proof/checkpoint.h"
#include "ledger/verify/verify.h"

namespace sunledger {

struct PackageToVerify {
  std::string dir;
  std::optional<VerifierKey> log_key;
  std::optional<Policy> policy;  // the reader's; the one inside the package is not asked
};

// The checkpoint that the package covers, as it stands there; its signature is a check's matter. Errors: corrupt, io.
Result<Checkpoint> checkpoint_of_package(const std::string& dir);

// Without names, `options.only_checks` stands for all checks that a package can be held against: files.intact and
// facts.recomputed are about a ledger's own folder. Errors: usage (an unknown check), io; corrupt when there is no
// checkpoint to begin with.
Result<VerifyReport> verify_package(const PackageToVerify& package, const VerifyOptions& options);

}  // namespace sunledger
