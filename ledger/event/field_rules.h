#pragma once
// What each kind's fields must hold for the event to make sense on its own, whatever the log says: one function a
// struct, told to a visitor. The same lines check an event (Checker in required.cpp) and describe its kind
// (field_rules() there), so that what `kinds` prints is what the door asks. Only required.cpp includes this.

#include "ledger/event/open.h"

namespace sunledger {

enum class Need { required, optional };
inline constexpr Need optional_field = Need::optional;

// Limits in bytes for identifiers and in characters for texts. Document numbers (文号) and tiers are longer than our
// ids.
inline constexpr std::size_t id_bytes = 64;
inline constexpr std::size_t number_bytes = 128;
inline constexpr std::size_t origin_bytes = 255;
inline constexpr std::size_t tail_bytes = 8;  // the last digits of an account, never the account
inline constexpr std::size_t text_characters = 1000;
inline constexpr std::size_t list_elements = 4096;
inline constexpr std::size_t note_bytes = 16 * 1024;  // a checkpoint with a hundred witnesses' signatures
inline constexpr std::size_t policy_line_bytes = 1024;

// ---- people ---------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::LedgerOpened::Reader r, V& v) {
  v.data("id", r.getId(), 32);
  v.id("origin", r.getOrigin(), Need::required, origin_bytes);
  v.text("name", r.getName());
  v.data("log_key", r.getLogKey(), 32);
  v.id("person", r.getPerson());
  v.text("person_name", r.getPersonName());
  v.data("proof", r.getProof(), 64);
}

template <class V>
void fields_of(schema::BodyRegistered::Reader r, V& v) {
  v.id("body", r.getBody());
  v.text("name", r.getName());
  v.choice("type", r.getType());
  v.id("parent", r.getParent(), optional_field);
}

template <class V>
void fields_of(schema::OfficerAppointed::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.text("name", r.getName());
  v.choices("roles", r.getRoles());
  v.id("body", r.getBody(), optional_field);
  v.data("key", r.getKey(), 32);
  v.data("proof", r.getProof(), 64);
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::RolesChanged::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.choices("roles", r.getRoles());
  v.id("body", r.getBody(), optional_field);
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::OfficerRelieved::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.text("reason", r.getReason(), optional_field);
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::KeyRegistered::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.data("key", r.getKey(), 32);
  v.data("proof", r.getProof(), 64);
  v.data("replaces", r.getReplaces(), 32, optional_field);
}

template <class V>
void fields_of(schema::KeyRevoked::Reader r, V& v) {
  v.data("key", r.getKey(), 32);
  v.any_number("since", r.getSince());
  v.text("reason", r.getReason());
}

template <class V>
void fields_of(schema::DelegationGranted::Reader r, V& v) {
  v.id("delegation", r.getDelegation());
  v.id("from", r.getFrom());
  v.id("to", r.getTo());
  v.choice("role", r.getRole());
  v.day("first_day", r.getFirstDay());
  v.day("last_day", r.getLastDay());
  v.not_before("last_day", r.getFirstDay(), r.getLastDay());
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::DelegationEnded::Reader r, V& v) {
  v.id("delegation", r.getDelegation());
  v.text("reason", r.getReason(), optional_field);
}

template <class V>
void fields_of(schema::LogKeyRotated::Reader r, V& v) {
  v.data("key", r.getKey(), 32);
  v.data("proof", r.getProof(), 64);
  v.data("handover", r.getHandover(), 64, optional_field);
  v.text("reason", r.getReason());
}

template <class V>
void fields_of(schema::ActEndorsed::Reader r, V& v) {
  v.position("position", r.getPosition());
}

template <class V>
void fields_of(schema::AdministratorRecovered::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.data("key", r.getKey(), 32);
  v.data("proof", r.getProof(), 64);
  v.id("decision", r.getDecision());
  v.text("reason", r.getReason());
}

template <class V>
void fields_of(schema::EntriesReconfirmed::Reader r, V& v) {
  v.positions("positions", r.getPositions());
  v.text("reason", r.getReason());
}

// ---- charter --------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::Parameter::Reader r, V& v) {
  v.id("name", r.getName(), Need::required, number_bytes);
  v.text("value", r.getValue(), optional_field);  // absent: an empty list
  v.text("clause", r.getClause(), optional_field);
  v.flag("is_default", r.getIsDefault(), optional_field);
}

template <class V>
void fields_of(schema::CharterAdopted::Reader r, V& v) {
  v.text("title", r.getTitle());
  v.group("parameters", r.getParameters());
  v.sorted("parameters", r.getParameters(), [](schema::Parameter::Reader p) { return p.getName(); });
  v.data("document", r.getDocument(), 32);
}

template <class V>
void fields_of(schema::CharterAmended::Reader r, V& v) {
  v.id("number", r.getNumber(), Need::required, number_bytes);
  v.group("changes", r.getChanges());
  v.sorted("changes", r.getChanges(), [](schema::Parameter::Reader p) { return p.getName(); });
  v.id("decision", r.getDecision(), optional_field);
  v.day("effective", r.getEffective());
  v.text("reason", r.getReason(), optional_field);
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::RuleSwitched::Reader r, V& v) {
  v.id("rule", r.getRule());
  v.count("version", r.getVersion());
  v.text("reason", r.getReason(), optional_field);
}

// ---- calendar and codes ---------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::CalendarPublished::Reader r, V& v) {
  v.year("year", r.getYear());
  v.days("holidays", r.getHolidays());
  v.days("make_up_days", r.getMakeUpDays(), optional_field);
  v.data("document", r.getDocument(), 32, optional_field);
}

template <class V>
void fields_of(schema::CodeDefined::Reader r, V& v) {
  v.year("year", r.getYear());
  v.choice("table", r.getTable());
  v.id("code", r.getCode());
  v.text("name", r.getName());
}

// ---- budget ---------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::NoticeReceived::Reader r, V& v) {
  v.id("body", r.getBody(), optional_field);
  v.id("number", r.getNumber(), Need::required, number_bytes);
  v.text("level", r.getLevel(), optional_field);
  v.choice("nature", r.getNature());
  v.id("function", r.getFunction());
  v.id("government_economic", r.getGovernmentEconomic(), optional_field);
  v.id("economic", r.getEconomic(), optional_field);
  v.text("direct_mark", r.getDirectMark(), optional_field);
  v.above_zero("amount", r.getAmount());
  v.ids("uses", r.getUses(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::BudgetLine::Reader r, V& v) {
  v.id("body", r.getBody(), optional_field);
  v.id("line", r.getLine());
  v.year("year", r.getYear());
  v.id("function", r.getFunction());
  v.id("economic", r.getEconomic(), optional_field);
  v.choice("source", r.getSource());
  v.choice("line_kind", r.getKind());
  v.text("project", r.getProject(), optional_field);
  v.not_negative("amount", r.getAmount());
  v.id("notice", r.getNotice(), optional_field, number_bytes);
  v.text("procurement", r.getProcurement(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::LineChanged::Reader r, V& v, Need to_line) {
  v.id("body", r.getBody(), optional_field);
  v.id("number", r.getNumber(), Need::required, number_bytes);
  v.id("line", r.getLine());
  v.id("to_line", r.getToLine(), to_line);
  v.above_zero("amount", r.getAmount());
  v.id("decision", r.getDecision(), optional_field);
  v.text("document", r.getDocument(), optional_field);
  v.year("year", r.getYear(), optional_field);
}

template <class V>
void fields_of(schema::ReceiptRecorded::Reader r, V& v) {
  v.id("body", r.getBody(), optional_field);
  v.id("number", r.getNumber(), Need::required, number_bytes);
  v.id("line", r.getLine());
  v.above_zero("amount", r.getAmount());
  v.text("from", r.getFrom(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::OpeningRecorded::Reader r, V& v) {
  v.id("body", r.getBody(), optional_field);
  v.year("year", r.getYear());
  v.choice("source", r.getSource());
  v.id("line", r.getLine(), optional_field);
  v.not_negative("amount", r.getAmount());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::YearTurned::Reader r, V& v, Need reason) {
  v.id("body", r.getBody(), optional_field);
  v.year("year", r.getYear());
  v.text("reason", r.getReason(), reason);
  v.text("document", r.getDocument(), optional_field);
}

// ---- payment --------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::PaymentPart::Reader r, V& v) {
  v.id("line", r.getLine());
  v.above_zero("amount", r.getAmount());
  v.id("purpose", r.getPurpose());
  v.text("memo", r.getMemo(), optional_field);
  v.id("decision", r.getDecision(), optional_field);
  v.id("contract", r.getContract(), optional_field);
}

template <class V>
void fields_of(schema::PaymentRecorded::Reader r, V& v) {
  v.id("body", r.getBody(), optional_field);
  v.id("voucher", r.getVoucher());
  v.choice("payee_kind", r.getPayeeKind(), optional_field);  // an organisation where nothing is said
  v.text("payee", r.getPayee());
  v.id("account_tail", r.getAccountTail(), optional_field, tail_bytes);
  v.choice("method", r.getMethod());
  v.group("parts", r.getParts());
}

template <class V>
void fields_of(schema::PaymentsReviewed::Reader r, V& v) {
  v.positions("payments", r.getPayments());
}

template <class V>
void fields_of(schema::PaymentsApproved::Reader r, V& v) {
  v.positions("payments", r.getPayments());
  v.id("decision", r.getDecision(), optional_field);
}

template <class V>
void fields_of(schema::PaymentsRejected::Reader r, V& v) {
  v.positions("payments", r.getPayments());
  v.text("reason", r.getReason());
}

template <class V>
void fields_of(schema::PaymentReturned::Reader r, V& v) {
  v.position("payment", r.getPayment());
  v.text("reason", r.getReason());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::RefundPart::Reader r, V& v) {
  v.id("line", r.getLine());
  v.above_zero("amount", r.getAmount());
}

template <class V>
void fields_of(schema::PaymentRefunded::Reader r, V& v) {
  v.position("payment", r.getPayment());
  v.group("parts", r.getParts());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::PaymentReversed::Reader r, V& v) {
  v.position("payment", r.getPayment());
  v.text("reason", r.getReason());
  v.id("replacement", r.getReplacement(), optional_field);
}

// ---- subsidy --------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::Rate::Reader r, V& v) {
  v.id("tier", r.getTier(), Need::required, number_bytes);
  v.above_zero("rate", r.getRate());
}

template <class V>
void fields_of(schema::ProgrammeDefined::Reader r, V& v) {
  v.id("programme", r.getProgramme());
  v.text("name", r.getName());
  v.text("basis", r.getBasis(), optional_field);
  v.choice("payer", r.getPayer());
  v.group("rates", r.getRates());
  v.day("first_day", r.getFirstDay());
  v.day("last_day", r.getLastDay(), optional_field);
  v.not_before("last_day", r.getFirstDay(), r.getLastDay());
  v.id("purpose", r.getPurpose(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::TierTotal::Reader r, V& v) {
  v.id("tier", r.getTier(), Need::required, number_bytes);
  v.count("persons", r.getPersons());
  v.count("months", r.getMonths());
  v.not_negative("rate", r.getRate());
  v.above_zero("amount", r.getAmount());
}

template <class V>
void fields_of(schema::SubsidyBatchRecorded::Reader r, V& v) {
  v.id("batch", r.getBatch());
  v.id("programme", r.getProgramme());
  v.id("period", r.getPeriod());
  v.group("tiers", r.getTiers());
  v.above_zero("total", r.getTotal());
  v.text("document", r.getDocument(), optional_field);
  v.id("body", r.getBody(), optional_field);
}

// ---- procurement ----------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::ProcurementPlanned::Reader r, V& v) {
  v.id("procurement", r.getProcurement());
  v.text("name", r.getName());
  v.id("body", r.getBody(), optional_field);
  v.year("year", r.getYear());
  v.id("line", r.getLine());
  v.text("item", r.getItem(), optional_field);
  v.choice("category", r.getCategory());
  v.choice("method", r.getMethod());
  v.text("reason", r.getReason(), optional_field);
  v.above_zero("amount", r.getAmount());
  v.id("decision", r.getDecision(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ProcurementNoticed::Reader r, V& v) {
  v.id("procurement", r.getProcurement());
  v.text("address", r.getAddress());
  v.day("last_day", r.getLastDay(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::OfferReceived::Reader r, V& v) {
  v.id("procurement", r.getProcurement());
  v.text("supplier", r.getSupplier());
  v.above_zero("amount", r.getAmount());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ContractAwarded::Reader r, V& v) {
  v.id("procurement", r.getProcurement());
  v.text("supplier", r.getSupplier());
  v.above_zero("amount", r.getAmount());
  v.text("reason", r.getReason(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ContractPart::Reader r, V& v) {
  v.id("line", r.getLine());
  v.above_zero("amount", r.getAmount());
}

template <class V>
void fields_of(schema::ContractSigned::Reader r, V& v) {
  v.id("contract", r.getContract());
  v.id("procurement", r.getProcurement(), optional_field);
  v.text("supplier", r.getSupplier());
  v.id("body", r.getBody(), optional_field);
  v.year("year", r.getYear());
  v.group("parts", r.getParts());
  v.day("first_day", r.getFirstDay(), optional_field);
  v.day("last_day", r.getLastDay(), optional_field);
  v.not_before("last_day", r.getFirstDay(), r.getLastDay());
  v.id("decision", r.getDecision(), optional_field);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ContractChanged::Reader r, V& v) {
  v.id("contract", r.getContract());
  v.id("line", r.getLine());
  v.not_zero("increase", r.getIncrease());
  v.text("reason", r.getReason());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ContractPublished::Reader r, V& v) {
  v.id("contract", r.getContract());
  v.text("address", r.getAddress());
}

template <class V>
void fields_of(schema::AcceptanceRecorded::Reader r, V& v) {
  v.id("contract", r.getContract());
  v.id("acceptance", r.getAcceptance());
  v.flag("accepted", r.getAccepted());
  v.not_negative("amount", r.getAmount());
  v.text("quantity", r.getQuantity(), optional_field);
  v.ids("acceptors", r.getAcceptors(), Need::required, number_bytes);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ContractEnded::Reader r, V& v) {
  v.id("contract", r.getContract());
  v.text("reason", r.getReason(), optional_field);
}

// ---- decision -------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::LineReference::Reader r, V& v) {
  v.id("line", r.getLine());
  v.year("year", r.getYear());
  v.id("body", r.getBody(), optional_field);
}

template <class V>
void fields_of(schema::DecisionProposed::Reader r, V& v) {
  v.id("decision", r.getDecision());
  v.choice("class", r.getClass());
  v.text("title", r.getTitle());
  v.id("body", r.getBody());
  v.not_negative("amount", r.getAmount());
  v.group("lines", r.getLines(), optional_field);
  v.id("proposer", r.getProposer());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::DecisionStepTaken::Reader r, V& v) {
  v.id("decision", r.getDecision());
  v.choice("step", r.getStep());
  v.id("by", r.getBy(), Need::required, number_bytes);
  v.text("opinion", r.getOpinion(), optional_field);
  v.choice("outcome", r.getOutcome());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::MeetingHeld::Absence::Reader r, V& v) {
  v.id("person", r.getPerson());
  v.text("reason", r.getReason(), optional_field);
}

template <class V>
void fields_of(schema::MeetingHeld::Reader r, V& v) {
  v.id("meeting", r.getMeeting());
  v.id("body", r.getBody());
  v.count("due", r.getDue());
  v.ids("present", r.getPresent());
  v.ids("attending", r.getAttending(), optional_field);
  v.group("absent", r.getAbsent(), optional_field);
  v.ids("decisions", r.getDecisions(), optional_field);
  v.text("minutes", r.getMinutes(), optional_field);
  v.id("chair", r.getChair());
}

template <class V>
void fields_of(schema::DecisionResolved::Reader r, V& v) {
  v.id("decision", r.getDecision());
  v.id("meeting", r.getMeeting());
  v.any_number("for", r.getFor());
  v.any_number("against", r.getAgainst());
  v.any_number("abstained", r.getAbstained());
  v.ids("recused", r.getRecused(), optional_field);
  v.flag("adopted", r.getAdopted());
  v.not_negative("amount", r.getAmount());
  v.text("document", r.getDocument(), optional_field);
}

// ---- supervision ----------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::ReportSubmitted::Reader r, V& v) {
  v.id("report", r.getReport());
  v.id("name", r.getName());
  v.year("year", r.getYear());
  v.id("to", r.getTo());
  v.position("position", r.getPosition());
  v.data("digest", r.getDigest(), 32);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::ReportReviewed::Reader r, V& v) {
  v.id("report", r.getReport());
  v.id("meeting", r.getMeeting(), optional_field);
  v.choice("outcome", r.getOutcome());
  v.data("digest", r.getDigest(), 32);
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::OpinionRaised::Reader r, V& v) {
  v.id("opinion", r.getOpinion());
  v.id("report", r.getReport(), optional_field);
  v.text("text", r.getText());
  v.day("due", r.getDue(), optional_field);
  v.text("handler", r.getHandler(), optional_field);
}

template <class V>
void fields_of(schema::OpinionAnswered::Reader r, V& v) {
  v.id("opinion", r.getOpinion());
  v.text("text", r.getText());
  v.text("document", r.getDocument(), optional_field);
}

template <class V>
void fields_of(schema::OpinionJudged::Reader r, V& v) {
  v.id("opinion", r.getOpinion());
  v.choice("satisfaction", r.getSatisfaction());
  v.text("text", r.getText(), optional_field);
}

template <class V>
void fields_of(schema::DocumentAdded::Reader r, V& v) {
  v.data("document", r.getDocument(), 32);
  v.count("size", r.getSize());
  v.id("media_type", r.getMediaType(), Need::required, number_bytes);
  v.text("title", r.getTitle(), optional_field);
}

template <class V>
void fields_of(schema::BatchOpened::Reader r, V& v) {
  v.id("import", r.getImport());
  v.data("file", r.getFile(), 32);
  v.count("count", r.getCount());
  v.sum("amount", r.getAmount());
}

template <class V>
void fields_of(schema::BatchClosed::Reader r, V& v) {
  v.position("batch", r.getBatch());
  v.count("count", r.getCount());
  v.sum("amount", r.getAmount());
  v.data("root", r.getRoot(), 32);
}

template <class V>
void fields_of(schema::BatchAbandoned::Reader r, V& v) {
  v.position("batch", r.getBatch());
  v.text("reason", r.getReason(), optional_field);
}

// ---- anchors --------------------------------------------------------------------------------------------------------

template <class V>
void fields_of(schema::AnchorAdded::Reader r, V& v) {
  v.id("anchor", r.getAnchor());
  v.text("name", r.getName());
  v.id("origin", r.getOrigin(), Need::required, origin_bytes);
  v.data("log_key", r.getLogKey(), 32);
  v.text("place", r.getPlace(), optional_field);
  v.ids("policy", r.getPolicy(), optional_field, policy_line_bytes);
}

template <class V>
void fields_of(schema::AnchorRecorded::Reader r, V& v) {
  v.id("anchor", r.getAnchor());
  v.count("size", r.getSize());
  v.data("root", r.getRoot(), 32);
  v.bytes("note", r.getNote(), note_bytes);
  v.choice("outcome", r.getOutcome());
  v.text("problem", r.getProblem(), optional_field);
}

// ---- the union ------------------------------------------------------------------------------------------------------

// Tells the visitor about the one kind that is set. False for a kind newer than this program.
template <class V>
bool visit_event(schema::Event::Reader event, V& v) {
  const auto tell = [&v](auto reader, auto... needs) {
    v.known_shape(reader);
    fields_of(reader, v, needs...);
    return true;
  };
  switch (event.which()) {
    case schema::Event::LEDGER_OPENED:
      return tell(event.getLedgerOpened());
    case schema::Event::BODY_REGISTERED:
      return tell(event.getBodyRegistered());
    case schema::Event::OFFICER_APPOINTED:
      return tell(event.getOfficerAppointed());
    case schema::Event::ROLES_CHANGED:
      return tell(event.getRolesChanged());
    case schema::Event::OFFICER_RELIEVED:
      return tell(event.getOfficerRelieved());
    case schema::Event::KEY_REGISTERED:
      return tell(event.getKeyRegistered());
    case schema::Event::KEY_REVOKED:
      return tell(event.getKeyRevoked());
    case schema::Event::DELEGATION_GRANTED:
      return tell(event.getDelegationGranted());
    case schema::Event::DELEGATION_ENDED:
      return tell(event.getDelegationEnded());
    case schema::Event::CHARTER_ADOPTED:
      return tell(event.getCharterAdopted());
    case schema::Event::CHARTER_AMENDED:
      return tell(event.getCharterAmended());
    case schema::Event::RULE_SWITCHED:
      return tell(event.getRuleSwitched());
    case schema::Event::CALENDAR_PUBLISHED:
      return tell(event.getCalendarPublished());
    case schema::Event::CODE_DEFINED:
      return tell(event.getCodeDefined());
    case schema::Event::NOTICE_RECEIVED:
      return tell(event.getNoticeReceived());
    case schema::Event::LINE_PROVISIONAL:
      return tell(event.getLineProvisional());
    case schema::Event::LINE_APPROVED:
      return tell(event.getLineApproved());
    case schema::Event::LINE_INCREASED:
      return tell(event.getLineIncreased(), Need::optional);
    case schema::Event::LINE_REDUCED:
      return tell(event.getLineReduced(), Need::optional);
    case schema::Event::LINE_TRANSFERRED:
      return tell(event.getLineTransferred(), Need::required);
    case schema::Event::LINE_CARRIED_OVER:
      return tell(event.getLineCarriedOver(), Need::optional);
    case schema::Event::LINE_RECOVERED:
      return tell(event.getLineRecovered(), Need::optional);
    case schema::Event::RECEIPT_RECORDED:
      return tell(event.getReceiptRecorded());
    case schema::Event::OPENING_RECORDED:
      return tell(event.getOpeningRecorded());
    case schema::Event::YEAR_CLOSE_REVIEWED:
      return tell(event.getYearCloseReviewed(), Need::optional);
    case schema::Event::YEAR_CLOSED:
      return tell(event.getYearClosed(), Need::optional);
    case schema::Event::YEAR_REOPEN_REVIEWED:
      return tell(event.getYearReopenReviewed(), Need::required);
    case schema::Event::YEAR_REOPENED:
      return tell(event.getYearReopened(), Need::required);
    case schema::Event::PAYMENT_RECORDED:
      return tell(event.getPaymentRecorded());
    case schema::Event::PAYMENTS_REVIEWED:
      return tell(event.getPaymentsReviewed());
    case schema::Event::PAYMENTS_APPROVED:
      return tell(event.getPaymentsApproved());
    case schema::Event::PAYMENTS_REJECTED:
      return tell(event.getPaymentsRejected());
    case schema::Event::PAYMENT_RETURNED:
      return tell(event.getPaymentReturned());
    case schema::Event::PAYMENT_REFUNDED:
      return tell(event.getPaymentRefunded());
    case schema::Event::PAYMENT_REVERSED:
      return tell(event.getPaymentReversed());
    case schema::Event::PROGRAMME_DEFINED:
      return tell(event.getProgrammeDefined());
    case schema::Event::SUBSIDY_BATCH_RECORDED:
      return tell(event.getSubsidyBatchRecorded());
    case schema::Event::PROCUREMENT_PLANNED:
      return tell(event.getProcurementPlanned());
    case schema::Event::PROCUREMENT_NOTICED:
      return tell(event.getProcurementNoticed());
    case schema::Event::OFFER_RECEIVED:
      return tell(event.getOfferReceived());
    case schema::Event::CONTRACT_AWARDED:
      return tell(event.getContractAwarded());
    case schema::Event::CONTRACT_SIGNED:
      return tell(event.getContractSigned());
    case schema::Event::CONTRACT_CHANGED:
      return tell(event.getContractChanged());
    case schema::Event::CONTRACT_PUBLISHED:
      return tell(event.getContractPublished());
    case schema::Event::ACCEPTANCE_RECORDED:
      return tell(event.getAcceptanceRecorded());
    case schema::Event::CONTRACT_ENDED:
      return tell(event.getContractEnded());
    case schema::Event::DECISION_PROPOSED:
      return tell(event.getDecisionProposed());
    case schema::Event::DECISION_STEP_TAKEN:
      return tell(event.getDecisionStepTaken());
    case schema::Event::MEETING_HELD:
      return tell(event.getMeetingHeld());
    case schema::Event::DECISION_RESOLVED:
      return tell(event.getDecisionResolved());
    case schema::Event::REPORT_SUBMITTED:
      return tell(event.getReportSubmitted());
    case schema::Event::REPORT_REVIEWED:
      return tell(event.getReportReviewed());
    case schema::Event::OPINION_RAISED:
      return tell(event.getOpinionRaised());
    case schema::Event::OPINION_ANSWERED:
      return tell(event.getOpinionAnswered());
    case schema::Event::OPINION_JUDGED:
      return tell(event.getOpinionJudged());
    case schema::Event::DOCUMENT_ADDED:
      return tell(event.getDocumentAdded());
    case schema::Event::BATCH_OPENED:
      return tell(event.getBatchOpened());
    case schema::Event::BATCH_CLOSED:
      return tell(event.getBatchClosed());
    case schema::Event::BATCH_ABANDONED:
      return tell(event.getBatchAbandoned());
    case schema::Event::LOG_KEY_ROTATED:
      return tell(event.getLogKeyRotated());
    case schema::Event::ACT_ENDORSED:
      return tell(event.getActEndorsed());
    case schema::Event::ADMINISTRATOR_RECOVERED:
      return tell(event.getAdministratorRecovered());
    case schema::Event::ENTRIES_RECONFIRMED:
      return tell(event.getEntriesReconfirmed());
    case schema::Event::ANCHOR_ADDED:
      return tell(event.getAnchorAdded());
    case schema::Event::ANCHOR_RECORDED:
      return tell(event.getAnchorRecorded());
  }
  return false;
}

}  // namespace sunledger
