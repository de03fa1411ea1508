#include "cli/published.h"

#include <filesystem>

#include "ledger/base/text.h"

namespace sunledger {
namespace {

bool is_address(const std::string& place) {
  return place.find("://") != std::string::npos;
}

}  // namespace

Result<FetchFile> published_at(const std::string& place) {
  if (!is_address(place)) return files_below(place);
  return make_error(ErrorKind::usage, say("“{0}” is not a folder.", {place}),
                    say("Fetch the tiles to a folder first, and name that."));
}

std::string whole_place(const std::string& place) {
  if (is_address(place)) return place;
  std::error_code code;
  const auto whole = std::filesystem::absolute(place, code).lexically_normal();
  return code ? place : whole.string();
}

}  // namespace sunledger
