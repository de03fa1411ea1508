#include "ledger/rules/facts.h"

#include <algorithm>

#include "ledger/charter/charter_check.h"
#include "ledger/rules/fact_families.h"

namespace sunledger {

// The members of each record, in the order in which they are written.
template <class A>
void members_of(LedgerFact& f, A& a) {
  a(f.genesis, f.origin, f.name, f.log_key);
}
template <class A>
void members_of(PersonFact& f, A& a) {
  a(f.name, f.body, f.roles, f.appointed_at, f.relieved_at);
}
template <class A>
void members_of(KeyFact& f, A& a) {
  a(f.person, f.registered_at, f.revoked_at, f.suspect_from);
}
template <class A>
void members_of(DelegationFact& f, A& a) {
  a(f.from, f.to, f.role, f.first, f.last, f.ended_at);
}
template <class A>
void members_of(BodyFact& f, A& a) {
  a(f.name, f.parent, f.type);
}
template <class A>
void members_of(BatchFact& f, A& a) {
  a(f.state, f.person, f.kind, f.file, f.expected_count, f.count, f.expected_fen, f.sum_fen, f.nodes);
}
template <class A>
void members_of(CommandFact& f, A& a) {
  a(f.batch, f.position, f.content, f.is_own);
}
template <class A>
void members_of(NoticeFact& f, A& a) {
  a(f.batch, f.nature, f.amount_fen, f.function, f.direct_mark, f.uses);
}
template <class A>
void members_of(LineFact& f, A& a) {
  a(f.batch, f.state, f.source, f.kind, f.function, f.economic, f.project, f.notice);
}
template <class A>
void members_of(YearFact& f, A& a) {
  a(f.state, f.reviewer, f.was_closed);
}
template <class A>
void members_of(PaymentFact::Part& f, A& a) {
  a(f.line, f.decision, f.contract, f.amount_fen, f.refunded_fen, f.freed_fen, f.uses_decision);
}
template <class A>
void members_of(PaymentFact& f, A& a) {
  a(f.batch, f.state, f.year, f.body, f.recorder, f.reviewer, f.parts);
}
template <class A>
void members_of(ProgrammeFact::Version& f, A& a) {
  a(f.first, f.last, f.rates);
}
template <class A>
void members_of(ProgrammeFact& f, A& a) {
  a(f.batch, f.payer, f.purpose, f.versions);
}
template <class A>
void members_of(ProcurementFact& f, A& a) {
  a(f.body, f.line, f.decision, f.awarded_to, f.year, f.category, f.method, f.amount_fen, f.awarded_fen,
    f.contracted_fen, f.awarded, f.offers);
}
template <class A>
void members_of(ContractFact& f, A& a) {
  a(f.body, f.procurement, f.supplier, f.decision, f.recorder, f.year, f.ended, f.lines);
}
template <class A>
void members_of(DecisionFact& f, A& a) {
  a(f.kind, f.state, f.body, f.proposer, f.decided_by, f.amount_fen, f.steps_passed, f.steps_failed, f.steps_passed_on,
    f.lines);
}
template <class A>
void members_of(MeetingFact& f, A& a) {
  a(f.body, f.day, f.due, f.present, f.agenda);
}
template <class A>
void members_of(ReportFact& f, A& a) {
  a(f.name, f.to, f.submitter, f.year, f.digest, f.reviewed);
}
template <class A>
void members_of(OpinionFact& f, A& a) {
  a(f.raised_by, f.answered_by, f.judged);
}
template <class A>
void members_of(Parameter& f, A& a) {
  a(f.name, f.value, f.clause, f.is_default);
}

namespace {

// Decoded facts held for the next event; small next to a ledger's codes and lines, bounded against a hostile one.
constexpr std::size_t cache_limit = 20'000;

constexpr std::uint8_t administrator = 10;  // schema Role

std::string sums_key(char family, std::string_view identity) {
  std::string key;
  key.reserve(2 + identity.size());
  key += family_sums;
  key += family;
  key += identity;
  return key;
}

std::string holder_key(char family, std::string_view identity) {
  std::string key;
  key.reserve(2 + identity.size());
  key += family_holder;
  key += family;
  key += identity;
  return key;
}

std::string batch_sums_prefix(std::uint64_t batch) {
  return key_of(family_batch_sums, batch);
}

std::string encode_sums(const Sums& sums) {
  std::string bytes;
  bytes.reserve(sums.size() * 8);
  for (std::int64_t sum : sums) append_u64(bytes, static_cast<std::uint64_t>(sum));
  return bytes;
}

void add_encoded(Sums& sums, std::string_view bytes) {
  for (std::size_t i = 0; i < sums.size() && bytes.size() >= 8; ++i, bytes.remove_prefix(8)) {
    sums[i] += static_cast<std::int64_t>(number_of(bytes));
  }
}

bool is_in_bounds(std::int64_t sum) {
  return sum >= -max_sum_fen && sum <= max_sum_fen;
}

template <class Map, class Key, class Value>
void remember(Map& map, const Key& key, const Value& value) {
  if (map.size() >= cache_limit) map.clear();
  map.insert_or_assign(key, value);
}

}  // namespace

std::string join_identity(std::initializer_list<std::string_view> parts) {
  std::string identity;
  std::size_t size = parts.size();
  for (std::string_view part : parts) size += part.size();
  identity.reserve(size);
  for (std::string_view part : parts) {
    if (!identity.empty() || &part != parts.begin()) identity.push_back('\x1f');
    identity += part;
  }
  return identity;
}

std::string year_identity(std::string_view body, int year) {
  return join_identity({body, std::to_string(year)});
}

std::string line_identity(std::string_view body, int year, std::string_view line) {
  const std::string year_text = std::to_string(year);
  std::string identity;
  identity.reserve(body.size() + year_text.size() + line.size() + 2);
  identity += body;
  identity.push_back('\x1f');
  identity += year_text;
  identity.push_back('\x1f');
  identity += line;
  return identity;
}

std::int64_t available_fen(const Sums& s) {
  return s[LineSums::budget] + s[LineSums::adjusted] - s[LineSums::encumbered] - s[LineSums::pending] -
         s[LineSums::paid];
}

Facts::Facts(FactStore& store, CharterMemory* memory) : store_(&store), memory_(memory) {}

bool Facts::counts(std::uint64_t batch) {
  if (batch == 0 || batch == current_batch_) return true;
  const auto found = batch_states_.find(batch);
  if (found != batch_states_.end()) return found->second == BatchState::closed;
  const auto fact = this->batch(batch);
  const BatchState state = fact ? fact->state : BatchState::abandoned;
  remember(batch_states_, batch, state);
  return state == BatchState::closed;
}

std::optional<LedgerFact> Facts::ledger() {
  if (!ledger_) ledger_ = decode<LedgerFact>(stored(*store_, scratch_, std::string(1, family_ledger)));
  return ledger_;
}

void Facts::set_ledger(const LedgerFact& fact) {
  ledger_ = fact;
  store_->put(std::string(1, family_ledger), encode(fact));
}

bool Facts::has_charter() {
  return charter_ || stored(*store_, scratch_, std::string(1, family_charter)).has_value();
}

std::vector<Parameter> Facts::charter_parameters() {
  return decode<std::vector<Parameter>>(stored(*store_, scratch_, std::string(1, family_charter)))
      .value_or(std::vector<Parameter>{});
}

const RuleParameters& Facts::charter() {
  if (charter_) return *charter_;
  modes_.clear();
  const auto found = stored(*store_, scratch_, std::string(1, family_charter)).value_or(std::string_view());
  if (memory_ != nullptr && memory_->parameters && memory_->bytes == found) {
    charter_ = memory_->parameters;
    return *charter_;
  }
  std::string bytes(found);
  std::vector<std::pair<std::string, std::string>> values;
  for (const Parameter& parameter : charter_parameters()) values.emplace_back(parameter.name, parameter.value);
  // charter.parameters let only sound charters in; a ledger without one is judged by the strictest reading.
  auto parsed = RuleParameters::from(CharterValues(std::move(values)));
  charter_ = std::make_shared<const RuleParameters>(parsed ? std::move(*parsed) : RuleParameters{});
  if (memory_ != nullptr) *memory_ = CharterMemory{std::move(bytes), charter_};
  return *charter_;
}

RuleMode Facts::mode_of(Rule rule) {
  const RuleText& text = text_of(rule);
  if (text.kind == RuleKind::structural) return RuleMode::refuse;
  if (text.kind == RuleKind::lead) return RuleMode::find;
  const RuleParameters& parameters = charter();
  const auto number = static_cast<std::uint16_t>(rule);
  if (const auto found = modes_.find(number); found != modes_.end()) return found->second;
  const RuleMode mode = parameters.mode(text.name).value_or(RuleMode::refuse);
  modes_.emplace(number, mode);
  return mode;
}

void Facts::adopt_charter(const std::vector<Parameter>& parameters) {
  store_->put(std::string(1, family_charter), encode(parameters));
  charter_.reset();
}

void Facts::plan_charter(Day effective, const std::vector<Parameter>& parameters) {
  std::string key = key_of(family_charter_plan, static_cast<std::uint64_t>(effective.since_1970));
  auto planned = decode<std::vector<std::vector<Parameter>>>(stored(*store_, scratch_, key))
                     .value_or(std::vector<std::vector<Parameter>>{});
  planned.push_back(parameters);
  store_->put(key, encode(planned));
  has_plan_ = true;
}

std::vector<Parameter> Facts::charter_parameters_on(Day day, bool* lost) {
  auto parameters = charter_parameters();
  store_->scan(std::string(1, family_charter_plan), [&](std::string_view key, std::string_view value) {
    if (static_cast<std::int64_t>(number_of(key.substr(1))) > day.since_1970) return false;
    const auto planned = decode<std::vector<std::vector<Parameter>>>(value);
    for (const auto& changes : planned.value_or(std::vector<std::vector<Parameter>>{})) {
      if (auto amended = amend(parameters, changes)) {
        parameters = std::move(*amended);
      } else if (lost != nullptr) {
        *lost = true;
      }
    }
    return true;
  });
  return parameters;
}

void Facts::advance_to(Day recorded_day) {
  if (has_plan_ && !*has_plan_) return;
  std::vector<std::string> due;
  bool later = false;
  store_->scan(std::string(1, family_charter_plan), [&](std::string_view key, std::string_view) {
    later = static_cast<std::int64_t>(number_of(key.substr(1))) > recorded_day.since_1970;
    if (!later) due.emplace_back(key);
    return !later;
  });
  if (!due.empty()) {
    // Each was judged with all that were planned, when it was recorded (charter_rules.cpp).
    adopt_charter(charter_parameters_on(recorded_day));
    for (const std::string& key : due) store_->erase(key);
  }
  has_plan_ = later;
}

std::optional<PersonFact> Facts::person(std::string_view person) {
  if (const auto found = persons_.find(person); found != persons_.end()) return found->second;
  auto fact = decode<PersonFact>(stored(*store_, scratch_, key_of(family_person, person)));
  if (fact) remember(persons_, std::string(person), *fact);
  return fact;
}

void Facts::set_person(std::string_view person, const PersonFact& fact) {
  remember(persons_, std::string(person), fact);
  store_->put(key_of(family_person, person), encode(fact));
}

std::optional<KeyFact> Facts::key(const PublicKey& key) {
  if (const auto found = keys_.find(key); found != keys_.end()) return found->second;
  auto fact = decode<KeyFact>(stored(*store_, scratch_, key_of(family_key, as_text(key.view()))));
  if (fact) remember(keys_, key, *fact);
  return fact;
}

void Facts::set_key(const PublicKey& key, const KeyFact& fact) {
  remember(keys_, key, fact);
  store_->put(key_of(family_key, as_text(key.view())), encode(fact));
}

std::uint64_t Facts::recorded_events_of(const PublicKey& key) {
  const auto bytes = stored(*store_, scratch_, key_of(family_number, as_text(key.view())));
  return bytes ? number_of(*bytes) : 0;
}

std::uint64_t Facts::last_head_of(const PublicKey& key) {
  const auto bytes = stored(*store_, scratch_, key_of(family_number, as_text(key.view())));
  return bytes && bytes->size() == 16 ? number_of(bytes->substr(8)) : 0;
}

void Facts::set_recorded_events_of(const PublicKey& key, std::uint64_t count, std::uint64_t last_head) {
  std::string bytes;
  bytes.reserve(16);
  append_u64(bytes, count);
  append_u64(bytes, last_head);
  store_->put(key_of(family_number, as_text(key.view())), bytes);
}

bool Facts::has_administrator_without(std::string_view person, const PublicKey* key) {
  bool found = false;
  store_->scan(std::string(1, family_key), [&](std::string_view name, std::string_view value) {
    const auto fact = decode<KeyFact>(value);
    const bool counts = fact && fact->revoked_at == 0 && fact->person != person &&
                        !(key != nullptr && name.substr(1) == as_text(key->view()));
    const auto holder = counts ? this->person(fact->person) : std::nullopt;
    found = holder && holder->relieved_at == 0 && (holder->roles >> administrator & 1U) != 0;
    return !found;
  });
  return found;
}

std::vector<std::string> Facts::administrators() {
  std::vector<std::string> found;
  store_->scan(std::string(1, family_key), [&](std::string_view, std::string_view value) {
    const auto key = decode<KeyFact>(value);
    if (key && key->revoked_at == 0) found.push_back(key->person);
    return true;
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::erase_if(found, [&](const std::string& id) {
    const auto fact = person(id);
    return !fact || fact->relieved_at != 0 || (fact->roles >> administrator & 1U) == 0;
  });
  return found;
}

std::vector<std::string> Facts::administrator_seats(std::string_view person, Day day) {
  const auto holds = [&](std::string_view id) {
    const auto fact = this->person(id);
    return fact && fact->relieved_at == 0 && (fact->roles >> administrator & 1U) != 0;
  };
  if (holds(person)) return {std::string(person)};
  std::vector<std::string> seats;
  const auto own = this->person(person);
  if (!own || own->relieved_at != 0) return seats;
  store_->scan(std::string(1, family_delegation), [&](std::string_view, std::string_view value) {
    const auto fact = decode<DelegationFact>(value);
    if (fact && fact->to == person && fact->role == administrator && fact->ended_at == 0 && fact->first <= day &&
        day <= fact->last && holds(fact->from)) {
      seats.push_back(fact->from);
    }
    return true;
  });
  return seats;
}

std::optional<DelegationFact> Facts::delegation(std::string_view id) {
  return decode<DelegationFact>(stored(*store_, scratch_, key_of(family_delegation, id)));
}

void Facts::set_delegation(std::string_view id, const DelegationFact& fact) {
  has_delegations_ = true;
  store_->put(key_of(family_delegation, id), encode(fact));
}

std::uint32_t Facts::roles_on(std::string_view person, Day day) {
  const auto own = this->person(person);
  if (!own || own->relieved_at != 0) return 0;
  std::uint32_t roles = own->roles;
  if (has_delegations_ && !*has_delegations_) return roles;
  bool any = false;
  store_->scan(std::string(1, family_delegation), [&](std::string_view, std::string_view value) {
    any = true;
    const auto fact = decode<DelegationFact>(value);
    if (fact && fact->to == person && fact->ended_at == 0 && fact->first <= day && day <= fact->last) {
      const auto giver = this->person(fact->from);
      if (giver && giver->relieved_at == 0) roles |= giver->roles & (1U << fact->role);
    }
    return true;
  });
  has_delegations_ = any;
  return roles;
}

std::optional<BodyFact> Facts::body(std::string_view body) {
  return decode<BodyFact>(stored(*store_, scratch_, key_of(family_body, body)));
}
void Facts::set_body(std::string_view body, const BodyFact& fact) {
  store_->put(key_of(family_body, body), encode(fact));
}

std::optional<CommandFact> Facts::command(const CommandId& id) {
  auto fact = decode<CommandFact>(stored(*store_, scratch_, key_of(family_command, as_text(id.view()))));
  // What an abandoned import recorded is released; what an open one recorded is taken.
  if (fact && fact->batch != 0 && fact->batch != current_batch_) {
    const auto batch = this->batch(fact->batch);
    if (!batch || batch->state == BatchState::abandoned) return std::nullopt;
  }
  return fact;
}

void Facts::set_command(const CommandId& id, const CommandFact& fact) {
  store_->put(key_of(family_command, as_text(id.view())), encode(fact));
}

std::optional<BatchFact> Facts::batch(std::uint64_t position) {
  if (const auto found = running_batches_.find(position); found != running_batches_.end()) return found->second;
  return decode<BatchFact>(stored(*store_, scratch_, key_of(family_batch, position)));
}

void Facts::set_batch(std::uint64_t position, const BatchFact& fact) {
  running_batches_.insert_or_assign(position, fact);
  batch_states_.insert_or_assign(position, fact.state);
}

std::size_t Facts::open_batches() {
  flush();
  std::size_t open = 0;
  store_->scan(std::string(1, family_batch), [&](std::string_view, std::string_view value) {
    const auto fact = decode<BatchFact>(value);
    open += fact && fact->state == BatchState::open;
    return true;
  });
  return open;
}

std::optional<std::string> Facts::code(int year, std::uint8_t table, std::string_view code) {
  const std::string identity = join_identity({std::to_string(year), std::to_string(table), code});
  if (const auto found = codes_.find(identity); found != codes_.end()) return found->second;
  const auto bytes = stored(*store_, scratch_, key_of(family_code, identity));
  if (!bytes || bytes->size() < 8) return std::nullopt;
  const std::uint64_t batch = number_of(*bytes);
  std::string name(bytes->substr(8));
  if (!counts(batch)) return std::nullopt;
  if (current_batch_ == 0) remember(codes_, identity, name);
  return name;
}

void Facts::set_code(int year, std::uint8_t table, std::string_view code, std::string_view name) {
  const std::string identity = join_identity({std::to_string(year), std::to_string(table), code});
  std::string value;
  append_u64(value, current_batch_);
  value += name;
  codes_.erase(identity);
  store_->put(key_of(family_code, identity), value);
}

namespace {
// A fact of an import counts for that import, and for all once it is closed.
template <class Fact>
std::optional<Fact> if_it_counts(Facts& facts, std::optional<Fact> fact) {
  if (fact && !facts.counts(fact->batch)) fact.reset();
  return fact;
}
}  // namespace

std::optional<NoticeFact> Facts::notice(std::string_view body, std::string_view number) {
  return if_it_counts(
      *this, decode<NoticeFact>(stored(*store_, scratch_, key_of(family_notice, join_identity({body, number})))));
}
void Facts::set_notice(std::string_view body, std::string_view number, const NoticeFact& fact) {
  store_->put(key_of(family_notice, join_identity({body, number})), encode(fact));
}

std::optional<LineFact> Facts::line(std::string_view identity) {
  if (const auto found = lines_.find(identity); found != lines_.end())
    return if_it_counts(*this, std::optional(found->second));
  auto fact = decode<LineFact>(stored(*store_, scratch_, key_of(family_line, identity)));
  if (fact) remember(lines_, std::string(identity), *fact);
  return if_it_counts(*this, std::move(fact));
}
void Facts::set_line(std::string_view identity, const LineFact& fact) {
  remember(lines_, std::string(identity), fact);
  store_->put(key_of(family_line, identity), encode(fact));
}

YearFact Facts::year(std::string_view body, int year) {
  return decode<YearFact>(stored(*store_, scratch_, key_of(family_year, year_identity(body, year))))
      .value_or(YearFact{});
}
void Facts::set_year(std::string_view body, int year, const YearFact& fact) {
  store_->put(key_of(family_year, year_identity(body, year)), encode(fact));
}

std::optional<std::uint64_t> Facts::holder(char family, std::string_view identity) {
  const auto bytes = stored(*store_, scratch_, holder_key(family, identity));
  if (!bytes || bytes->size() != 16) return std::nullopt;
  // Taken even by an import that is still open, so that its close cannot fail for it; released when abandoned.
  const std::uint64_t position = number_of(*bytes);
  const std::uint64_t batch = number_of(bytes->substr(8));
  if (batch != 0 && batch != current_batch_) {
    const auto fact = this->batch(batch);
    if (!fact || fact->state == BatchState::abandoned) return std::nullopt;
  }
  return position;
}

void Facts::hold(char family, std::string_view identity, std::uint64_t position) {
  std::string value;
  value.reserve(16);
  append_u64(value, position);
  append_u64(value, current_batch_);
  store_->put(holder_key(family, identity), value);
}

namespace {

constexpr PaymentState waiting_states[] = {PaymentState::recorded, PaymentState::reviewed};

bool waits(PaymentState state) {
  return state == PaymentState::recorded || state == PaymentState::reviewed;
}

// A payment lies among those that wait for the same officer; once it waits no more, among all that are done.
std::string payment_key(PaymentState state, std::uint64_t position) {
  if (!waits(state)) return key_of(family_payment, position);
  std::string key{family_waiting, static_cast<char>(state)};
  append_u64(key, position);
  return key;
}

}  // namespace

std::optional<PaymentFact> Facts::payment(std::uint64_t position) {
  std::optional<std::string_view> bytes;
  for (const PaymentState state : waiting_states) {
    bytes = stored(*store_, scratch_, payment_key(state, position));
    if (bytes) break;
  }
  if (!bytes) bytes = stored(*store_, scratch_, key_of(family_payment, position));
  return if_it_counts(*this, decode<PaymentFact>(bytes));
}

void Facts::set_payment(std::uint64_t position, const PaymentFact& fact, PaymentState before) {
  if (waits(before) && before != fact.state) store_->erase(payment_key(before, position));
  store_->put(payment_key(fact.state, position), encode(fact));
}

void Facts::scan_waiting(PaymentState state, const std::function<bool(std::uint64_t)>& visit) {
  const std::string prefix{family_waiting, static_cast<char>(state)};
  store_->scan(prefix, [&](std::string_view key, std::string_view value) {
    const std::uint64_t position = number_of(key.substr(2));
    return !if_it_counts(*this, decode<PaymentFact>(value)) || visit(position);
  });
}

std::optional<ProgrammeFact> Facts::programme(std::string_view id) {
  return if_it_counts(*this, decode<ProgrammeFact>(stored(*store_, scratch_, key_of(family_programme, id))));
}
void Facts::set_programme(std::string_view id, const ProgrammeFact& fact) {
  store_->put(key_of(family_programme, id), encode(fact));
}
std::optional<ProcurementFact> Facts::procurement(std::string_view id) {
  return decode<ProcurementFact>(stored(*store_, scratch_, key_of(family_procurement, id)));
}
void Facts::set_procurement(std::string_view id, const ProcurementFact& fact) {
  store_->put(key_of(family_procurement, id), encode(fact));
}
std::optional<ContractFact> Facts::contract(std::string_view id) {
  return decode<ContractFact>(stored(*store_, scratch_, key_of(family_contract, id)));
}
void Facts::set_contract(std::string_view id, const ContractFact& fact) {
  store_->put(key_of(family_contract, id), encode(fact));
}
std::optional<DecisionFact> Facts::decision(std::string_view id) {
  return decode<DecisionFact>(stored(*store_, scratch_, key_of(family_decision, id)));
}
void Facts::set_decision(std::string_view id, const DecisionFact& fact) {
  store_->put(key_of(family_decision, id), encode(fact));
}
std::optional<MeetingFact> Facts::meeting(std::string_view id) {
  return decode<MeetingFact>(stored(*store_, scratch_, key_of(family_meeting, id)));
}
void Facts::set_meeting(std::string_view id, const MeetingFact& fact) {
  store_->put(key_of(family_meeting, id), encode(fact));
}
std::optional<ReportFact> Facts::report(std::string_view id) {
  return decode<ReportFact>(stored(*store_, scratch_, key_of(family_report, id)));
}
void Facts::set_report(std::string_view id, const ReportFact& fact) {
  store_->put(key_of(family_report, id), encode(fact));
}
std::optional<OpinionFact> Facts::opinion(std::string_view id) {
  return decode<OpinionFact>(stored(*store_, scratch_, key_of(family_opinion, id)));
}
void Facts::set_opinion(std::string_view id, const OpinionFact& fact) {
  store_->put(key_of(family_opinion, id), encode(fact));
}

Sums Facts::sums(char family, std::string_view identity) {
  Sums sums{};
  const std::string key = sums_key(family, identity);
  if (store_->get(key, scratch_)) add_encoded(sums, scratch_);
  if (current_batch_ != 0 && store_->get(batch_sums_prefix(current_batch_) + key, scratch_))
    add_encoded(sums, scratch_);
  return sums;
}

void Facts::add_to_sums(char family, std::string_view identity, std::size_t field, std::int64_t fen) {
  std::string key = sums_key(family, identity);
  if (current_batch_ != 0) key = batch_sums_prefix(current_batch_) + key;
  Sums sums{};
  if (store_->get(key, scratch_)) add_encoded(sums, scratch_);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(sums.at(field), fen, &sum) || !is_in_bounds(sum)) {
    sums_in_bounds_ = false;
    return;
  }
  sums[field] = sum;
  store_->put(key, encode_sums(sums));
}

void Facts::scan_batch_sums(std::uint64_t batch,
                            const std::function<void(char, std::string_view, const Sums&)>& visit) {
  const std::string prefix = batch_sums_prefix(batch);
  store_->scan(prefix, [&](std::string_view key, std::string_view value) {
    const std::string_view inner = key.substr(prefix.size());
    Sums share{};
    add_encoded(share, value);
    visit(inner[1], inner.substr(2), share);
    return true;
  });
}

void Facts::merge_batch_sums(std::uint64_t batch) {
  std::vector<std::pair<std::string, Sums>> shares;
  scan_batch_sums(batch, [&](char family, std::string_view identity, const Sums& share) {
    shares.emplace_back(sums_key(family, identity), share);
  });
  for (auto& [key, share] : shares) {
    if (store_->get(key, scratch_)) add_encoded(share, scratch_);
    sums_in_bounds_ = sums_in_bounds_ && std::all_of(share.begin(), share.end(), is_in_bounds);
    store_->put(key, encode_sums(share));
  }
  drop_batch_sums(batch);
}

void Facts::drop_batch_sums(std::uint64_t batch) {
  std::vector<std::string> keys;
  store_->scan(batch_sums_prefix(batch), [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  for (const std::string& key : keys) store_->erase(key);
}

std::uint16_t Facts::rule_version(Rule rule) {
  const auto number = static_cast<std::uint16_t>(rule);
  if (const auto found = rule_versions_.find(number); found != rule_versions_.end()) return found->second;
  const auto bytes = stored(*store_, scratch_, key_of(family_rule_version, number));
  const auto version = bytes ? static_cast<std::uint16_t>(number_of(*bytes)) : std::uint16_t{1};
  rule_versions_.emplace(number, version);
  return version;
}

void Facts::set_rule_version(Rule rule, std::uint16_t version) {
  const auto number = static_cast<std::uint16_t>(rule);
  rule_versions_.insert_or_assign(number, version);
  std::string bytes;
  append_u64(bytes, version);
  store_->put(key_of(family_rule_version, number), bytes);
}

void Facts::forget() {
  batch_states_.clear();
  running_batches_.clear();
  keys_.clear();
  persons_.clear();
  lines_.clear();
  codes_.clear();
  rule_versions_.clear();
  ledger_.reset();
  charter_.reset();
  modes_.clear();
  has_plan_.reset();
  has_delegations_.reset();
  has_recoveries_.reset();
  sums_in_bounds_ = true;
}

void Facts::flush() {
  for (const auto& [position, fact] : running_batches_) store_->put(key_of(family_batch, position), encode(fact));
  running_batches_.clear();
}

}  // namespace sunledger
