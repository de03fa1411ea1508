#pragma once
// Where a log's files are published, as people name it: an address, a folder of tiles, or an auditor's package.

#include <string>

#include "ledger/verify/tiles_folder.h"

namespace sunledger {

// `trusted_pem`: certificates to trust beside the system's, for an address; may be empty. Errors: not_found, io,
// invalid.
Result<FetchFile> published_at(const std::string& place, const std::string& trusted_pem = {});

// A folder by its whole path, so that it is found from wherever the program is started; an address as it is.
std::string whole_place(const std::string& place);

}  // namespace sunledger
