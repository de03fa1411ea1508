// sunledger log: entries in order, one line each.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/log_reading.h"
#include "ledger/base/text.h"

namespace sunledger {
namespace {

struct Options {
  std::optional<std::uint64_t> from, count;
  std::string kind;
};

Result<ExitCode> run(Context& context, const Options& options) {
  std::optional<std::uint16_t> wanted;
  if (!options.kind.empty()) {
    wanted = kind_by_name(options.kind);
    if (!wanted) {
      return make_error(ErrorKind::not_found, say("“{0}” is not a kind of event.", {options.kind}),
                        say("“sunledger kinds” lists them."));
    }
  }
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  Facts facts = ledger->facts();
  Output& out = context.out();
  const std::uint64_t most = options.count.value_or(UINT64_MAX);
  std::uint64_t shown = 0;
  if (most > 0) {
    TRY(each_event(context, *ledger, Position(options.from.value_or(0)),
                   [&](const Entry& entry, schema::Signed::Reader event) -> Result<bool> {
                     const auto kind = static_cast<std::uint16_t>(event.getEvent().which());
                     if (wanted && kind != *wanted) return true;
                     const auto key = facts.key(entry.author);
                     const std::string person = key ? key->person : to_hex(entry.author.view());
                     const std::string day = to_text(Day(event.getDate()));
                     const std::string recorded = to_text_utc(entry.recorded_ms);
                     if (out.json()) {
                       JsonValue item = JsonValue::object();
                       item.set("position", entry.position.value)
                           .set("recorded_at", recorded)
                           .set("kind", kind_name(kind))
                           .set("date", day)
                           .set("person", person)
                           .set("found", entry.rules.size());
                       out.item(item);
                     } else if (out.style().accessible) {
                       out.line(say("Position {0}. Recorded at: {1}. Day: {2}. Event: {3}. By: {4}.",
                                    {entry.position.value, recorded, day, kind_name(kind), person}));
                     } else {
                       out.line(format_text("{0}  {1}  {2}  {3}  {4}",
                                            {entry.position.value, recorded, day, kind_name(kind), person}));
                     }
                     return ++shown < most;
                   }));
  }
  JsonValue summary = JsonValue::object();
  summary.set("shown", shown).set("size", ledger->size()).set("root", to_hex(ledger->root().view()));
  out.data(summary);
  if (shown == 0) out.message(say("No such entries; the ledger has {0}.", {ledger->size()}));
  return ExitCode::done;
}

}  // namespace

void add_log(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("log", N_("List entries"))
      .number(options->from, "--from", "POSITION", N_("Begin here"))
      .number(options->count, "--count", "N", N_("At most so many"))
      .option(options->kind, "--kind", "KIND", N_("Only this kind of event"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
