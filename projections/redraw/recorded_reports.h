#pragma once
// What the log itself says of reports: which were submitted, which were reviewed, each with the digest of the figures
// that were shown; and when days end, which a report needs to know the day of a recorded time.

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/day.h"
#include "ledger/base/result.h"
#include "ledger/event/entry_source.h"

namespace sunledger {

struct ReportSubmission {
  std::uint64_t position = 0;  // of the event
  std::string id, name;
  int year = 0;
  std::uint64_t covers = 0;  // positions below this
  Hash digest;               // zero where the event has none
};

struct ReportReview {
  std::uint64_t position = 0;  // of the event
  std::string id;
  std::string outcome;  // "approved": as events are written
  Hash digest;
};

struct OffsetOfDays {
  std::uint64_t position = 0;  // from there on, at the earliest
  Day effective;
  std::int32_t minutes = 0;
};

struct RecordedReports {
  std::vector<ReportSubmission> submitted;
  std::vector<ReportReview> reviewed;
  std::vector<OffsetOfDays> offsets;  // as the charter and its amendments say
};

// Reads every entry. Errors: those of the source; corrupt with the position.
Result<RecordedReports> read_recorded_reports(const EntrySource& source);

// The charter's offset from UTC in force when the entry at `position` was recorded.
std::int32_t utc_offset_minutes_at(const RecordedReports& recorded, Position position, std::uint64_t recorded_ms);

}  // namespace sunledger
