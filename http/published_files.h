#pragma once
// Files that somebody publishes below an address, one GET each.

#include <cstddef>
#include <functional>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

using ReadPublishedFile = std::function<Result<Bytes>(const std::string& path, std::size_t limit_bytes)>;

// Whether it is meant as an address: it begins with http:// or https://.
bool looks_like_url(const std::string& text);

// Any thread, side by side; copies share their connections. `trusted_pem`: a file with certificates to trust beside the
// system's, or empty. The files' errors: not_found (404, 410), io (any other answer, too large, too slow, unreachable).
// Errors: invalid (no address, no certificate), io.
Result<ReadPublishedFile> files_published_at(const std::string& url, const std::string& trusted_pem_path = {});

}  // namespace sunledger
