#include "ledger/audit/compare_files.h"

#include <filesystem>

#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/verify/tiles_folder.h"

namespace sunledger {

Result<CompareResult> compare_files(const CompareRequest& request) {
  TRY_ASSIGN(const Statement first, read_statement(request.first));
  TRY_ASSIGN(const Statement second, read_statement(request.second));
  const auto key = request.log_key ? request.log_key : first.key ? first.key : second.key;
  if (!key) {
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
  TRY_ASSIGN(result.comparison, compare(first, second, *key, tiles));
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
