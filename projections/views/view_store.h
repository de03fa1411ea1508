#pragma once
// Views' saved states, DIR/views/<name>, replaced whole. Nothing here is evidence: a state that is damaged, of another
// version or of another log is folded again from the entries, and said so.
//
//   offset  size  content
//   0       8     "SLVIEW1\0"
//   8       4     the view's version, big-endian
//   12      8     size: positions folded
//   20      8     recorded time of the last, milliseconds
//   28      32    leaf hash of the last
//   60      8     events of unknown kinds among them
//   68      …     the view's own state
//   last    32    SHA-256 of everything before

#include <span>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"
#include "projections/views/view.h"

namespace sunledger {

// Loads the saved states in `folder` (empty: there are none), catches up and saves what moved. The notes say in words
// which states were thrown away and which could not be saved (a reader of a read-only folder loses nothing by that).
// A view is saved again only once it moved by `save_every` positions, since a reader that follows a writer would write
// more than it reads. Errors: those of the source; never those of the states.
Result<std::vector<std::string>> bring_up_to_date(std::span<View* const> views, const EntrySource& source,
                                                  const std::string& folder, std::uint64_t save_every = 1);

// From the first entry, whatever is saved; saves. Errors: those of the source, and io where a state cannot be saved.
Status rebuild(std::span<View* const> views, const EntrySource& source, const std::string& folder);

// The saved form, for tests and for those who compare a rebuilt state with a caught-up one.
Bytes saved_form(const View& view);

}  // namespace sunledger
