// sunledger kinds: what can be recorded, field by field.

#include "ledger/event/kinds.h"

#include "cli/command_line.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "ledger/base/text.h"
#include "ledger/event/event.h"

namespace sunledger {
namespace {

struct Options {
  std::string kind;
  bool wants_template = false;
  bool wants_schema = false;
};

JsonValue fields_json(const std::vector<FieldInfo>& fields) {
  JsonValue list = JsonValue::array();
  for (const FieldInfo& field : fields) {
    JsonValue item = JsonValue::object();
    item.set("name", field.name).set("type", field.type).set("required", field.required).set("meaning", field.meaning);
    if (!field.members.empty()) item.set("members", fields_json(field.members));
    list.push(item);
  }
  return list;
}

void tell_fields(Output& out, const std::vector<FieldInfo>& fields, std::size_t depth) {
  for (const FieldInfo& field : fields) {
    std::string text(2 * depth, ' ');
    text += field.required ? say("{0} (required): {1}", {field.name, field.type})
                           : say("{0}: {1}", {field.name, field.type});
    if (!field.meaning.empty()) text += say(" – {0}", {field.meaning});
    out.line(text);
    tell_fields(out, field.members, depth + 1);
  }
}

Result<ExitCode> list(Context& context) {
  JsonValue all = JsonValue::array();
  std::string family;
  for (const KindInfo& kind : all_kind_infos()) {
    JsonValue item = JsonValue::object();
    item.set("kind", kind.name).set("family", kind.family).set("purpose", kind.purpose);
    all.push(item);
    if (kind.family != family) context.out().line(kind.family);
    family = kind.family;
    context.out().line(say("  {0}: {1}", {kind.name, kind.purpose}));
  }
  context.out().data(all);
  return ExitCode::done;
}

Result<ExitCode> run(Context& context, const Options& options) {
  if (options.kind.empty()) return list(context);
  const auto number = kind_by_name(options.kind);
  if (!number) {
    return make_error(ErrorKind::not_found, say("“{0}” is not a kind of event.", {options.kind}),
                      say("“sunledger kinds” lists them."));
  }
  Output& out = context.out();
  if (options.wants_template || options.wants_schema) {
    const std::string text = options.wants_template ? kind_template(*number) : kind_schema(*number);
    out.bytes(text);
    out.data(JsonValue::raw_lines(text));
    return ExitCode::done;
  }
  const KindInfo kind = kind_info(*number);
  JsonValue data = JsonValue::object();
  data.set("kind", kind.name)
      .set("family", kind.family)
      .set("purpose", kind.purpose)
      .set("fields", fields_json(kind.fields));
  out.data(data);
  out.line(say("{0}: {1}", {kind.name, kind.purpose}));
  tell_fields(out, kind.fields, 1);
  return ExitCode::done;
}

}  // namespace

void add_kinds(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.command("kinds", N_("What can be recorded: kinds of events and their fields"))
      .may_take(options->kind, "KIND", N_("One kind, field by field"))
      .flag(options->wants_template, "--template", N_("A valid sample, to be filled in"))
      .flag(options->wants_schema, "--schema", N_("Its JSON Schema"))
      .runs([options](Context& context) { return run(context, *options); });
}

}  // namespace sunledger
