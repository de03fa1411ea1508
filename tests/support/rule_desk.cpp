#include "tests/support/rule_desk.h"

#include <catch2/catch.hpp>

#include "ledger/base/money.h"
#include "ledger/charter/read_charter.h"
#include "ledger/event/entry.h"
#include "ledger/event/json.h"
#include "ledger/event/open.h"
#include "ledger/people/possession.h"
#include "ledger/proof/tree.h"
#include "ledger/rules/rule.h"

namespace sunledger::support {
namespace {

constexpr const char* role_order[] = {"recorder",    "reviewer", "approver", "cashier",   "secretary",    "member",
                                      "association", "adviser",  "auditor",  "inspector", "administrator"};

const std::vector<Parameter>& default_charter() {
  static const std::vector<Parameter> parameters = [] {
    auto read = read_defaults(shipped_defaults());
    REQUIRE(read.ok());
    return std::move(*read);
  }();
  return parameters;
}

Day day_of(std::string_view text) {
  const auto day = parse_day(text);
  REQUIRE(day.has_value());
  return *day;
}

std::int64_t fen_of(std::string_view yuan) {
  const auto fen = parse_yuan(yuan);
  REQUIRE(fen.has_value());
  return fen->value;
}

}  // namespace

bool MapStore::get(std::string_view key, std::string& value) {
  const auto found = values_.find(key);
  if (found == values_.end()) return false;
  value = found->second;
  return true;
}

void MapStore::put(std::string_view key, std::string_view value) {
  values_.insert_or_assign(std::string(key), std::string(value));
}

void MapStore::erase(std::string_view key) {
  values_.erase(std::string(key));
}

void MapStore::scan(std::string_view prefix, const std::function<bool(std::string_view, std::string_view)>& visit) {
  for (auto at = values_.lower_bound(prefix); at != values_.end(); ++at) {
    if (!std::string_view(at->first).starts_with(prefix) || !visit(at->first, at->second)) return;
  }
}

RuleDesk::RuleDesk() {
  today("2025-06-30");
  facts_.set_ledger(LedgerFact{});
  facts_.adopt_charter(default_charter());
  for (unsigned role = 0; role < std::size(role_order); ++role) appoint(role_order[role], {role});
  appoint("second_recorder", {0});
  appoint("second_member", {5});
  facts_.set_body("council", BodyFact{"执行理事会", {}, 1});
  facts_.set_body("presidium", BodyFact{"主席团", {}, 2});
  facts_.set_body("township", BodyFact{"某乡", {}, 6});
  settle(true);
}

RuleDesk& RuleDesk::today(std::string_view day) {
  today_ = day_of(day);
  return *this;
}

RuleDesk& RuleDesk::set_charter(std::string_view name, std::string_view value) {
  auto parameters = facts_.charter_parameters();
  for (Parameter& parameter : parameters) {
    if (parameter.name == name) parameter.value = value;
  }
  facts_.adopt_charter(parameters);
  settle(true);
  return *this;
}

RuleDesk& RuleDesk::appoint(std::string_view person, const std::vector<unsigned>& roles) {
  PersonFact fact;
  fact.name = person;
  fact.appointed_at = 1;
  for (unsigned role : roles) fact.roles |= 1U << role;
  facts_.set_person(person, fact);
  return give_key(person, person);
}

RuleDesk& RuleDesk::give_key(std::string_view person, std::string_view key_name) {
  PublicKey key;
  key.bytes.fill(static_cast<Byte>(keys_.size() + 1));
  keys_.insert_or_assign(std::string(key_name), key);
  facts_.set_key(key, KeyFact{std::string(person), 1, 0, 0});
  settle(true);
  return *this;
}

std::string RuleDesk::proven_key(std::string_view person, std::string_view key_name) {
  const SecretKey secret = SecretKey::generate();
  const auto proof = make_proof(secret, person);
  REQUIRE(proof.ok());
  keys_.insert_or_assign(std::string(key_name), secret.public_key());
  return "'key':'" + to_hex(proof->public_key.view()) + "','proof':'" + to_hex(proof->signature.view()) + "'";
}

std::string RuleDesk::key_hex(std::string_view key_name) const {
  const auto key = keys_.find(key_name);
  REQUIRE(key != keys_.end());
  return to_hex(key->second.view());
}

RuleDesk& RuleDesk::budget_line(int year, std::string_view line, unsigned kind, std::string_view yuan) {
  LineFact fact;
  fact.kind = static_cast<std::uint8_t>(kind);
  const std::string identity = line_identity("", year, line);
  facts_.set_line(identity, fact);
  facts_.add_to_sums('a', identity, LineSums::budget, fen_of(yuan));
  settle(true);
  return *this;
}

RuleDesk& RuleDesk::set_decision(std::string_view id, std::string_view yuan, DecisionState state) {
  DecisionFact fact;
  fact.state = state;
  fact.body = "council";
  if (state == DecisionState::adopted) fact.decided_by = "council";
  fact.proposer = "secretary";
  fact.amount_fen = fen_of(yuan);
  facts_.set_decision(id, fact);
  settle(true);
  return *this;
}

RuleDesk& RuleDesk::in_batch(std::uint64_t position) {
  batch_ = position;
  return *this;
}

std::string RuleDesk::closing(std::uint64_t batch) {
  const auto fact = facts_.batch(batch);
  REQUIRE(fact.has_value());
  const auto frontier = Frontier::from_nodes(fact->count, fact->nodes);
  REQUIRE(frontier.ok());
  return "'batch':" + std::to_string(batch) + ",'count':" + std::to_string(fact->count) + ",'amount':'" +
         to_yuan(Fen(fact->sum_fen)) + "','root':'" + to_hex(frontier->root().view()) + "'";
}

std::string RuleDesk::record(std::string_view signer, std::string_view kind, std::string_view fields,
                             std::string_view day) {
  const Day happened = day.empty() ? today_ : day_of(day);
  std::string json = "{'kind':'" + std::string(kind) + "','date':'" + to_text(happened) + "'";
  if (!fields.empty()) json += "," + std::string(fields);
  json += "}";
  std::replace(json.begin(), json.end(), '\'', '"');
  const auto draft = draft_from_json(json);
  CAPTURE(json, draft.ok() ? "" : draft.error().message);
  REQUIRE(draft.ok());

  const auto key = keys_.find(signer);
  REQUIRE(key != keys_.end());
  Envelope envelope;
  envelope.author = key->second;
  envelope.number = facts_.recorded_events_of(key->second) + 1;
  envelope.command = command_for("test", std::to_string(++commands_));
  // 64 hexadecimal digits are the id itself, as on the command line.
  if (draft->command) {
    const auto bytes = draft->command->size() == 64 ? from_hex(*draft->command) : std::nullopt;
    envelope.command = bytes ? *CommandId::from(*bytes) : command_for(kind, *draft->command);
  }
  envelope.date = happened;
  envelope.batch = batch_;
  const auto signed_bytes = compose_signed(envelope, draft->event);
  REQUIRE(signed_bytes.ok());

  EventOpener opener;
  const std::uint64_t noon_ms = (static_cast<std::uint64_t>(today_.since_1970) * 24 + 4) * 3'600'000;
  DecideOptions options;
  options.entry_at = [this](std::uint64_t position) -> Result<Bytes> {
    const auto entry = entries_.find(position);
    if (entry == entries_.end()) return make_error(ErrorKind::not_found, "no such entry");
    return entry->second;
  };
  const Judgement judgement = decide(
      facts_, opener, *signed_bytes, Place{Position{position_}, noon_ms},
      [](std::uint64_t) -> Result<Hash> { return Hash{}; }, options);
  said_.clear();
  if (judgement.kind == Judgement::Kind::accepted) {
    Entry entry{Position{position_}, noon_ms, key->second, Signature{}, judgement.found, *signed_bytes};
    write_entry(entry, entries_[position_]);
    sunledger::settle(facts_, Place{Position{position_}, noon_ms}, batch_, Hash{}, *signed_bytes);
  }
  settle(judgement.kind == Judgement::Kind::accepted);
  switch (judgement.kind) {
    case Judgement::Kind::repeated:
      return "repeated " + std::to_string(judgement.earlier);
    case Judgement::Kind::refused:
      said_ = judgement.refusal->message + " " + judgement.refusal->hint;
      return "refused " + judgement.refusal->name;
    case Judgement::Kind::accepted:
      break;
  }
  ++position_;
  std::string outcome = judgement.found.empty() ? "accepted" : "found";
  for (const std::uint16_t number : judgement.found) outcome += std::string(" ") + rule_by_number(number)->name;
  return outcome;
}

void RuleDesk::settle(bool accepted) {
  if (accepted) {
    facts_.flush();
    overlay_.merge_into(below_);
  } else {
    facts_.forget();
  }
  overlay_.drop();
}

std::string RuleDesk::available(int year, std::string_view line) {
  return to_yuan(Fen(available_fen(facts_.sums('a', line_identity("", year, line)))));
}

std::string RuleDesk::encumbered(int year, std::string_view line) {
  return to_yuan(Fen(facts_.sums('a', line_identity("", year, line))[LineSums::encumbered]));
}

std::string RuleDesk::used_of_decision(std::string_view id) {
  return to_yuan(Fen(facts_.sums('d', id)[DecisionSums::used]));
}

}  // namespace sunledger::support
