#include "projections/reports/transparency.h"

#include "ledger/base/text.h"
#include "projections/reports/frame.h"
#include "projections/reports/small_cells.h"
#include "projections/reports/words.h"

namespace sunledger {
namespace {

// "Not given" is the schema's default day.
Cell day_cell(Day day) {
  return day.since_1970 == INT32_MIN || day == Day() ? Cell::empty() : Cell::text(to_text(day));
}

Cell text_cell(const std::string& text) {
  return text.empty() ? Cell::empty() : Cell::text(text);
}

std::string joined(const std::vector<std::string>& items) {
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : ", ") + item;
  return all;
}

class Drawing {
 public:
  Drawing(const OpennessView& view, const ReportRequest& request)
      : view_(view), state_(view.state()), request_(request) {}

  Result<Document> draw() {
    ReportHead head{"transparency", say("Transparency"), state_.origin, state_.name, {&view_}, {}};
    for (const OpenCharterChange& change : state_.charter) {
      if (!change.number.empty())
        head.amendments.push_back({change.position, change.number, change.day, change.effective});
    }
    TRY_ASSIGN(Document document, begin_document(head, request_));
    document.tables = {notices(),   subsidies(), procurements(), contracts(),
                       decisions(), reports(),   opinions(),     documents()};
    document.conclusion = conclusion(document);
    document.remarks.push_back(
        {say("What is left out"),
         say("Figures about fewer than {0} persons are hidden, together with enough others that nobody can compute "
             "them. Matters of appointment are shown without their title. No private person stands in this ledger’s "
             "log.",
             {smallest_shown_cell}),
         {}});
    return document;
  }

 private:
  bool is_wanted(Day day, const std::string& body) const {
    return in_period(request_, day) && (!request_.body || *request_.body == body);
  }

  std::vector<std::uint64_t> at(std::initializer_list<std::uint64_t> positions) const {
    if (!request_.positions) return {};
    std::vector<std::uint64_t> known;
    for (const std::uint64_t position : positions) {
      if (position != 0) known.push_back(position);
    }
    return known;
  }

  std::string body_name(const std::string& body) const {
    const auto found = state_.bodies.find(body);
    return found == state_.bodies.end() ? body : found->second;
  }

  std::string conclusion(const Document& document) const {
    const auto rows = [&](const char* table) { return find_table(document, table)->rows.size(); };
    Fen noticed, contracted;
    for (const auto& [position, notice] : state_.notices) {
      if (is_wanted(notice.day, notice.body)) noticed.value += notice.amount_fen;
    }
    for (const auto& [id, contract] : state_.contracts) {
      if (is_wanted(contract.day, contract.body)) contracted.value += contract.amount_fen;
    }
    // zh:
    // {0}年收到指标文{1}件、{2}元，发放补贴{3}批，签订合同{4}份、{5}元，集体决策{6}项，提交报告{7}份，办理意见{8}件。
    return say(
        "In {0} there were {1} quota notices over {2} yuan, {3} subsidy batches, {4} contracts over {5} yuan, {6} "
        "collective decisions, {7} submitted reports and {8} opinions.",
        {request_.year, rows("notices"), to_yuan_grouped(noticed), batches_, rows("contracts"),
         to_yuan_grouped(contracted), rows("decisions"), rows("reports"), rows("opinions")});
  }

  Table notices() const {
    Table table{"notices",
                say("Quota notices received"),
                Unit::yuan,  // zh: 指标文
                {text_column("number", say("Number")), date_column("day", say("Date")),
                 text_column("level", say("From level")), text_column("source", say("Source")),
                 code_column("function", say("Function")), text_column("mark", say("Direct-transfer mark")),
                 text_column("uses", say("Allowed uses")), amount_column("amount", say("Amount"))}};
    for (const auto& [position, notice] : state_.notices) {
      if (!is_wanted(notice.day, notice.body)) continue;
      table.rows.push_back({std::to_string(position),
                            0,
                            false,
                            {Cell::text(notice.number), day_cell(notice.day), text_cell(notice.level),
                             Cell::text(words_for(static_cast<FundSource>(notice.nature))), text_cell(notice.function),
                             text_cell(notice.direct_mark), text_cell(joined(notice.uses)),
                             Cell::amount(Fen(notice.amount_fen), at({position}))},
                            {}});
    }
    return table;
  }

  Table subsidies() {
    Table table{"subsidies",
                say("Subsidies by type and tier"),
                Unit::yuan,
                {text_column("programme", say("Programme")), text_column("period", say("Period")),
                 text_column("tier", say("Tier")), count_column("persons", say("Persons")),
                 count_column("months", say("Months")), amount_column("rate", say("A person a month")),
                 amount_column("amount", say("Amount"))}};
    bool hidden = false;
    for (const auto& [id, batch] : state_.batches) {
      if (!is_wanted(batch.day, batch.body)) continue;
      ++batches_;
      std::vector<std::uint32_t> persons;
      for (const auto& tier : batch.tiers) persons.push_back(tier.persons);
      const SmallCells small = hide_small_cells(persons);
      const auto programme = state_.programmes.find(batch.programme);
      const std::string name = programme == state_.programmes.end() ? batch.programme : programme->second.name;
      std::int64_t all = 0;
      for (std::size_t i = 0; i < batch.tiers.size(); ++i) {
        const auto& tier = batch.tiers[i];
        const bool hide = small.hidden[i];
        hidden = hidden || hide;
        all += tier.persons;
        table.rows.push_back(
            {id + "/" + std::to_string(i),
             1,
             false,
             {Cell::text(name), Cell::text(batch.period), Cell::text(tier.tier),
              hide ? Cell::empty() : Cell::count(tier.persons, at({batch.position})),
              Cell::count(tier.months, at({batch.position})), Cell::amount(Fen(tier.rate_fen), at({batch.position})),
              hide ? Cell::empty() : Cell::amount(Fen(tier.amount_fen), at({batch.position}))},
             {}});
      }
      table.rows.push_back(
          {id,
           0,
           true,
           {Cell::text(name), Cell::text(batch.period), Cell::text(say("Total")),
            small.total_hidden ? Cell::empty() : Cell::count(all, at({batch.position})), Cell::empty(), Cell::empty(),
            small.total_hidden ? Cell::empty() : Cell::amount(Fen(batch.total_fen), at({batch.position}))},
           {}});
    }
    if (hidden) table.note = say("Empty cells: hidden, because so few persons stand behind them.");
    return table;
  }

  Table procurements() const {
    Table table{"procurements",
                say("Procurements"),
                Unit::yuan,
                {text_column("name", say("Subject")), text_column("category", say("Category")),
                 text_column("method", say("Method")), text_column("reason", say("Why not an open tender")),
                 amount_column("planned", say("Planned")), count_column("offers", say("Offers")),
                 text_column("supplier", say("Awarded to")), amount_column("awarded", say("Awarded")),
                 text_column("address", say("Published at"))}};
    for (const auto& [id, planned] : state_.procurements) {
      if (!is_wanted(planned.day, planned.body)) continue;
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(planned.name.empty() ? id : planned.name), Cell::text(words_for_category(planned.category)),
            Cell::text(words_for_procurement_method(planned.method)), text_cell(planned.reason),
            Cell::amount(Fen(planned.planned_fen), at({planned.position})), Cell::count(planned.offers),
            text_cell(planned.awarded_to),
            planned.awarded_to.empty() ? Cell::empty() : Cell::amount(Fen(planned.awarded_fen), at({planned.position})),
            text_cell(planned.notice_address)},
           {}});
    }
    return table;
  }

  Table contracts() const {
    Table table{"contracts",
                say("Contracts"),
                Unit::yuan,
                {text_column("contract", say("Contract")), date_column("day", say("Signed on")),
                 text_column("supplier", say("Supplier")), amount_column("amount", say("Amount")),
                 amount_column("changed", say("Of that by changes")), amount_column("accepted", say("Accepted")),
                 text_column("state", say("State")), text_column("address", say("Published at"))}};
    for (const auto& [id, contract] : state_.contracts) {
      if (!is_wanted(contract.day, contract.body)) continue;
      const std::string state = contract.ended             ? say("ended")
                                : contract.refusals > 0    ? say("a delivery was not accepted")
                                : contract.acceptances > 0 ? say("accepted")
                                                           : say("running");
      table.rows.push_back({id,
                            0,
                            false,
                            {Cell::text(id), day_cell(contract.day), text_cell(contract.supplier),
                             Cell::amount(Fen(contract.amount_fen), at({contract.position})),
                             Cell::amount(Fen(contract.changed_fen), at({contract.position})),
                             Cell::amount(Fen(contract.accepted_fen), at({contract.position})), Cell::text(state),
                             text_cell(contract.address)},
                            {}});
    }
    return table;
  }

  Table decisions() const {
    Table table{"decisions",
                say("Collective decisions (三重一大)"),
                Unit::yuan,
                {text_column("decision", say("Decision")), text_column("class", say("Class")),
                 text_column("title", say("Title")), text_column("body", say("Deciding body")),
                 date_column("day", say("Resolved on")), text_column("result", say("Result")),
                 count_column("for", say("For")), count_column("against", say("Against")),
                 count_column("abstained", say("Abstained")), count_column("recused", say("Recused")),
                 amount_column("amount", say("Amount")), text_column("steps", say("Steps taken"))}};
    for (const auto& [id, decision] : state_.decisions) {
      if (!is_wanted(decision.resolved ? decision.resolved_on : decision.day, {}) &&
          !(request_.body && is_wanted(decision.resolved ? decision.resolved_on : decision.day, *request_.body))) {
        continue;
      }
      // clang 14 lets no lambda use a name of a structured binding.
      const auto vote = [this, resolved = decision.resolved, place = decision.resolved_at](std::int64_t count) {
        return resolved ? Cell::count(count, at({place})) : Cell::empty();
      };
      std::vector<std::string> steps;
      for (const std::uint8_t step : decision.steps) steps.push_back(words_for_step(step));
      const std::string result = !decision.resolved ? say("not resolved yet")
                                 : decision.adopted ? say("adopted")
                                                    : say("not adopted");
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(id), Cell::text(words_for_decision_class(decision.kind)),
            Cell::text(decision.title.empty() ? say("(a matter of appointment)") : decision.title),
            text_cell(body_name(decision.body)), decision.resolved ? day_cell(decision.resolved_on) : Cell::empty(),
            Cell::text(result), vote(decision.in_favour), vote(decision.against), vote(decision.abstained),
            vote(decision.recused),
            Cell::amount(Fen(decision.resolved ? decision.decided_fen : decision.proposed_fen),
                         at({decision.position, decision.resolved_at})),
            text_cell(joined(steps))},
           {}});
    }
    return table;
  }

  Table reports() const {
    Table table{"reports",
                say("Reports submitted for review"),
                Unit::none,
                {text_column("report", say("Report")), text_column("name", say("What")), text_column("to", say("To")),
                 date_column("day", say("Submitted on")), text_column("outcome", say("Outcome")),
                 date_column("reviewed", say("Reviewed on"))}};
    for (const auto& [id, report] : state_.reports) {
      if (!in_period(request_, report.day) && report.year != request_.year) continue;
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(id), Cell::text(report.name), text_cell(body_name(report.to)), day_cell(report.day),
            Cell::text(report.reviewed ? words_for_review(report.outcome) : say("not reviewed yet")),
            report.reviewed ? day_cell(report.reviewed_on) : Cell::empty()},
           {}});
    }
    return table;
  }

  Table opinions() const {
    Table table{
        "opinions",
        say("Opinions and replies"),
        Unit::none,
        {text_column("opinion", say("Opinion")), text_column("report", say("On report")),
         date_column("day", say("Raised on")), text_column("text", say("What it says")),
         text_column("handler", say("Handled by")), date_column("due", say("Due")), text_column("reply", say("Reply")),
         date_column("replied", say("Replied on")), text_column("satisfaction", say("Satisfaction"))}};
    for (const auto& [id, opinion] : state_.opinions) {
      const auto report = state_.reports.find(opinion.report);
      const bool on_this_year = report != state_.reports.end() && report->second.year == request_.year;
      if (!in_period(request_, opinion.day) && !on_this_year) continue;
      table.rows.push_back(
          {id,
           0,
           false,
           {Cell::text(id), text_cell(opinion.report), day_cell(opinion.day), text_cell(opinion.text),
            text_cell(opinion.handler), day_cell(opinion.due),
            Cell::text(opinion.reply.empty() ? say("no reply yet") : opinion.reply), day_cell(opinion.replied_on),
            opinion.judged ? Cell::text(words_for_satisfaction(opinion.satisfaction)) : Cell::empty()},
           {}});
    }
    return table;
  }

  Table documents() const {
    Table table{"documents",
                say("Documents added"),
                Unit::count,
                {text_column("year", say("Year")), count_column("count", say("Documents")),
                 count_column("size", say("Bytes"))}};
    const auto found = state_.documents.find(request_.year);
    if (found == state_.documents.end()) return table;
    table.rows.push_back(
        {std::to_string(request_.year),
         0,
         false,
         {Cell::text(std::to_string(request_.year)), Cell::count(static_cast<std::int64_t>(found->second.count)),
          Cell::count(static_cast<std::int64_t>(found->second.size_bytes))},
         {}});
    return table;
  }

  const OpennessView& view_;
  const OpennessView::State& state_;
  const ReportRequest& request_;
  std::size_t batches_ = 0;
};

}  // namespace

Result<Document> make_transparency(const OpennessView& view, const ReportRequest& request) {
  return Drawing(view, request).draw();
}

}  // namespace sunledger
