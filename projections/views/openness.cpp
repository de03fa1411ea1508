#include "projections/views/openness.h"

#include <algorithm>

#include "projections/views/endorsed_act.h"
#include "projections/views/opened_event.h"
#include "projections/views/record.h"

namespace sunledger {

template <class Archive>
void members_of(OpenNotice& n, Archive& archive) {
  archive(n.position, n.day.since_1970, n.body, n.number, n.level, n.function, n.direct_mark, n.nature, n.amount_fen,
          n.uses);
}
template <class Archive>
void members_of(OpenProgramme& p, Archive& archive) {
  archive(p.position, p.name, p.basis, p.payer);
}
template <class Archive>
void members_of(OpenSubsidyBatch::Tier& t, Archive& archive) {
  archive(t.tier, t.persons, t.months, t.rate_fen, t.amount_fen);
}
template <class Archive>
void members_of(OpenSubsidyBatch& b, Archive& archive) {
  archive(b.position, b.day.since_1970, b.programme, b.period, b.body, b.tiers, b.total_fen);
}
template <class Archive>
void members_of(OpenProcurement& p, Archive& archive) {
  archive(p.position, p.day.since_1970, p.name, p.body, p.reason, p.notice_address, p.awarded_to, p.award_reason,
          p.year, p.category, p.method, p.planned_fen, p.awarded_fen, p.offers);
}
template <class Archive>
void members_of(OpenContract& c, Archive& archive) {
  archive(c.position, c.day.since_1970, c.first.since_1970, c.last.since_1970, c.procurement, c.supplier, c.body,
          c.address, c.year, c.amount_fen, c.changed_fen, c.accepted_fen, c.acceptances, c.refusals, c.ended);
}
template <class Archive>
void members_of(OpenDecision& d, Archive& archive) {
  archive(d.position, d.day.since_1970, d.kind, d.title, d.body, d.meeting, d.proposed_fen, d.decided_fen, d.steps,
          d.resolved, d.adopted, d.in_favour, d.against, d.abstained, d.recused, d.resolved_at,
          d.resolved_on.since_1970);
}
template <class Archive>
void members_of(OpenReport& r, Archive& archive) {
  archive(r.position, r.day.since_1970, r.name, r.to, r.year, r.reviewed, r.outcome, r.reviewed_on.since_1970,
          r.reviewed_at);
}
template <class Archive>
void members_of(OpenOpinion& o, Archive& archive) {
  archive(o.position, o.day.since_1970, o.due.since_1970, o.report, o.text, o.handler, o.reply, o.replied_on.since_1970,
          o.replied_at, o.judged, o.satisfaction);
}
template <class Archive>
void members_of(OpenDocuments& d, Archive& archive) {
  archive(d.count, d.size_bytes);
}
template <class Archive>
void members_of(OpenCharterChange& c, Archive& archive) {
  archive(c.position, c.number, c.text, c.day.since_1970, c.effective.since_1970);
}
template <class Archive>
void members_of(OpennessView::State& s, Archive& archive) {
  archive(s.origin, s.name, s.notices, s.programmes, s.batches, s.procurements, s.contracts, s.decisions, s.reports,
          s.opinions, s.documents, s.bodies, s.charter);
}

namespace {

// What an event refers to; nothing when the door let a reference to nothing through.
template <class Map>
typename Map::mapped_type* find(Map& map, capnp::Text::Reader id) {
  const auto found = map.find(text_of(id));
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Bytes OpennessView::state_bytes() const {
  Bytes out;
  RecordWriter{out}(state_);
  return out;
}

bool OpennessView::load_state(BytesView bytes) {
  RecordReader reader(bytes);
  reader(state_);
  if (reader.complete()) return true;
  clear();
  return false;
}

namespace {

OpenCharterChange amendment(std::uint64_t position, schema::Signed::Reader act) {
  const auto amended = act.getEvent().getCharterAmended();
  return {position, text_of(amended.getNumber()), text_of(amended.getReason()), Day(act.getDate()),
          Day(amended.getEffective())};
}

}  // namespace

Status OpennessView::fold(const OpenedEvent& opened) {
  TRY(visit_endorsed_act(opened, [this](std::uint64_t position, schema::Signed::Reader act) {
    if (act.getEvent().isCharterAmended()) state_.charter.push_back(amendment(position, act));
  }));
  fold_money(opened);
  fold_procurement(opened);
  fold_decision(opened);
  fold_supervision(opened);
  return {};
}

void OpennessView::fold_money(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  switch (event.which()) {
    case Event::LEDGER_OPENED:
      state_.origin = text_of(event.getLedgerOpened().getOrigin());
      state_.name = text_of(event.getLedgerOpened().getName());
      return;
    case Event::BODY_REGISTERED:
      state_.bodies[text_of(event.getBodyRegistered().getBody())] = text_of(event.getBodyRegistered().getName());
      return;
    case Event::CHARTER_ADOPTED:
      state_.charter.push_back(
          {opened.position(), {}, text_of(event.getCharterAdopted().getTitle()), opened.day(), opened.day()});
      return;
    case Event::CHARTER_AMENDED:
      if (!waits_for_administrators(opened.entry))
        state_.charter.push_back(amendment(opened.position(), opened.signed_event));
      return;
    case Event::NOTICE_RECEIVED: {
      const auto source = event.getNoticeReceived();
      OpenNotice& notice = state_.notices[opened.position()];
      notice.position = opened.position();
      notice.day = opened.day();
      notice.body = text_of(source.getBody());
      notice.number = text_of(source.getNumber());
      notice.level = text_of(source.getLevel());
      notice.function = text_of(source.getFunction());
      notice.direct_mark = text_of(source.getDirectMark());
      notice.nature = static_cast<std::uint8_t>(source.getNature());
      notice.amount_fen = source.getAmount();
      for (auto use : source.getUses()) notice.uses.push_back(text_of(use));
      return;
    }
    case Event::PROGRAMME_DEFINED: {
      const auto source = event.getProgrammeDefined();
      state_.programmes[text_of(source.getProgramme())] = {opened.position(), text_of(source.getName()),
                                                           text_of(source.getBasis()),
                                                           static_cast<std::uint8_t>(source.getPayer())};
      return;
    }
    case Event::SUBSIDY_BATCH_RECORDED: {
      const auto source = event.getSubsidyBatchRecorded();
      OpenSubsidyBatch& batch = state_.batches[text_of(source.getBatch())];
      batch = {opened.position(),
               opened.day(),
               text_of(source.getProgramme()),
               text_of(source.getPeriod()),
               text_of(source.getBody()),
               {},
               source.getTotal()};
      for (auto tier : source.getTiers()) {
        batch.tiers.push_back(
            {text_of(tier.getTier()), tier.getPersons(), tier.getMonths(), tier.getRate(), tier.getAmount()});
      }
      return;
    }
    default:
      return;
  }
}

void OpennessView::fold_procurement(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  switch (event.which()) {
    case Event::PROCUREMENT_PLANNED: {
      const auto source = event.getProcurementPlanned();
      OpenProcurement& planned = state_.procurements[text_of(source.getProcurement())];
      planned.position = opened.position();
      planned.day = opened.day();
      planned.name = text_of(source.getName());
      planned.body = text_of(source.getBody());
      planned.reason = text_of(source.getReason());
      planned.year = source.getYear();
      planned.category = static_cast<std::uint8_t>(source.getCategory());
      planned.method = static_cast<std::uint8_t>(source.getMethod());
      planned.planned_fen = source.getAmount();
      return;
    }
    case Event::PROCUREMENT_NOTICED:
      if (auto* planned = find(state_.procurements, event.getProcurementNoticed().getProcurement())) {
        planned->notice_address = text_of(event.getProcurementNoticed().getAddress());
      }
      return;
    case Event::OFFER_RECEIVED:
      if (auto* planned = find(state_.procurements, event.getOfferReceived().getProcurement())) ++planned->offers;
      return;
    case Event::CONTRACT_AWARDED:
      if (auto* planned = find(state_.procurements, event.getContractAwarded().getProcurement())) {
        planned->awarded_to = text_of(event.getContractAwarded().getSupplier());
        planned->award_reason = text_of(event.getContractAwarded().getReason());
        planned->awarded_fen = event.getContractAwarded().getAmount();
      }
      return;
    case Event::CONTRACT_SIGNED: {
      const auto source = event.getContractSigned();
      OpenContract& contract = state_.contracts[text_of(source.getContract())];
      contract.position = opened.position();
      contract.day = opened.day();
      contract.first = Day(source.getFirstDay());
      contract.last = Day(source.getLastDay());
      contract.procurement = text_of(source.getProcurement());
      contract.supplier = text_of(source.getSupplier());
      contract.body = text_of(source.getBody());
      contract.year = source.getYear();
      for (auto part : source.getParts()) contract.amount_fen += part.getAmount();
      return;
    }
    case Event::CONTRACT_CHANGED:
      if (auto* contract = find(state_.contracts, event.getContractChanged().getContract())) {
        contract->amount_fen += event.getContractChanged().getIncrease();
        contract->changed_fen += event.getContractChanged().getIncrease();
      }
      return;
    case Event::CONTRACT_PUBLISHED:
      if (auto* contract = find(state_.contracts, event.getContractPublished().getContract())) {
        contract->address = text_of(event.getContractPublished().getAddress());
      }
      return;
    case Event::ACCEPTANCE_RECORDED:
      if (auto* contract = find(state_.contracts, event.getAcceptanceRecorded().getContract())) {
        const bool accepted = event.getAcceptanceRecorded().getAccepted();
        ++(accepted ? contract->acceptances : contract->refusals);
        if (accepted) contract->accepted_fen += event.getAcceptanceRecorded().getAmount();
      }
      return;
    case Event::CONTRACT_ENDED:
      if (auto* contract = find(state_.contracts, event.getContractEnded().getContract())) contract->ended = true;
      return;
    default:
      return;
  }
}

void OpennessView::fold_decision(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  switch (event.which()) {
    case Event::DECISION_PROPOSED: {
      const auto source = event.getDecisionProposed();
      OpenDecision& decision = state_.decisions[text_of(source.getDecision())];
      decision.position = opened.position();
      decision.day = opened.day();
      decision.kind = static_cast<std::uint8_t>(source.getClass());
      // A personnel matter's title names a person; the report says what kind of matter it was, and no more.
      if (source.getClass() != schema::DecisionClass::APPOINTMENT) decision.title = text_of(source.getTitle());
      decision.body = text_of(source.getBody());
      decision.proposed_fen = source.getAmount();
      return;
    }
    case Event::DECISION_STEP_TAKEN: {
      const auto source = event.getDecisionStepTaken();
      auto* decision = find(state_.decisions, source.getDecision());
      if (decision == nullptr || source.getOutcome() == schema::Outcome::FAILED) return;
      const auto step = static_cast<std::uint8_t>(source.getStep());
      const auto at = std::lower_bound(decision->steps.begin(), decision->steps.end(), step);
      if (at == decision->steps.end() || *at != step) decision->steps.insert(at, step);
      return;
    }
    case Event::DECISION_RESOLVED: {
      const auto source = event.getDecisionResolved();
      auto* decision = find(state_.decisions, source.getDecision());
      if (decision == nullptr) return;
      decision->resolved = true;
      decision->adopted = source.getAdopted();
      decision->meeting = text_of(source.getMeeting());
      decision->decided_fen = source.getAmount();
      decision->in_favour = source.getFor();
      decision->against = source.getAgainst();
      decision->abstained = source.getAbstained();
      decision->recused = source.getRecused().size();
      decision->resolved_at = opened.position();
      decision->resolved_on = opened.day();
      return;
    }
    default:
      return;
  }
}

void OpennessView::fold_supervision(const OpenedEvent& opened) {
  using Event = schema::Event;
  const Event::Reader event = opened.event();
  switch (event.which()) {
    case Event::REPORT_SUBMITTED: {
      const auto source = event.getReportSubmitted();
      OpenReport& report = state_.reports[text_of(source.getReport())];
      report = {opened.position(), opened.day(), text_of(source.getName()), text_of(source.getTo()), source.getYear()};
      return;
    }
    case Event::REPORT_REVIEWED:
      if (auto* report = find(state_.reports, event.getReportReviewed().getReport())) {
        report->reviewed = true;
        report->outcome = static_cast<std::uint8_t>(event.getReportReviewed().getOutcome());
        report->reviewed_on = opened.day();
        report->reviewed_at = opened.position();
      }
      return;
    case Event::OPINION_RAISED: {
      const auto source = event.getOpinionRaised();
      OpenOpinion& opinion = state_.opinions[text_of(source.getOpinion())];
      opinion.position = opened.position();
      opinion.day = opened.day();
      opinion.due = Day(source.getDue());
      opinion.report = text_of(source.getReport());
      opinion.text = text_of(source.getText());
      opinion.handler = text_of(source.getHandler());
      return;
    }
    case Event::OPINION_ANSWERED:
      if (auto* opinion = find(state_.opinions, event.getOpinionAnswered().getOpinion())) {
        opinion->reply = text_of(event.getOpinionAnswered().getText());
        opinion->replied_on = opened.day();
        opinion->replied_at = opened.position();
      }
      return;
    case Event::OPINION_JUDGED:
      if (auto* opinion = find(state_.opinions, event.getOpinionJudged().getOpinion())) {
        opinion->judged = true;
        opinion->satisfaction = static_cast<std::uint8_t>(event.getOpinionJudged().getSatisfaction());
      }
      return;
    case Event::DOCUMENT_ADDED: {
      OpenDocuments& documents = state_.documents[year_of(opened.day())];
      ++documents.count;
      documents.size_bytes += event.getDocumentAdded().getSize();
      return;
    }
    default:
      return;
  }
}

}  // namespace sunledger
