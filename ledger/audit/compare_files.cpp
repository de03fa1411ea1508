#include "ledger/audit/compare_files.h"

#include <algorithm>
#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {
namespace {

std::vector<VerifierKey> unique(std::vector<VerifierKey> keys) {
  std::vector<VerifierKey> once;
  for (VerifierKey& key : keys) {
    if (std::find(once.begin(), once.end(), key) == once.end()) once.push_back(std::move(key));
  }
  return once;
}

}  // namespace

Result<CompareResult> compare_files(const CompareRequest& request) {
  TRY_ASSIGN(const Statement first, read_statement(request.first));
  TRY_ASSIGN(const Statement second, read_statement(request.second));
  std::vector<VerifierKey> keys = first.keys;
  keys.insert(keys.end(), second.keys.begin(), second.keys.end());
  if (request.log_key) keys = {*request.log_key};
  if (keys.empty()) {
    return make_error(ErrorKind::usage, say("Whose checkpoints are these? No log key is named."),
                      say("Give --log-vkey VKEY, as the federation published it, or compare with an auditor's state."));
  }
  std::vector<std::string> folders = request.tiles;
  for (const std::string& path : {request.first, request.second}) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) folders.push_back(path);
  }
  std::vector<std::unique_ptr<TilesFolder>> opened;
  std::vector<TileSource> tiles;
  for (const std::string& folder : folders) {
    TRY_ASSIGN(auto source, TilesFolder::open(folder));
    tiles.push_back({source->size(), source->input().hash_tile});
    opened.push_back(std::move(source));
  }
  CompareResult result;
  TRY_ASSIGN(result.comparison, compare(first, second, unique(std::move(keys)), tiles));
  if (!result.comparison.evidence) return result;
  if (request.evidence_path.empty()) {
    TRY_ASSIGN(result.evidence_path, keep_evidence(request.first, *result.comparison.evidence));
  } else {
    TRY(create_file(request.evidence_path, write_evidence(*result.comparison.evidence)));
    result.evidence_path = request.evidence_path;
  }
  return result;
}

}  // namespace sunledger
