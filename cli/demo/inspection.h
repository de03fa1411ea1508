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
  std::string copy_dir;  // made here
  VerifierKey log_key;   // as kept outside the ledger
};

// Prints each named check of `ledger_dir`; all of them must hold.
Status verify_whole(const Inspected& inspected, const Print& print, Checks& checks);

// Copies the ledger, changes one byte of the entry at `position` in the copy's files, and verifies the copy: it must
// fail and name that position.
Status verify_changed(const Inspected& inspected, std::uint64_t position, const Print& print, Checks& checks);

}  // namespace sunledger::demo
