// sunledger show: one entry, in full; or its bytes, which is what proofs are about.

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/output_file.h"
#include "ledger/base/text.h"
#include "ledger/event/json.h"
#include "ledger/proof/hash.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/rule.h"

namespace sunledger {
namespace {

struct Options {
  std::uint64_t position = 0;
  std::string output;
  bool raw = false;
};

Result<ExitCode> show_raw(Context& context, const Bytes& bytes, const Options& options) {
  Output& out = context.out();
  JsonValue data = JsonValue::object();
  data.set("position", options.position).set("bytes", bytes.size());
  if (options.output.empty()) {
    out.bytes(as_text(bytes));
    data.set("entry", to_base64(bytes));
  } else {
    TRY(write_output(context, options.output, as_text(bytes)));
    data.set("file", options.output);
    out.message(say("The {0} bytes of the entry are in {1}.", {bytes.size(), options.output}));
  }
  out.data(data);
  return ExitCode::done;
}

Result<ExitCode> run(Context& context, const Options& options) {
  TRY_ASSIGN(const auto ledger, context.open_to_read());
  TRY_ASSIGN(const Bytes bytes, ledger->entry_bytes(Position(options.position)));
  if (options.raw) return show_raw(context, bytes, options);
  TRY_ASSIGN(const Entry entry, read_entry(bytes));
  TRY_ASSIGN(const std::string pretty, event_json(entry.signed_bytes, JsonStyle::pretty));
  TRY_ASSIGN(const std::string one_line, event_json(entry.signed_bytes, JsonStyle::one_line));
  const auto key = ledger->facts().key(entry.author);
  const std::string person = key ? key->person : say("unknown");
  const std::string leaf = to_hex(leaf_hash(bytes).view());

  JsonValue found = JsonValue::array();
  for (const std::uint16_t number : entry.rules) {
    const RuleText* rule = rule_by_number(number);
    found.push(rule != nullptr ? JsonValue(rule->name) : JsonValue(number));
  }
  JsonValue data = JsonValue::object();
  data.set("position", options.position)
      .set("recorded_at", to_text_utc(entry.recorded_ms))
      .set("person", person)
      .set("author", to_hex(entry.author.view()))
      .set("leaf_hash", leaf)
      .set("found", found)
      .set("event", JsonValue::raw(one_line));
  Output& out = context.out();
  out.data(data);
  out.line(say("position     {0}", {options.position}));
  out.line(say("recorded at  {0}", {to_text_utc(entry.recorded_ms)}));
  out.line(say("author       {0} ({1})", {person, to_hex(entry.author.view())}));
  out.line(say("leaf hash    {0}", {leaf}));
  for (const std::uint16_t number : entry.rules) out.line(say("found        {0}", {describe_rule(number)}));
  out.line(pretty);
  return ExitCode::done;
}

}  // namespace

void add_show(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("show", N_("Show one entry"))
      .takes(options->position, "POSITION", N_("Its position"))
      .flag(options->raw, "--raw", N_("The bytes as they are stored"))
      .option(options->output, "-o,--output", "FILE", N_("Write the bytes to a file"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
