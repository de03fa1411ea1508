#include "cli/published.h"

#include <filesystem>

#include "http/published_files.h"
#include "projections/package/layout.h"

namespace sunledger {

Result<FetchFile> published_at(const std::string& place, const std::string& trusted_pem) {
  if (looks_like_url(place)) return files_published_at(place, trusted_pem);
  return files_below(tiles_in(place));
}

std::string whole_place(const std::string& place) {
  if (looks_like_url(place)) return place;
  std::error_code code;
  const auto whole = std::filesystem::absolute(place, code).lexically_normal();
  return code ? place : whole.string();
}

}  // namespace sunledger
