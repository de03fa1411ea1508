#pragma once
// From what an officer wrote (JSON, one object or one a line) to drafts with their command ids.

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/json.h"
#include "ledger/ledger.h"

namespace sunledger {

// More than this is a table's matter: `import` judges and records a file of any size.
inline constexpr std::size_t max_draft_file_bytes = 16 * 1024 * 1024;

// The command that the event names itself, else the one of its business key, else one of its content and its author:
// said again, it is the same.
Result<CommandId> command_of(const Draft& draft, const PublicKey& author);
Result<Ledger::Draft> ready_draft(const Draft& draft, const PublicKey& author);

struct DraftFile {
  std::vector<Ledger::Draft> drafts;
  bool is_list = false;  // one object a line: answered line by line
};
// `path` "-" is standard input. A file whose name ends in .jsonl has one object a line; standard input has, when its
// first line is a whole object. A line that begins with # says where the figures come from and is passed over, as in
// the import's tables. Errors name file and line.
Result<DraftFile> read_drafts(const std::string& path, const PublicKey& author);

}  // namespace sunledger
