#pragma once
// What all reports share: the document's head with its provenance, and the words for sources and kinds.

#include <string>
#include <vector>

#include "projections/render/document.h"
#include "projections/reports/report.h"
#include "projections/views/accounts.h"
#include "projections/views/view.h"

namespace sunledger {

// A charter amendment as provenance lists it.
struct Amendment {
  std::uint64_t position = 0;
  std::string number;
  Day day, effective;
};

struct ReportHead {
  std::string report;  // stable name
  std::string title;
  std::string origin, ledger_name;
  std::vector<const View*> views;     // all at the same cursor
  std::vector<Amendment> amendments;  // all; those of the period are listed
};

// The document with title, subtitle and provenance. Errors: invalid when the views cover nothing; those of root_at.
Result<Document> begin_document(const ReportHead& head, const ReportRequest& request);

// Whether the day lies in the request's year and period.
bool in_period(const ReportRequest& request, Day day);
// The day up to which the report speaks: `to`, or the day of the last entry's recorded time.
Day reference_day(const View& view, const ReportRequest& request);

// In the reader's language.
std::string words_for(FundSource source);
std::string words_for(SpendingKind kind);
std::string_view name_of(FundSource source);  // stable: "general"

TableColumn text_column(std::string id, std::string title);
TableColumn code_column(std::string id, std::string title);
TableColumn date_column(std::string id, std::string title);
TableColumn count_column(std::string id, std::string title);
TableColumn amount_column(std::string id, std::string title, std::string measure = {});
TableColumn percent_column(std::string id, std::string title);

}  // namespace sunledger
