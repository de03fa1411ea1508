#pragma once
// Files that a command's user names to be written. A mistyped name must not cost anybody a key, a table or a ledger:
// keys, heads and what lies in a ledger are never overwritten, and what is of another sort only after a yes.

#include <string>
#include <string_view>

#include "ledger/base/file.h"
#include "ledger/base/result.h"

namespace sunledger {

class Context;

// Writes the file whole or not at all. An existing file is replaced where it begins like the new content – last week's
// report, the former checkpoint – or after a yes. Errors: conflict for a key file, a head beside a log key, anything
// that is no plain file, and whatever lies inside a ledger's folder; io, permission.
Status write_output(Context& context, const std::string& path, std::string_view content,
                    FileMode mode = FileMode::shared);

bool is_ledger_folder(const std::string& dir);

// A folder that is about to be filled. Errors: conflict when it is a ledger's folder, or lies in one.
Status outside_ledgers(const std::string& dir);

}  // namespace sunledger
