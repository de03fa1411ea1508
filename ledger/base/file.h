#pragma once
// Small files: read whole within a limit, write so that a crash leaves the old or the new content, never half of one.

#include <cstddef>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

// What the system said about a file, and what to do: not_found, permission or io. `message` is for say(), with {0} the
// path and {1} the system's word; `code` is its errno.
Error file_error(const char* message, const std::string& path, int code);

// Errors: not_found, permission, io, invalid when larger than `limit_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t limit_bytes);

enum class FileMode { shared, secret };  // 0644, 0600

// Writes beside the target, fsyncs, renames, fsyncs the folder. Errors: io, permission.
Status replace_file(const std::string& path, std::string_view content, FileMode mode = FileMode::shared);
// The same, but refuses (conflict) when the path exists.
Status create_file(const std::string& path, std::string_view content, FileMode mode = FileMode::shared);
// Makes the folder and its parents; durable.
Status create_folder(const std::string& path);
bool path_exists(const std::string& path);

}  // namespace sunledger
