#pragma once
// The desk at which one event is judged: facts, the event, its author, and the verdict as it grows. For .cpp files of
// rules.

#include <algorithm>
#include <concepts>
#include <string>

#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/facts.h"

namespace sunledger {

class Judge {
 public:
  Judge(Facts& facts_in, schema::Signed::Reader event_in, const Envelope& envelope_in, const Place& place_in)
      : facts(facts_in), event(event_in), envelope(envelope_in), place(place_in) {}

  Facts& facts;
  schema::Signed::Reader event;
  const Envelope& envelope;
  const Place& place;
  std::string_view signed_bytes;  // of the event, as its author signed it
  std::string person;             // who signed
  std::uint32_t roles = 0;        // on the recorded day, own and delegated
  Day recorded_day;
  const EntryAt* entry_at = nullptr;  // earlier entries' bytes, where the caller can give them
  bool is_endorsed = false;           // the administrators whom it takes stand behind it
  Judgement judgement;

  // True when judging may go on: the condition holds, or the charter lets the breach through as a finding.
  // `why` makes the message only when it is needed: what happened, in the officer's words; `hint` what to do.
  template <std::invocable Why>
  bool require(bool holds, Rule rule, Why&& why, const char* hint = nullptr) {
    if (holds) return true;
    if (facts.mode_of(rule) == RuleMode::find) {
      find(rule);
      return true;
    }
    refuse(rule, why(), hint);
    return false;
  }

  bool refused() const { return judgement.kind == Judgement::Kind::refused; }

  void refuse(Rule rule, std::string message, const char* hint = nullptr, ErrorKind kind = ErrorKind::refused) {
    const RuleText& text = text_of(rule);
    std::string whole = say("{0} Rule {1}: {2} Basis: {3}.", {message, text.name, say(text.meaning), text.basis});
    judgement.kind = Judgement::Kind::refused;
    judgement.refusal = make_error(kind, std::move(whole), hint == nullptr ? std::string() : say(hint));
    judgement.refusal->name = text.name;
  }

  void find(Rule rule) {
    auto& found = judgement.found;
    const auto number = static_cast<std::uint16_t>(rule);
    const auto at = std::lower_bound(found.begin(), found.end(), number);
    if (at == found.end() || *at != number) found.insert(at, number);
  }

  // An identifier of that family is taken by this event, or refused because it is taken already.
  bool take_identity(char family, std::string_view identity, std::string_view shown) {
    if (const auto holder = facts.holder(family, identity)) {
      refuse(Rule::identity_unique, say("“{0}” is already in use, since position {1}.", {shown, *holder}),
             N_("Use another identifier, or correct the recorded one by its own event."), ErrorKind::conflict);
      return false;
    }
    facts.hold(family, identity, place.position.value);
    return true;
  }
};

// A position that an event refers to: it must be earlier than the event itself.
inline bool is_earlier(const Judge& judge, std::uint64_t position) {
  return position < judge.place.position.value;
}

// Who signed, and whether they may record this kind on that day (decide.cpp).
bool judge_author(Judge& judge);
// The family that the event's kind belongs to (decide.cpp).
void judge_family(Judge& judge);
// The same for an act that may take several administrators: until they stand behind it, it is recorded and waits.
void judge_with_quorum(Judge& judge);

// The families, one file each. Each judges and folds every kind it owns.
void judge_people(Judge& judge);
void judge_charter(Judge& judge);
void judge_calendar(Judge& judge);
void judge_budget(Judge& judge);
void judge_payment(Judge& judge);
void judge_subsidy(Judge& judge);
void judge_procurement(Judge& judge);
void judge_decision(Judge& judge);
void judge_supervision(Judge& judge);
void judge_batch(Judge& judge);
void judge_administration(Judge& judge);
void judge_log_key(Judge& judge);
void judge_reconfirmation(Judge& judge);
void judge_anchor(Judge& judge);

inline constexpr std::uint32_t administrator_bit = 1U << static_cast<unsigned>(schema::Role::ADMINISTRATOR);
// A key of that person's that may be registered: sound, proven, and nobody's yet. Refuses otherwise (people_rules.cpp).
std::optional<PublicKey> proven_key(Judge& judge, std::string_view person, capnp::Data::Reader key,
                                    capnp::Data::Reader proof);
// The person in office that an event refers to. Refuses otherwise (people_rules.cpp).
std::optional<PersonFact> person_in_office(Judge& judge, std::string_view person);

// Whether the charter gives decisions of that class to that body (decision_rules.cpp).
bool is_deciding_body(Judge& judge, DecisionClass decision_class, const std::string& body);

// A year's review says what was there: whatever moves in the year afterwards needs it anew before the year is closed.
void void_year_review(Judge& judge, std::string_view body, int year);
// budget.year-open; voids the year's review, because something is about to move in it (spending.cpp). A year is
// reopened by people, not by the clock.
bool year_is_open(Judge& judge, std::string_view body, int year);
// event.reference: money belongs to a body that is registered, or to the federation's own books (body_reference.cpp).
bool judge_body_reference(Judge& judge);

// Shared by payments and contracts (spending.cpp): money that leaves a line or is bound on it.
struct Spending {
  std::string body;
  int year = 0;
  std::string line;
  std::int64_t fen = 0;
  std::string decision;              // may be empty
  bool covered_by_contract = false;  // its contract cited the decision and was counted against it
  std::int64_t freed_fen = 0;        // encumbrance that this spending uses up, available to it alone
};
// budget.line-exists, budget.year-open, budget.available; the line's fact when there is one. Moves no sums.
std::optional<LineFact> judge_line_and_balance(Judge& judge, const Spending& spending);
// payment.large-fund and payment.decision-within. `large_fen` is the whole sum that the charter's threshold looks at.
// On acceptance the decision's use grows by the spending; true when it did.
bool judge_decision_for(Judge& judge, const Spending& spending, const std::optional<LineFact>& line,
                        std::int64_t large_fen);
// payment.decision-within: what is spent under a decision stays within its amount, all of it together. On acceptance
// its use grows by that much.
bool use_decision(Judge& judge, const std::string& id, const DecisionFact& decision, std::int64_t fen);
// Whether the decision concerns that line: it names it, or names none.
bool concerns_line(const DecisionFact& decision, std::string_view line_identity);
// payment.approval-tier, and payment.decision-within for what the approval's decision has to cover (approval_tier.cpp).
// On acceptance that decision's use grows, and the parts say which decision they use.
bool judge_approval_tier(Judge& judge, std::uint64_t position, PaymentFact& payment, std::string_view decision);
// The names of import files and charters for schema enumerants.
std::string_view source_name(std::uint8_t source);
std::string_view line_kind_name(std::uint8_t kind);
std::string_view method_name(schema::Method method);

}  // namespace sunledger
