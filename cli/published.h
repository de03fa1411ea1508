#pragma once
// Where a log's tiles are published, as people name it.

#include <string>

#include "ledger/verify/tiles_folder.h"

namespace sunledger {

// The files of a log at a folder. Errors: not_found, io; usage for an address that this program does not fetch from.
Result<FetchFile> published_at(const std::string& place);

// A folder by its whole path, so that it is found from wherever the program is started; an address as it is.
std::string whole_place(const std::string& place);

}  // namespace sunledger
