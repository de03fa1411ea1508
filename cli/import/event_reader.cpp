#include "cli/import/event_reader.h"

#include <algorithm>

#include "ledger/base/text.h"

namespace sunledger {

EventReader::EventReader(const ImportKind& kind, std::unique_ptr<TableReader> table)
    : kind_(&kind), table_(std::move(table)) {}

Result<EventReader> EventReader::open(const ImportKind& kind, const std::string& path, const HeaderMap& map) {
  TRY_ASSIGN(auto table, TableReader::open(path, kind.columns, map));
  return EventReader(kind, std::move(table));
}

Status EventReader::fetch(RowReport& report) {
  ahead_.reset();
  TRY_ASSIGN(auto row, table_->next());
  if (!row) return {};
  report.count_read();
  ahead_.emplace(std::move(*row), table_->columns());
  ahead_->refuse_personal_numbers();
  return {};
}

// The rows of the next event into rows_, empty at the end. A bad row stays with its neighbours of the same key, so that
// it does not also seem to part them.
Status EventReader::collect(RowReport& report) {
  rows_.clear();
  if (!started_) TRY(fetch(report));
  started_ = true;
  if (!ahead_) return {};
  const std::string group = kind_->group_of != nullptr ? kind_->group_of(*ahead_) : std::string();
  do {
    if (rows_.size() >= max_rows_per_event) {
      ahead_->problem({}, say("More than {0} rows belong to one event.", {max_rows_per_event}),
                      say("Record them under several vouchers."));
      report.add(ahead_->take_problems());
      rows_.front().problem({}, say("The event of this row has too many rows."));
    } else {
      rows_.push_back(std::move(*ahead_));
    }
    TRY(fetch(report));
  } while (kind_->group_of != nullptr && ahead_ && kind_->group_of(*ahead_) == group);
  return {};
}

Result<std::optional<EventReader::Made>> EventReader::next(RowReport& report) {
  for (;;) {
    TRY(collect(report));
    if (rows_.empty()) return std::optional<Made>();
    Made made;
    made.first_row = rows_.front().row();
    made.rows = rows_.size();
    const bool readable = std::all_of(rows_.begin(), rows_.end(), [](const RowFields& row) { return row.sound(); });
    if (readable && kind_->make(rows_, made.event)) return std::optional<Made>(std::move(made));
    for (RowFields& row : rows_) report.add(row.take_problems());
  }
}

}  // namespace sunledger
