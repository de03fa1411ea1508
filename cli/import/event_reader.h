#pragma once
// A table file as the events that it says, in the file's order. Rows with a problem go into the report, never into an
// event. Memory: one event's rows.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/import/kind.h"
#include "cli/import/row_report.h"
#include "cli/import/table.h"

namespace sunledger {

// A voucher has at most as many parts as an event's list may hold (ledger/event).
inline constexpr std::size_t max_rows_per_event = 4096;

class EventReader {
 public:
  struct Made {
    RowEvent event;
    std::uint64_t first_row = 0;
    std::uint64_t rows = 1;
  };

  // `kind` must outlive this. Errors: as TableReader::open.
  static Result<EventReader> open(const ImportKind& kind, const std::string& path, const HeaderMap& map);

  // The next event; nothing at the end. Counts rows read and adds the problems of those that make no event. Errors: the
  // file cannot be read further.
  Result<std::optional<Made>> next(RowReport& report);
  const TableNotes& notes() const { return table_->notes(); }

 private:
  EventReader(const ImportKind& kind, std::unique_ptr<TableReader> table);
  Status fetch(RowReport& report);
  Status collect(RowReport& report);

  const ImportKind* kind_;
  std::unique_ptr<TableReader> table_;
  std::optional<RowFields> ahead_;
  bool started_ = false;
  std::vector<RowFields> rows_;  // of the event being made
};

}  // namespace sunledger
