#pragma once
// A log as a list in memory, for tests of whatever reads entries. Its events are well-formed but unsigned: readers of
// entries trust that they passed the door.

#include <functional>
#include <string_view>
#include <vector>

#include "ledger/base/day.h"
#include "ledger/event/entry_source.h"
#include "ledger/event/open.h"

namespace sunledger {

class EntryList final : public EntrySource {
 public:
  using Fill = std::function<void(schema::Event::Builder)>;

  // Records one event that happened on `day` (YYYY-MM-DD); gives its position. `rules` are those let through.
  std::uint64_t record(std::string_view day, const Fill& fill, std::uint64_t batch = 0,
                       std::vector<std::uint16_t> rules = {});

  std::uint64_t size() const override { return entries_.size(); }
  Result<Bytes> entry_bytes(Position position) const override;
  Status each_entry(Position first,
                    const std::function<Result<bool>(const Entry&, BytesView bytes)>& visit) const override;

  // Puts other bytes in an entry's place.
  void replace(Position position, Bytes bytes) { entries_.at(position.value) = std::move(bytes); }
  // How often bytes were read, so that a test can tell an incremental fold from a whole one.
  std::uint64_t entries_read() const { return entries_read_; }

 private:
  std::vector<Bytes> entries_;
  mutable std::uint64_t entries_read_ = 0;
};

// The recorded time of a position in an EntryList: one second an entry, from 2024-01-01T00:00:00Z.
std::uint64_t recorded_ms_of(std::uint64_t position);

}  // namespace sunledger
