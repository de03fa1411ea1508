#pragma once
// What may be open to everyone: quota notices, subsidies by tier, procurements and contracts, decisions, reports with
// the opinions on them, and how many documents stand behind it all. No person's name enters this view, neither an
// officer's nor a proposer's; what people have in common with a figure is decided by the report (small cells).

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/base/day.h"
#include "projections/views/view.h"

namespace sunledger {

struct OpenNotice {
  std::uint64_t position = 0;
  Day day;
  std::string body, number, level, function, direct_mark;
  std::uint8_t nature = 0;  // schema Source
  std::int64_t amount_fen = 0;
  std::vector<std::string> uses;
};

struct OpenProgramme {
  std::uint64_t position = 0;  // of the latest definition
  std::string name, basis;
  std::uint8_t payer = 0;  // schema Payer
};

struct OpenSubsidyBatch {
  struct Tier {
    std::string tier;
    std::uint32_t persons = 0;
    std::uint16_t months = 0;
    std::int64_t rate_fen = 0, amount_fen = 0;
  };
  std::uint64_t position = 0;
  Day day;
  std::string programme, period, body;
  std::vector<Tier> tiers;
  std::int64_t total_fen = 0;
};

struct OpenProcurement {
  std::uint64_t position = 0;
  Day day;
  std::string name, body, reason, notice_address, awarded_to, award_reason;
  std::uint16_t year = 0;
  std::uint8_t category = 0, method = 0;  // schema ProcurementCategory, ProcurementMethod
  std::int64_t planned_fen = 0, awarded_fen = 0;
  std::uint32_t offers = 0;
};

struct OpenContract {
  std::uint64_t position = 0;
  Day day, first, last;
  std::string procurement, supplier, body, address;
  std::uint16_t year = 0;
  std::int64_t amount_fen = 0;    // as changed
  std::int64_t changed_fen = 0;   // of that, by changes
  std::int64_t accepted_fen = 0;  // of deliveries accepted
  std::uint32_t acceptances = 0, refusals = 0;
  bool ended = false;
};

struct OpenDecision {
  std::uint64_t position = 0;
  Day day;
  std::uint8_t kind = 0;  // schema DecisionClass
  std::string title, body, meeting;
  std::int64_t proposed_fen = 0, decided_fen = 0;
  std::vector<std::uint8_t> steps;  // schema Step, ascending, those not failed
  bool resolved = false, adopted = false;
  std::uint16_t in_favour = 0, against = 0, abstained = 0;
  std::uint32_t recused = 0;
  std::uint64_t resolved_at = 0;
  Day resolved_on;
};

struct OpenReport {
  std::uint64_t position = 0;
  Day day;
  std::string name, to;
  std::uint16_t year = 0;
  bool reviewed = false;
  std::uint8_t outcome = 0;  // schema ReviewOutcome
  Day reviewed_on;
  std::uint64_t reviewed_at = 0;
};

struct OpenOpinion {
  std::uint64_t position = 0;
  Day day, due;
  std::string report, text, handler, reply;
  Day replied_on;
  std::uint64_t replied_at = 0;
  bool judged = false;
  std::uint8_t satisfaction = 0;  // schema Satisfaction
};

struct OpenDocuments {
  std::uint64_t count = 0, size_bytes = 0;
};

struct OpenCharterChange {
  std::uint64_t position = 0;
  std::string number, text;
  Day day, effective;
};

class OpennessView final : public View {
 public:
  struct State {
    std::string origin, name;
    std::map<std::uint64_t, OpenNotice> notices;      // by position
    std::map<std::string, OpenProgramme> programmes;  // by id
    std::map<std::string, OpenSubsidyBatch> batches;
    std::map<std::string, OpenProcurement> procurements;
    std::map<std::string, OpenContract> contracts;
    std::map<std::string, OpenDecision> decisions;
    std::map<std::string, OpenReport> reports;
    std::map<std::string, OpenOpinion> opinions;
    std::map<int, OpenDocuments> documents;     // by year of the event's day
    std::map<std::string, std::string> bodies;  // id → name
    std::vector<OpenCharterChange> charter;
  };

  std::string_view name() const override { return "openness"; }
  std::uint32_t version() const override { return 1; }
  Bytes state_bytes() const override;
  bool load_state(BytesView bytes) override;
  void clear() override { state_ = {}; }
  Status fold(const OpenedEvent& opened) override;

  const State& state() const { return state_; }

 private:
  void fold_money(const OpenedEvent& opened);
  void fold_procurement(const OpenedEvent& opened);
  void fold_decision(const OpenedEvent& opened);
  void fold_supervision(const OpenedEvent& opened);

  State state_;
};

}  // namespace sunledger
