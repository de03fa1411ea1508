#include "projections/redraw/recorded_reports.h"

#include <charconv>

#include "projections/views/endorsed_act.h"

namespace sunledger {
namespace {

constexpr std::int32_t beijing_minutes = 480;  // where a charter says nothing, as its defaults do

Hash hash_of(capnp::Data::Reader data) {
  return Hash::from({data.begin(), data.size()}).value_or(Hash{});
}

const char* outcome_of(schema::ReviewOutcome outcome) {
  switch (outcome) {
    case schema::ReviewOutcome::APPROVED:
      return "approved";
    case schema::ReviewOutcome::APPROVED_WITH_OPINIONS:
      return "approved-with-opinions";
    case schema::ReviewOutcome::RETURNED:
      return "returned";
  }
  return "unknown";
}

class Reading {
 public:
  explicit Reading(const EntrySource& source) : payments_(source) {}

  Result<bool> take(const Entry& entry) {
    auto opened = opener_.open_stored(entry.signed_bytes);
    if (!opened) {
      Error error = opened.error();
      error.kind = ErrorKind::corrupt;
      error.position = entry.position;
      return error;
    }
    TRY(visit_endorsed_act({entry, *opened, payments_}, [&](std::uint64_t, schema::Signed::Reader act) {
      if (act.getEvent().isCharterAmended()) amend(entry.position.value, act.getEvent().getCharterAmended());
    }));
    take_event(entry, opened->getEvent(), Day(opened->getDate()));
    return true;
  }

  RecordedReports done() && { return std::move(recorded_); }

 private:
  void take_event(const Entry& entry, schema::Event::Reader event, Day day) {
    using Event = schema::Event;
    const std::uint64_t position = entry.position.value;
    switch (event.which()) {
      case Event::CHARTER_ADOPTED:
        return take_offset(position, day, event.getCharterAdopted().getParameters());
      case Event::CHARTER_AMENDED:
        if (!waits_for_administrators(entry)) amend(position, event.getCharterAmended());
        return;
      case Event::REPORT_SUBMITTED: {
        const auto report = event.getReportSubmitted();
        recorded_.submitted.push_back({position, text_of(report.getReport()), text_of(report.getName()),
                                       report.getYear(), report.getPosition(), hash_of(report.getDigest())});
        return;
      }
      case Event::REPORT_REVIEWED: {
        const auto report = event.getReportReviewed();
        recorded_.reviewed.push_back(
            {position, text_of(report.getReport()), outcome_of(report.getOutcome()), hash_of(report.getDigest())});
        return;
      }
      default:
        return;
    }
  }

  void amend(std::uint64_t position, schema::CharterAmended::Reader amended) {
    take_offset(position, Day(amended.getEffective()), amended.getChanges());
  }

  void take_offset(std::uint64_t position, Day effective, capnp::List<schema::Parameter>::Reader parameters) {
    for (const auto parameter : parameters) {
      if (view_of(parameter.getName()) != "calendar.utc_offset_minutes") continue;
      const std::string_view text = view_of(parameter.getValue());
      std::int32_t minutes = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
      if (error == std::errc() && end == text.data() + text.size()) {
        recorded_.offsets.push_back({position, effective, minutes});
      }
    }
  }

  PaymentReader payments_;
  EventOpener opener_;
  RecordedReports recorded_;
};

}  // namespace

Result<RecordedReports> read_recorded_reports(const EntrySource& source) {
  Reading reading(source);
  TRY(source.each_entry(Position(0), [&](const Entry& entry, BytesView) { return reading.take(entry); }));
  return std::move(reading).done();
}

std::int32_t utc_offset_minutes_at(const RecordedReports& recorded, Position position, std::uint64_t recorded_ms) {
  std::int32_t minutes = beijing_minutes;
  const OffsetOfDays* last = nullptr;
  for (const OffsetOfDays& offset : recorded.offsets) {
    if (offset.position > position.value || offset.effective > day_at(recorded_ms, minutes)) continue;
    if (last != nullptr && offset.effective < last->effective) continue;
    last = &offset;
    minutes = offset.minutes;
  }
  return minutes;
}

}  // namespace sunledger
