#pragma once
// Entries read in order or by position; a live ledger, a package or a test's list alike (projections and verification
// read through this).

#include <functional>

#include "ledger/base/bytes.h"
#include "ledger/base/position.h"
#include "ledger/base/result.h"
#include "ledger/event/entry.h"

namespace sunledger {

class EntrySource {
 public:
  virtual ~EntrySource() = default;
  virtual std::uint64_t size() const = 0;
  virtual Result<Bytes> entry_bytes(Position position) const = 0;
  // From `first` on, in order, until `visit` returns an error or false; the bytes live during the call.
  virtual Status each_entry(Position first,
                            const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const = 0;
};

}  // namespace sunledger
