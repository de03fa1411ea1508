#pragma once
// Identities of a large import's own events, so that the same file finds its open import again (house rule 3).

#include <string_view>

#include "ledger/base/bytes.h"

namespace sunledger {

// Of BatchOpened. `file` is the file's SHA-256; an import that was abandoned is another attempt when it comes again.
CommandId batch_opened_command(std::string_view import_kind, const Hash& file, unsigned attempt);
// Of BatchClosed and BatchAbandoned; `batch` is the position of BatchOpened.
CommandId batch_closed_command(std::uint64_t batch);
CommandId batch_abandoned_command(std::uint64_t batch);

}  // namespace sunledger
