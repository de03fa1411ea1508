#pragma once
// After the story: the log verified from its bytes and the log's public key alone, then a copy in which one byte was
// changed.

#include <cstdint>
#include <string>

#include "cli/demo/checks.h"
#include "ledger/proof/note.h"

namespace sunledger::demo {

struct Inspected {
  std::string ledger_dir;
  std::string tiles_dir, changed_dir;  // made here
  VerifierKey log_key;                 // as kept outside the ledger
};

// Prints each named check of `ledger_dir`; all of them must hold.
Status verify_whole(const Inspected& inspected, const Print& print, Checks& checks);

// Exports the log as tiles, which anybody can copy and check without this program's database, and verifies them. Then
// changes one byte of the entry at `position` in a copy: the verifier must refuse the copy and name that position.
Status verify_changed(const Inspected& inspected, std::uint64_t position, const Print& print, Checks& checks);

}  // namespace sunledger::demo
