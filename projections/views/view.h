#pragma once
// A view: a pure fold over entries, with a cursor. What it holds depends on the entries before the cursor and on
// nothing else, so that it may be thrown away and folded again, from a live log, a package or a test's list alike.
//
// Entries of an import do not count before its BatchClosed, and never after BatchAbandoned (house rule 3). The driver
// (follow.h) sees to that: at BatchClosed it reads the import's entries again and hands them to the view then. So no
// view needs to know imports, and no state is kept for an open one.

#include <cstdint>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sunledger {

struct OpenedEvent;  // opened_event.h, for the .cpp files of views

// What a view has folded.
struct Covered {
  std::uint64_t size = 0;         // positions below this
  std::uint64_t recorded_ms = 0;  // of the last of them
  Hash last_leaf;             // its leaf hash, so that a log put in this one's place is noticed; zero when size is 0
  std::uint64_t unknown = 0;  // events of kinds newer than this program: kept, counted, shown (house rule 17)

  bool operator==(const Covered&) const = default;
};

class View {
 public:
  virtual ~View() = default;

  virtual std::string_view name() const = 0;  // stable: the name of the saved state, and in provenance
  virtual std::uint32_t version() const = 0;  // raised whenever the fold's meaning or the state's bytes change
  const Covered& covered() const { return covered_; }

  // The state after the covered part, canonical: rebuilt and caught-up states are equal bytes.
  virtual Bytes state_bytes() const = 0;
  // False when the bytes are not a state of this version; the view is then empty.
  virtual bool load_state(BytesView bytes) = 0;
  virtual void clear() = 0;
  // One entry that counts. Errors: corrupt, when an event cannot have passed the door.
  virtual Status fold(const OpenedEvent& opened) = 0;

  // For the driver alone, which knows what was folded.
  void set_covered(const Covered& covered) { covered_ = covered; }

 private:
  Covered covered_;
};

}  // namespace sunledger
