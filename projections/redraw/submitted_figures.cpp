#include "projections/redraw/submitted_figures.h"

#include <algorithm>
#include <map>

#include "ledger/base/text.h"
#include "projections/redraw/recorded_reports.h"
#include "projections/render/digest.h"
#include "projections/reports/budget_execution.h"
#include "projections/reports/final_accounts.h"
#include "projections/reports/report.h"
#include "projections/reports/transparency.h"
#include "projections/views/accounts.h"
#include "projections/views/follow.h"
#include "projections/views/openness.h"

namespace sunledger {
namespace {

using State = ReportJudgement::State;

// Those that the views held here draw; others need more than the log's entries.
bool is_drawn_here(std::string_view name) {
  return name == "budget-execution" || name == "final-accounts" || name == "transparency";
}

bool names_figures(const Hash& digest) {
  return digest != Hash{};
}

class Judging {
 public:
  Judging(const EntrySource& entries, const RecordedReports& recorded) : entries_(entries), recorded_(recorded) {
    for (const ReportSubmission& one : recorded.submitted) {
      answers_.push_back(is_drawn_here(one.name) && one.year != 0
                             ? Answer{State::other_figures, {}}
                             : Answer{State::not_redrawable,
                                      say("Whether the figures of “{0}” are the ledger's was not checked: this program "
                                          "does not draw the report “{1}”.",
                                          {one.id, one.name})});
    }
  }

  Status draw_all() {
    // By ascending size, so that the views only go forward. A report states the last position it covers, an event the
    // number of entries; whoever copied the one into the other is one entry short, and the digest says which is meant.
    std::vector<std::pair<std::uint64_t, std::size_t>> drawings;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      const ReportSubmission& one = recorded_.submitted[i];
      if (answers_[i].state == State::not_redrawable || !names_figures(one.digest)) continue;
      for (const std::uint64_t size : {one.covers, one.covers + 1}) {
        if (size > 0 && size <= one.position) drawings.emplace_back(size, i);
      }
    }
    std::sort(drawings.begin(), drawings.end());
    for (const auto& [size, index] : drawings) {
      if (answers_[index].state == State::equal) continue;
      TRY(draw(size, recorded_.submitted[index], answers_[index]));
    }
    return {};
  }

  void tell(const std::function<void(const ReportJudgement&)>& visit) const {
    std::map<std::string, std::size_t> by_id;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      const ReportSubmission& one = recorded_.submitted[i];
      by_id.emplace(one.id, i);
      if (names_figures(one.digest)) visit(judgement(Position(one.position), i));
    }
    for (const ReportReview& review : recorded_.reviewed) {
      const auto found = by_id.find(review.id);
      if (!names_figures(review.digest) || found == by_id.end()) continue;
      const ReportSubmission& submitted = recorded_.submitted[found->second];
      if (submitted.digest == review.digest) {
        visit(judgement(Position(review.position), found->second));
      } else {
        visit({Position(review.position), State::other_figures,
               say("The review of “{0}” cites other figures than were submitted at position {1}.",
                   {review.id, submitted.position})});
      }
    }
  }

 private:
  struct Answer {
    State state = State::other_figures;
    std::string message;
  };

  ReportJudgement judgement(Position position, std::size_t index) const {
    const Answer& answer = answers_[index];
    const ReportSubmission& one = recorded_.submitted[index];
    std::string message = answer.message;
    if (answer.state == State::other_figures && message.empty()) {
      message = say("The report “{0}” covers no entries.", {one.id});
    }
    return {position, answer.state, answer.state == State::equal ? std::string() : std::move(message)};
  }

  Status draw(std::uint64_t size, const ReportSubmission& submitted, Answer& answer) {
    const AsOf as_of{Position(size - 1), {}};
    View* const views[] = {&accounts_, &openness_};
    TRY(follow(views, entries_, as_of));
    ReportRequest request;
    request.year = submitted.year;
    request.as_of = as_of;
    request.utc_offset_minutes = utc_offset_minutes_at(recorded_, Position(size - 1), accounts_.covered().recorded_ms);
    // The event says the year alone: the books of all bodies, or the federation's own.
    for (const std::optional<std::string>& body : {std::optional<std::string>(), std::optional<std::string>("")}) {
      request.body = body;
      TRY_ASSIGN(const Document document, document_of(submitted.name, request));
      const Hash digest = figures_digest(document);
      if (digest == submitted.digest) {
        answer = {State::equal, {}};
        return {};
      }
      if (size == submitted.covers && !body) answer = differing(submitted, digest);
    }
    return {};
  }

  Answer differing(const ReportSubmission& submitted, const Hash& digest) const {
    if (accounts_.covered().unknown > 0) {
      return {State::not_redrawable,
              say("Whether the figures of “{0}” are the ledger's was not checked: {1} of the entries it covers are of "
                  "kinds newer than this program.",
                  {submitted.id, accounts_.covered().unknown})};
    }
    return {State::other_figures,
            say("The report “{0}” ({1}, {2}) was submitted with other figures than its first {3} entries give: digest "
                "{4} instead of {5}.",
                {submitted.id, submitted.name, submitted.year, submitted.covers, to_hex(submitted.digest.view()),
                 to_hex(digest.view())})};
  }

  Result<Document> document_of(const std::string& name, const ReportRequest& request) const {
    if (name == "budget-execution") return make_budget_execution(accounts_, request, nullptr);
    if (name == "final-accounts") return make_final_accounts(accounts_, request, nullptr);
    INVARIANT(name == "transparency");
    return make_transparency(openness_, request);
  }

  const EntrySource& entries_;
  const RecordedReports& recorded_;
  std::vector<Answer> answers_;  // one a submission
  AccountsView accounts_;
  OpennessView openness_;
};

}  // namespace

JudgeReports judge_reports_of(const EntrySource& entries) {
  return [&entries](const std::function<void(const ReportJudgement&)>& visit) -> Status {
    TRY_ASSIGN(const RecordedReports recorded, read_recorded_reports(entries));
    if (recorded.submitted.empty()) return {};
    Judging judging(entries, recorded);
    TRY(judging.draw_all());
    judging.tell(visit);
    return {};
  };
}

}  // namespace sunledger
