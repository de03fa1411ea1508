// sunledger officer: who is in office, in which roles, with which keys.

#include <map>

#include "cli/acts.h"
#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/log_reading.h"
#include "cli/recording.h"
#include "ledger/base/file.h"
#include "ledger/base/text.h"
#include "ledger/event/open.h"
#include "ledger/people/possession.h"
#include "ledger/proof/hash.h"
#include "ledger/rules/roles.h"
#include "projections/render/document.h"

namespace sunledger {
namespace {

struct Options {
  std::string person, name, proof, body, form, reason, date, decision;
  std::uint64_t position = 0;
  std::vector<std::string> roles;
  bool with_former = false;
};

constexpr unsigned role_count = 11;

Result<std::vector<schema::Role>> read_roles(const std::vector<std::string>& names) {
  std::vector<schema::Role> roles;
  for (const std::string& name : names) {
    unsigned role = 0;
    while (role < role_count && role_names(1U << role) != name) ++role;
    if (role == role_count) {
      return make_error(ErrorKind::invalid, say("“{0}” is not a role.", {name}),
                        say("Roles are {0}.", {role_names((1U << role_count) - 1)}));
    }
    roles.push_back(static_cast<schema::Role>(role));
  }
  return roles;
}

// The document's hash, kept as an open document only by “document add”.
Result<std::optional<Hash>> form_hash(const std::string& path) {
  if (path.empty()) return std::optional<Hash>();
  TRY_ASSIGN(const std::string content, read_file(path, 64 * 1024 * 1024));
  return std::optional<Hash>(sha256(as_bytes(content)));
}

template <class Bytes32>
capnp::Data::Reader data_of(const Bytes32& value) {
  return {value.bytes.data(), value.bytes.size()};
}

Result<Day> day_or_today(Context& context, const Ledger& ledger, const std::string& text) {
  if (text.empty()) {
    TRY_ASSIGN(const Clock clock, context.clock_for(ledger.origin()));
    return today(ledger, clock);
  }
  if (const auto day = parse_day(text)) return *day;
  return make_error(ErrorKind::usage, say("“{0}” is not a day.", {text}), say("Write it as YYYY-MM-DD."));
}

Result<ExitCode> add(Context& context, const Options& options) {
  TRY_ASSIGN(const auto roles, read_roles(options.roles));
  TRY_ASSIGN(const std::string text, read_file(options.proof, max_possession_proof_bytes));
  TRY_ASSIGN(const PossessionProof proof, parse_proof(text));
  if (proof.person != options.person) {
    return make_error(ErrorKind::invalid,
                      say("{0} proves a key of “{1}”, not of “{2}”.", {options.proof, proof.person, options.person}),
                      say("Name the person that the proof names, or ask for a new proof."));
  }
  TRY_ASSIGN(const auto form, form_hash(options.form));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Day day, day_or_today(context, *ledger, options.date));
  EventBuilder builder;
  auto event = builder.root().initOfficerAppointed();
  event.setPerson(options.person);
  event.setName(options.name);
  auto list = event.initRoles(static_cast<unsigned>(roles.size()));
  for (unsigned i = 0; i < roles.size(); ++i) list.set(i, roles[i]);
  if (!options.body.empty()) event.setBody(options.body);
  event.setKey(data_of(proof.public_key));
  event.setProof(data_of(proof.signature));
  if (form) event.setDocument(data_of(*form));
  Facts facts = ledger->facts();
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  const Ledger::Draft draft{
      builder.finish(), day,
      act_command(facts, "OfficerAppointed", options.person + "\x1f" + to_hex(proof.public_key.view()),
                  today(*ledger, clock)),
      0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

Result<ExitCode> relieve(Context& context, const Options& options) {
  TRY_ASSIGN(const auto form, form_hash(options.form));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Day day, day_or_today(context, *ledger, options.date));
  EventBuilder builder;
  auto event = builder.root().initOfficerRelieved();
  event.setPerson(options.person);
  event.setReason(options.reason);
  if (form) event.setDocument(data_of(*form));
  Facts facts = ledger->facts();
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  const auto appointed = facts.person(options.person);
  const Ledger::Draft draft{
      builder.finish(), day,
      act_command(facts, "OfficerRelieved",
                  format_text("{0}\x1f{1}", {options.person, appointed ? appointed->appointed_at : std::uint64_t{0}}),
                  today(*ledger, clock)),
      0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

// A new key for an administrator whose own is lost, on a decision of the body that appoints.
Result<ExitCode> recover(Context& context, const Options& options) {
  TRY_ASSIGN(const std::string text, read_file(options.proof, max_possession_proof_bytes));
  TRY_ASSIGN(const PossessionProof proof, parse_proof(text));
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  EventBuilder builder;
  auto event = builder.root().initAdministratorRecovered();
  event.setPerson(proof.person);
  event.setKey(data_of(proof.public_key));
  event.setProof(data_of(proof.signature));
  event.setDecision(options.decision);
  event.setReason(options.reason);
  const Ledger::Draft draft{builder.finish(), today(*ledger, clock),
                            command_for("AdministratorRecovered", to_hex(proof.public_key.view())), 0};
  const std::int64_t days = ledger->facts().charter().recovery_days;
  TRY_ASSIGN(const ExitCode code, record_drafts(context, *ledger, key, std::span(&draft, 1)));
  context.out().message(
      say("The key takes force after {0} days; until then any administrator stops it with “sunledger "
          "key revoke”.",
          {days}));
  return code;
}

struct Officer {
  PersonFact fact;
  std::vector<std::string> keys;  // in force
};

// Facts answer for one person; who there is, only the log tells.
Result<std::map<std::string, Officer>> officers(Context& context, const Ledger& ledger) {
  std::map<std::string, Officer> found;
  std::vector<std::pair<std::string, PublicKey>> keys;
  TRY(each_event(context, ledger, Position(0), [&](const Entry& entry, schema::Signed::Reader event) -> Result<bool> {
    const auto add_key = [&](std::string person, capnp::Data::Reader key) {
      found.try_emplace(person);
      if (const auto fixed = PublicKey::from({key.begin(), key.size()})) keys.emplace_back(std::move(person), *fixed);
    };
    switch (event.getEvent().which()) {
      case schema::Event::LEDGER_OPENED:
        found.try_emplace(text_of(event.getEvent().getLedgerOpened().getPerson()));
        keys.emplace_back(text_of(event.getEvent().getLedgerOpened().getPerson()), entry.author);
        break;
      case schema::Event::OFFICER_APPOINTED: {
        const auto appointed = event.getEvent().getOfficerAppointed();
        add_key(text_of(appointed.getPerson()), appointed.getKey());
        break;
      }
      case schema::Event::ADMINISTRATOR_RECOVERED: {
        const auto recovered = event.getEvent().getAdministratorRecovered();
        add_key(text_of(recovered.getPerson()), recovered.getKey());
        break;
      }
      case schema::Event::KEY_REGISTERED: {
        const auto registered = event.getEvent().getKeyRegistered();
        add_key(text_of(registered.getPerson()), registered.getKey());
        break;
      }
      default:
        break;
    }
    return true;
  }));
  Facts facts = ledger.facts();
  // An appointment that still waits for other administrators appoints nobody yet.
  for (auto officer = found.begin(); officer != found.end();) {
    const auto fact = facts.person(officer->first);
    if (fact) officer->second.fact = *fact;
    officer = fact ? std::next(officer) : found.erase(officer);
  }
  for (const auto& [person, key] : keys) {
    const auto fact = facts.key(key);
    if (fact && fact->revoked_at == 0 && fact->person == person && found.count(person) != 0) {
      found[person].keys.push_back(to_hex(key.view()));
    }
  }
  return found;
}

Result<ExitCode> list(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const auto found, officers(context, *ledger));
  Table table;
  table.id = "officers";
  table.caption = say("Persons in office");
  table.columns = {
      {"person", say("Person"), ColumnKind::code, {}},        {"name", say("Name"), ColumnKind::text, {}},
      {"roles", say("Roles"), ColumnKind::text, {}},          {"body", say("Body"), ColumnKind::text, {}},
      {"since", say("Since position"), ColumnKind::code, {}}, {"state", say("State"), ColumnKind::text, {}}};
  JsonValue list = JsonValue::array();
  for (const auto& [person, officer] : found) {
    const bool is_former = officer.fact.relieved_at != 0;
    if (is_former && !options.with_former) continue;
    JsonValue keys = JsonValue::array();
    for (const std::string& key : officer.keys) keys.push(key);
    JsonValue roles = JsonValue::array();
    for (unsigned role = 0; role < role_count; ++role) {
      if ((officer.fact.roles & (1U << role)) != 0) roles.push(role_names(1U << role));
    }
    JsonValue item = JsonValue::object();
    item.set("person", person)
        .set("name", officer.fact.name)
        .set("roles", roles)
        .set("body", officer.fact.body)
        .set("appointed_at", officer.fact.appointed_at)
        .set("in_office", !is_former)
        .set("keys", keys);
    list.push(item);
    TableRow row;
    row.key = person;
    row.cells = {Cell::text(person),
                 Cell::text(officer.fact.name),
                 Cell::text(role_names(officer.fact.roles)),
                 Cell::text(officer.fact.body),
                 Cell::text(std::to_string(officer.fact.appointed_at)),
                 Cell::text(is_former ? say("relieved at {0}", {officer.fact.relieved_at}) : say("in office"))};
    table.rows.push_back(std::move(row));
  }
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  TRY_ASSIGN(const auto acts, waiting_acts(*ledger, today(*ledger, clock)));
  context.out().data(list);
  context.out().table(table);
  tell_waiting_acts(context.out(), acts);
  return ExitCode::done;
}

Result<ExitCode> list_waiting(Context& context) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  TRY_ASSIGN(const auto acts, waiting_acts(*ledger, today(*ledger, clock)));
  context.out().data(waiting_acts_json(acts));
  tell_waiting_acts(context.out(), acts);
  context.out().line(say("{0} acts wait for other administrators.", {acts.size()}));
  return ExitCode::done;
}

}  // namespace

void add_officer(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command officer = line.command("officer", N_("Officers: add, list, relieve, endorse, recover"));
  officer.verb("add", N_("Appoint a person in office and register the key"))
      .needs(options->person, "--person", "ID", N_("The person's id, as in the proof"))
      .needs(options->name, "--name", "NAME", N_("The person's name in office"))
      .list(options->roles, "--role", "ROLE[,ROLE...]", N_("Roles"))
      .needs(options->proof, "--proof", "PROOF", N_("What “key proof” wrote"))
      .option(options->body, "--body", "BODY", N_("The body the person belongs to"))
      .option(options->form, "--form", "DOCUMENT", N_("The appointment document; its hash is recorded"))
      .option(options->date, "--date", "DAY", N_("The day of the appointment; else today"))
      .runs([options](Context& context) { return add(context, *options); });
  officer.verb("endorse", N_("Stand behind another administrator's act, which takes force with enough of you"))
      .takes(options->position, "POSITION", N_("The position of the act; “officer list” shows what waits"))
      .runs([options](Context& context) { return endorse_act(context, options->position); });
  officer.verb("waiting", N_("Acts that wait for other administrators")).runs([](Context& context) {
    return list_waiting(context);
  });
  officer.verb("recover", N_("Give an administrator whose key is lost a new one, on a collective decision"))
      .needs(options->proof, "--proof", "PROOF", N_("What “key proof” wrote for the new key"))
      .needs(options->decision, "--decision", "ID", N_("The adopted decision on the appointment"))
      .needs(options->reason, "--reason", "TEXT", N_("Why"))
      .runs([options](Context& context) { return recover(context, *options); });
  officer.verb("list", N_("Who is in office"))
      .flag(options->with_former, "--all", N_("Also those who were relieved"))
      .runs([options](Context& context) { return list(context, *options); });
  officer.verb("relieve", N_("End a person's office"))
      .needs(options->person, "--person", "ID", N_("The person's id"))
      .needs(options->reason, "--reason", "TEXT", N_("Why"))
      .option(options->form, "--form", "DOCUMENT", N_("The document; its hash is recorded"))
      .option(options->date, "--date", "DAY", N_("The day it happened; else today"))
      .runs([options](Context& context) { return relieve(context, *options); });
}

}  // namespace sunledger
