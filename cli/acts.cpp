#include "cli/acts.h"

#include "cli/recording.h"
#include "ledger/base/text.h"
#include "ledger/event/json.h"
#include "ledger/event/open.h"
#include "projections/render/document.h"

namespace sunledger {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

CommandId act_command(Facts& facts, std::string_view kind, const std::string& identity, Day today) {
  std::string whole = identity;
  for (;;) {
    const CommandId command = command_for(kind, whole);
    const auto recorded = facts.command(command);
    const auto waiting = recorded ? facts.pending_act(recorded->position) : std::nullopt;
    if (!waiting || !facts.has_lapsed(*waiting, today)) return command;
    whole += '\x1f' + std::to_string(recorded->position);
  }
}

Result<std::vector<WaitingAct>> waiting_acts(const Ledger& ledger, Day today) {
  Facts facts = ledger.facts();
  std::vector<WaitingAct> acts;
  Status sound;
  facts.scan_pending_acts([&](std::uint64_t position, const PendingActFact& fact) {
    if (facts.has_lapsed(fact, today)) return true;
    auto json = event_json(as_bytes(fact.signed_bytes), JsonStyle::one_line);
    EventOpener opener;
    const auto opened = opener.open_stored(as_bytes(fact.signed_bytes));
    if (!json || !opened) {
      sound = json ? opened.error() : json.error();
      return false;
    }
    WaitingAct act;
    act.position = position;
    act.kind = kind_name(static_cast<std::uint16_t>(opened->getEvent().which()));
    act.event = std::move(*json);
    act.day = fact.day;
    act.last_day = Day(fact.day.since_1970 + static_cast<std::int32_t>(facts.charter().endorse_days));
    for (const auto& signer : fact.signers) act.persons.push_back(signer.person);
    acts.push_back(std::move(act));
    return true;
  });
  TRY(sound);
  TRY(facts.status());
  return acts;
}

void tell_waiting_acts(Output& out, const std::vector<WaitingAct>& acts) {
  if (acts.empty()) return;
  Table table;
  table.id = "waiting-acts";
  table.caption = say("Acts that wait for other administrators");
  table.columns = {{"position", say("Position"), ColumnKind::code, {}},
                   {"kind", say("Kind"), ColumnKind::code, {}},
                   {"day", say("Recorded"), ColumnKind::date, {}},
                   {"last_day", say("Endorsed until"), ColumnKind::date, {}},
                   {"persons", say("Stand behind it"), ColumnKind::text, {}}};
  for (const WaitingAct& act : acts) {
    TableRow row;
    row.key = std::to_string(act.position);
    row.cells = {Cell::text(row.key), Cell::text(act.kind), Cell::text(to_text(act.day)),
                 Cell::text(to_text(act.last_day)), Cell::text(joined(act.persons))};
    table.rows.push_back(std::move(row));
  }
  out.table(table);
  out.message(
      say("“sunledger show POSITION” shows an act; another administrator puts it into force with “sunledger "
          "officer endorse POSITION”."));
}

JsonValue waiting_acts_json(const std::vector<WaitingAct>& acts) {
  JsonValue list = JsonValue::array();
  for (const WaitingAct& act : acts) {
    JsonValue persons = JsonValue::array();
    for (const std::string& person : act.persons) persons.push(person);
    JsonValue item = JsonValue::object();
    item.set("position", act.position)
        .set("kind", act.kind)
        .set("day", to_text(act.day))
        .set("last_day", to_text(act.last_day))
        .set("persons", persons)
        .set("event", JsonValue::raw(act.event));
    list.push(item);
  }
  return list;
}

Result<ExitCode> endorse_act(Context& context, std::uint64_t position) {
  TRY_ASSIGN(const SecretKey key, context.unlock_key());
  TRY_ASSIGN(const auto ledger, context.open_to_write());
  TRY_ASSIGN(const Clock clock, context.clock_for(ledger->origin()));
  const auto act = ledger->facts().pending_act(position);
  if (act) {
    TRY_ASSIGN(const std::string pretty, event_json(as_bytes(act->signed_bytes), JsonStyle::pretty));
    context.out().message(say("The act at position {0}:", {position}));
    context.out().message(pretty);
    if (context.is_interactive() && !context.options().yes) {
      TRY_ASSIGN(const bool agreed, context.confirm(say("Stand behind it?")));
      if (!agreed) {
        return make_error(ErrorKind::usage, say("Nothing was recorded, as you said."),
                          say("Run the command again to record it."));
      }
    }
  }
  EventBuilder builder;
  builder.root().initActEndorsed().setPosition(position);
  const Ledger::Draft draft{
      builder.finish(), today(*ledger, clock),
      command_for("ActEndorsed", std::to_string(position) + '\x1f' + to_hex(key.public_key().view())), 0};
  return record_drafts(context, *ledger, key, std::span(&draft, 1));
}

}  // namespace sunledger
