#include "ledger/rules/decide.h"

#include "ledger/event/business_command.h"
#include "ledger/event/required.h"
#include "ledger/proof/hash.h"
#include "ledger/proof/tree.h"
#include "ledger/rules/judge.h"
#include "ledger/rules/roles.h"

namespace sunledger {
namespace {

using Event = schema::Event;

}  // namespace

void judge_family(Judge& judge) {
  switch (judge.event.getEvent().which()) {
    case Event::LEDGER_OPENED:
    case Event::BODY_REGISTERED:
    case Event::OFFICER_APPOINTED:
    case Event::ROLES_CHANGED:
    case Event::OFFICER_RELIEVED:
    case Event::KEY_REGISTERED:
    case Event::KEY_REVOKED:
    case Event::DELEGATION_GRANTED:
    case Event::DELEGATION_ENDED:
      return judge_people(judge);
    case Event::CHARTER_ADOPTED:
    case Event::CHARTER_AMENDED:
    case Event::RULE_SWITCHED:
      return judge_charter(judge);
    case Event::CALENDAR_PUBLISHED:
    case Event::CODE_DEFINED:
      return judge_calendar(judge);
    case Event::NOTICE_RECEIVED:
    case Event::LINE_PROVISIONAL:
    case Event::LINE_APPROVED:
    case Event::LINE_INCREASED:
    case Event::LINE_REDUCED:
    case Event::LINE_TRANSFERRED:
    case Event::LINE_CARRIED_OVER:
    case Event::LINE_RECOVERED:
    case Event::RECEIPT_RECORDED:
    case Event::OPENING_RECORDED:
    case Event::YEAR_CLOSE_REVIEWED:
    case Event::YEAR_CLOSED:
    case Event::YEAR_REOPEN_REVIEWED:
    case Event::YEAR_REOPENED:
      return judge_budget(judge);
    case Event::PAYMENT_RECORDED:
    case Event::PAYMENTS_REVIEWED:
    case Event::PAYMENTS_APPROVED:
    case Event::PAYMENTS_REJECTED:
    case Event::PAYMENT_RETURNED:
    case Event::PAYMENT_REFUNDED:
    case Event::PAYMENT_REVERSED:
      return judge_payment(judge);
    case Event::PROGRAMME_DEFINED:
    case Event::SUBSIDY_BATCH_RECORDED:
      return judge_subsidy(judge);
    case Event::PROCUREMENT_PLANNED:
    case Event::PROCUREMENT_NOTICED:
    case Event::OFFER_RECEIVED:
    case Event::CONTRACT_AWARDED:
    case Event::CONTRACT_SIGNED:
    case Event::CONTRACT_CHANGED:
    case Event::CONTRACT_PUBLISHED:
    case Event::ACCEPTANCE_RECORDED:
    case Event::CONTRACT_ENDED:
      return judge_procurement(judge);
    case Event::DECISION_PROPOSED:
    case Event::DECISION_STEP_TAKEN:
    case Event::MEETING_HELD:
    case Event::DECISION_RESOLVED:
      return judge_decision(judge);
    case Event::REPORT_SUBMITTED:
    case Event::REPORT_REVIEWED:
    case Event::OPINION_RAISED:
    case Event::OPINION_ANSWERED:
    case Event::OPINION_JUDGED:
    case Event::DOCUMENT_ADDED:
      return judge_supervision(judge);
    case Event::BATCH_OPENED:
    case Event::BATCH_CLOSED:
    case Event::BATCH_ABANDONED:
      return judge_batch(judge);
    case Event::ACT_ENDORSED:
    case Event::ADMINISTRATOR_RECOVERED:
      return judge_administration(judge);
    case Event::LOG_KEY_ROTATED:
      return judge_log_key(judge);
    case Event::ENTRIES_RECONFIRMED:
      return judge_reconfirmation(judge);
    case Event::ANCHOR_ADDED:
    case Event::ANCHOR_RECORDED:
      return judge_anchor(judge);
  }
  judge.refuse(Rule::event_kind, say("This event is of a kind that this program does not know."),
               N_("Install the newer program that wrote it."), ErrorKind::incomplete);
}

namespace {

// What an event of an import moves, for the import's control total.
std::int64_t moved_fen(Event::Reader event) {
  switch (event.which()) {
    case Event::NOTICE_RECEIVED:
      return event.getNoticeReceived().getAmount();
    case Event::LINE_PROVISIONAL:
      return event.getLineProvisional().getAmount();
    case Event::LINE_APPROVED:
      return event.getLineApproved().getAmount();
    case Event::LINE_INCREASED:
      return event.getLineIncreased().getAmount();
    case Event::LINE_REDUCED:
      return event.getLineReduced().getAmount();
    case Event::LINE_TRANSFERRED:
      return event.getLineTransferred().getAmount();
    case Event::LINE_CARRIED_OVER:
      return event.getLineCarriedOver().getAmount();
    case Event::LINE_RECOVERED:
      return event.getLineRecovered().getAmount();
    case Event::RECEIPT_RECORDED:
      return event.getReceiptRecorded().getAmount();
    case Event::OPENING_RECORDED:
      return event.getOpeningRecorded().getAmount();
    case Event::PAYMENT_RECORDED: {
      std::int64_t sum = 0;
      for (auto part : event.getPaymentRecorded().getParts()) sum += part.getAmount();
      return sum;
    }
    default:
      return 0;
  }
}

}  // namespace

bool judge_author(Judge& judge) {
  const auto key = judge.facts.key(judge.envelope.author);
  if (!key || key->revoked_at != 0) {
    judge.refuse(Rule::event_author,
                 key ? say("The signing key was revoked at position {0}.", {key->revoked_at})
                     : say("The signing key is not registered in this ledger."),
                 N_("Sign with a registered key, or ask an administrator to register this one (officer add)."),
                 ErrorKind::permission);
    return false;
  }
  judge.person = key->person;
  const auto person = judge.facts.person(judge.person);
  if (!person || person->relieved_at != 0) {
    judge.refuse(Rule::event_author, say("{0} no longer holds an office here.", {judge.person}),
                 N_("The event must be recorded by an officer in office."), ErrorKind::permission);
    return false;
  }
  judge.roles = judge.facts.roles_on(judge.person, judge.recorded_day);
  const std::uint32_t allowed = roles_for(judge.event.getEvent().which());
  if ((judge.roles & allowed) == 0) {
    judge.refuse(
        Rule::event_role,
        say("{0} may not record {1}: it takes one of the roles {2}.",
            {judge.person, kind_name(static_cast<std::uint16_t>(judge.event.getEvent().which())), role_names(allowed)}),
        N_("Let an officer with that role record it."), ErrorKind::permission);
    return false;
  }
  return true;
}

namespace {

bool judge_order(Judge& judge, const RootAt& root_at) {
  const std::uint64_t expected = judge.facts.recorded_events_of(judge.envelope.author) + 1;
  if (judge.envelope.number != expected) {
    judge.refuse(
        Rule::event_running_number,
        say("The event is number {0} of its author, but number {1} is next.", {judge.envelope.number, expected}),
        judge.envelope.number > expected
            ? N_("An earlier event of this author was not recorded: look in the outbox and submit it first.")
            : N_("The event was signed before another one was recorded: sign it again."));
    return false;
  }
  if (judge.envelope.head_size > judge.place.position.value) {
    judge.refuse(
        Rule::event_head,
        say("The author saw {0} entries, but this ledger has only {1}: it has lost entries or is another copy.",
            {judge.envelope.head_size, judge.place.position.value}),
        N_("Stop and compare this ledger with a checkpoint kept elsewhere."), ErrorKind::conflict);
    return false;
  }
  const std::uint64_t seen_before = judge.facts.last_head_of(judge.envelope.author);
  if (judge.envelope.head_size < seen_before) {
    judge.refuse(Rule::event_head,
                 say("The author saw {0} entries before this event, which names only {1}.",
                     {seen_before, judge.envelope.head_size}),
                 N_("Verify the newest checkpoint and sign the event again."), ErrorKind::conflict);
    return false;
  }
  if (judge.envelope.head_size == 0) return true;
  const auto root = root_at(judge.envelope.head_size);
  if (!root || *root != judge.envelope.head_root) {
    judge.refuse(
        Rule::event_head,
        say("The history that the author saw at {0} entries is not this ledger's.", {judge.envelope.head_size}),
        N_("Stop and compare this ledger with a checkpoint kept elsewhere."), ErrorKind::conflict);
    return false;
  }
  return true;
}

bool judge_day(Judge& judge) {
  if (judge.envelope.date > judge.recorded_day) {
    judge.refuse(Rule::event_future_day,
                 say("The day {0} lies in the future; today is {1}.",
                     {to_text(judge.envelope.date), to_text(judge.recorded_day)}),
                 N_("Record it on the day it happens, or correct the date."));
    return false;
  }
  const std::int64_t limit = judge.facts.charter().max_age_days;
  return judge.require(limit <= 0 || judge.recorded_day.since_1970 - judge.envelope.date.since_1970 <= limit,
                       Rule::event_age, [&] {
                         return say("The day {0} is more than {1} days back.", {to_text(judge.envelope.date), limit});
                       });
}

// The id that the paper's own number gives: it belongs to that paper, whoever used it for another matter before.
bool is_own_command(const CommandId& command, Event::Reader event, Day date) {
  return business_command(event, date) == command;
}

// An import's events come from the officer who opened it, and only kinds whose effect can wait for the close.
bool judge_batch_membership(Judge& judge) {
  if (judge.envelope.batch == 0) return true;
  const auto batch = judge.facts.batch(judge.envelope.batch);
  if (!batch || batch->state != BatchState::open || batch->person != judge.person) {
    judge.refuse(Rule::batch_state,
                 batch ? say("The import at position {0} is not open for {1}.", {judge.envelope.batch, judge.person})
                       : say("There is no import at position {0}.", {judge.envelope.batch}),
                 N_("Import the same file again: it continues where it stopped."));
    return false;
  }
  if (!may_stand_in_batch(judge.event.getEvent().which())) {
    judge.refuse(Rule::batch_state, say("{0} cannot be part of a large import.",
                                        {kind_name(static_cast<std::uint16_t>(judge.event.getEvent().which()))}));
    return false;
  }
  return true;
}

}  // namespace

Judgement decide(Facts& facts, EventOpener& opener, BytesView signed_bytes, const Place& place, const RootAt& root_at,
                 const DecideOptions& options) {
  auto opened = options.encoding_known ? opener.open_stored(signed_bytes) : opener.open(signed_bytes);
  if (!opened) {
    Judgement judgement;
    judgement.kind = Judgement::Kind::refused;
    judgement.refusal = std::move(opened).error();
    return judgement;
  }
  const Envelope envelope = envelope_of(*opened);
  facts.judge_for_batch(envelope.batch);
  Judge judge(facts, *opened, envelope, place);
  judge.signed_bytes = as_text(signed_bytes);
  if (options.entry_at) judge.entry_at = &options.entry_at;

  const auto& ledger = facts.ledger();
  const bool is_genesis = opened->getEvent().isLedgerOpened();
  if (is_genesis != (place.position.value == 0) || ledger.has_value() == is_genesis) {
    judge.refuse(Rule::genesis_once, say("Only entry 0 opens a ledger."));
    return std::move(judge.judgement);
  }
  const Hash expected_ledger = ledger ? ledger->genesis : Hash{};
  if (envelope.ledger != expected_ledger) {
    judge.refuse(Rule::event_ledger, say("The event was signed for another ledger."),
                 N_("Check --ledger, and that the head file came from this ledger."));
    return std::move(judge.judgement);
  }

  const Hash content = content_of(signed_bytes);
  const auto earlier = facts.command(envelope.command);
  if (earlier && earlier->content == content) {
    judge.judgement.kind = Judgement::Kind::repeated;
    judge.judgement.earlier = earlier->position;
    return std::move(judge.judgement);
  }
  const auto fields = check_required(opened->getEvent());
  const bool is_own = fields && is_own_command(envelope.command, opened->getEvent(), envelope.date);
  if (earlier && (earlier->is_own || !is_own)) {
    judge.refuse(Rule::event_command,
                 say("This identity is recorded at position {0} with other content.", {earlier->position}),
                 N_("If the recorded one is wrong, correct it by its own event; if this is another matter, give it "
                    "another identity."),
                 ErrorKind::conflict);
    judge.judgement.earlier = earlier->position;
    return std::move(judge.judgement);
  }
  if (!fields) {
    const RuleText* rule = rule_by_name(fields.error().name);
    INVARIANT(rule != nullptr);
    judge.refuse(fields.error().kind == ErrorKind::incomplete ? Rule::event_kind : rule->rule, fields.error().message,
                 nullptr, fields.error().kind);
    judge.judgement.refusal->hint = fields.error().hint;
    return std::move(judge.judgement);
  }

  if (!is_genesis) {
    judge.recorded_day = day_at(place.recorded_ms, facts.has_charter() ? facts.charter().utc_offset_minutes : 480);
    facts.advance_to(judge.recorded_day);
    facts.advance_recoveries(judge.recorded_day);
    if (!judge_author(judge) || !judge_batch_membership(judge)) return std::move(judge.judgement);
    if (!options.trial && !judge_order(judge, root_at)) return std::move(judge.judgement);
    if (facts.has_charter() && !judge_day(judge)) return std::move(judge.judgement);
    if (!judge_body_reference(judge)) return std::move(judge.judgement);
  }
  judge_with_quorum(judge);
  if (judge.refused()) return std::move(judge.judgement);
  if (!facts.sums_in_bounds()) {
    judge.refuse(Rule::amount_arithmetic, say("A sum that the event moves would leave every bound of money."),
                 N_("Correct the amount: no public budget is that large."));
    return std::move(judge.judgement);
  }

  if (envelope.batch != 0) {
    auto batch = facts.batch(envelope.batch);
    const auto sum = add(Fen(batch->sum_fen), Fen(moved_fen(opened->getEvent())));
    if (!sum) {
      judge.refuse(Rule::amount_arithmetic, say("The import's sum leaves the bounds of an amount."));
      return std::move(judge.judgement);
    }
    batch->sum_fen = sum->value;
    facts.set_batch(envelope.batch, *batch);
  }
  if (!options.trial) {
    facts.set_recorded_events_of(envelope.author, is_genesis ? 1 : envelope.number, envelope.head_size);
  }
  facts.set_command(envelope.command, CommandFact{envelope.batch, place.position.value, content, is_own});
  return std::move(judge.judgement);
}

bool is_recorded(Facts& facts, EventOpener& opener, const CommandId& command, Day date, const EventBytes& event) {
  const auto earlier = facts.command(command);
  if (!earlier || earlier->is_own) return earlier.has_value();
  Envelope envelope;
  envelope.command = command;
  const auto composed = compose_signed(envelope, event);
  if (!composed) return true;
  const auto opened = opener.open_stored(*composed);
  return !opened || !check_required(opened->getEvent()) || !is_own_command(command, opened->getEvent(), date);
}

void settle(Facts& facts, const Place& place, std::uint64_t batch, const Hash& leaf, BytesView entry) {
  if (place.position.value == 0) {
    auto ledger = facts.ledger();
    INVARIANT(ledger.has_value());
    ledger->genesis = sha256(entry);
    facts.set_ledger(*ledger);
  }
  if (batch == 0) return;
  auto fact = facts.batch(batch);
  INVARIANT(fact.has_value());
  auto frontier = Frontier::from_nodes(fact->count, fact->nodes);
  INVARIANT(frontier.ok());
  frontier->append(leaf);
  fact->count += 1;
  fact->nodes = frontier->nodes();
  facts.set_batch(batch, *fact);
}

std::int64_t amount_of(EventOpener& opener, BytesView signed_bytes) {
  const auto opened = opener.open_stored(signed_bytes);
  return opened ? moved_fen(opened->getEvent()) : 0;
}

std::string describe_rule(std::uint16_t number) {
  const RuleText* text = rule_by_number(number);
  if (text == nullptr) return say("Rule number {0}, which needs a newer program.", {number});
  return say(text->meaning);
}

}  // namespace sunledger
