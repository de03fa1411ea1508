#include "projections/reports/frame.h"

#include "ledger/base/text.h"

namespace sunledger {
namespace {

NamedValues parameters_of(const ReportRequest& request) {
  NamedValues values = {{"year", std::to_string(request.year)}};
  if (request.from) values.emplace_back("from", to_text(*request.from));
  if (request.to) values.emplace_back("to", to_text(*request.to));
  if (request.body) values.emplace_back("body", *request.body);
  return values;
}

std::vector<std::string> notes_of(const ReportHead& head) {
  std::vector<std::string> notes;
  if (head.origin.starts_with("demo.")) {
    notes.push_back(say("This is a demonstration ledger; its recorded times may come from an injected clock."));
  }
  if (const std::uint64_t unknown = head.views.front()->covered().unknown; unknown > 0) {
    notes.push_back(
        say("{0} entries are of kinds newer than this program and are not in these figures; install a newer "
            "version and draw the report again.",
            {unknown}));
  }
  return notes;
}

TableColumn column(std::string id, std::string title, ColumnKind kind, std::string measure = {}) {
  return {std::move(id), std::move(title), kind, std::move(measure)};
}

}  // namespace

Result<Document> begin_document(const ReportHead& head, const ReportRequest& request) {
  const Covered& covered = head.views.front()->covered();
  if (covered.size == 0) {
    return make_error(ErrorKind::invalid, say("There are no entries to report on."),
                      say("Record something first, or ask for a later position or time."));
  }
  for (const View* view : head.views) INVARIANT(view->covered().size == covered.size);
  Document document;
  document.report = head.report;
  document.title = head.title;
  document.subtitle =
      request.from || request.to
          ? say("{0}, {1} to {2}", {head.ledger_name, to_text(request.from.value_or(first_day_of(request.year))),
                                    to_text(reference_day(*head.views.front(), request))})
          : say("{0}, {1}", {head.ledger_name, request.year});
  Provenance& provenance = document.provenance;
  provenance.origin = head.origin;
  provenance.position = Position(covered.size - 1);
  if (request.root_at) {
    TRY_ASSIGN(provenance.root, request.root_at(covered.size));
  }
  provenance.as_of = to_text_utc(covered.recorded_ms);
  provenance.versions.emplace_back("report." + head.report, "1");
  for (const View* view : head.views) {
    provenance.versions.emplace_back("view." + std::string(view->name()), std::to_string(view->version()));
  }
  provenance.versions.emplace_back("program", SUNLEDGER_VERSION);
  provenance.language = current_language();
  provenance.parameters = parameters_of(request);
  for (const Amendment& amendment : head.amendments) {
    if (!in_period(request, amendment.day) && !in_period(request, amendment.effective)) continue;
    provenance.amendments.push_back(say("Amendment {0} of the charter, recorded at position {1}, in force from {2}",
                                        {amendment.number, amendment.position, to_text(amendment.effective)}));
  }
  provenance.notes = notes_of(head);
  return document;
}

bool in_period(const ReportRequest& request, Day day) {
  if (year_of(day) != request.year) return false;
  return (!request.from || day >= *request.from) && (!request.to || day <= *request.to);
}

Day reference_day(const View& view, const ReportRequest& request) {
  return request.to.value_or(day_at(view.covered().recorded_ms, request.utc_offset_minutes));
}

std::string words_for(FundSource source) {
  switch (source) {
    case FundSource::general:
      return say("General public budget");  // zh: 一般公共预算
    case FundSource::fund:
      return say("Government funds");  // zh: 政府性基金
    case FundSource::capital:
      return say("State capital operations");  // zh: 国有资本经营
    case FundSource::other:
      return say("Other income");  // zh: 其他收入
    case FundSource::donation:
      return say("Donations");  // zh: 捐赠
  }
  return say("Unknown source");
}

std::string words_for(SpendingKind kind) {
  switch (kind) {
    case SpendingKind::basic_personnel:
      return say("Basic: personnel");  // zh: 人员经费
    case SpendingKind::basic_public:
      return say("Basic: public");  // zh: 公用经费
    case SpendingKind::project:
      return say("Project");  // zh: 项目支出
  }
  return say("Unknown kind");
}

std::string_view name_of(FundSource source) {
  switch (source) {
    case FundSource::general:
      return "general";
    case FundSource::fund:
      return "fund";
    case FundSource::capital:
      return "capital";
    case FundSource::other:
      return "other";
    case FundSource::donation:
      return "donation";
  }
  return "unknown";
}

TableColumn text_column(std::string id, std::string title) {
  return column(std::move(id), std::move(title), ColumnKind::text);
}
TableColumn code_column(std::string id, std::string title) {
  return column(std::move(id), std::move(title), ColumnKind::code);
}
TableColumn date_column(std::string id, std::string title) {
  return column(std::move(id), std::move(title), ColumnKind::date);
}
TableColumn count_column(std::string id, std::string title) {
  return column(std::move(id), std::move(title), ColumnKind::count);
}
TableColumn amount_column(std::string id, std::string title, std::string measure) {
  return column(std::move(id), std::move(title), ColumnKind::amount, std::move(measure));
}
TableColumn percent_column(std::string id, std::string title) {
  return column(std::move(id), std::move(title), ColumnKind::percent);
}

}  // namespace sunledger
