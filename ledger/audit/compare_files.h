#pragma once
// A comparison with its files: statements and tiles are read, evidence is kept. The same from `sunledger audit compare`
// and `sunledger-verify compare`.

#include <optional>
#include <string>
#include <vector>

#include "ledger/audit/compare.h"

namespace sunledger {

struct CompareRequest {
  std::string first, second;           // files or folders, as read_statement takes them
  std::vector<std::string> tiles;      // further folders of tiles
  std::optional<VerifierKey> log_key;  // else an auditor's state names it
  std::string evidence_path;           // empty: beside the first
};

struct CompareResult {
  Comparison comparison;
  std::string evidence_path;  // empty: none
};

// Errors: usage (nobody names the log's key), conflict (a file for evidence exists), and those of compare().
Result<CompareResult> compare_files(const CompareRequest& request);

}  // namespace sunledger
